"""A release says what changed, refuses what is not told, and touches nothing else."""
from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rettesnor.reading.content.change_fragments import read_release
from rettesnor.releases import (
    changelog_dir as folder,
)
from rettesnor.releases import (
    release_yml as release_file,
)
from rettesnor.releases import (
    timeline as history,
)

from tests.support.release_case import CASES, FIRST, SECOND, Case, fragment

PLAN = "recommendations/skole/skriftlig-plan.yml"


@pytest.fixture(autouse=True)
def _no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flushing to the disk is slow, and no test loses its power."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


@pytest.fixture
def released(case: Case, capsys: pytest.CaptureFixture[str]) -> Case:
    """The guideline after its first release."""
    assert case.release(*FIRST) == 0
    capsys.readouterr()
    return case


def past(case: Case) -> history.History:
    return history.read(case.root / "changelog", read_release)


def errors(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the codes of the problems printed."""
    return re.findall(r"feil: .*\[([a-z-]+)\]$", capsys.readouterr().err, re.MULTILINE)


class TestFirst:
    def test_everything_is_new(self, released: Case) -> None:
        utgave = past(released).records[0].utgave
        assert {changed.slag for changed in utgave.anbefalinger} == {"ny"}
        assert len(utgave.anbefalinger) == 5
        assert utgave.forrige == utgave.steg == ""

    def test_dates_are_set_and_nothing_else_changed(self, released: Case) -> None:
        before = (CASES / "before" / PLAN).read_text(encoding="utf-8")
        dates = "\n  ".join(
            ["datoer:", "publisert: 2026-11-22", "faglig_oppdatert: 2026-11-22",
             "neste_gjennomgang: 2030-11-22\n"]
        )
        assert released.text(PLAN) == before + dates
        before = (CASES / "before/guideline/guideline.yml").read_text(encoding="utf-8")
        now = released.text("guideline/guideline.yml")
        assert f"\n{dates}roller:" in now  # where the schema has them
        assert now.replace(dates, "") == before.replace("versjon: 0.0.0", "versjon: 1.0.0")

    def test_the_tree_is_then_what_was_released(self, released: Case) -> None:
        assert released.run("diff", "--date", FIRST[1]) == 0

    def test_a_dry_run_writes_nothing(self, case: Case, capsys: Any) -> None:
        before = case.tree()
        assert case.release(*FIRST, "--dry-run") == 0
        assert case.tree() == before
        assert "Ville skrevet: changelog/1.0.0/" in capsys.readouterr().out

    def test_the_editors_dates_stand(self, case: Case) -> None:
        own = "datoer:\n  publisert: 2020-01-02 # på papir\n  neste_gjennomgang: 2028-05-01\n"
        case.write(PLAN, case.text(PLAN) + own)
        assert case.release(*FIRST) == 0
        assert case.text(PLAN).endswith(
            own.replace("på papir\n", "på papir\n  faglig_oppdatert: 2026-11-22\n")
        )


class TestRevision:
    def test_the_record_is_the_golden_one(self, released: Case) -> None:
        released.revise()
        assert released.release(*SECOND) == 0
        made = released.text("changelog/2.0.0/release.yml")
        assert made == (CASES / "release-2.0.0.yml").read_text(encoding="utf-8")

    def test_fragments_move_into_the_record(self, released: Case) -> None:
        released.revise()
        names = sorted(os.listdir(released.root / "changelog/unreleased"))
        assert released.release(*SECOND) == 0
        assert sorted(os.listdir(released.root / "changelog/2.0.0/fragments")) == names
        assert os.listdir(released.root / "changelog/unreleased") == []

    def test_old_records_do_not_change(self, released: Case) -> None:
        old = {p: d for p, d in released.tree().items() if p.startswith("changelog/1.0.0/")}
        released.revise()
        assert released.release(*SECOND) == 0
        assert old.items() <= released.tree().items()
        assert released.run("verify") == 0

    def test_a_move_keeps_the_dates(self, released: Case) -> None:
        released.revise()
        assert released.release(*SECOND) == 0
        moved = released.text("recommendations/skole/kontaktperson.yml")
        assert "publisert: 2026-11-22\n  faglig_oppdatert: 2026-11-22" in moved

    def test_history_follows_across_ids(self, released: Case) -> None:
        released.revise()
        assert released.release(*SECOND) == 0
        found = past(released)
        told = [(e.versjon, e.id, e.slag) for e in found.timeline("kontaktperson")]
        assert told == [("1.0.0", "hovedansvarlig", "ny"), ("2.0.0", "kontaktperson", "ny")]
        told = [(e.versjon, e.id, e.slag) for e in found.timeline("snakke-med-alle")]
        assert told == [("1.0.0", "snakke-tidlig", "ny"), ("2.0.0", "snakke-med-alle", "ny")]
        assert found.leads_to("hovedansvarlig") == ("kontaktperson",)
        assert found.leads_to("hjemmebesok") == ("snakke-tidlig",)
        assert found.tombstones()["hjemmebesok"].grunn == "Rådet var ikke godt nok begrunnet."
        assert set(found.own_versions().values()) == {"2.0.0"}
        days = ("2026-11-21", "2026-11-22", "2027-02-28", "2027-03-01")
        in_force = [found.in_force(day) for day in days]
        assert [r and r.utgave.versjon for r in in_force] == [None, "1.0.0", "1.0.0", "2.0.0"]

    def test_ids_are_never_free_again(self, released: Case, capsys: Any) -> None:
        released.revise()
        assert released.release(*SECOND) == 0
        gone = history.retired(released.root / "changelog")
        assert gone == {"hjemmebesok": "2.0.0", "hovedansvarlig": "2.0.0"}
        again = "recommendations/hjem/hjemmebesok.yml"
        released.write(again, (CASES / "before" / again).read_text(encoding="utf-8"))
        listed = "anbefalinger: [snakke-tidlig, snakke-med-alle"
        released.replace("guideline/guideline.yml", listed, f"{listed}, hjemmebesok")
        released.write("changelog/unreleased/x.yml", fragment("ny", "anbefalinger: [hjemmebesok]"))
        assert released.release("3.0.0", "2027-04-01") == 1
        assert "id-gjenbrukt" in capsys.readouterr().err

    def test_a_merge_is_followed_to_both_origins(self, released: Case) -> None:
        (released.root / "recommendations/skole/registrering.yml").unlink()
        released.replace("guideline/guideline.yml", "      - registrering\n", "")
        released.replace("recommendations/skole/hovedansvarlig.yml", "Vi vurderer", "Vi mener")
        released.replace("recommendations/skole/hovedansvarlig.yml", "§ 2-1", "§ 10-6")
        released.write("changelog/unreleased/x.yml", fragment(
            "sammenslått", "fra: [hovedansvarlig, registrering]", "til: [hovedansvarlig]"))
        assert released.release("2.0.0", "2027-02-01") == 0
        found = past(released)
        assert [(e.versjon, e.id) for e in found.timeline("hovedansvarlig")] == [
            ("1.0.0", "hovedansvarlig"), ("1.0.0", "registrering"), ("2.0.0", "hovedansvarlig"),
        ]
        assert found.leads_to("registrering") == ("hovedansvarlig",)
        assert history.retired(released.root / "changelog") == {"registrering": "2.0.0"}

    def test_own_version_is_that_of_the_last_change(self, released: Case) -> None:
        released.replace(PLAN, "Godkjenner planen", "Godtar planen")
        released.write("changelog/unreleased/x.yml", fragment(
            "redaksjonell", "anbefalinger: [skriftlig-plan]"))
        assert released.release("1.0.1", "2027-01-15") == 0
        own = past(released).own_versions()
        assert {id_ for id_, version in own.items() if version == "1.0.1"} == {"skriftlig-plan"}
        assert "faglig_oppdatert: 2026-11-22" in released.text(PLAN)


Change = Callable[[Case], None]


def reworded(case: Case) -> None:
    case.replace(PLAN, "Vi vurderer", "Vi mener")


class TestRefusals:
    def refused(self, case: Case, capsys: Any, version: str = "1.0.1",
                date: str = "2027-01-15") -> list[str]:
        before = case.tree()
        assert case.release(version, date) != 0
        assert case.tree() == before
        said = capsys.readouterr().err
        return re.findall(r"feil: .*\[([a-z-]+)\]$", said, re.MULTILINE) or [said]

    def test_an_untold_change(self, released: Case, capsys: Any) -> None:
        reworded(released)
        assert self.refused(released, capsys) == ["endring-mangler"]

    def test_a_fragment_of_nothing(self, released: Case, capsys: Any) -> None:
        reworded(released)
        released.write("changelog/unreleased/x.yml", fragment(
            "presisert", "anbefalinger: [skriftlig-plan, registrering]", "ramme: [kilder]"))
        assert self.refused(released, capsys) == ["endring-uten-virkning"] * 2

    def test_a_step_too_small(self, released: Case, capsys: Any) -> None:
        reworded(released)
        released.write("changelog/unreleased/x.yml", fragment(
            "endret", "anbefalinger: [skriftlig-plan]"))
        (said,) = self.refused(released, capsys)
        assert "krever en underversjon: skriv 1.1.0 eller høyere." in said
        assert released.release("1.1.0", "2027-01-15") == 0

    def test_a_strength_is_never_only_wording(self, released: Case, capsys: Any) -> None:
        released.replace(PLAN, "styrke: bør", "styrke: kan")
        released.replace(PLAN, "Skolen bør lage", "Skolen kan lage")
        released.write("changelog/unreleased/x.yml", fragment(
            "redaksjonell", "anbefalinger: [skriftlig-plan]"))
        assert self.refused(released, capsys, "2.0.0") == ["endring-slag"]

    def test_a_withdrawal_called_something_else(self, released: Case, capsys: Any) -> None:
        (released.root / "recommendations/hjem/hjemmebesok.yml").unlink()
        released.replace("guideline/guideline.yml", ", hjemmebesok]", "]")
        released.write("changelog/unreleased/x.yml", fragment(
            "endret", "anbefalinger: [hjemmebesok]"))
        assert self.refused(released, capsys, "2.0.0") == ["endring-slag"]

    def test_a_withdrawal_that_did_not_happen(self, released: Case, capsys: Any) -> None:
        reworded(released)
        released.write("changelog/unreleased/x.yml", fragment(
            "opphevet", "anbefalinger: [skriftlig-plan]", "grunn: Den trengs ikke lenger."))
        assert self.refused(released, capsys, "2.0.0") == ["endring-slag"]

    def test_a_dirty_check(self, released: Case, capsys: Any) -> None:
        released.replace(PLAN, "[@kilde-a]", "[@kilde-b]")
        assert self.refused(released, capsys) == ["endring-mangler", "kilde-ukjent"]

    def test_a_date_before_the_last(self, released: Case, capsys: Any) -> None:
        reworded(released)
        text = fragment("presisert", "anbefalinger: [skriftlig-plan]")
        released.replace("guideline/guideline.yml", "-11-22", "-11-20")
        paths = sorted((released.root / "recommendations").rglob("*.yml"))
        for path in paths:
            released.replace(str(path), "-11-22", "-11-20")
        ids = ", ".join(path.stem for path in paths)
        text = text.replace("[skriftlig-plan]", f"[{ids}]\nramme: [retningslinje]")
        released.write("changelog/unreleased/x.yml", text.replace("2027-01-15", "2026-01-15"))
        (said,) = self.refused(released, capsys, date="2026-11-21")
        assert "Datoen 2026-11-21 er før forrige utgave, 1.0.0 fra 2026-11-22." in said

    def test_a_version_that_exists_or_is_none(self, released: Case, capsys: Any) -> None:
        for version in ("1.0.0", "1.0", "v1.0.1", "1.0.1-rc.1", "01.0.0"):
            (said,) = self.refused(released, capsys, version)
            assert said.startswith("rettesnor: ")

    def test_no_change_at_all(self, released: Case, capsys: Any) -> None:
        (said,) = self.refused(released, capsys)
        assert said.startswith("Ingenting er endret siden utgave 1.0.0.")


class TestRepealedInPlace:
    """Status ``opphevet``, with the file still there, and later removed."""

    def test_leaves_a_tombstone_once(self, released: Case, capsys: Any) -> None:
        path = "recommendations/hjem/hjemmebesok.yml"
        released.replace(path, "status: gjeldende", "status: opphevet")
        released.write("changelog/unreleased/x.yml", fragment(
            "opphevet", "anbefalinger: [hjemmebesok]", "grunn: Den trengs ikke lenger."))
        assert released.release("2.0.0", "2027-02-01") == 0
        assert history.retired(released.root / "changelog") == {}
        assert list(past(released).tombstones()) == ["hjemmebesok"]
        capsys.readouterr()
        released.replace(path, "status: opphevet", "status: gjeldende")
        released.write("changelog/unreleased/x.yml", fragment(
            "endret", "anbefalinger: [hjemmebesok]"))
        assert released.release("3.0.0", "2027-03-01") == 1
        assert "id-gjenbrukt" in errors(capsys)
        (released.root / "changelog/unreleased/x.yml").unlink()
        (released.root / path).unlink()
        released.replace("guideline/guideline.yml", ", hjemmebesok]", "]")
        assert released.release("2.1.0", "2027-03-01") == 0
        assert history.retired(released.root / "changelog") == {"hjemmebesok": "2.0.0"}
        assert released.run("verify") == 0


def test_release_file_passes_the_strict_door(released: Case) -> None:
    released.revise()
    assert released.release(*SECOND) == 0
    utgave = past(released).records[1].utgave
    again = release_file.dump(utgave)
    assert again == (released.root / "changelog/2.0.0" / folder.RELEASE).read_bytes()


def test_schema_of_a_release_holds_that_of_a_fragment() -> None:
    schemas = Path(__file__).parents[2] / "schema"
    change = json.loads((schemas / "change.schema.json").read_text(encoding="utf-8"))
    release = json.loads((schemas / "release.schema.json").read_text(encoding="utf-8"))
    told = release["$defs"]["endring"]
    told["properties"].pop("fil")
    told["required"].remove("fil")
    assert told == {key: change[key] for key in told}
    assert change["$defs"].items() <= release["$defs"].items()
