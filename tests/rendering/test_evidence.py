"""The evidence as data on pages: judgements on scales, the question, the search, the report."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rettesnor.model.guideline import Rapportpunkt, Side
from rettesnor.model.judgement import OFF_SCALE, SCALES, allowed, step
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import (
    Begrunnelse,
    Kunnskapsgrunnlag,
    Kunnskapssok,
    Problemstilling,
    Vurdering,
)
from rettesnor.model.right import GROUPS, ITEMS
from rettesnor.reading.schema import validate as schema
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages.method_report import report_page
from rettesnor.rendering.pages.recommendation import recommendation_page

from tests.rendering.test_overviews import CONTEXT
from tests.rendering.test_recommendation_tools import PROSE, R


def page(rationale: Begrunnelse = R.begrunnelse, evidence: Kunnskapsgrunnlag = R.kunnskapsgrunnlag,
         language: str = "nb") -> Page:
    r = replace(R, begrunnelse=rationale, kunnskapsgrunnlag=evidence)
    prose = {**PROSE, "kunnskapsgrunnlag.tekst": Fragment("<p>Vi vet.</p>", text="Vi vet.")}
    return recommendation_page(replace(CONTEXT, memo={}, language=language), r, prose)


def test_the_schema_has_the_scales_of_the_model() -> None:
    rationale = schema.load("recommendation")["properties"]["begrunnelse"]["properties"]
    fields = rationale["vurderinger"]["items"]["properties"]
    assert fields["kriterium"]["enum"] == list(SCALES)
    assert set(SCALES) <= set(rationale), "a criterion is a part of the rationale"
    assert set(fields["vurdering"]["enum"]) == {*sum(SCALES.values(), ()), *OFF_SCALE}
    report = schema.load("guideline")["properties"]["metoderapport"]["items"]["properties"]
    assert report["punkt"]["enum"] == list(ITEMS)


def test_right_has_22_items_with_35_parts() -> None:
    assert len(ITEMS) == 35
    assert {re.sub(r"[a-c]$", "", item.nummer) for item in ITEMS.values()} == {
        str(number) for number in range(1, 23)
    }
    assert [len(group.punkter) for group in GROUPS] == [6, 8, 5, 7, 2, 4, 3]


@pytest.mark.parametrize("criterion", SCALES)
def test_a_judgement_is_drawn_and_said(criterion: str) -> None:
    for value in allowed(criterion):
        judged = Vurdering(criterion, value, "Ekspertgruppa", "2026-11-22")
        html = page(replace(R.begrunnelse, vurderinger=(judged,), **{criterion: "Sagt."})).body
        assert f"{value[:1].upper()}{value[1:]}</span>" in html
        assert "Ekspertgruppa, 22. november 2026" in html
        assert f'href="#begrunnelse-{criterion}"' in html
        at = step(criterion, value)
        assert html.count("<circle ") == (at is not None)
        assert (f"Trinn {(at or 0) + 1} av {len(SCALES[criterion])}" in html) == (at is not None)


def test_without_judgement_question_or_search_nothing_is_shown() -> None:
    made = page()
    assert "rn-judgements" not in made.body and "problemstilling" not in made.body
    assert "kunnskapssok" not in made.body and "evidence.css" not in made.head


def test_a_judgement_without_its_text_links_nowhere() -> None:
    judged = Vurdering("ressursbruk", "vet ikke", "Ekspertgruppa")
    html = page(replace(R.begrunnelse, vurderinger=(judged,))).body
    assert "<dt>Ressursbruk</dt>" in html and "Vet ikke" in html


def test_a_judgement_is_in_the_language_of_the_page() -> None:
    judged = Vurdering("gjennomforbarhet", "trolig ja", "Ekspertgruppa")
    assert "Truleg ja" in page(replace(R.begrunnelse, vurderinger=(judged,)), language="nn").body


@pytest.mark.parametrize(("search", "said"), [
    (Kunnskapssok("ikke gjort"), "Det er ikke søkt systematisk etter forskning."),
    (Kunnskapssok("gjort", "FHI", "2026-01-02", ("MEDLINE", "ERIC"), "Fra 2015."),
     "Det er søkt systematisk etter forskning. Fra 2015."),
])
def test_the_question_and_the_search_are_said(search: Kunnskapssok, said: str) -> None:
    question = Problemstilling("Hjelper a?", "Elever", "a", "Ingenting", ("Nærvær", "Trivsel"))
    evidence = replace(R.kunnskapsgrunnlag, problemstilling=question, kunnskapssok=search)
    made = page(evidence=evidence)
    for text in ("Hjelper a?", "Elever", "Ingenting", "Nærvær", "Trivsel", said):
        assert text in made.body
    assert ("MEDLINE, ERIC" in made.body) == bool(search.hvor)
    assert any("Hjelper a?" in one.words for one in made.search)


def test_the_report_answers_every_item_or_says_why_not() -> None:
    report = (
        Rapportpunkt("right-1a", felt=("tittel",)),
        Rapportpunkt("right-5", "Vanlig.", sider=("metode",)),
        Rapportpunkt("right-18a", mangler="Det er ikke kjent."),
    )
    guideline = replace(
        CONTEXT.guideline, metoderapport=report, sider=("metode",),
        tekstsider=(Side("metode", "Metode"),),
    )
    html = report_page(replace(CONTEXT, guideline=guideline, memo={})).body
    assert html.count('class="rn-report__number"') == 35
    assert '<a href="../">Tittel</a>' in html and '<a href="../metode/">Metode</a>' in html
    assert "<strong>Ikke besvart.</strong> Det er ikke kjent." in html
    assert html.count("Ikke besvart ennå.") == 32
    assert "https://doi.org/10.7326/M16-1565" in html
