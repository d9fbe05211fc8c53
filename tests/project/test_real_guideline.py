"""The guideline in this repository: whole, sound, and in the words that are official."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from rettesnor.model.problem import Severity
from rettesnor.model.recommendation import Datoer
from rettesnor.reading.checks.run import ProjectCheck, recommendation_paths
from rettesnor.reading.schema.validate import is_date
from rettesnor.reading.yaml.loader import load

from tests.support.guidelines import PROJECT, read_all

DAY = date(2026, 11, 30)
PATHS = recommendation_paths(PROJECT)
TABLE = {
    "Samarbeid med hjemmet": [
        "Skolen bør snakke med alle elever og foresatte om fravær, nærvær og skolemiljø",
        "Ved bekymring eller begynnende fravær bør skolen tidlig snakke med eleven og vurdere "
        "å kontakte foresatte",
        "Skolen kan vurdere å tilby hjemmebesøk til elever med bekymringsfullt fravær",
    ],
    "Elevens medvirkning": [
        "Skolen bør tilpasse informasjonen og dialogen om fraværet til eleven",
        "Skolen bør tilby elever med fravær egne møter om fraværet",
        "Skolen bør gjøre det mulig for elever med fravær å ha med seg en person de er trygge "
        "på i møter",
    ],
    "Skolens oppfølging": [
        "Skolen bør planlegge og følge opp overganger for elever med eller risiko for fravær",
        "Det bør være én ansatt fra skolen som har hovedansvar for å følge opp eleven som har "
        "fravær",
        "Når en elev har bekymringsfullt fravær, bør skolen lage en skriftlig plan for oppfølging",
        "Skolen bør involvere PP-tjenesten når eleven har bekymringsfullt fravær",
        "Når eleven har fravær, bør skolen ha jevnlig dialog med eleven og foresatte",
    ],
    "Kompetanse": [
        "Skolen og PP-tjenesten bør ha relevant kompetanse til å forebygge og følge opp "
        "skolefravær",
    ],
    "Samarbeid mellom tjenester": [
        "Skolen bør ha et samarbeid med PP-tjenesten på systemnivå om forebygging av fravær",
        "Skolen bør sikre et samarbeid med skolehelsetjenesten, på systemnivå, om forebygging og "
        "oppfølging av bekymringsfullt fravær",
        "Kommunen og fylkeskommunen kan vurdere å ha et team som jobber med skolefravær",
    ],
    "Rutiner og planer": [
        "Kommunen, fylkeskommunen og den private skolen bør ha rutiner for forebygging og "
        "oppfølging av skolefravær",
        "Kommunen og fylkeskommunen bør integrere skolefravær og skolemiljø i overordnede planer",
    ],
}
"""Table 1 of the directorate's account: chapters, and recommendations word for word."""
DUMMY = ("TODO", "XXX", "lorem", "???", "fyll inn", "tbd")


@cache
def found() -> ProjectCheck:
    return read_all(PROJECT, DAY)


def test_it_is_sound() -> None:
    errors = [str(p) for p in found().problems if p.severity is Severity.ERROR]
    assert errors == []


def test_it_has_the_official_chapters_and_recommendations_in_order() -> None:
    guideline = found().whole.guideline
    assert guideline is not None
    sentences = {entry.id: entry.kort_anbefaling for entry in found().whole.entries}
    assert {
        chapter.tittel: [sentences[id_] for id_ in chapter.anbefalinger]
        for chapter in guideline.kapitler
    } == TABLE
    assert [chapter.tittel for chapter in guideline.kapitler] == list(TABLE)
    assert len(sentences) == sum(map(len, TABLE.values())) == 17


@pytest.mark.parametrize("path", PATHS)
class TestRecommendation:
    def data(self, path: str) -> dict[str, Any]:
        content, problems = load((PROJECT / path).read_text(encoding="utf-8"), path)
        assert not problems
        data: dict[str, Any] = content
        return data

    def test_has_all_five_parts(self, path: str) -> None:
        data = self.data(path)
        for part in ("praktisk_gjennomforing", "begrunnelse", "kunnskapsgrunnlag",
                     "juridiske_rammer"):
            assert len(data[part]["tekst"].split()) >= 15, part
        assert data["praktisk_gjennomforing"]["steg"]
        assert data["juridiske_rammer"]["referanser"]
        assert len(data["kontrollsporsmaal"]) >= 2

    def test_has_no_place_holder(self, path: str) -> None:
        text = (PROJECT / path).read_text(encoding="utf-8").casefold()
        assert not [word for word in DUMMY if word.casefold() in text]

    def test_says_what_it_knows_of_evidence(self, path: str) -> None:
        evidence = self.data(path)["kunnskapsgrunnlag"]
        assert evidence.get("forskning") or evidence.get("forskning_ikke_vurdert")

    def test_has_no_invented_date(self, path: str) -> None:
        for value in self.data(path).get("datoer", {}).values():
            assert is_date(value) and date.fromisoformat(value) <= date(2031, 1, 1)


def test_the_guidelines_dates_are_known_or_absent() -> None:
    guideline = found().whole.guideline
    assert guideline is not None
    dates = guideline.datoer
    for value in (dates.publisert, dates.faglig_oppdatert, dates.neste_gjennomgang):
        assert value == "" or is_date(value)
    if guideline.status == "utkast":
        assert dates == Datoer()


def test_readers_are_told_that_it_is_a_draft() -> None:
    guideline = found().whole.guideline
    assert guideline is not None
    assert guideline.merknad
    assert guideline.status != "gjeldende"
