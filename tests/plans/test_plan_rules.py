"""The rules for a plan, by golden cases: a plan, and exactly what the check says of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from rettesnor.model.local_plan import CONFLICTS, SNAPSHOT
from rettesnor.plans.folder import OpenedPlan, open_plan
from rettesnor.reading.files.folder import DiskFolder

from tests.support.guidelines import put
from tests.support.plan_case import national, phase, recommendation, write_plan

CASES = sorted((Path(__file__).parents[1] / "cases" / "plan").glob("*.yml"))
DAY = date(2026, 11, 30)
BASE = national(
    [recommendation("samtale"), recommendation("brev"),
     recommendation("plikt", "Skolen skal følge opp", strength="skal")],
    [phase("tidlig", signs=["Kommer for sent"])],
)
SOUND = yaml.safe_load((CASES[-1]).read_text(encoding="utf-8"))["plan"]


def opened(folder: Path) -> OpenedPlan:
    return open_plan(DiskFolder(folder), DAY)


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_case(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = opened(write_plan(tmp_path, case["plan"], BASE))
    said = "".join(
        f"{p.severity.value} {p.path}:{p.line}:{p.column}: {p.code}: "
        f"{' '.join([p.message, p.hint]).strip()}\n" for p in found.problems
    )
    assert said == case["output"]


def test_a_release_that_is_missing_changed_or_another_is_reported(tmp_path: Path) -> None:
    folder = write_plan(tmp_path, SOUND, BASE)
    put(folder, SNAPSHOT, BASE.data.decode() + "\n")
    assert [one.code for one in opened(folder).problems] == ["plan-nasjonal"]
    (folder / SNAPSHOT).unlink()
    assert [one.code for one in opened(folder).problems] == ["plan-nasjonal"]
    other = national(list(BASE.edition.recommendations.values()), version="2.0.0")
    text = (folder / "plan.yml").read_text(encoding="utf-8").replace(BASE.sha256, other.sha256)
    put(folder, "plan.yml", text)
    put(folder, SNAPSHOT, other.data.decode())
    assert "plan-nasjonal" in {one.code for one in opened(folder).problems}


def test_a_conflict_without_a_choice_or_that_is_not_carried_out_stops_the_plan(
    tmp_path: Path,
) -> None:
    folder = write_plan(tmp_path, SOUND, BASE)
    text = (
        "fra: 0.9.0\ntil: 1.0.0\nkonflikter:\n"
        "  - {sted: anbefalinger.brev, slag: vurdering, om: Anbefalingen «brev», valg: VALG}\n"
    )
    for choice in ('""', "behold"):
        put(folder, CONFLICTS, text.replace("VALG", choice))
        found = opened(folder)
        assert [one.code for one in found.problems] == ["plan-konflikt"]
        assert not found.sound
    put(folder, CONFLICTS, text.replace("VALG", "behalde"))
    (wrong,) = opened(folder).problems
    assert wrong.message == "«behalde» er ikke behold | nasjonal | egen."


def test_a_plan_that_breaks_its_schema_is_no_plan_and_says_where(tmp_path: Path) -> None:
    folder = write_plan(tmp_path, SOUND.replace("forhold: følges", "forhold: fylgjer"), BASE)
    found = opened(folder)
    assert found.plan is None
    assert [(one.code, one.field) for one in found.problems] == [
        ("felt-verdi", "anbefalinger.2.forhold")
    ]
