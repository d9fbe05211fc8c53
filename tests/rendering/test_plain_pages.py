"""Recommendations in plain language for a role, and what is written to a role."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rettesnor.model.guideline import Lov, Navngitt, Paragraf
from rettesnor.model.legal_basis import Rettsgrunnlag
from rettesnor.model.plain import (
    EnkelVersjon,
    Gjennomlesing,
    Leserversjon,
    Ordforklaring,
    Rollepunkt,
    Rolleside,
)
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.front import front_page
from rettesnor.rendering.pages.guideline import single_makers
from rettesnor.rendering.pages.overviews import role_page, roles_page
from rettesnor.rendering.pages.plain import explained, plain_makers, plain_page

from tests.rendering.test_overviews import CONTEXT, PUPIL

REVIEWED = Gjennomlesing("gjennomgått", "Fagrådet", "2026-11-01")
LAW = Lov(
    "loven", "Lov om alt", "loven", "lov", "2020-01-01", (Paragraf("§ 1", "Heading"),),
    lenke="https://lovdata.no/lov/2020-01-01-1",
)


def version(id_: str, *roles: str, review: Gjennomlesing = REVIEWED) -> EnkelVersjon:
    return EnkelVersjon(id_, tuple(
        Leserversjon(
            role, f"Kort om {id_} til {role}.", (f"Anbefalt {id_}.",), (f"Vente {id_}.",),
            (f"Si {id_}.",), (Ordforklaring("plan", "Det vi gjør."),),
        ) for role in roles
    ), review)


PAGE = Rolleside(
    "elev", "Du er den det gjelder.", (Rollepunkt("Du blir hørt.", ("a", "borte")),), (),
    (Rollepunkt("Du kan klage <nå>.", (), (Rettsgrunnlag("loven", "§ 1"),)),),
)


@pytest.fixture(name="plain")
def _plain() -> Context:
    made = replace(CONTEXT, memo={})
    return replace(made, guideline=replace(
        made.guideline, lover=(LAW,), rollesider=(PAGE,),
        enkle_versjoner=(
            version("c", "elev"), version("a", "elev", "laerer"), version("borte", "elev"),
            version("b", "ukjent"),
        ),
    ))


def test_a_page_explains_in_the_order_of_the_chapters_and_quotes(plain: Context) -> None:
    page = plain_page(plain, PUPIL)
    assert page.url == "for/elev/enkelt/"
    assert page.body.index('id="a"') < page.body.index('id="c"')
    assert "Kort om a til elev." in page.body and "til laerer" not in page.body
    assert "borte" not in page.body, "what is no recommendation is not explained"
    assert "<blockquote><p>Skolen bør gjøre a.</p></blockquote>" in page.body
    assert 'href="../../../hjem/a/"' in page.body
    assert "plan</dt>" in page.body and "Det vi gjør." in page.body
    assert "av Fagrådet" in page.body and "Utkast." not in page.body
    found = {section.anchor: section for section in page.search}
    assert found["a"].title == "For elev: Tittel A" and "Vente a." in found["a"].text


def test_each_role_with_versions_has_a_page_and_no_other(plain: Context) -> None:
    assert [*plain_makers(plain)] == ["for/elev/enkelt/", "for/laerer/enkelt/"]
    assert plain_makers(CONTEXT) == {}
    old = replace(plain, prefix="v/1.0.0/")
    kept = single_makers(old)
    assert "for/elev/enkelt/" in kept and "for/elev/" not in kept
    body = kept["for/elev/enkelt/"]().body
    assert "Kort om a til elev." in body and 'href="../"' not in body


def test_a_stale_version_and_a_draft_say_so(plain: Context) -> None:
    stale = replace(plain, outdated=frozenset({"a"}))
    body = plain_page(stale, PUPIL).body
    assert body.count("endret etter at dette ble skrevet") == 1
    assert "endret etter" not in plain_page(plain, PUPIL).body
    draft = replace(plain, guideline=replace(
        plain.guideline, enkle_versjoner=(version("a", "elev", review=Gjennomlesing()),)
    ))
    assert "Utkast." in plain_page(draft, PUPIL).body
    assert stale.extent != plain.extent, "a page is made again when one goes stale"


def test_a_recommendation_leads_to_its_versions(plain: Context) -> None:
    found = explained(plain, "a", "../../")
    assert 'href="../../for/elev/enkelt/#a"' in found
    assert 'href="../../for/laerer/enkelt/#a"' in found
    assert explained(plain, "b", "../../") == "" == explained(CONTEXT, "a", "../../")


def test_the_page_of_a_role_begins_with_what_is_written_to_it(plain: Context) -> None:
    page = role_page(plain, PUPIL)
    body = page.body
    assert body.index("Du er den det gjelder.") < body.index("Dette kan du vente deg")
    assert body.index("Hvis det ikke skjer") < body.index("Tittel A</a>\n")
    assert 'href="../../for/elev/enkelt/"' in body and "2 anbefalinger er forklart" in body
    assert "Dette kan du be om" not in body, "an empty part has no heading"
    assert "Du kan klage &lt;nå&gt;." in body and ">loven § 1</a>" in body
    assert "Heading" not in body, "the law's own heading is no plain language"
    assert [section.anchor for section in page.search] == ["", "kan-vente", "hvis-ikke"]


def test_the_ways_in_lead_there(plain: Context) -> None:
    for page in (roles_page(plain), front_page(plain)):
        assert 'for/elev/enkelt/"' in page.body
    for page in (roles_page(CONTEXT), front_page(CONTEXT)):
        assert "enkelt" not in page.body


def test_a_role_that_the_guideline_does_not_have_is_left_out(plain: Context) -> None:
    other = replace(plain, guideline=replace(plain.guideline, roller=(Navngitt("x", "X"),)))
    assert plain_makers(other) == {} and explained(other, "a", "") == ""
