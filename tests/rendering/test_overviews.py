"""The ways in: whom steps name, phases, target groups, the table, and what filters read."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from rettesnor.model.guideline import (
    Dimensjon,
    Etat,
    Fase,
    Guideline,
    Kapittel,
    Lisens,
    Maalgrupper,
    Navngitt,
)
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Steg
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.filters import attributes, choices, data_file
from rettesnor.rendering.list_item import ListItem, own_steps
from rettesnor.rendering.navigation import menu, ways
from rettesnor.rendering.pages.front import FRONT_PAGE_LIMIT, front_page, has_data_file
from rettesnor.rendering.pages.overviews import (
    inner,
    matrix_page,
    overview_makers,
    phase_url,
    phases_page,
    role_page,
    role_url,
    roles_page,
    stages,
)
from rettesnor.rendering.phase_diagram import figure

TEACHER, PUPIL = Navngitt("laerer", "Lærer", "Den som underviser."), Navngitt("elev", "Elev")
SERVICE = Navngitt("ppt", "PP-tjenesten")
FIRST, SECOND, THIRD = (
    Fase("for", "Før", "Ingen er bekymret."), Fase("under", "Under"), Fase("etter", "Etterpå"),
)
STEPS = (Steg("Rektor", "Setter av tid."), Steg("Læreren", "Ringer hjem.", "Samme dag"))


def guideline(*chapters: Kapittel) -> Guideline:
    """Return a guideline with two chapters, three roles and three phases."""
    return Guideline(
        "g", "En retningslinje", "Retningslinja", "nasjonal faglig retningslinje", "gjeldende",
        "1.0.0", Etat("Etaten", "E"), "", "", "",
        Lisens("NLOD-2.0", "NLOD", "https://data.norge.no/nlod/no/2.0"),
        chapters or (Kapittel("hjem", "Hjem", ("a", "b")), Kapittel("skole", "Skole", ("c",))),
        (), maalgrupper=Maalgrupper(("laerer",), ("elev", "ppt")),
        roller=(TEACHER, PUPIL, SERVICE), faser=(FIRST, SECOND, THIRD),
        dimensjoner=(
            Dimensjon("skoleslag", "Skoleslag", (Navngitt("barneskole", "Barneskole"),)),
        ),
    )


def head(id_: str, chapter: str, styrke: str, groups: tuple[str, ...], version: str = "") -> Head:
    return Head(
        id_, chapter, f"Tittel {id_.upper()}", f"Skolen {styrke} gjøre {id_}", styrke,
        "gjeldende", groups, version,
    )


HEADS = {
    "a": head("a", "hjem", "bør", ("laerer", "elev"), "1.0.0"),
    "b": head("b", "hjem", "kan", ("laerer",), "2.0.0"),
    "c": head("c", "skole", "skal", ("laerer",)),
}
GLANCES = {
    "a": ListItem({"skoleslag": ("barneskole",)}, ("for", "under"), "2026-11-22", STEPS),
    "b": ListItem({"skoleslag": ("barneskole",)}, ("for", "etter"), "2027-01-02"),
    "c": ListItem(),
}
CONTEXT = Context(
    guideline(), HEADS, {"guideline/guideline.yml": {"formaal": Fragment("<p>Hjelpe.</p>")}}, {},
    "", glances=GLANCES, releases=(("2.0.0", "2027-01-10"), ("1.0.0", "2026-11-22")),
)


def many(number: int) -> Context:
    """Return a context with ``number`` recommendations in one chapter."""
    ids = tuple(f"r{n}" for n in range(number))
    return replace(
        CONTEXT, guideline=guideline(Kapittel("hjem", "Hjem", ids)), memo={},
        heads={id_: head(id_, "hjem", "bør", ("laerer",)) for id_ in ids},
        glances={
            id_: ListItem({"skoleslag": ("barneskole",)}, ("for",), "2026-11-22", STEPS)
            for id_ in ids
        },
    )


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("who", "named"),
    [
        ("Læreren", True), ("Alle lærere", True), ("Lærer", True), ("Lærerne", True),
        ("Rektor, læreren og eleven", True), ("Rektor eller læreren", True),
        ("Kontaktlæreren", False), ("Den læreren har valgt", False), ("Faglærerne", False),
        ("Lærerstudenten", False), ("Den som leder møtet", False), ("Lærerne på trinnet", False),
    ],
)
def test_a_step_names_a_role_by_its_own_name_only(who: str, named: bool) -> None:
    assert bool(own_steps(TEACHER, [Steg(who, "Noe.")])) is named


@pytest.mark.parametrize("who", ["Rådgiveren", "Sosiallæreren", "Skolen og rådgiveren"])
def test_a_role_with_two_names_is_named_by_each(who: str) -> None:
    role = Navngitt("raadgiver", "Rådgiver eller sosiallærer")
    assert own_steps(role, [Steg("Rektor", "A."), Steg(who, "B.")])[0].number == 2


def test_a_name_is_no_pattern() -> None:
    assert not own_steps(Navngitt("x", "Lærer (fag.)"), [Steg("Lærer xfagx", "A.")])


@pytest.mark.parametrize(
    ("name", "inside"), [("Kontaktlærer", "kontaktlærer"), ("PP-tjenesten", "PP-tjenesten")]
)
def test_names_inside_a_sentence(name: str, inside: str) -> None:
    assert inner(name) == inside


def test_what_begins_and_what_goes_on() -> None:
    first, second, third, whatever = stages(CONTEXT, list(HEADS.values()))
    assert [entry.head.id for entry in first.begins] == ["a", "b"]
    assert not first.goes_on
    assert [one.id for one in second.goes_on] == ["a"] and not second.begins
    assert [one.id for one in third.goes_on] == ["b"]
    assert whatever.phase is None
    assert [entry.head.id for entry in whatever.begins] == ["c"]


def test_too_many_are_counted_by_chapter() -> None:
    context = many(FRONT_PAGE_LIMIT + 1)
    stage, = stages(context, list(context.heads.values()), TEACHER)
    assert not stage.begins
    count, = stage.counts
    assert (count.number, count.chapter.id) == (61, "hjem")
    assert count.url == "?gruppe=laerer&fase=for&kapittel=hjem#anbefalinger"


def test_every_role_has_a_page_and_old_releases_none() -> None:
    assert list(overview_makers(CONTEXT)) == [
        "for/", "oversikt/", "for/laerer/", "for/elev/", "for/ppt/", "faser/",
    ]
    old = replace(CONTEXT, prefix="v/1.0.0/")
    assert not overview_makers(old) and not ways(old)
    assert not role_url(old, "laerer") and not phase_url(old, "for")
    assert role_url(CONTEXT, "laerer") == "for/laerer/"
    assert not role_url(CONTEXT, "ukjent")


def test_a_guideline_without_phases_has_no_page_of_them() -> None:
    context = replace(CONTEXT, guideline=replace(CONTEXT.guideline, faser=()), memo={})
    assert "faser/" not in overview_makers(context)
    assert [url for url, _ in ways(context)] == ["for/", "oversikt/"]
    page = role_page(context, TEACHER)
    assert "Uavhengig av fase" not in page.body and "Tittel A" in page.body
    assert "faser/" not in page.body


def test_a_role_sees_what_applies_and_the_steps_that_name_it() -> None:
    said = text(role_page(CONTEXT, TEACHER).body)
    assert "3 av 3 anbefalinger gjelder deg." in said
    assert "Steg 2 av 2 Samme dag Læreren: Ringer hjem." in said
    assert "Setter av tid" not in said
    assert "Stegene som er dine" in said
    pupil = text(role_page(CONTEXT, PUPIL).body)
    assert "1 av 3" in pupil and "Tittel B" not in pupil and "Stegene som er dine" not in pupil


def test_a_role_that_nothing_applies_to_is_told_so() -> None:
    body = role_page(CONTEXT, SERVICE).body
    assert "Ingen anbefaling er rettet til denne målgruppa ennå." in body
    assert role_page(CONTEXT, SERVICE).title == "For PP-tjenesten"


def test_all_roles_are_listed_those_it_is_written_for_first() -> None:
    body = roles_page(CONTEXT).body
    assert body.index("Retningslinja er skrevet for") < body.index("Lærer")
    assert body.index("Lærer") < body.index("Andre som har nytte av den") < body.index("Elev")
    assert "1 anbefaling<" in body and "3 anbefalinger<" in body


def test_the_table_has_heads_and_says_the_strength() -> None:
    body = matrix_page(CONTEXT).body
    table = ET.fromstring(re.search(r"<table>.*</table>", body, re.S)[0])  # type: ignore[index]
    columns = [cell.find("a").text for cell in table.findall("thead/tr/th")[1:]]  # type: ignore[union-attr]
    assert columns == ["Lærer", "Elev"]  # nothing applies to the third
    assert {cell.get("scope") for cell in table.iter("th")} == {"col", "row", "rowgroup"}
    rows = {
        "".join(cells[0].itertext()): ["".join(c.itertext()) for c in cells[1:]]
        for row in table.findall("tbody/tr") if len(cells := list(row)) > 1
    }
    assert rows == {  # the strength is of the recommendation, no duty of who it is for
        "Tittel A Bør": ["LærerEgne steg", "ElevGjelder"],
        "Tittel B Kan": ["LærerGjelder", ""], "Tittel C Skal": ["LærerGjelder", ""],
    }


def test_a_large_table_counts_by_chapter() -> None:
    context = many(1_000)
    body = matrix_page(context).body
    assert len(body) < 10_000
    assert '<a href="../?gruppe=laerer&amp;kapittel=hjem#anbefalinger">1000</a>' in body


def test_the_figure_is_sound_and_says_what_the_list_says() -> None:
    svg = str(figure(CONTEXT, "../", list(HEADS.values())))
    root = ET.fromstring(svg)
    links = [(a.get("href"), a.get("aria-label")) for a in root.findall("a")]
    assert links == [
        ("#fase-for", None), ("#fase-under", None), ("#fase-etter", None),
        ("../hjem/a/", "Tittel A. Bør: Før, Under"), ("../hjem/b/", "Tittel B. Kan: Før, Etterpå"),
    ]
    assert "NaN" not in svg and "style=" not in svg
    page = phases_page(CONTEXT)
    for name in ("for", "under", "etter"):
        assert f'id="fase-{name}"' in page.body
    for title in ("Tittel A", "Tittel B", "Tittel C"):
        assert f">{title}</a>" in page.body


def test_a_broken_run_of_phases_is_drawn_as_two_bars() -> None:
    root = ET.fromstring(str(figure(CONTEXT, "../", [HEADS["b"]])))
    assert len([r for r in root.iter("rect") if r.get("class") is None]) == 2


def test_titles_cannot_break_the_figure() -> None:
    wild = replace(HEADS["a"], tittel='<b> & "sitat"')
    root = ET.fromstring(str(figure(CONTEXT, "../", [wild])))
    assert '<b> & "sitat"' in " ".join(root.itertext())


def test_what_can_be_chosen_is_what_there_is() -> None:
    found = {name: [value for value, _ in c.names] for name, c in choices(CONTEXT).items()}
    assert found == {
        "gruppe": ["laerer", "elev"], "fase": ["for", "under", "etter"],
        "skoleslag": ["barneskole"], "styrke": ["skal", "bør", "kan"],
        "kapittel": ["hjem", "skole"], "status": ["gjeldende"], "siden": ["2.0.0", "1.0.0"],
    }


def test_attributes_are_what_filters_need() -> None:
    assert attributes(CONTEXT, HEADS["a"]) == (
        ' data-kapittel="hjem" data-styrke="bør" data-status="gjeldende"'
        ' data-gruppe="laerer elev" data-skoleslag="barneskole" data-fase="for under"'
        ' data-versjon="1.0.0" data-dato="2026-11-22"'
    )


def test_the_front_page_lists_few_and_fetches_many() -> None:
    page = front_page(CONTEXT)
    assert page.body.count('class="rn-card"') == 3
    assert "data-rn-source" not in page.body
    large = many(FRONT_PAGE_LIMIT + 1)
    assert has_data_file(large)
    body = front_page(large).body
    assert 'data-rn-source="./oversikt/anbefalinger.json"' in body
    assert body.count("r0") == 0
    assert len(front_page(replace(many(1_000), memo={})).body) < len(body) + 200


def test_an_old_release_offers_no_filter_that_cannot_work() -> None:
    old = replace(many(FRONT_PAGE_LIMIT + 1), prefix="v/1.0.0/")
    assert 'id="rn-filter"' not in front_page(old).body
    assert 'id="rn-filter"' in front_page(replace(CONTEXT, prefix="v/1.0.0/", memo={})).body
    assert 'href="../../assets/rettesnor/overview.css"' in front_page(old).head


def test_the_data_file_holds_a_row_for_each() -> None:
    data = json.loads(data_file(CONTEXT))
    rows = [dict(zip(data["felt"], row, strict=True)) for row in data["rader"]]
    assert [row["url"] for row in rows] == ["hjem/a/", "hjem/b/", "skole/c/"]
    assert rows[1] == {
        "url": "hjem/b/", "tittel": "Tittel B", "kort_anbefaling": "Skolen kan gjøre b",
        "kapittel": "hjem", "styrke": "kan", "status": "gjeldende", "gruppe": "laerer",
        "skoleslag": "barneskole", "fase": "for etter", "versjon": "2.0.0", "dato": "2027-01-02",
    }


def test_the_menu_shows_where_the_reader_is_among_the_ways() -> None:
    marked = menu(CONTEXT, role_page(CONTEXT, TEACHER))
    assert marked.count("aria-current") == 1
    assert 'href="../../for/" aria-current="true"' in marked
    assert 'href="../for/" aria-current="page"' in menu(CONTEXT, roles_page(CONTEXT))


def test_a_phase_that_nothing_applies_in_can_still_be_linked_to() -> None:
    context = replace(CONTEXT, glances={"a": ListItem({}, ("for",))}, memo={})
    body = phases_page(context).body
    assert set(re.findall(r'href="#(fase-\w+)"', body)) <= set(re.findall(r'id="(fase-\w+)"', body))
    assert "Ingen anbefaling er knyttet til denne fasen ennå." in body


def test_pages_stop_growing_with_the_chapters() -> None:
    def chapters(number: int) -> Context:
        ids = [f"r{n}" for n in range(number)]
        return replace(
            many(number), memo={},
            guideline=guideline(*(Kapittel(f"k{i}", f"Kapittel {i}", (i,)) for i in ids)),
            heads={i: head(i, f"k{i}", "bør", ("laerer",)) for i in ids},
        )

    small, large = chapters(101), chapters(500)
    for make in (phases_page, matrix_page, lambda context: role_page(context, TEACHER)):
        assert len(make(large).body) - len(make(small).body) < 50
    assert '>101</a>' in matrix_page(small).body and "Alle kapitler" in matrix_page(small).body
    assert not choices(small)["kapittel"].names
    grown = len(front_page(large).body) - len(front_page(small).body)
    assert grown < 399 * 70
