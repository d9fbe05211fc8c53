"""Word and EPUB: real structure, the right language, the same bytes each time."""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from rettesnor.exports.documents.epub import epub
from rettesnor.exports.documents.outline import guideline_document, recommendation_document
from rettesnor.exports.documents.pdf import pdf
from rettesnor.exports.documents.word import docx
from rettesnor.model.document_tree import DocumentTree
from rettesnor.model.look import Look, paper_colours

from tests.exports.test_documents_pdf import everywhere
from tests.support.documents_case import PICTURES, booklet, setting

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def single() -> DocumentTree:
    around = setting()
    return recommendation_document(around, around.recommendation("tidlig-samtale"))


@pytest.fixture(scope="module")
def word(single: DocumentTree) -> Any:
    from docx import Document

    return Document(BytesIO(docx(single, PICTURES)))


@pytest.fixture(scope="module")
def book() -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(epub(guideline_document(setting()), "urn:prøve", PICTURES)))


def test_headings_are_headings_and_skip_no_level(word: Any) -> None:
    styles = [paragraph.style.name for paragraph in word.paragraphs]
    assert styles[0] == "Title"
    levels = [int(name[-1]) for name in styles if name.startswith("Heading ")]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_tables_repeat_their_head(word: Any) -> None:
    assert [len(table.columns) for table in word.tables] == [4, 4]
    for table in word.tables:
        assert table.rows[0]._tr.find(f".//{_W}tblHeader") is not None
    assert [cell.text for cell in word.tables[0].rows[0].cells] == ["Steg", "Hvem", "Hva", "Når"]


def test_is_in_norwegian_on_a4(word: Any) -> None:
    language = word.styles.element.find(f".//{_W}lang")
    assert language.get(f"{_W}val") == "nb-NO"
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert "Versjon 0.1.0, 22. november 2026" in section.footer.paragraphs[0].text


def test_strength_sentence_and_notice_have_styles_of_their_own(word: Any) -> None:
    by_style = {paragraph.style.name: paragraph.text for paragraph in word.paragraphs}
    assert by_style["Kort anbefaling"].startswith("Bør ")
    assert by_style["Merknad"].startswith("Utkast.")
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert "Det haster (Redd Barna, 2025, s. 4)." in texts


def test_the_whole_guideline_begins_with_its_contents() -> None:
    from docx import Document

    made = Document(BytesIO(docx(guideline_document(setting()), PICTURES)))
    listed = [p.text for p in made.paragraphs if p.style.name.lower().startswith("toc ")]
    assert "1 Samarbeid med hjemmet" in listed and "Kilder" in listed


@pytest.mark.parametrize("make", [
    lambda made: docx(made, PICTURES), lambda made: epub(made, "urn:prøve", PICTURES),
], ids=["docx", "epub"])
def test_the_same_bytes_each_time(make: Any, single: DocumentTree) -> None:
    data = make(single)
    assert make(single) == data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_an_epub_starts_with_its_type_uncompressed(book: zipfile.ZipFile) -> None:
    first = book.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.read("mimetype") == b"application/epub+zip"


def test_an_epub_tells_who_what_and_how_it_can_be_read(book: zipfile.ZipFile) -> None:
    package = book.read("EPUB/content.opf").decode()
    for said in (
        ">urn:prøve<", "<dc:language>nb-NO</dc:language>", "2026-11-22T00:00:00Z",
        'schema:accessMode">textual', 'schema:accessibilityFeature">tableOfContents',
    ):
        assert said in package, said


def test_an_epub_is_well_formed_and_all_there(book: zipfile.ZipFile) -> None:
    pages = [name for name in book.namelist() if name.endswith((".xhtml", ".opf", ".ncx"))]
    for name in pages:
        ElementTree.fromstring(book.read(name))
    text = "".join(book.read(name).decode() for name in pages)
    assert "Snakk med eleven ved" in text and 'lang="nb-NO"' in text
    assert "1 Samarbeid med hjemmet" in book.read("EPUB/nav.xhtml").decode()


def test_what_looks_like_markup_stays_text() -> None:
    from docx import Document

    hostile = "*a* `b` <w:p/> &amp; [c](d) \\e $f$ \x7b\x7d"
    data = docx(booklet(*everywhere(hostile), title=hostile), PICTURES)
    made = Document(BytesIO(data))
    assert sum(hostile in paragraph.text for paragraph in made.paragraphs) > 8
    assert all(hostile in cell.text for cell in made.tables[0].rows[0].cells)


def test_documents_take_the_colours_of_a_look(single: DocumentTree) -> None:
    from docx import Document

    look = Look(light={"brand": "#3b0d16", "highlight": "#f8ece4", "must": "#8a1f2d"})
    colours = paper_colours(look)
    made = Document(BytesIO(docx(single, PICTURES, colours)))
    assert str(made.styles["Heading 1"].font.color.rgb) == "3B0D16"
    assert 'w:fill="F8ECE4"' in made.styles["Kort anbefaling"].element.xml
    archive = zipfile.ZipFile(BytesIO(epub(single, "urn:a", PICTURES, colours)))
    css = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".css"))
    assert "#3b0d16" in css and "#12456b" not in css
    assert pdf(single, PICTURES, colours) != pdf(single, PICTURES)
    assert pdf(single, PICTURES, paper_colours(Look())) == pdf(single, PICTURES)


def test_a_pale_brand_is_not_used_for_words_on_white() -> None:
    assert paper_colours(Look(light={"brand": "#ffeeaa"})).brand == "#1a2630"
