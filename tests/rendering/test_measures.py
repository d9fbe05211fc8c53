"""The page of the measures of quality, and what the data says of them."""

from __future__ import annotations

from dataclasses import replace

from rettesnor.model.evidence import Belegg
from rettesnor.model.legal_basis import Rettsgrunnlag
from rettesnor.model.measures import Kvalitetsmaal, SmaaTall
from rettesnor.rendering.pages.measures import measures_makers

from tests.rendering.test_overviews import CONTEXT

WHOLE = Kvalitetsmaal(
    "vask", "Andel <vask>", "Viser vask.", "Vasket før stell", "Alle stell", "Egne observasjoner",
    ("Avdeling", "Sykehus"), "Én gang i året", "høyere er bedre",
    SmaaTall("Få tall vises ikke.", 5), ("Å rangere avdelinger",), ("Observasjon virker inn",),
    ("a", "borte"), (Rettsgrunnlag("ukjent", "§ 4"),), (Belegg("kilde-2020", "s. 3"),),
)
BARE = Kvalitetsmaal("bar", "Bart mål", "Viser noe.")


def shown(*measures: Kvalitetsmaal) -> str:
    context = replace(
        CONTEXT, guideline=replace(CONTEXT.guideline, kvalitetsmaal=measures), memo={}
    )
    (make,) = measures_makers(context).values()
    return make().body


def test_there_is_no_page_without_measures() -> None:
    assert measures_makers(CONTEXT) == {}


def test_every_text_of_a_measure_is_shown() -> None:
    page = shown(WHOLE)
    assert "Andel &lt;vask&gt;" in page and 'id="vask"' in page
    for text in (
        WHOLE.viser, WHOLE.teller, WHOLE.nevner, WHOLE.datakilde, "Avdeling, Sykehus",
        WHOLE.hyppighet, "Et høyere tall er bedre.", "Minste antall som vises, er 5.",
        WHOLE.smaa_tall.regel, *WHOLE.ikke_til, *WHOLE.svakheter, "Tittel A", "ukjent § 4", "s. 3",
    ):
        assert text in page, text
    assert "borte" not in page


def test_what_is_not_said_has_no_heading() -> None:
    page = shown(BARE)
    for heading in ("Kan ikke brukes til", "Kjente svakheter", "Teller", "Retning", "Små tall"):
        assert heading not in page
