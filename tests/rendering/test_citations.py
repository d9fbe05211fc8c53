"""Sources are cited in APA style, in Norwegian."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from rettesnor.rendering.citations import Citation, cite, used

CASES = Path(__file__).parents[1] / "cases" / "citations"


def person(family: str, given: str) -> dict[str, str]:
    return {"family": family, "given": given}


def year(number: int) -> dict[str, Any]:
    return {"date-parts": [[number]]}


SOURCES: list[dict[str, Any]] = [
    {
        "id": "rapport", "type": "report", "title": "Ungdommer om fravær",
        "author": [{"literal": "Redd Barna"}], "issued": year(2025),
        "genre": "Innsiktsrapport", "number": "3", "publisher": "Redd Barna",
        "URL": "https://www.reddbarna.no/rapport",
    },
    {
        "id": "artikkel", "type": "article-journal", "title": "School absenteeism in children",
        "author": [
            person("Nordin", "Viviann"), person("Palmgren", "Maja"), person("Bölte", "Sven"),
        ],
        "issued": year(2024), "container-title": "Autism", "volume": 28, "issue": 7,
        "page": "1622-1637", "DOI": "10.1177/13623613231217409",
    },
    {
        "id": "bok", "type": "book", "title": "Skolefravær: å forstå og hjelpe",
        "author": [person("Havik", "Trude"), person("Ingul", "Jo Magne")], "issued": year(2021),
        "publisher": "Gyldendal", "edition": 2,
    },
    {
        "id": "kapittel", "type": "chapter", "title": "Om nærvær", "author": [person("Ås", "Kari")],
        "editor": [person("Berg", "Ola")], "container-title": "Skolen", "issued": year(2019),
        "page": "12-34", "publisher": "Fagbokforlaget",
    },
    {
        "id": "nettside", "type": "webpage", "title": "Fravær i skolen",
        "author": [{"literal": "Utdanningsdirektoratet"}],
        "issued": {"date-parts": [[2026, 5, 17]]}, "URL": "https://www.udir.no/fravar",
    },
    {
        "id": "lov", "type": "legislation", "title": "Opplæringslova", "issued": year(2023),
        "number": "LOV-2023-06-09-30", "URL": "https://lovdata.no/lov/2023-06-09-30",
    },
    {
        "id": "uten-aar", "type": "report", "title": "Udatert rapport",
        "author": [{"literal": "Statped"}],
    },
    {
        "id": "to-a", "type": "report", "title": "Andre rapport",
        "author": [{"literal": "Bufdir"}], "issued": year(2024),
    },
    {
        "id": "to-b", "type": "report", "title": "Bestemte tiltak",
        "author": [{"literal": "Bufdir"}], "issued": year(2024),
    },
    {
        "id": "uten-navn", "type": "report", "title": "Rapport uten navn", "issued": year(2020),
    },
    {
        "id": "farlig", "type": "report", "title": "Om <script>alert(1)</script> & \"b\" <i>k</i>",
        "author": [{"literal": "A <b onclick=\"c\">B</b>"}], "issued": year(2020),
    },
]


@cache
def cited() -> Mapping[str, Citation]:
    return cite({source["id"]: source for source in SOURCES})


@pytest.mark.parametrize(
    ("key", "short"),
    [
        ("rapport", "Redd Barna, 2025"), ("artikkel", "Nordin et al., 2024"),
        ("bok", "Havik &amp; Ingul, 2021"), ("kapittel", "Ås, 2019"),
        ("nettside", "Utdanningsdirektoratet, 2026"), ("lov", "Opplæringslova, 2023"),
        ("uten-aar", "Statped, u.å."), ("to-a", "Bufdir, 2024a"), ("to-b", "Bufdir, 2024b"),
        ("uten-navn", "<em>Rapport uten navn</em>, 2020"),
    ],
)
def test_in_text(key: str, short: str) -> None:
    assert cited()[key].short == short


@pytest.mark.parametrize(
    ("key", "full"),
    [
        (
            "rapport",
            "Redd Barna. (2025). <em>Ungdommer om fravær</em> (Innsiktsrapport Nr. 3). "
            'Redd Barna. <a href="https://www.reddbarna.no/rapport">'
            "https://www.reddbarna.no/rapport</a>",
        ),
        ("bok", "Havik, T. &amp; Ingul, J. M. (2021). <em>Skolefravær: å forstå og hjelpe</em> "
                "(2. utg.). Gyldendal."),
        ("uten-aar", "Statped. (u.å.). <em>Udatert rapport</em>."),
        ("to-a", "Bufdir. (2024a). <em>Andre rapport</em>."),
        ("to-b", "Bufdir. (2024b). <em>Bestemte tiltak</em>."),
    ],
)
def test_in_the_list(key: str, full: str) -> None:
    assert cited()[key].full == full


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("artikkel", ["Nordin, V., Palmgren, M. &amp; Bölte, S. (2024).", "<em>Autism</em>",
                      "28", "(7), 1622", 'href="https://doi.org/10.1177/13623613231217409"']),
        ("kapittel", ["Ås, K. (2019). Om nærvær.", "I O. Berg (Red.)", "<em>Skolen</em>"]),
        ("nettside", ["(2026, 17. mai)", "<em>Fravær i skolen</em>", "https://www.udir.no/fravar"]),
        ("lov", ["Opplæringslova", "2023", "https://lovdata.no/lov/2023-06-09-30"]),
    ],
)
def test_the_parts_of_the_longer_ones(key: str, parts: list[str]) -> None:
    for part in parts:
        assert part in cited()[key].full


def test_every_source_is_there_once_and_with_words() -> None:
    assert list(cited()) == [source["id"] for source in SOURCES]
    for citation in cited().values():
        assert citation.short and citation.full
        assert "<span" not in citation.full and "class=" not in citation.full
        assert "style=" not in citation.full and "[@" not in citation.full


def test_no_html_of_a_source_comes_through() -> None:
    full = cited()["farlig"].full
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in full and "&lt;b onclick=" in full
    for citation in cited().values():
        tags = set(re.findall(r"<[^>]*>", citation.short + citation.full))
        assert all(re.fullmatch(r'</?em>|</a>|<a href="https://[^"]+">', tag) for tag in tags)


def test_the_order_of_a_list_is_that_of_what_is_shown() -> None:
    keys = ["uten-aar", "to-b", "artikkel", "ukjent", "to-a", "to-b"]
    assert used(keys, cited()) == ["to-a", "to-b", "artikkel", "uten-aar"]


def test_no_sources() -> None:
    assert cite({}) == {}




@pytest.mark.parametrize("path", sorted(CASES.glob("*.yml")), ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    """Whole lists, in order and in each language of the site."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    items = {item["id"]: item for item in case["references"]}
    for language, wanted in case["cited"].items():
        made = cite(items, language)
        shown = [
            {"id": key, "short": made[key].short, "full": made[key].full}
            for key in used(made, made)
        ]
        assert shown == wanted, case["about"]


def test_no_source_is_written_the_american_way() -> None:
    cases = "".join(path.read_text("utf-8") for path in CASES.glob("*.yml"))
    assert not re.search(r"Pub\. L\.|, \(\d{4}\)|Proposisjon til Stortinget nr|\(\)", cases)
