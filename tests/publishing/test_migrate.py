"""Files of the first form are carried over: all of them or none, with comments and lay-out kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.cli.main import main
from rettesnor.model import older_form
from rettesnor.publishing.tools import migrate
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.reading.yaml import loader

SOURCE = """\
# Øverst.
id: skolefravaer
roller:
  - id: laerer
    navn: Lærer
skoleslag:  # Ved siden av.
  # Over en post.
  - id: barneskole
    navn: Barneskole

  - id: ungdomsskole
    navn: "Ungdomsskole: 8. til 10. trinn"
faser: []
# Nederst.
"""
TRANSLATION = """\
skoleslag:
  - id: barneskole
    # Her òg.
    navn: Barneskule
oversatt_fra:
  skoleslag.barneskole.navn: ad34d939482d
"""
FILES = {"guideline/guideline.yml": SOURCE, "guideline/guideline.nn.yml": TRANSLATION}
COMMENTS = ("# Øverst.", "# Ved siden av.", "# Over en post.", "# Nederst.", "# Her òg.")


@pytest.fixture(params=["\n", "\r\n"], ids=["lf", "crlf"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with files of the first form."""
    (tmp_path / "guideline").mkdir()
    for path, text in FILES.items():
        (tmp_path / path).write_bytes(text.replace("\n", request.param).encode())
    return tmp_path


def contents(root: Path) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in FILES}


def test_the_files_say_what_they_meant_and_keep_every_comment(root: Path) -> None:
    end = b"\r\n" if b"\r\n" in contents(root)["guideline/guideline.yml"] else b"\n"
    assert main(["migrate", "--root", str(root)]) == 0
    for path, data in contents(root).items():
        assert data.count(b"\n") == data.count(end)
        old, _ = loader.load(FILES[path], path)
        new, problems = loader.load(data.decode().replace("\r\n", "\n"), path)
        assert problems == []
        language = "nn" if ".nn." in path else ""
        marked = {} if language else {"skjema": older_form.CURRENT}
        assert new == {**marked, **older_form.current_file(old, "guideline", language)}
    text = "".join(data.decode() for data in contents(root).values())
    assert all(text.count(comment) == 1 for comment in COMMENTS)


def test_it_is_done_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate", "--root", str(root)])
    done = contents(root)
    assert main(["migrate", "--root", str(root)]) == 0
    assert contents(root) == done
    assert "nyeste utgaven" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(root)
    assert main(["migrate", "--dry-run", "--root", str(root)]) == 0
    assert contents(root) == before
    assert "+dimensjoner:" in capsys.readouterr().out


def test_check_says_that_files_are_of_the_first_form(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--root", str(root), "--jobs", "1"])
    assert "rettesnor migrate --dry-run" in capsys.readouterr().err
    main(["check", "--root", str(root), "--jobs", "1", "--format", "json"])
    assert "migrate" not in capsys.readouterr().err
    main(["migrate", "--root", str(root)])
    main(["check", "--root", str(root), "--jobs", "1"])
    assert "migrate" not in capsys.readouterr().err


@pytest.mark.parametrize("broken", FILES)
def test_one_file_that_cannot_be_read_stops_all(root: Path, broken: str) -> None:
    text = FILES[broken].replace("navn: Barne", "navn: [Barne")
    (root / broken).write_text(text, encoding="utf-8")
    before = contents(root)
    assert main(["migrate", "--root", str(root)]) == 2
    assert contents(root) == before


def test_a_list_on_one_line_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "guideline" / "guideline.yml"
    path.parent.mkdir()
    text = "\ufeffid: x\nskoleslag: [{id: barneskole,\n  navn: Barneskole}]"
    path.write_text(text, encoding="utf-8")
    assert main(["migrate", "--root", str(tmp_path)]) == 0
    assert path.read_text(encoding="utf-8").startswith("\ufeffskjema: 2\nid: x\n")


def test_a_file_changed_meanwhile_is_not_overwritten(root: Path) -> None:
    files = migrate.plan(root)
    (root / "guideline/guideline.nn.yml").write_text("id: ny\n", encoding="utf-8")
    before = contents(root)
    with pytest.raises(ToolError, match="ble endret"):
        migrate.apply(root, files)
    assert contents(root) == before
