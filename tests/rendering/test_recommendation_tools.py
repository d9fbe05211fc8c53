"""What a recommendation's page gives its readers' tools to work with."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import (
    Begrunnelse,
    Datoer,
    Forskningsfunn,
    JuridiskeRammer,
    Kunnskapsgrunnlag,
    PraktiskGjennomforing,
    Recommendation,
    Steg,
)
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.recommendation import recommendation_page

from tests.rendering.test_overviews import CONTEXT, HEADS

R = Recommendation(
    "a", "hjem", "Tittel A", "Skolen bør gjøre a", "bør", "gjeldende", ("laerer", "elev"),
    PraktiskGjennomforing("Gjør a.", (Steg("Rektor", "*Setter* av tid.", "Først"),)),
    Begrunnelse("Fordi."), Kunnskapsgrunnlag("Vi vet."), JuridiskeRammer("Loven."),
    ("for", "under"), ("Er a gjort?",), datoer=Datoer("2026-11-01", "2026-11-22"),
    dimensjoner={"skoleslag": ("barneskole",)},
)
PROSE = {
    "praktisk_gjennomforing.steg.0.hva": Fragment(
        '<div id="x-aaaaa"><p><em>Setter</em> av tid.</p></div>',
        text="Setter av tid.",
    )
}


def body(r: Recommendation = R, context: Context = CONTEXT) -> str:
    return recommendation_page(replace(context, memo={}), r, PROSE).body


def cited(html: str) -> dict[str, str]:
    tag = re.search(r'<p class="rn-citethis"[^>]*>', html)
    assert tag
    return {k: unescape(v) for k, v in re.findall(r'data-(\w+)="([^"]*)"', tag[0])}


def test_the_steps_stand_before_the_rest_of_the_section_which_is_folded() -> None:
    said = Fragment("<p>Slik.</p>", text="Slik.")
    html = recommendation_page(
        replace(CONTEXT, memo={}), R, {**PROSE, "praktisk_gjennomforing.tekst": said}
    ).body
    assert html.index('id="steg-1"') < html.index("rn-fold--small") < html.index("Slik.")
    assert html.index("rn-lead") < html.index('id="steg-1"') < html.index("Gjelder for")


def test_without_steps_the_section_is_not_folded() -> None:
    html = body(replace(R, praktisk_gjennomforing=PraktiskGjennomforing("Gjør a.")))
    assert "rn-steps" not in html and "rn-fold--small" not in html


def test_without_questions_there_is_no_self_check() -> None:
    assert "data-rn-questions" in body()
    assert "data-rn-questions" not in body(replace(R, kontrollsporsmaal=()))


def test_a_finding_that_is_not_known_is_said_not_to_be() -> None:
    funn = "kunnskapsgrunnlag.forskning.0.funn"
    known = Forskningsfunn("kilde-a", "ikke vurdert")
    r = replace(R, kunnskapsgrunnlag=Kunnskapsgrunnlag("Vi vet.", (known,)))
    missing = "funnene er ikke gjengitt eller vurdert her:"
    assert missing in body(r) and "rn-findings" not in body(r)
    known = replace(known, funn="Noe.")
    r = replace(R, kunnskapsgrunnlag=Kunnskapsgrunnlag("Vi vet.", (known,)))
    told = recommendation_page(
        replace(CONTEXT, memo={}), r, {**PROSE, funn: Fragment("<p>Noe.</p>", text="Noe.")}
    ).body
    assert "<p>Noe.</p>" in told and missing not in told


def test_whom_and_when_lead_on() -> None:
    html = body()
    assert '<a href="../../for/laerer/">Lærer</a>, <a href="../../for/elev/">Elev</a>' in html
    assert '<a href="../../faser/for/">Før</a>' in html


def test_what_holds_everywhere_is_not_listed() -> None:
    kind = CONTEXT.guideline.dimensjoner[0]
    kind = replace(kind, verdier=(*kind.verdier, replace(kind.verdier[0], id="v", navn="Voksne")))
    where = replace(CONTEXT, guideline=replace(CONTEXT.guideline, dimensjoner=(kind,)))
    every = replace(
        R, faser=tuple(CONTEXT.phases), dimensjoner={"skoleslag": ("barneskole", "v")}
    )
    html = body(every, where)
    assert '<dt>Faser<dd><a href="../../faser/">Alle fasene</a>' in html
    assert "<dt>Skoleslag<dd>Alle<" in html
    old = body(every, replace(CONTEXT, prefix="v/1.0.0/"))
    assert "<dt>Faser<dd>Alle fasene<" in old


def test_an_old_release_has_names_without_links() -> None:
    html = body(context=replace(CONTEXT, prefix="v/1.0.0/"))
    assert "<dd>Lærer, Elev</div>" in html and "<dd>Før, Under</div>" in html


def test_an_unknown_role_is_shown_by_its_id() -> None:
    html = body(replace(R, maalgrupper=("laerer", "<ny>")))
    assert 'Lærer</a>, &lt;ny&gt;</div>' in html


def test_ticks_are_known_by_guideline_recommendation_and_version() -> None:
    assert 'data-rn-list="g/a@1.0.0"' in body()
    heads = {**HEADS, "a": replace(HEADS["a"], versjon="1.2.0")}
    assert 'data-rn-list="g/a@1.2.0"' in body(context=replace(CONTEXT, heads=heads))


def test_what_references_are_made_from() -> None:
    wild = replace(R, tittel='Si "ja" & <nei>')
    told = cited(body(wild, replace(CONTEXT, address="https://a.no/b/")))
    assert told == {
        "id": "g-a-arbeidsutgave", "author": "Etaten", "version": "arbeidsutgave, ikke utgitt",
        "date": "2026-11-22",
        "url": "https://a.no/b/hjem/a/",
    }
    assert "url" not in cited(body())
    assert 'data-changing' in body()
