"""The command line: exit statuses, what is printed where, and never a traceback."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from rettesnor import system as ambient
from rettesnor.cli import build as build_command
from rettesnor.cli import check, common
from rettesnor.cli.main import main
from rettesnor.reading.checks.codes import CODES
from rettesnor.reading.project import ChangedError

from tests.support.check_case import DAY
from tests.support.guidelines import EARLY, GUIDELINE, edit, plain_dressing, put, sound_copy

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_copy(tmp_path / "rot")


@pytest.fixture
def run(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Return what runs a command on the sound guideline: status, output, error output."""
    monkeypatch.setattr(
        common, "theme", lambda root, **options: plain_dressing(root / ".dressing")
    )
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def call(*arguments: str, day: str = DAY.isoformat()) -> tuple[int, str, str]:
        command, *rest = arguments
        status = main([command, "--root", str(root), "--date", day, "--jobs", "1", *rest])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return status, said.out, said.err

    return call


class TestCheck:
    def test_sound(self, run: Run) -> None:
        status, out, err = run("check")
        assert (status, err) == (0, "")
        assert "Ingen" in out

    def test_problems(self, run: Run, root: Path) -> None:
        edit(root, EARLY, "styrke: bør", "styrke: sterkt")
        status, out, err = run("check")
        assert (status, err) == (1, "")
        assert f"{EARLY}:4:9" in out and "styrke: sterkt" in out and "^" in out
        assert "\x1b" not in out

    @pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/etc/passwd")])
    def test_no_line_is_shown_of_what_may_not_be_opened(
        self, run: Run, root: Path, make: Callable[[Path], None]
    ) -> None:
        (root / EARLY).unlink()
        make(root / EARLY)
        status, out, _ = run("check")
        assert status == 1 and f"{EARLY}:1:1" in out
        assert "root:" not in out

    def test_where_the_letters_cannot_be_shown(
        self, run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        edit(root, EARLY, "styrke: bør", "styrke: sterkt")
        with io.TextIOWrapper(io.BytesIO(), encoding="ascii") as narrow:
            monkeypatch.setattr(sys, "stdout", narrow)
            arguments = ["check", "--root", str(root), "--date", DAY.isoformat(), "--jobs", "1"]
            assert main(arguments) == 1
            narrow.flush()
            assert b"er ikke skal | b?r | kan" in narrow.buffer.getvalue()  # type: ignore[attr-defined]

    def test_warnings_alone_are_no_problem(self, run: Run, root: Path) -> None:
        put(root, "guideline/om.md", "# Om\n\nTekst.\n")
        put(root, "guideline/sources.yml", (root / "guideline/sources.yml").read_text("utf-8")
            + "  - id: ubrukt\n    type: report\n    title: Ingen bruker denne\n")
        status, out, _ = run("check")
        assert status == 0 and "kilde-ubrukt" in out

    def test_the_day_counts(self, run: Run) -> None:
        assert run("check")[0] == 0
        status, out, _ = run("check", day="2029-07-01")
        assert status == 0 and "gjennomgang-forfalt" in out

    def test_nothing_but_the_cache_is_written(self, run: Run, root: Path) -> None:
        before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        run("check")
        after = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        new = {p for p in after if p not in before}
        assert root / ".rettesnor/anbefalinger.cache" in new
        assert {p.parent for p in new} == {root / ".rettesnor"}
        assert {p: after[p] for p in before} == before

    def test_it_works_where_nothing_can_be_written(self, run: Run, root: Path) -> None:
        (root / ".rettesnor").write_bytes(b"")
        assert run("check")[0] == 0

    @pytest.mark.parametrize("form", ["github", "sarif", "json", "people"])
    def test_forms(self, run: Run, root: Path, form: str) -> None:
        edit(root, EARLY, "styrke: bør", "styrke: sterkt")
        status, out, err = run("check", "--format", form)
        assert (status, err) == (1, "")
        if form in ("json", "sarif"):
            assert json.loads(out)
        if form == "github":
            assert out.startswith(f"::error file={EARLY},line=4,col=9")

    def test_forms_of_nothing(self, run: Run) -> None:
        assert "::" not in run("check", "--format", "github")[1]
        assert json.loads(run("check", "--format", "json")[1])["problems"] == []
        assert json.loads(run("check", "--format", "sarif")[1])["runs"][0]["results"] == []

    def test_an_unknown_form(self, run: Run) -> None:
        with pytest.raises(SystemExit) as ended:
            run("check", "--format", "xml")
        assert ended.value.code == 2

    @pytest.mark.parametrize("code", CODES)
    def test_every_code_is_explained(self, run: Run, code: str) -> None:
        status, out, err = run("check", "--explain", code)
        assert (status, err) == (0, "") and out.startswith(f"# {code}")

    def test_an_unknown_code_gets_a_suggestion(self, run: Run) -> None:
        status, out, err = run("check", "--explain", "verbstyrke")
        assert (status, out) == (2, "")
        assert "Mente du «verb-styrke»?" in err

    def test_suppressions(self, run: Run) -> None:
        status, out, _ = run("check", "--suppressions")
        assert status == 0
        assert "guideline/laws.yml:" in out and "lov-ubrukt: Lokale planer viser" in out

    def test_suppressions_are_not_called_idle_when_not_all_could_be_read(
        self, run: Run, root: Path
    ) -> None:
        edit(root, "guideline/laws.yml", "kode: lov-ubrukt", "kode: verb-styrke")
        assert "(ikke i bruk)" in run("check", "--suppressions")[1]
        edit(root, EARLY, "status: høring", "status: tull")
        assert "(ikke i bruk)" not in run("check", "--suppressions")[1]

    def test_no_suppressions(self, run: Run, root: Path) -> None:
        edit(root, "guideline/laws.yml", "unntak:\n  - kode: lov-ubrukt\n    grunn: Lokale planer "
             "viser fortsatt til loven fra 1998.\n", "")
        assert run("check", "--suppressions")[1] == "Ingen unntak.\n"


class TestCannotRun:
    @pytest.mark.parametrize("command", ["check", "build", "serve"])
    def test_no_guideline(
        self, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([command, "--root", str(tmp_path)]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert "er ikke en retningslinje" in said.err and "--root" in said.err
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("command", [["check"], ["team", "user", "kari", "--role", "redaktor"]])
    def test_a_plan_is_no_guideline(
        self, tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "plan.yml").write_text("tittel: Plan\n", encoding="utf-8")
        (tmp_path / ".git").mkdir()
        assert main([*command, "--root", str(tmp_path)]) == 2
        assert "er en lokal plan. Bruk «rettesnor edit»" in capsys.readouterr().err

    @pytest.mark.parametrize("day", ["i morgen", "2026-02-30", "22.11.2026", "2026-11"])
    def test_no_date(self, run: Run, day: str) -> None:
        status, out, err = run("check", day=day)
        assert (status, out) == (2, "")
        assert f"«{day}» er ikke en dato" in err

    def test_no_date_in_the_environment(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "i går")
        assert main(["check", "--root", str(root)]) == 2
        assert "SOURCE_DATE_EPOCH" in capsys.readouterr().err

    def test_no_command(self) -> None:
        with pytest.raises(SystemExit) as ended:
            main([])
        assert ended.value.code == 2

    def test_a_fault_of_the_program_is_told_as_such(
        self, run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object, **__: object) -> NoReturn:
            raise ZeroDivisionError("noe umulig")

        monkeypatch.setattr(check, "read", fail)
        status, out, err = run("check")
        assert (status, out) == (2, "")
        assert "Noe gikk galt i programmet, ikke i teksten din: noe umulig" in err
        log = (root / ".rettesnor" / "feil.log").read_text(encoding="utf-8")
        assert "ZeroDivisionError" in log and "Traceback" in log

    def test_even_where_the_details_cannot_be_kept(
        self, run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object, **__: object) -> NoReturn:
            raise ZeroDivisionError("noe umulig")

        (root / ".rettesnor").write_bytes(b"")
        monkeypatch.setattr(check, "read", fail)
        assert run("check")[0] == 2

    def test_a_system_error_names_the_file(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object, **__: object) -> NoReturn:
            raise PermissionError(13, "Permission denied", "/et/sted")

        monkeypatch.setattr(check, "read", fail)
        assert run("check") == (2, "", "rettesnor: Ingen tilgang: /et/sted\n")

    def test_a_reader_that_has_seen_enough_is_no_fault(self) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        command = [sys.executable, "-m", "rettesnor.cli.main", "check", "--explain", "felt-tom"]
        ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
        os.close(writing)
        assert (ended.returncode, ended.stderr) == (2, b"")

    def test_an_interrupt_is_no_fault(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: object, **__: object) -> NoReturn:
            raise KeyboardInterrupt

        monkeypatch.setattr(check, "read", interrupt)
        assert run("check") == (2, "", "rettesnor: Avbrutt.\n")


class TestBuild:
    def test_what_was_built_is_told(self, run: Run, root: Path) -> None:
        status, out, err = run("build")
        assert status == 0
        assert re.match(r"(\d+) sider \(\1 laget på nytt\) på ", out) and str(root / "site") in out
        assert "index.html" in out and (root / "site/index.html").exists()
        assert err == ""  # «no problems» would promise what only «check» looks at

    def test_somewhere_else(self, run: Run, tmp_path: Path, root: Path) -> None:
        assert run("build", "--site", str(tmp_path / "ute" / "her"))[0] == 0
        assert (tmp_path / "ute/her/index.html").exists() and not (root / "site").exists()

    def test_problems(self, run: Run, root: Path) -> None:
        edit(root, EARLY, "styrke: bør", "styrke: sterkt")
        status, out, err = run("build")
        assert (status, out) == (1, "")
        assert f"{EARLY}:4:9" in err and "Ingenting ble publisert" in err
        assert not (root / "site").exists()

    def test_faults_of_the_site(
        self, run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from rettesnor.publishing import pipeline as publishing

        many = [f"/{number}: noe er galt." for number in range(25)]
        monkeypatch.setattr(publishing, "verified", lambda *_: many)
        status, out, err = run("build")
        assert (status, out) == (1, "")
        assert "/0: noe er galt." in err and "… og 5 til." in err

    def test_files_that_keep_changing(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stale(*_: object) -> NoReturn:
            raise ChangedError(EARLY)

        monkeypatch.setattr(build_command, "publish", stale)
        status, _, err = run("build")
        assert status == 2 and EARLY in err and "programmet" not in err

    def test_a_broken_frame(self, run: Run, root: Path) -> None:
        edit(root, GUIDELINE, "id: skolefravaer", "id: [")
        status, _, err = run("build")
        assert status == 1 and "yaml-syntaks" in err


class TestAmbient:
    def test_the_day(self) -> None:
        assert ambient.today({"SOURCE_DATE_EPOCH": "1793573999"}).isoformat() == "2026-11-01"
        assert ambient.today({"SOURCE_DATE_EPOCH": "1793574000"}).isoformat() == "2026-11-02"
        assert ambient.today({"SOURCE_DATE_EPOCH": "0"}).isoformat() == "1970-01-01"

    def test_processors(self) -> None:
        assert ambient.processors() >= 1


UNUSED = "  - id: ubrukt\n    term: ubrukt\n    definisjon: Et ord som ingen tekst har.\n"


@pytest.mark.parametrize("form", ["people", "github", "sarif", "json"])
def test_strict_fails_on_a_warning(root: Path, run: Run, form: str) -> None:
    assert run("check", "--strict", "--format", form)[0] == 0
    terms = (root / "guideline/terms.yml").read_text(encoding="utf-8")
    put(root, "guideline/terms.yml", f"{terms}{UNUSED}")
    status, out, _ = run("check", "--format", form)
    assert status == 0 and "ubrukt" in out
    strict, said, _ = run("check", "--strict", "--format", form)
    assert strict == 1
    if form == "people":
        assert said == f"{out}Med --strict teller advarsler som feil.\n"


def test_strict_does_not_hide_an_error(root: Path, run: Run) -> None:
    edit(root, EARLY, "styrke: bør", "styrke: sterkt")
    status, out, _ = run("check", "--strict")
    assert status == 1 and "--strict" not in out
