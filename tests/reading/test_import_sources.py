"""What reference managers write, as items of ``sources.yml``; every loss is reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from rettesnor.reading.importers.sources import bibtex, csl_json, dates, ris
from rettesnor.reading.importers.sources.result import SourceList, UnreadableError

BOOK = {"id": "a", "type": "book", "title": "En bok"}


def csl(**fields: Any) -> SourceList:
    return csl_json.read(json.dumps([BOOK | fields]).encode())


def only(found: SourceList) -> dict[str, Any]:
    assert len(found.items) == 1, [str(loss) for loss in found.losses]
    return found.items[0]


def said(found: SourceList) -> list[str]:
    return [str(loss) for loss in found.losses]


@pytest.mark.parametrize(("given", "wanted", "losses"), [
    ({"shortTitle": "Bok"}, {"title-short": "Bok"}, []),
    ({"author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der",
                  "suffix": "Jr."}]},
     {"author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der",
                  "suffix": "Jr."}]}, []),
    ({"author": [{"given": "Plato"}]}, {"author": [{"literal": "Plato"}]}, []),
    ({"director": [{"family": "Berg"}]}, {"author": [{"family": "Berg"}]},
     ["a.director: Navnene er ført over som «author»."]),
    ({"issued": {"date-parts": [["2021", 3, "4"]]}}, {"issued": {"date-parts": [[2021, 3, 4]]}},
     []),
    ({"issued": {"date-parts": [[2020]], "circa": True}},
     {"issued": {"date-parts": [[2020]], "circa": True}}, []),
    ({"issued": {"date-parts": [[2020]], "circa": 0, "season": "2"}},
     {"issued": {"date-parts": [[2020]], "season": 2}}, []),
    ({"issued": {"date-parts": [[2020, 23]]}}, {"issued": {"date-parts": [[2020]], "season": 3}},
     []),
    ({"issued": {"date-parts": [[-380]]}}, {"issued": {"literal": "380 f.Kr."}}, []),
    ({"issued": {"raw": "2020-05~"}}, {"issued": {"date-parts": [[2020, 5]], "circa": True}}, []),
    ({"issued": {"literal": "i trykken"}}, {"issued": {"literal": "i trykken"}}, []),
    ({"DOI": "https://doi.org/10.1000/abc"}, {"DOI": "10.1000/abc"}, []),
    ({"ISSN": "12345678"}, {"ISSN": "1234-5678"}, []),
    ({"language": "English"}, {"language": "en"}, []),
    ({"title": 'Om <span class="nocase">NATO</span> og <em>H</em>'},
     {"title": "Om NATO og <i>H</i>"}, []),
    ({"source": "Basen"}, {}, ["a.source: Feltet er ikke ført over: «Basen»."]),
    ({"DOI": "tull"}, {},
     ["a.DOI: Feltet er ikke ført over: verdien har ikke den formen som feltet skal ha: «tull»."]),
    ({"ISBN": "978-82-02-00000-0 978-82-02-00001-7"}, {"ISBN": "978-82-02-00000-0"},
     ["a.ISBN: Bare det første nummeret er ført over: «978-82-02-00000-0 978-82-02-00001-7»."]),
    ({"issued": {"date-parts": [[2021, 2, 30]]}}, {"issued": {"date-parts": [[2021, 2]]}},
     ["a.issued: En del av datoen finnes ikke i kalenderen («{'date-parts': [[2021, 2, 30]]}»)."]),
    ({"type": "rar"}, {"type": "document"},
     ["a.type: Typen «rar» er ukjent; «document» er brukt."]),
])
def test_csl(given: dict[str, Any], wanted: dict[str, Any], losses: list[str]) -> None:
    found = csl(**given)
    assert only(found) == BOOK | wanted
    assert said(found) == losses


def test_a_source_without_a_title_is_left_out_and_named() -> None:
    found = csl(title="")
    assert (found.items, found.left_out) == ([], 1)
    assert said(found) == ["a.title: Kilden er ikke ført over: den har ingen tittel."]


BIB = r"""
% vedlegg
@string{tid = "Tidsskriftet"}
@article{Berg2021, title = {Fr{\aa}v{\ae}r \& {NATO}: 50% av \emph{Homo} H\textsubscript{2}O},
  author = {van der Berg, Jr., Jan and {Redd Barna} and family=Humboldt, given=Alexander,
            prefix=von, useprefix=false and others},
  journal = tid, year = 2021, month = mar, number = 3, volume = 5, pages = {1--9},
  url = {https://x.no/a\_b?c=%20}, keywords = {skole}}
@incollection{del, title = "Kapitlet", crossref = "hele"}
@book{hele, title = {Boka}, publisher = {Forlaget}, date = {2019-21}, editor = {Ås, K.}}
@phdthesis{avh, title = {Avhandling}, school = {UiO}, year = {2020}, eprint = {123},
  eprinttype = {pubmed}}
@misc{avh, title = {To ganger}}
@broken{x, title = {uten slutt
"""


def test_bibtex() -> None:
    found = bibtex.read(BIB.encode())
    article, part, book, thesis = found.items
    assert article == {
        "id": "Berg2021", "type": "article-journal",
        "title": "Fråvær & NATO: 50% av <i>Homo</i> H<sub>2</sub>O",
        "author": [
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der", "suffix": "Jr."},
            {"literal": "Redd Barna"},
            {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"},
        ],
        "issued": {"date-parts": [[2021, 3]]}, "container-title": "Tidsskriftet", "volume": "5",
        "issue": "3", "page": "1-9", "URL": "https://x.no/a_b?c=%20",
    }
    assert part == {
        "id": "del", "type": "chapter", "title": "Kapitlet", "container-title": "Boka",
        "editor": [{"family": "Ås", "given": "K."}], "publisher": "Forlaget",
        "issued": {"date-parts": [[2019]], "season": 1},
    }
    assert book["title"] == "Boka"
    assert (thesis["genre"], thesis["publisher"], thesis["PMID"]) == (
        "Doktorgradsavhandling", "UiO", "123")
    places = [loss.source for loss in found.losses]
    assert "avh" in places and "Berg2021.keywords" in places and "Berg2021.author" in places
    assert any("uten slutt" in loss.message for loss in found.losses)
    assert any("vedlegg" in loss.message for loss in found.losses)


RIS = """TY  - JOUR
ID  - berg
AU  - Berg, Jan, Jr.
A1  - Redd Barna
TI  - Fravær i
 skolen
JF  - Tidsskriftet
IS  - 3
SP  - 1
EP  - 9
SN  - 1234-5678
PY  - 2021/03/04/
UR  - https://x.no/a;b
KW  - skole
KW  - fravær
DO  - 10.1000/abc
DO  - 10.1000/def
TY  - UKJENT
TI  - Uten slutt
"""


def test_ris() -> None:
    found = ris.read(RIS.encode())
    first, second = found.items
    assert first == {
        "id": "berg", "type": "article-journal", "title": "Fravær i skolen",
        "author": [{"family": "Berg", "given": "Jan", "suffix": "Jr."}, {"literal": "Redd Barna"}],
        "issued": {"date-parts": [[2021, 3, 4]]}, "container-title": "Tidsskriftet", "issue": "3",
        "page": "1-9", "DOI": "10.1000/abc", "ISSN": "1234-5678", "URL": "https://x.no/a;b",
    }
    assert second == {"id": "", "type": "document", "title": "Uten slutt"}
    assert said(found) == [
        "berg.KW: Feltet er ikke ført over: «skole; fravær».",
        "berg.DO: Feltet er ikke ført over; «DOI» er alt fylt: «10.1000/def».",
        "nr. 2.TY: Typen «UKJENT» er ukjent; «document» er brukt.",
    ]


@pytest.mark.parametrize(("read", "data"), [
    (csl_json.read, b"[1, 2]"), (csl_json.read, b"{"), (csl_json.read, b"[" * 100_000),
    (bibtex.read, b"ingenting"), (bibtex.read, b"\xff"), (ris.read, b"ingenting"),
])
def test_a_file_of_another_kind(read: Callable[[bytes], SourceList], data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(data)


@pytest.mark.parametrize(("text", "wanted"), [
    ("2020/2021", {"date-parts": [[2020], [2021]]}), 
    ("2020?", {"date-parts": [[2020]], "circa": True}),
    ("2020-05-17T12:00", {"date-parts": [[2020, 5, 17]]}), ("2020-13-40", None), ("våren", None),
    ("2020/", None), ("2021-24", {"date-parts": [[2021]], "season": 4}),
])
def test_edtf(text: str, wanted: dict[str, Any] | None) -> None:
    assert dates.edtf(text) == wanted


@pytest.mark.parametrize(("name", "given", "lost"), [
    ("family=Berg, given=Jan Ole, given-i=JO", "Jan Ole", ""),
    ("family=Berg, given-i=JO", "J. O.", ""), ("family=Berg, given-i={J. O.}", "J. O.", ""),
    ("given-i=J-P, family=Berg", "J.-P.", ""), ("family=Berg, given-i=Chr", "Chr", ""),
    ("family=Berg, given=Jan, given-i=K", "Jan", "given-i=K"),
])
def test_initials_of_a_biblatex_name_are_brought_in_or_reported(
    name: str, given: str, lost: str
) -> None:
    entry = f"@book{{a,\n title={{Tittel}},\n year=2000,\n author={{{name}}}\n}}"
    found = bibtex.read(entry.encode())
    assert found.items[0]["author"] == [{"family": "Berg", "given": given}]
    assert [str(one) for one in found.losses] == (
        [f"a.author: En del av et navn er ikke ført over: {lost}."] if lost else [])


def test_a_second_line_of_a_field_that_an_entry_has_twice() -> None:
    """As Scopus writes its notes."""
    found = ris.read(
        b"TY  - JOUR\nT1  - Tittel\n  i to linjer\nN1  - En note\nN1  - References: A;\nB;\n"
        b"ER  - \n")
    assert found.items[0]["title"] == "Tittel i to linjer"
    kept = f"{found.items} {' '.join(map(str, found.losses))}"
    assert "En note" in kept and "References: A; B;" in kept
