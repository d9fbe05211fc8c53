"""From what a reader sees, and who the reader is, to what to do first; and who does what when."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rettesnor.model.evidence import Belegg
from rettesnor.model.guideline import (
    Avsender,
    Etat,
    Fase,
    Guideline,
    Kapittel,
    Lisens,
    LokalGrense,
    Maalgrupper,
    Navngitt,
    Tegn,
    Tekster,
    Tilkobling,
)
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Lovhenvisning, Steg
from rettesnor.rendering.case_path import FIRST, advice, in_phase
from rettesnor.rendering.citations import Citation
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.list_item import ListItem, own_steps
from rettesnor.rendering.pages.front import front_page
from rettesnor.rendering.pages.overviews import phase_url, phases_page, role_page, roles_page
from rettesnor.rendering.pages.phases import duties_page, phase_makers, phase_page

NURSE, LEADER, PATIENT = (
    Navngitt("sykepleier", "Sykepleier"), Navngitt("leder", "Avdelingsleder"),
    Navngitt("pasient", "Pasient"),
)
SEEN = (Belegg("plan", "s. 4"), Belegg("ukjent"))
BEFORE = Fase("for", "Før utbrudd", "Ingen er syke.")
DURING = Fase(
    "under", "Utbrudd", "Flere er syke.", "To eller flere har feber", "Ved to tilfeller.",
    "Smitten stanser.", "Gå videre etter ti dager.",
    (Tegn("Flere har feber samme dag.", SEEN),),
    (Tilkobling("Smittevernlegen", "Ved mer enn ett tilfelle.", ("leder",), SEEN[:1]),),
    ("d",), SEEN[:1],
)
AFTER = Fase("etter", "Etter utbrudd", valg="Ingen nye er syke")
LIMITS = (
    LokalGrense("a", "Vestby sykehus", "Mer enn to på en uke", "plan", "Lederen melder fra",
                "under", "s. 9"),
    LokalGrense("b", "Østby sykehus", "Mer enn fem på en uke", "plan"),
)
LAW = Lovhenvisning("loven", "§ 2", "", True)
STEPS = {
    "a": (Steg("Den på vakt", "Måler feber.", "Straks", roller=("sykepleier",)),
          Steg("Sykepleieren", "Gjør noe annet.", roller=("leder",))),
    "b": (Steg("Lederen", "Bestiller prøver.", roller=("leder",)),),
    "c": (Steg("Den på vakt", "Isolerer.", roller=("sykepleier", "pasient")),),
    "d": (Steg("Vakta", "Rydder.", roller=("sykepleier",)),),
    "e": (Steg("Vakta", "Skriver.", roller=("sykepleier",)),),
}
IN = {"a": ("for", "under"), "b": ("under",), "c": ("under",), "d": ("under",),
      "e": ("for", "under")}


def context(*, phases: tuple[Fase, ...] = (BEFORE, DURING, AFTER), ids: str = "abcde") -> Context:
    """Return a guideline with three phases, three roles and a recommendation for each of ``ids``.
    """
    guideline = Guideline(
        "g", "En retningslinje", "Retningslinja", "nasjonal veileder", "utkast", "1.0.0",
        Etat("Etaten", "E"), "", "", "", Lisens("NLOD-2.0", "NLOD", "https://data.norge.no/"),
        (Kapittel("k", "Kapittel", tuple(ids)),), (), Maalgrupper(("sykepleier",), ("pasient",)),
        (NURSE, LEADER, PATIENT), faser=phases, lokale_grenser=LIMITS,
        avsender=Avsender("prosjektet"), tekster=Tekster(grenser="Veilederen setter ingen grense."),
    )
    heads = {
        id_: Head(id_, "k", f"Råd {id_}", f"Avdelingen bør gjøre {id_}", "bør", "utkast",
                  ("pasient",) if id_ == "b" else ())
        for id_ in ids
    }
    glances = {
        id_: ListItem({}, IN.get(id_, ("under",)), "", STEPS.get(id_, ()), lover=(LAW,))
        for id_ in ids
    }
    return Context(
        guideline, heads, {"guideline/guideline.yml": {"formaal": Fragment("<p>Hjelpe.</p>")}},
        {"plan": Citation("Vestby, 2020", "")}, "", glances=glances,
    )


def said(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def first(role: Navngitt, where: Context) -> list[str]:
    return [one.head.id for one in advice(where, DURING, role, in_phase(where, DURING))]


def test_a_step_is_for_those_it_says_and_for_nobody_by_its_words() -> None:
    assert [one.number for one in own_steps(NURSE, STEPS["a"])] == [1]
    assert [one.number for one in own_steps(LEADER, STEPS["a"])] == [2]


@pytest.mark.parametrize(("role", "ids"), [
    # «d» is shown first by the phase; «a» and «e» began in an earlier one, «c» begins here.
    (NURSE, ["d", "c", "a"]),
    (LEADER, ["b", "a"]),
    # Steps of one's own come before what is only directed at one.
    (PATIENT, ["c", "b"]),
])
def test_what_comes_first_follows_the_declared_rule(role: Navngitt, ids: list[str]) -> None:
    assert first(role, context()) == ids
    assert len(ids) <= FIRST


def test_the_order_of_editors_is_followed_and_reading_order_is_the_rest() -> None:
    ordered = replace(DURING, forst=("e", "a"))
    where = context(phases=(BEFORE, ordered, AFTER))
    heads = in_phase(where, ordered)
    assert [one.head.id for one in advice(where, ordered, NURSE, heads)] == ["e", "a", "c"]
    plain = replace(DURING, forst=())
    assert [one.head.id for one in advice(where, plain, NURSE, heads)] == ["c", "d", "a"]


def test_a_phase_has_a_page_with_all_that_is_said_of_it() -> None:
    where = context()
    page = phase_makers(where)["faser/under/"]()
    text = said(page.body)
    for words in (
        "Flere er syke.", "Flere har feber samme dag. ( Vestby, 2020 , s. 4; ukjent )",
        "Ved to tilfeller.", "Smitten stanser.", "Gå videre etter ti dager.",
        "Smittevernlegen Ved mer enn ett tilfelle.", "Veilederen setter ingen grense.",
        "Vestby sykehus Lokal Mer enn to på en uke. ( Vestby, 2020 , s. 9) Lederen melder fra",
        "Tilbake til: Før utbrudd", "Videre til: Etter utbrudd",
    ):
        assert words in text, words
    assert "Østby" not in text
    assert page.previous and page.next
    assert (page.previous.url, page.next.url) == ("faser/for/", "faser/etter/")


def test_what_a_role_does_first_in_a_phase_has_a_page_of_its_own() -> None:
    where = context()
    makers = phase_makers(where)
    page = makers["faser/under/sykepleier/"]()
    text = said(page.body)
    for words in (
        "Utbrudd: sykepleier", "Den på vakt: Måler feber. Forslag: Straks",
        "Hva de andre gjør Sykepleieren: Gjør noe annet.", "Lov: loven § 2",
        "Gå videre etter ti dager.", "Alt som gjelder sykepleier",
    ):
        assert words in text, words
    assert "Råd b" not in text  # nobody's but the leader's and the patient's
    assert not re.search("[Øø]stby|Lederen: Bestiller", text)
    assert 'href="../../../faser/for/sykepleier/"' in page.body  # the role is kept
    assert 'href="../../../faser/etter/"' in page.body  # where it has nothing to do
    assert "faser/etter/sykepleier/" not in makers
    joined = said(makers["faser/under/leder/"]().body)
    assert "Smittevernlegen: Ved mer enn ett tilfelle. ( Vestby, 2020 , s. 4)" in joined


def test_the_page_of_a_phase_says_of_each_role_only_where_its_page_is() -> None:
    where = context()
    body = phase_page(where, DURING).body
    assert re.findall(r'<li id="rolle-(\w+)"><a href="([^"]+)"', body) == [
        (role, f"../../faser/under/{role}/") for role in ("sykepleier", "leder", "pasient")
    ]
    assert "Måler feber" not in body


def test_every_way_inside_a_page_leads_somewhere() -> None:
    where = context()
    pages = [*(make() for make in phase_makers(where).values()), phases_page(where)]
    for page in pages:
        ids = set(re.findall(r'\bid="([^"]+)"', page.body))
        assert set(re.findall(r'href="#([^"]+)"', page.body)) <= ids, page.url
    known = {page.url: page.body for page in pages}
    roles = [role_page(where, role) for role in where.guideline.roller]
    for page in (*pages, *roles):
        for url in re.findall(r'href="(?:\.\./)+(faser/\w+/(?:\w+/)?)"', page.body):
            assert url in known, (page.url, url)
        for url, anchor in re.findall(r'href="(?:\.\./)+(faser/(?:\w+/)*)#([^"]+)"', page.body):
            assert f'id="{anchor}"' in known[url], (page.url, url, anchor)


def test_a_draft_says_so_at_the_top_and_an_adopted_guideline_does_not() -> None:
    where = context()
    top = said(phase_page(where, DURING).body).partition("Hvem er du?")[0]
    assert "Utkast fra prosjektet." in top and "er ikke vedtatt" in top
    adopted = replace(where, guideline=replace(where.guideline, status="gjeldende"), memo={})
    for make in phase_makers(adopted).values():
        assert "Utkast" not in make().body


def test_a_phase_that_says_nothing_more_has_no_empty_sections() -> None:
    body = phase_page(context(), AFTER).body
    assert not re.findall(r'id="(tegn|start|maal|videre|kobles-paa|grenser|anbefalinger)"', body)
    assert "Hvem er du?" not in body


def test_all_thresholds_stand_side_by_side() -> None:
    text = said(phases_page(context()).body)
    assert text.index("Veilederen setter ingen grense.") < text.index("Vestby sykehus")
    assert "Østby sykehus Lokal Mer enn fem på en uke." in text
    without = context(phases=())
    assert not phase_makers(without)
    assert "Østby sykehus" in said(front_page(without).body)
    assert "Østby sykehus" not in said(front_page(context()).body)


def test_the_front_page_asks_what_the_reader_sees() -> None:
    body = front_page(context()).body
    choices = re.findall(r'<a href="\./(faser/\w+/)">([^<]+)</a>', body)
    assert choices == [
        ("faser/for/", "Før utbrudd"), ("faser/under/", "To eller flere har feber"),
        ("faser/etter/", "Ingen nye er syke"),
    ]
    assert "Hva ser du?" in body
    bare = context(phases=(BEFORE,))
    assert "Hva ser du?" not in front_page(bare).body
    assert "Hvor er dere i saken?" in front_page(bare).body


def test_who_does_what_has_every_role_with_something_to_do() -> None:
    page = duties_page(context())
    text = said(page.body)
    assert "Utbrudd Smittevernlegen Ved mer enn ett tilfelle." in text
    leader = text[text.rindex("Avdelingsleder Velg en annen"):]
    assert leader.index("Sykepleieren: Gjør noe annet.") < leader.index("Lederen: Bestiller")
    assert "Gjelder fortsatt: Råd a" in leader
    nobody = replace(context(), glances={}, heads={}, memo={})
    assert "Ingen anbefaling er rettet til noen av rollene ennå." not in duties_page(nobody).body
    quiet = context(phases=(BEFORE,), ids="x")
    assert "Ingen anbefaling er rettet til noen av rollene ennå." in duties_page(quiet).body


def test_a_role_is_reached_by_its_steps_too() -> None:
    where = context()
    assert "5 av 5" not in said(role_page(where, LEADER).body)
    text = said(role_page(where, LEADER).body)
    assert "2 av 5 anbefalinger gjelder deg." in text
    assert "Smittevernlegen: Ved mer enn ett tilfelle." in text
    assert "4 anbefalinger" in said(roles_page(where).body)  # the nurse


def test_a_large_guideline_leads_on_and_lists_nothing() -> None:
    ids = [f"r{n}" for n in range(61)]
    where = context()
    many = replace(
        where, memo={},
        guideline=replace(where.guideline, kapitler=(Kapittel("k", "Kapittel", tuple(ids)),)),
        heads={i: replace(where.heads["a"], id=i, maalgrupper=("sykepleier",)) for i in ids},
        glances=dict.fromkeys(ids, where.glances["b"]),
    )
    body = phase_page(many, DURING).body
    assert 'href="../../?gruppe=sykepleier&amp;fase=under#anbefalinger"' in body
    assert 'id="rolle-leder"><a href="../../faser/under/leder/"' in body
    leader = said(phase_makers(many)["faser/under/leder/"]().body)
    assert "Se anbefalingene for avdelingsleder i fasen" in leader and "Råd a" not in leader
    assert body.count("Råd a") == 0 and "Vis 61 anbefalinger" in body
    assert "faser/under/sykepleier/" not in {*phase_makers(many)}
    assert "faser/under/sykepleier/" not in role_page(many, NURSE).body


def test_old_releases_have_no_page_of_a_phase() -> None:
    old = replace(context(), prefix="v/1.0.0/")
    assert not phase_makers(old) and not phase_url(old, "under")
