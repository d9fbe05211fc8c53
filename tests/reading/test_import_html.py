"""HTML files and saved web pages as drafts."""

from __future__ import annotations

import base64
import time
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rettesnor.model.strength import DEFAULT_SCALE
from rettesnor.reading.importers.documents.assemble import assemble, texts
from rettesnor.reading.importers.documents.document import lost_words
from rettesnor.reading.importers.documents.guesses import guess
from rettesnor.reading.importers.documents.imported import Imported
from rettesnor.reading.importers.documents.mapping import Role
from rettesnor.reading.importers.documents.opening import read_document
from rettesnor.reading.importers.documents.outline import sections

GONE = "Ord som ikke kunne plasseres"
PNG = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElF"
                     "TkSuQmCC")
).decode()


def imported(html: str | bytes, files: dict[str, bytes] | None = None) -> Imported:
    data = html if isinstance(html, bytes) else html.encode()
    document = read_document(data, (files or {}).get)
    found, _ = sections(document)
    return assemble(
        document, found, [Role(one) for one in guess(found)], scale=DEFAULT_SCALE, name="fil"
    )


def asides(made: Imported) -> dict[str, str]:
    return {one.kind: one.text for one in made.asides}


def said(made: Imported) -> str:
    return "\n".join(map(str, made.losses))


def test_headings_are_found_in_groups_and_menus_are_kept_beside() -> None:
    made = imported(
        "<html><head><title>Siden</title><style>p{}</style></head><body><header><nav>Meny</nav>"
        "Topp</header><main><div><h1>Kapittel</h1><section><h2>Alle bør gå</h2><h3>Rationale</h3>"
        "<p>Fordi.</p></section></div></main><footer>Bunn</footer><script>alert('Nei')</script>"
        "</body></html>"
    )
    (one,) = made.chapters[0].recommendations
    assert one.values == {"kort_anbefaling": "Alle bør gå", "begrunnelse.tekst": "Fordi."}
    found = asides(made)
    assert found["Tekst i <nav>"] == "Meny" and found["Tittelen på siden"] == "Siden"
    assert found["Tekst utenfor hovedinnholdet på siden (menyer og annet)"] == "Topp Bunn"
    assert "Nei" not in " ".join(texts(made)) and "Skript er utelatt" in said(made)
    assert GONE not in found


def test_notes_pictures_and_merged_cells() -> None:
    made = imported(
        "<h1>A</h1><p>Ord<a href='#n1'><sup>1</sup></a> m<sup>2</sup></p>"
        f"<img src='data:image/png;base64,{PNG}' alt='Et kart'><img src='fil_filer/b.png'>"
        "<img src='https://eksempel.no/c.png' alt='Langt borte'>"
        "<table><tr><th colspan=2>AB<th>C<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>"
        "<ol><li id='n1'>Noten. <a href='#r1'>↩</a></li></ol>",
        {"fil_filer/b.png": base64.b64decode(PNG)},
    )
    text = made.pages[0].text
    assert text.startswith("Ord (note 1) m²\n\n![Et kart](bilder/fil-1.png)")
    assert text.endswith("| AB |  | C |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 | 5 |\n\n"
                         "*Note 1:* Noten.")
    assert len(made.placed) == 1  # the same picture twice
    assert "Bildet «Langt borte» ligger ikke i fila" in said(made)
    assert GONE not in asides(made)


def test_bold_paragraphs_are_headings_where_there_are_no_others() -> None:
    made = imported("<p><b>1 Første del</b></p><p>En.</p><p><b>1.1 Under</b></p><p>To.</p>")
    assert made.pages[0].title == "Første del"
    assert made.pages[0].text == "En.\n\n## 1.1 Under\n\nTo."


@pytest.mark.parametrize("data", [
    "<p>blåbærsyltetøy".encode(), "<p>blåbærsyltetøy".encode("utf-16"),
    "<p>blåbærsyltetøy".encode("windows-1252"),
    b'<meta charset="iso-8859-1"><p>' + "blåbærsyltetøy".encode("iso-8859-1"),
])
def test_the_encoding_is_found(data: bytes) -> None:
    assert imported(data).pages[0].text == "blåbærsyltetøy"


def test_emphasis_that_markdown_cannot_write_is_left_out_and_reported() -> None:
    made = imported("<h1>A</h1><p><b>«Obs:»</b>ord og <b>fet</b></p>")
    assert made.pages[0].text == "«Obs:»ord og fet"
    assert "Fet skrift og kursiv er utelatt" in said(made)


WORDS = st.text("abæø*_[]<&|#`\\1.", min_size=1, max_size=6).filter(
    lambda text: any(one.isalnum() for one in text))
LINE = st.lists(WORDS, min_size=1, max_size=4).map(" ".join).map(escape)
INLINE = st.one_of(LINE, st.tuples(st.sampled_from(
    ["b", "em", "u", "sub", "sup", "code", "span", "button", "q", "a href='https://eksempel.no'"]
), LINE).map(lambda one: f"<{one[0]}>{one[1]}</{one[0].split()[0]}>"))
FLOW = st.recursive(
    st.lists(INLINE, min_size=1, max_size=3).map(" ".join),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["p", "div", "blockquote", "section", "form", "nav", "pre"]),
                  inner).map(lambda one: f"<{one[0]}>{one[1]}</{one[0]}>"),
        st.tuples(st.sampled_from(["ul", "ol"]), st.lists(inner, min_size=1, max_size=3)).map(
            lambda one: f"<{one[0]}>{''.join(f'<li>{li}</li>' for li in one[1])}</{one[0]}>"),
        st.lists(st.lists(inner, min_size=2, max_size=2), min_size=1, max_size=2).map(
            lambda rows: "<table>" + "".join(
                f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in rows
            ) + "</table>"),
    ), max_leaves=5,
)
HEADING = st.tuples(
    st.integers(1, 6),
    st.one_of(LINE, st.sampled_from(["Begrunnelse", "Evidence", "Alle bør gå", "Innhold"])),
).map(lambda one: f"<h{one[0]}>{one[1]}</h{one[0]}>")


@given(st.lists(st.one_of(HEADING, FLOW), min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_every_word_is_somewhere(blocks: list[str]) -> None:
    html = f"<body>{''.join(blocks)}"
    document = read_document(html.encode(), lambda name: None)
    made = imported(html)
    assert not lost_words(document.text, texts(made))
    assert GONE not in asides(made)


@pytest.mark.parametrize("html", [
    "<p>" + "<script" * 20_000, "<p>" + "<!--" * 20_000, "<div>" * 5_000,
    "<p><a href='#a'>" + "<a href='#" * 20_000, "<p>" + "<" * 50_000, "<ul><li>" * 3_000,
    "<p>" + "• " * 10_000, "<table>" * 2_000,
])
def test_hostile_html_takes_no_time(html: str) -> None:
    started = time.process_time()
    imported(html)
    assert time.process_time() - started < 10  # what grows with the square takes longer
