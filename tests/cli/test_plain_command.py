"""``rettesnor plain``, from the first version to one that is stale, as an editor meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.cli.main import main

from tests.support.check_case import DAY, sound_files

PLAIN = "guideline/enkelt/tidlig-samtale.yml"


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    files = sound_files()
    files["guideline/guideline.yml"] += (
        "enkelt_sprak:\n  maalgrupper:\n    - kontaktlaerer\n  lix: 30\n"
    )
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def run(root: Path, *arguments: str) -> int:
    return main([*arguments, "--root", str(root), "--date", DAY.isoformat(), "--jobs", "1"])


def test_a_version_is_begun_listed_stale_and_marked(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "plain", "--new", "tidlig-samtale") == 0
    text = (root / PLAIN).read_text(encoding="utf-8")
    assert "FYLL UT" in text and "Skolen bør snakke med eleven tidlig" in text
    assert run(root, "plain", "--new", "tidlig-samtale") == 2, "it is there already"
    run(root, "check")
    assert "[ikke-fylt-ut]" in capsys.readouterr().out
    text = text.replace("FYLL UT: hva dette betyr for leseren, til «du».", "Snakk med dem.")
    (root / PLAIN).write_text(text, encoding="utf-8")
    assert run(root, "plain") == 0
    said = capsys.readouterr().out
    assert "tidlig-samtale" in said and "kontaktlaerer LIX" in said and "utkast" in said
    assert "mangler kontaktlaerer" in said, "the others have none"

    source = root / "recommendations/samarbeid-med-hjemmet/tidlig-samtale.yml"
    changed = source.read_text(encoding="utf-8").replace("Det haster", "Det haster mye")
    source.write_text(changed, encoding="utf-8")
    assert run(root, "plain") == 0
    assert "foreldet (begrunnelse)" in capsys.readouterr().out
    run(root, "status")
    assert PLAIN in capsys.readouterr().out
    assert run(root, "plain", "--mark") == 0, "without a name only what has no mark"
    assert "Merket 0 filer." in capsys.readouterr().out
    assert run(root, "plain", "--mark", "tidlig-samtale") == 0
    assert run(root, "plain") == 0
    assert "foreldet" not in capsys.readouterr().out
    assert (root / PLAIN).read_text(encoding="utf-8").startswith("# Tidlig samtale, i enkelt språk")


@pytest.mark.parametrize("arguments", [
    ("--new", "finnes-ikke"), ("--mark", "tidlig-samtale"),
])
def test_what_is_not_there_is_named_and_nothing_is_written(
    root: Path, arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "plain", *arguments) == 2
    assert arguments[1] in capsys.readouterr().err
    assert not (root / "guideline/enkelt").exists()
