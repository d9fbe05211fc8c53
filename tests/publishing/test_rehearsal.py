"""A release is only written when the site that follows from it can be built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rettesnor.publishing import rehearsal
from rettesnor.publishing.output.build_lock import BusyError, held
from rettesnor.publishing.output.link_check import faults

from tests.support.hearing_case import ROUND, TEXT, decided, put_result, result
from tests.support.release_case import FIRST, SECOND, Case, fragment, today

PLAN = "recommendations/skole/skriftlig-plan.yml"
PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


@pytest.fixture
def released(case: Case, capsys: Any) -> Case:
    assert case.release(*FIRST) == 0
    capsys.readouterr()
    return case


def reworded(case: Case) -> None:
    case.replace(PLAN, "Vi vurderer", "Vi mener")
    case.write(
        "changelog/unreleased/x.yml", fragment("presisert", "anbefalinger: [skriftlig-plan]")
    )


def test_what_a_stopped_release_left_does_not_stop_the_next(released: Case) -> None:
    reworded(released)
    aside = released.root / "changelog/.1.0.1.new"
    for path in ("record/manifest.json", "tree/guideline/guideline.yml"):
        released.write(f"changelog/.1.0.1.new/{path}", "")
    assert released.run("check", "--date", "2027-03-01") == 0
    assert released.release("1.0.1", "2027-03-01", "--dry-run", rehearse=True) == 0
    assert aside.exists()
    assert released.release("1.0.1", "2027-03-01", rehearse=True) == 0
    assert not aside.exists() and released.run("verify") == 0


class TestRefusal:
    @pytest.fixture
    def broken(self, released: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
        """A guideline whose site gets a dead link by its second release, and not before."""
        reworded(released)

        def dead_link(site: Path, *rest: Any) -> list[str]:
            gone = site / "endringer" / "1.0.1" / "index.html"
            dead = ["/endringer/1.0.1/: lenka fører ikke til noe."] if gone.exists() else []
            return [*faults(site, *rest), *dead]

        monkeypatch.setattr("rettesnor.publishing.pipeline.verified", dead_link)
        return released

    @pytest.mark.parametrize("more", [(), ("--dry-run",)])
    def test_a_site_that_cannot_be_built(
        self, broken: Case, more: tuple[str, ...], capsys: Any
    ) -> None:
        before = broken.tree()
        assert broken.release("1.0.1", "2027-01-15", *more, rehearse=True) == 1
        assert broken.tree() == before
        said = capsys.readouterr()
        assert said.out == ""
        assert "/endringer/1.0.1/: lenka fører ikke til noe." in said.err
        assert said.err.endswith("Ingenting ble utgitt.\n")

    def test_what_is_wrong_only_afterwards(
        self, released: Case, capsys: Any, monkeypatch: Any
    ) -> None:
        """The files that a release leaves are checked as any others."""
        reworded(released)
        carry_out = rehearsal._carry_out

        def spoilt(root: Path, planned: Any) -> None:
            carry_out(root, planned)
            path = root / PLAN
            path.write_text(path.read_text(encoding="utf-8").replace("[@kilde-a]", "[@borte]"),
                            encoding="utf-8")

        monkeypatch.setattr(rehearsal, "_carry_out", spoilt)
        assert released.release("1.0.1", "2027-01-15", rehearse=True) == 1
        assert "[kilde-ukjent]" in capsys.readouterr().err
        assert not (released.root / "changelog/1.0.1").exists()

    def test_an_error_that_only_the_check_reports(self, released: Case, capsys: Any) -> None:
        """A hearing that is too short stops a release as it stops a build."""
        reworded(released)
        released.write(ROUND, TEXT.replace("aapner: 2026-11-23", "aapner: 2027-01-20"))
        day = ("--date", "2027-01-15")
        assert released.run("check", *day) == 1
        assert "[horing-for-kort]" in capsys.readouterr().out
        assert released.release("1.0.1", "2027-01-15") == 1
        assert "[horing-for-kort]" in capsys.readouterr().err
        assert not (released.root / "changelog/1.0.1").exists()

    @pytest.mark.parametrize("heard_before", [True, False])
    def test_a_substantive_change_that_was_not_heard(
        self, released: Case, capsys: Any, heard_before: bool
    ) -> None:
        released.revise()
        released.replace("changelog/unreleased/plan-er-plikt.yml", (
            "type: høringsinnspill\n    innspill: [2026-014, 2026-027]"
        ), "type: feil rettet")
        if heard_before:
            released.write(ROUND, TEXT)
        day = ("--date", SECOND[1])
        assert released.run("check", *day) == 0
        assert "advarsel" in (said := capsys.readouterr().out) and "[horing-grunn]" in said
        assert released.release(*SECOND) == 1
        assert "[horing-grunn]" in capsys.readouterr().err
        why = "Loven er endret, og lovforslaget har vært på høring."
        for path in (released.root / "changelog/unreleased").glob("*.yml"):
            text = path.read_text(encoding="utf-8")
            if "vesentlig: true" in text and "uten_horing" not in text:
                path.write_text(f"{text}uten_horing: {why}\n", encoding="utf-8")
        assert released.release(*SECOND) == 0
        site = released.root / "site"
        assert released.run("build", "--site", str(site), "--date", SECOND[1]) == 0
        page = (site / "endringer/2.0.0/index.html").read_text(encoding="utf-8")
        assert f"<dd>{why}</dd>" in page

    def test_a_change_after_the_hearing_is_warned_about(
        self, released: Case, capsys: Any
    ) -> None:
        released.write(ROUND, TEXT)
        put_result(released, result(released, {"vurdering": decided("delvis")}))
        released.write("changelog/unreleased/x.yml", fragment(
            "endret", "anbefalinger: [skriftlig-plan]", "vesentlig: true", unheard=""
        ).replace(
            "type: feil rettet", "type: høringsinnspill\n    innspill: [H-000001-1]"
        ))
        released.replace(PLAN, "Vi vurderer", "Vi mener")
        released.run("check", "--date", "2027-03-01")
        assert "[horing-ny]" in (said := capsys.readouterr().out), said
        released.replace("changelog/unreleased/x.yml", "vesentlig: true", (
            "vesentlig: true\nuten_horing: Den er ikke større enn det som var på høring."
        ))
        released.run("check", "--date", "2027-03-01")
        assert "[horing-ny]" not in capsys.readouterr().out


class TestSound:
    def test_a_revision_is_rehearsed_and_made(self, released: Case) -> None:
        released.revise()
        assert released.release(*SECOND, "--dry-run", rehearse=True) == 0
        assert not (released.root / "changelog/2.0.0").exists()
        assert released.release(*SECOND, rehearse=True) == 0
        assert (released.root / "changelog/2.0.0").is_dir()

    def test_nothing_is_left_behind(self, released: Case) -> None:
        reworded(released)
        before = released.tree()
        assert released.release("1.0.1", "2027-01-15", "--dry-run", rehearse=True) == 0
        assert released.tree() == before
        assert not (released.root / ".rettesnor/rehearsal").exists()


class TestDay:
    def test_a_day_that_has_not_come(self, released: Case, capsys: Any) -> None:
        reworded(released)
        before = released.tree()
        for more in ((), ("--dry-run",)):
            with today("2027-01-14"):
                assert released.run("release", "1.0.1", "--date", "2027-01-15", *more) == 2
            said = capsys.readouterr().err
            assert "Datoen 2027-01-15 er ikke kommet ennå; i dag er det 2027-01-14." in said
        assert released.tree() == before
        assert released.release("1.0.1", "2027-01-15") == 0

    def test_a_day_that_has_been_is_rehearsed_as_of_today(
        self, released: Case, monkeypatch: Any
    ) -> None:
        reworded(released)
        days: list[date] = []
        monkeypatch.setattr(
            "rettesnor.cli.release.rehearsal.rehearse",
            lambda root, plan, dresser, day, *_: days.append(day) or _Built(),
        )
        with today("2027-02-01"):
            assert released.run("release", "1.0.1", "--date", "2027-01-15") == 0
        assert days == [date(2027, 2, 1)]


class _Built:
    pages = 1


class TestAtOnce:
    """Two releases in one folder."""

    @pytest.fixture
    def real(self, released: Case) -> Case:
        shutil.copy(PROJECT / "mkdocs.yml", released.root)
        (released.root / "schema").mkdir()
        reworded(released)
        return released

    @pytest.fixture
    def holder(self, real: Case) -> Iterator[subprocess.Popen[str]]:
        """A process that has the lock."""
        code = (
            "import sys, time; from pathlib import Path\n"
            "from rettesnor.publishing.output.build_lock import held\n"
            "with held(Path(sys.argv[1]), 'release.lock', wait=False):\n"
            "    print('har den', flush=True); time.sleep(600)\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(real.root / ".rettesnor")],
            stdout=subprocess.PIPE, text=True,
        )
        assert process.stdout is not None and process.stdout.readline() == "har den\n"
        yield process
        process.kill()
        process.wait()

    def command(self, case: Case, *more: str) -> subprocess.Popen[str]:
        noon = str(int(time.mktime((2027, 1, 15, 12, 0, 0, 0, 0, 0))))
        return subprocess.Popen(
            [sys.executable, "-m", "rettesnor.cli.main", "release", "1.0.1", "--root",
             str(case.root), "--date", "2027-01-15", *more],
            env={**os.environ, "SOURCE_DATE_EPOCH": noon}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )

    def test_the_loser_is_told_and_changes_nothing(
        self, real: Case, holder: subprocess.Popen[str]
    ) -> None:
        before = real.tree()
        loser = self.command(real)
        out, said = loser.communicate()
        assert (loser.returncode, out) == (2, "")
        assert said.startswith("rettesnor: En annen «rettesnor release» er i gang her.")
        assert real.tree() == before
        holder.kill()  # the lock of a dead process locks nobody out
        holder.wait()
        assert (real.root / ".rettesnor/release.lock").exists()
        winner = self.command(real)
        assert winner.communicate()[1] == "" and winner.returncode == 0

    def test_a_pair(self, real: Case) -> None:
        pair = [self.command(real), self.command(real)]
        said = [process.communicate()[1] for process in pair]
        assert sorted(process.returncode for process in pair) == [0, 2], said
        assert (real.root / "changelog/1.0.1").is_dir()
        assert real.run("verify") == 0
        assert not list((real.root / "changelog").glob(".*"))

    def test_the_lock_itself(self, tmp_path: Path) -> None:
        with held(tmp_path, "x", wait=False), pytest.raises(BusyError), \
                held(tmp_path, "x", wait=False):
            pass
        with held(tmp_path, "x", wait=False):
            pass
