"""Our Norwegian APA is that of pandoc and the style of the Citation Style Language project.

Random sources of all types, with all fields of the schema, are formatted by both. Where we differ
on purpose, ``_norwegian`` says how and why, and turns pandoc's text into ours.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from rettesnor.rendering.citations import cite

from tests.support.guidelines import PROJECT
from tests.support.pandoc_citations import by_pandoc

_SOURCES = json.loads((PROJECT / "schema" / "sources.schema.json").read_text("utf-8"))
PROPERTIES = _SOURCES["properties"]["references"]["items"]["properties"]
TYPES: list[str] = PROPERTIES["type"]["enum"]

Item = dict[str, Any]

VALUES: dict[str, tuple[float, list[Any]]] = {
    "accessed": (0.3, [[[2026, 1, 2]], [[2026, 10]], [[2025]]]),
    "publisher": (0.6, ["Folkehelseinstituttet", "NOVA, OsloMet", "Forlaget & sønn", "A/S Bok."]),
    "publisher-place": (0.2, ["Oslo"]),
    "container-title": (0.35, ["Autism", "journal of school health", "Tidsskrift for noe"]),
    "collection-title": (0.15, ["NOVA Rapport", "Skriftserie"]),
    "volume": (0.3, [28, "3", "2-3", "II bind", "12A"]),
    "issue": (0.3, [7, "4", "4-5", "4/5"]),
    "page": (0.3, ["1622-1637", "12", "12–34", "1622-37", "5, 7", "12-34, 40", "e12"]),
    "number": (0.3, [
        3, "2021-42", "6/24", "A 12", "A12", "LOV-2021-06-18-97", "Prop. 57 L (2022–2023)",
        "NOU 2019: 23", "Meld. St. 34 (2023–2024)",
    ]),
    "edition": (0.25, [2, "3", "Ny utg.", "2-3", "2. utg."]),
    "genre": (0.35, ["Systematisk oversikt", "kartlegging", "some genre"]),
    "DOI": (0.2, ["10.1177/13623613231217409"]),
    "ISBN": (0.1, ["978-82-02-00000-0"]),
    "URL": (0.4, [
        "https://x.no/a", "https://x.no/a?b=c&d=e", "https://lovdata.no/lov/2021-06-18-97",
        "https://x.no/å%20b/(c)_d~e",
    ]),
    "language": (0.3, ["nb", "en", "nn", "en-GB"]),
    "note": (0.1, ["Ikke lest."]),
    "abstract": (0.1, ["Kort om innholdet."]),
    "collection-number": (0.1, [12]),
    "event-title": (0.1, ["Nordisk konferanse"]),
    "event-place": (0.1, ["Bergen"]),
    "version": (0.1, ["2.1"]),
    "container-title-short": (0.1, ["Tidsskr"]),
    "ISSN": (0.1, ["0332-6470"]),
}
UNPRINTED = {
    "title-short", "translator", "original-date", "event-date", "number-of-pages", "medium",
    "archive", "PMID", "PMCID",
}
"""Fields that we keep and do not print, where the style prints them for some types."""
TITLES = [
    "En tittel", "Spør noen?", "Barn og unge: en oversikt", "«Ja» sa han", "Ferdig!", "Kap. 3.",
    "school absence in the north: a review (part two)", "[Kurs]", "Children's health",
    "Lov om noe (noeloven)", 'Å si "nei" til skolen', "H<sub>2</sub>O & <i>Homo sapiens</i>",
]
DATES = [
    [[2020]], [[2020, 5]], [[2020, 5, 17]], [[2020, 5, 3], [2020, 5, 9]],
    [[2020, 5, 3], [2020, 6, 9]], [[2019], [2021]], [[1998, 12, 31]], [[2001]], [[2024]],
]
GIVEN = ["Anne", "M.I.F.", "J. M.", "Anne-Marie", "Jo Magne", "A.-M.", "Åse", "Ole J."]


def test_every_field_is_tried() -> None:
    others = {"id", "type", "title", "author", "editor", "issued"}
    assert {*PROPERTIES} == {*VALUES, *UNPRINTED, *others}


def name(chance: random.Random, number: int) -> Item:
    """Return a name that no other source has, so that nothing has to be told apart."""
    unlike = chr(97 + number % 26) + chr(97 + number // 26 % 26)
    kind = chance.random()
    if kind < 0.25:
        return {"literal": chance.choice(["Redd Barna", "Eksempel AS.", "Stat & sønn"]) + unlike}
    family = chance.choice([f"Øvrebø{unlike}", f"Ås{unlike}", f"van der Berg{unlike}"])
    if kind < 0.35:
        return {"family": family}
    parts = {"non-dropping-particle": "de", "dropping-particle": "von", "suffix": "Jr."}
    return {"family": family, "given": chance.choice(GIVEN)} | {
        part: value for part, value in parts.items() if chance.random() < 0.1
    }


def item(chance: random.Random, number: int) -> Item:
    made: Item = {
        "id": f"s{number}", "type": chance.choice(TYPES),
        "title": f"{chr(97 + number % 26)}{number} {chance.choice(TITLES)}",
    }
    if chance.random() < 0.8:
        count = chance.choice([1, 1, 1, 2, 2, 3, 4, 19, 20, 21, 22])
        made["author"] = [name(chance, number) for _ in range(count)]
    if chance.random() < 0.3:
        made["editor"] = [name(chance, number) for _ in range(chance.choice([1, 1, 2, 3]))]
    if chance.random() < 0.8:
        made["issued"] = {"date-parts": chance.choice(DATES)}
        if chance.random() < 0.1:
            made["issued"]["circa"] = True
        if chance.random() < 0.1:
            made["issued"] = {"date-parts": [[2020]], "season": chance.choice([1, 2, 3, 4])}
    for field, (share, values) in VALUES.items():
        if chance.random() < share:
            value = chance.choice(values)
            made[field] = {"date-parts": value} if field == "accessed" else value
    return made


def _norwegian(html: str) -> str:
    """Return pandoc's ``html`` as Norwegian has it, where the style is still half English."""
    html = html.replace(", Article ", ", Artikkel ").replace(". Article ", ". Artikkel ")
    html = html.replace(", &amp; ", " &amp; ")  # no comma before «&», nor among editors
    html = re.sub(r"\(((?:ca\. )?\d{4})\. ([a-zøå]+)\)", r"(\1, \2)", html)  # not (2020. mai)
    # The title of an act is its name too, and pandoc leaves names as they are.
    html = html.replace('"nei"', "«nei»").replace("H&lt;sub&gt;2&lt;/sub&gt;O", "H<sub>2</sub>O")
    html = html.replace("&lt;i&gt;Homo sapiens&lt;/i&gt;", "<em>Homo sapiens</em>")
    html = re.sub(r"«([^«»]*)«([^«»]*)»([^«»]*)»", r"«\1‘\2’\3»", html)  # marks within marks
    return re.sub(r", (\d+)–(\d+)\. mai", r", \1.–\2. mai", html)  # 3.–9. mai, not 3–9. mai


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("seed", range(2))
def test_as_pandoc(seed: int, language: str) -> None:
    chance = random.Random(f"{seed}/{language}")
    sources = {one["id"]: one for one in (item(chance, number) for number in range(250))}
    ours, pandocs = cite(sources, language), by_pandoc(sources, language)
    for key, (short, full) in pandocs.items():
        if "number" in sources[key] and str(sources[key]["number"]).startswith("NOU"):
            continue  # all have one number here, so they get letters; see the test below
        assert ours[key].short == _norwegian(short), sources[key]
        assert ours[key].full == _norwegian(full), sources[key]


def _alike(chance: random.Random) -> Iterator[Item]:
    """Yield sources that only names, given names or a letter tell apart."""
    people = [
        {"family": "Berg", "given": "K."}, {"family": "Berg", "given": "P."},
        {"family": "Hauge", "given": "Ole"}, {"family": "Ås", "given": "A."},
        {"literal": "Redd Barna"},
    ]
    for number in range(60):
        authors = chance.sample(people, chance.choice([1, 2, 3, 4, 5]))
        yield {
            "id": f"s{number}", "type": "report", "title": f"T{number:02} om noe",
            "author": authors, "issued": {"date-parts": [[chance.choice([2023, 2024])]]},
        }


@pytest.mark.parametrize("seed", range(4))
def test_no_two_sources_are_cited_alike_or_with_a_name_too_many(seed: int) -> None:
    sources = {one["id"]: one for one in _alike(random.Random(seed))}
    made = cite(sources)
    shorts = [citation.short for citation in made.values()]
    assert len({*shorts}) == len(shorts)
    for key, one in sources.items():
        authors, year = one["author"], one["issued"]["date-parts"]
        before, _, _ = made[key].short.partition(", et al.")
        shown = before.count(",") + 1
        if before == made[key].short or shown == len(authors):
            continue
        assert any(  # without the last name that is shown, it would be cited like this one
            other["author"][:shown - 1] == authors[:shown - 1] and other["author"] != authors
            and len(other["author"]) > 2 and other["issued"]["date-parts"] == year
            for other in sources.values()
        ), made[key].short


@pytest.mark.parametrize(
    ("lists", "shorts"),
    [
        (["A B C D", "A C D E"], ["A, B, et al.", "A, C, et al."]),
        (["A B C D", "A B D E"], ["A, B, C &amp; D", "A, B, D &amp; E"]),  # one is not «et al.»
        (["A B C D E", "A B D E F"], ["A, B, C, et al.", "A, B, D, et al."]),
        (["A B C", "A B D"], ["A, B &amp; C", "A, B &amp; D"]),
        (["A B C D", "A B C D"], ["A et al.|a", "A et al.|b"]),
        (["A B C D", "A B C D", "A X C D"], ["A, B, et al.|a", "A, B, et al.|b", "A, X, et al."]),
        (["A B C D", "A B"], ["A et al.", "A &amp; B"]),
    ],
)
def test_as_many_names_as_it_takes(lists: list[str], shorts: list[str]) -> None:
    sources = {
        f"s{number}": {
            "type": "report", "title": f"T{number}", "issued": {"date-parts": [[2024]]},
            "author": [{"family": one} for one in names.split()],
        }
        for number, names in enumerate(lists)
    }
    wanted = ["{}, 2024{}".format(*f"{short}|".split("|")[:2]) for short in shorts]
    assert [citation.short for citation in cite(sources).values()] == wanted


@pytest.mark.parametrize(
    ("given", "shorts"),
    [
        (["Kari", "Per"], ["K. Berg", "P. Berg"]),
        (["Kari", "Knut"], ["Kari Berg", "Knut Berg"]),
        (["Kari", "K."], ["Berg", "Berg"]),  # the same person
        (["Kari", "K.", "P."], ["K. Berg", "K. Berg", "P. Berg"]),
    ],
)
def test_persons_with_one_family_name(given: list[str], shorts: list[str]) -> None:
    sources = {
        f"s{number}": {
            "type": "book", "title": f"T{number}", "issued": {"date-parts": [[2000 + number]]},
            "author": [{"family": "Berg", "given": name}],
        }
        for number, name in enumerate(given)
    }
    cited = [citation.short for citation in cite(sources).values()]
    assert cited == [f"{short}, {2000 + number}" for number, short in enumerate(shorts)]
