"""What is due for review is said in time, and for the right reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rettesnor.model.guideline import Guideline, Lov, Paragraf
from rettesnor.model.months import months_after
from rettesnor.model.recommendation import Datoer, Lovhenvisning
from rettesnor.model.recommendation_entry import Entry, PlacedReference
from rettesnor.model.task import Oppgave
from rettesnor.releases import snapshot
from rettesnor.releases.review_due import reviews

from tests.support.release_case import CASES, FIRST, Case, fragment

DATES = Datoer("2026-11-22", "2026-11-22", "2030-11-22")


def entry(id_: str = "x", dates: Datoer = DATES, **more: Any) -> Entry:
    return Entry(f"recommendations/k/{id_}.yml", "", "k", id_, True, datoer=dates, **more)


def frame(**section: str) -> Guideline:
    law = Lov("loven", "Loven", "loven", "lov", "2000-01-01", (Paragraf("§ 1", **section),))
    guideline = snapshot.parse((CASES / "snapshot-format-1.json").read_bytes()).guideline
    return replace(guideline, lover=(law,))


@pytest.mark.parametrize(
    ("day", "kind"),
    [("2030-05-21", ""), ("2030-05-22", "snart"), ("2030-11-22", "snart"),
     ("2030-11-23", "forfalt")],
)
def test_deadlines(day: str, kind: str) -> None:
    assert [review.kind for review in reviews(None, [entry()], day)] == ([kind] if kind else [])


def test_released_without_a_deadline() -> None:
    found = reviews(None, [entry(dates=Datoer("2026-11-22")), entry("y", Datoer())], "2030-01-01")
    assert [(review.kind, review.id) for review in found] == [("uten-frist", "x")]


def test_repealed_recommendations_need_no_review() -> None:
    assert reviews(None, [entry(status="opphevet")], "2040-01-01") == []


PROSE = PlacedReference("begrunnelse.tekst", "lov", "loven", "§ 1")


@pytest.mark.parametrize(
    "cites", [{"lovhenvisninger": (Lovhenvisning("loven", "§ 1", "fordi"),)},
              {"references": (PROSE,)}],
)
@pytest.mark.parametrize(
    ("section", "due"),
    [({"endret": "2026-11-22"}, ""), ({"endret": "2026-11-23"}, "2026-11-23"),
     ({"endret": "2027-06-01"}, ""), ({"opphevet": "2027-01-01"}, "2027-01-01"),
     ({"endret": "2027-01-01", "opphevet": "2028-01-01"}, "2027-01-01")],
)
def test_law_changed_since_the_last_update(
    cites: dict[str, Any], section: dict[str, str], due: str
) -> None:
    found = reviews(frame(**section), [entry(**cites)], "2027-03-01")
    wanted = [("lov", due, "loven § 1")] if due else []
    assert [(r.kind, r.date, r.about) for r in found] == wanted


@pytest.mark.parametrize(("task", "told"), [
    ({}, True), ({"paragraf": ""}, True), ({"ikraft": "2026-12-01"}, False),
    ({"anbefalinger": ("y",)}, False), ({"slag": "kunnskap"}, False),
])
def test_a_change_that_a_task_tells_of_is_not_told_again(task: dict[str, Any], told: bool) -> None:
    fields = {"paragraf": "§ 1", "ikraft": "2027-01-01", "anbefalinger": ("x",), "slag": "lov"}
    made = Oppgave("t", hendelse="endret", funnet="2027-01-02", lov="loven", **fields | task)
    guideline = replace(frame(endret="2027-01-01"), oppgaver=(made,))
    cites = (Lovhenvisning("loven", "§ 1", "fordi"),)
    found = reviews(guideline, [entry(lovhenvisninger=cites)], "2027-03-01")
    assert [one.kind for one in found] == ([] if told else ["lov"])


def test_half_a_year_over_new_year() -> None:
    assert months_after("2026-08-31", 6) == "2027-02-31"
    assert months_after("2026-06-30", 6) == "2026-12-30"


def test_the_command(tmp_path: Path, capsys: Any) -> None:
    case = Case(tmp_path)
    assert case.release(*FIRST) == 0
    case.replace("guideline/laws.yml", "Oppfølging av fravær", "Fravær\n        endret: 2027-02-01")
    capsys.readouterr()
    assert case.run("status", "--date", "2027-01-01") == 0
    assert capsys.readouterr().out == (
        "Ingen frister for gjennomgang går ut de neste seks månedene.\n\n"
        "Neste utgave må være minst 1.1.0 (underversjon).\n"
    )
    assert case.run("status", "--date", "2027-03-01") == 1
    assert capsys.readouterr().out == (
        "Loven er endret siden siste faglige oppdatering:\n"
        "  registrering: skolelova § 10-6 (1. februar 2027)\n\n\n"
        "Neste utgave må være minst 1.1.0 (underversjon).\n"
    )
    assert case.run("status", "--date", "2031-01-01") == 1
    shown = capsys.readouterr().out
    assert shown.startswith("Fristen for gjennomgang er passert:\n  hjemmebesok (")


def test_what_the_next_release_needs(tmp_path: Path, capsys: Any) -> None:
    case = Case(tmp_path)

    def said() -> str:
        capsys.readouterr()
        case.run("status", "--date", "2027-01-01")
        return str(capsys.readouterr().out.split("\n\n", 1)[-1])

    assert said().startswith("Ingenting er gitt ut ennå.")
    assert case.release(*FIRST) == 0
    assert said() == "Ingenting er endret siden utgave 1.0.0.\n"
    case.replace("recommendations/skole/skriftlig-plan.yml", "Vi vurderer", "Vi mener")
    (case.root / "recommendations/hjem/hjemmebesok.yml").unlink()
    case.replace("guideline/guideline.yml", ", hjemmebesok]", "]")
    case.write("changelog/unreleased/x.yml", fragment(
        "redaksjonell", "anbefalinger: [skriftlig-plan, hjemmebesok]"))
    assert said() == (
        "Neste utgave må være minst 2.0.0 (hovedversjon).\n"
        "Mangler endringsfil:\n  hjemmebesok\n"
    )
