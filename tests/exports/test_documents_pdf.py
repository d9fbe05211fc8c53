"""PDF: what a screen reader, an archive and a reader find in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rettesnor.exports.documents.outline import (
    chapter_document,
    guideline_document,
    recommendation_document,
)
from rettesnor.exports.documents.pdf import pdf
from rettesnor.model.document_tree import (
    Block,
    Break,
    Code,
    DocumentTree,
    Emphasis,
    Fact,
    Facts,
    Foreign,
    Heading,
    Items,
    Lead,
    Link,
    Listing,
    Paragraph,
    Picture,
    Post,
    Quote,
    Register,
    Rule,
    Sheet,
    Strong,
    Table,
    Text,
    numbered,
)
from rettesnor.model.printable import INSTEAD

from tests.support.documents_case import (
    PICTURES,
    booklet,
    opened,
    paragraph,
    setting,
    tags,
    text_of,
)

_HOSTILE = "#panic() $x$ *a* _b_ `c` @d <e> \\f ~ -- --- ... // /* */ [[g]] {h} \"i\" 'j' = k + l"
"""Everything that means something in Typst's markup."""


@pytest.fixture(scope="module")
def whole() -> DocumentTree:
    return guideline_document(setting())


@pytest.fixture(scope="module")
def single() -> DocumentTree:
    around = setting()
    return recommendation_document(around, around.recommendation("tidlig-samtale"))


@pytest.fixture(scope="module")
def document(whole: DocumentTree) -> Iterator[pikepdf.Pdf]:
    with opened(whole) as made:
        yield made


@pytest.fixture(scope="module")
def one(single: DocumentTree) -> Iterator[pikepdf.Pdf]:
    with opened(single) as made:
        yield made


def test_a_finding_that_is_not_known_is_said_not_to_be(single: DocumentTree) -> None:
    assert "funnene er ikke gjengitt eller vurdert her" in " ".join(text_of(single).split())


def test_says_that_it_is_accessible_and_archivable(document: pikepdf.Pdf) -> None:
    metadata = document.open_metadata()
    assert metadata["pdfuaid:part"] == "1"
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    assert metadata.pdfa_status == "2A"


def test_has_title_language_and_tags(document: pikepdf.Pdf, whole: DocumentTree) -> None:
    assert str(document.docinfo["/Title"]) == whole.title
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert str(document.Root.Lang) == "nb-NO"
    assert document.Root.MarkInfo.Marked
    assert document.open_metadata()["dc:language"] == {"nb-NO"}


@pytest.mark.parametrize("which", ["document", "one"])
def test_headings_start_at_the_top_and_skip_no_level(
    which: str, request: pytest.FixtureRequest
) -> None:
    found = tags(request.getfixturevalue(which))
    levels = [int(tag[1]) for tag, _ in found if re.fullmatch("H[1-6]", tag)]
    assert len(levels) > 5 and levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_table_heads_say_what_they_are_heads_of(one: pikepdf.Pdf) -> None:
    found = tags(one)
    heads = [element for tag, element in found if tag == "TH"]
    assert len(heads) == 8  # four of the steps, four of the questions
    for head in heads:
        attributes = head.A if isinstance(head.A, pikepdf.Array) else [head.A]
        assert any(str(a.get("/Scope", "")) == "/Column" for a in attributes)
    assert sum(tag == "Table" for tag, _ in found) == 2


def test_bookmarks_lead_to_chapters_and_recommendations(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        chapters = {str(item.title): item for item in outline.root}
    assert "1 Samarbeid med hjemmet" in [" ".join(title.split()) for title in chapters]
    inner = next(item for title, item in chapters.items() if "Samarbeid" in title)
    assert any("Tidlig samtale" in str(child.title) for child in inner.children)


def test_is_a_sound_file(document: pikepdf.Pdf) -> None:
    assert document.check_pdf_syntax() == []


def test_every_font_lies_in_the_file(document: pikepdf.Pdf) -> None:
    fonts = {
        font.DescendantFonts[0].FontDescriptor.objgen: font.DescendantFonts[0].FontDescriptor
        for page in document.pages for font in page.Resources.get("/Font", {}).values()
    }
    assert fonts
    assert all("/FontFile3" in font or "/FontFile2" in font for font in fonts.values())


def test_pictures_say_what_they_show() -> None:
    with opened(booklet(Paragraph((Picture("steg.svg", "Fem steg"),)))) as made:
        figures = [element for tag, element in tags(made) if tag == "Figure"]
    assert [str(figure.Alt) for figure in figures] == ["Fem steg"]


def test_holds_the_words_of_the_recommendation(single: DocumentTree) -> None:
    text = text_of(single)
    assert "Snakk med eleven ved begynnende fravær." in text
    assert "Det haster (Redd Barna, 2025, s. 4)." in text
    assert "Skolen skal følge opp fravær (opplæringslova § 10-6)." in text
    assert "Snakker skolen med eleven før fraværet er blitt høyt?" in text
    assert "lovdata.no/lov/2023-06-09-30/§10-6" in text
    assert "Nøkleby, H. (2026). Funn & fakta." in text


def test_says_what_it_is(single: DocumentTree, whole: DocumentTree) -> None:
    for made in (single, whole):
        text = text_of(made)
        assert "0.1.0, 22. november 2026" in text and "ab" * 32 in text
        assert made.notice and made.notice in text


def test_a_law_speaks_its_own_language() -> None:
    made = guideline_document(setting())
    with opened(made) as document:
        spoken = {str(element.Lang) for _, element in tags(document) if "/Lang" in element}
    assert "nn-NO" in spoken


def test_a_working_copy_says_so() -> None:
    from dataclasses import replace

    around = setting()
    around = replace(around, stamp=replace(around.stamp, dato="", sha256=""))
    text = text_of(guideline_document(around))
    assert "Arbeidsutgave, ikke utgitt" in text and "Versjon 0.1.0" not in text
    assert "SHA-256" not in text


def test_a_release_that_was_only_recorded_says_so() -> None:
    from dataclasses import replace

    around = setting()
    around = replace(around, stamp=replace(around.stamp, dato="2026-11-22", innfort=True))
    assert around.version == "Versjon 0.1.0, ført inn i Rettesnor 22. november 2026"


def test_the_same_bytes_each_time(single: DocumentTree) -> None:
    assert pdf(single, PICTURES) == pdf(single, PICTURES)


def test_sections_are_numbered_in_their_chapters() -> None:
    levels = [(1, True), (2, True), (3, True), (3, False), (3, True), (2, True), (1, True)]
    made = numbered(tuple(Heading(level, (), "", counts) for level, counts in levels))
    numbers = [heading.number for heading in made if isinstance(heading, Heading)]
    assert numbers == ["1", "1.1", "1.1.1", "", "1.1.2", "1.2", "2"]


def test_a_chapter_holds_its_recommendations() -> None:
    around = setting()
    text = text_of(chapter_document(around, around.chapters["samarbeid-med-hjemmet"]))
    assert "Tidlig samtale" in text and "Skolen bør snakke med eleven tidlig." in text


def test_a_picture_that_is_not_the_guidelines_is_its_words() -> None:
    around = setting(pictures=frozenset())
    made = recommendation_document(around, around.recommendation("tidlig-samtale"))
    assert pdf(made, PICTURES)


@pytest.mark.parametrize("text", ["中", "😀"])
def test_a_character_without_a_glyph_becomes_a_square(text: str) -> None:
    assert f"Før {INSTEAD} etter" in text_of(booklet(paragraph(f"Før {text} etter")))


def everywhere(text: str) -> tuple[Block, ...]:
    """Return a block of each kind with ``text`` wherever it takes words."""
    words = (Text(text),)
    return (
        Heading(2, (Text("O"), *words), "anker", True, "1"),
        Heading(3, (Text("O"), Code(text))),
        Paragraph((Strong(words), Emphasis(words), Code(text), Break(), *words)),
        Paragraph((Foreign("nn", words),)),
        Paragraph((Link("https://example.test/", words), Link("#anker", words)), True),
        Items(((Paragraph(words), Paragraph(words)), (Paragraph(words),))),
        Items(((Paragraph(words),),), 3), Quote((Paragraph(words),)), Listing(text), Rule(),
        Table((words, words), (((Paragraph(words),), (Paragraph(words), Paragraph(words))),)),
        Lead("bør", text, text, text), Facts((Fact(text, words),)),
        Sheet(text, (text, text), (text,)), Register((Post("oppslag", words),)),
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_what_looks_like_markup_stays_text() -> None:
    made = booklet(*everywhere(_HOSTILE), title=_HOSTILE, part=_HOSTILE, author=_HOSTILE,
                   mark=_HOSTILE, notice=_HOSTILE, stamp=_HOSTILE,
                   facts=(Fact(_HOSTILE, (Text(_HOSTILE),)),))
    found = squeezed(text_of(made))
    assert found.count(squeezed(_HOSTILE)) > 25


@given(st.text(st.characters(
    max_codepoint=0x17F, categories=["L", "N", "P", "S", "Zs"], exclude_characters="¨¯´¸ŉ",
), max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    made = booklet(paragraph(f"Begynner{text}slutter"))
    assert squeezed(f"Begynner{text}slutter") in squeezed(text_of(made))


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cn", "Co", "Cs"]), max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_can_be_set(text: str) -> None:
    assert pdf(booklet(*everywhere(text), title=f"T{text}", notice=text, part=text), PICTURES)
