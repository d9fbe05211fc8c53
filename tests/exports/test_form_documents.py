"""Templates as documents: whatever one asks for is in them, and each place to write has a name."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import pikepdf
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from rettesnor.exports.documents.form_pdf import form_pdf
from rettesnor.exports.documents.form_sheet import FormSheet, entries
from rettesnor.exports.documents.form_word import form_docx
from rettesnor.model.form_template import CHOICE, CHOICES, DAY, PARAGRAPH, SCALE, TEXT, TICK, Mal

from tests.rendering.test_form_templates import EVERYTHING, templates, words

WORDS = {
    "advised": "bør fylles ut", "row": "rad {n}", "choose": "Velg", "write": "Skriv her",
    "day": "Velg dato", "others": "Andres verktøy",
}
FOOT = "Malen er sist endret i versjon 0.3.0. Laget til: Plan (0.4.0)."


def sheet(one: Mal, language: str = "nb") -> FormSheet:
    facts = [
        ("Brukes til", one.brukes_til), ("Fylles ut av", one.fylles_ut_av),
        ("Personvern", one.skriv_ikke), ("Oppbevares", one.oppbevares),
    ]
    others = [f"{other.tittel}. {other.om}" for other in one.andres]
    return FormSheet(one, language, "Etaten", "2026-11-30", FOOT, facts, others, WORDS)


def squeezed(text: str) -> str:
    return "".join(text.split())


def missing(one: Mal, text: str) -> list[str]:
    """Return the words of a template that a document lacks, however its lines are broken."""
    there = squeezed(text)
    return [word for word in words(one) if squeezed(word) not in there]


def word_text(data: bytes) -> str:
    body = docx.Document(BytesIO(data)).element.body
    shown = "".join(node.text or "" for node in body.iter(qn("w:t")))
    return shown + "".join(node.get(qn("w:displayText")) for node in body.iter(qn("w:listItem")))


def pdf_text(data: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)


@given(templates())
@settings(max_examples=6, deadline=None)
def test_both_documents_have_every_text_and_every_field(one: Mal) -> None:
    paper = sheet(one)
    names = [entry.name for entry in entries(paper)]
    made = form_docx(paper)
    assert missing(one, word_text(made)) == []
    tags = [
        node.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val"))
        for node in docx.Document(BytesIO(made)).element.body.iter(qn("w:sdt"))
    ]
    boxes = {e.name: [f"{e.name}.{c.id}" for c in e.choices] for e in entries(paper)
             if e.kind == CHOICES}
    assert tags == [tag for name in names for tag in boxes.get(name, [name])]
    made = form_pdf(paper)
    assert missing(one, pdf_text(made)) == []
    fields = pypdf.PdfReader(BytesIO(made)).get_fields() or {}
    wanted = [tag for name in names for tag in boxes.get(name, [name])]
    assert {tag.replace(".", "_") for tag in wanted} == set(fields)


@pytest.fixture(scope="module")
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(form_pdf(sheet(EVERYTHING, "nn")))) as document:
        yield document


def tags(element: Any) -> Iterator[Any]:
    if isinstance(element, pikepdf.Array):
        for one in element:
            yield from tags(one)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield element
        if "/K" in element:
            yield from tags(element.K)


def test_the_pdf_is_tagged_and_says_its_title_and_language(pdf: pikepdf.Pdf) -> None:
    assert bool(pdf.Root.MarkInfo.Marked) and str(pdf.Root.Lang).startswith("nn")
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert EVERYTHING.tittel in str(meta["dc:title"])


def test_every_field_of_the_pdf_has_a_label_a_tag_and_a_look(pdf: pikepdf.Pdf) -> None:
    widgets = [a for page in pdf.pages for a in page.get("/Annots", [])]
    assert widgets and all(a.Subtype == "/Widget" for a in widgets)
    assert all(str(a.get("/TU", "")) and "/N" in a.AP for a in widgets)
    assert all("/A" not in a and "felt.invalid" not in str(a.Contents) for a in widgets)
    assert all(page.Tabs == "/S" for page in pdf.pages)
    forms = [one for one in tags(pdf.Root.StructTreeRoot.K) if one.S == "/Form"]
    assert len(forms) == len(widgets)
    assert not [one for one in tags(pdf.Root.StructTreeRoot.K) if one.S == "/Link"]
    assert "/NeedAppearances" not in pdf.Root.AcroForm
    assert "/Helv" in pdf.Root.AcroForm.DR.Font
    rows = [one for one in tags(pdf.Root.StructTreeRoot.K)
            if one.S == "/TH" and str(one.get("/A", {}).get("/Scope", "")) == "/Row"]
    assert len(rows) == sum(len(field.faste_rader) for _, field in EVERYTHING.fields())


def test_the_pdf_can_be_filled_in() -> None:
    reader = pypdf.PdfReader(BytesIO(form_pdf(sheet(EVERYTHING))))
    writer = pypdf.PdfWriter(clone_from=reader)
    given_ = {"f0": "Blåbær og søt saft", "f4": "/ja", "f5": "/b", "f8_1_f8-6": "g"}
    for page in writer.pages:
        writer.update_page_form_field_values(page, given_, auto_regenerate=False)
    written = BytesIO()
    writer.write(written)
    values = {
        name: str(field.get("/V", "")) for name, field
        in (pypdf.PdfReader(written).get_fields() or {}).items()
    }
    assert {name: values[name] for name in given_} == given_


def test_every_page_says_what_the_template_serves() -> None:
    pages = pypdf.PdfReader(BytesIO(form_pdf(sheet(EVERYTHING)))).pages
    assert len(pages) > 1
    assert all(squeezed(FOOT) in squeezed(page.extract_text()) for page in pages)
    made = docx.Document(BytesIO(form_docx(sheet(EVERYTHING))))
    assert FOOT in made.sections[0].footer.paragraphs[0].text


def test_the_word_file_has_headings_a_language_and_controls_of_each_kind() -> None:
    made = docx.Document(BytesIO(form_docx(sheet(EVERYTHING, "nn"))))
    assert made.core_properties.language == "nn-NO"
    assert made.core_properties.title == EVERYTHING.tittel
    styles = [p.style.name for p in made.paragraphs if p.style and "Heading" in p.style.name]
    assert styles == ["Heading 1", "Heading 2", "Heading 2"]
    body = made.element.body
    kinds = [entry.kind for entry in entries(sheet(EVERYTHING))]
    assert len(list(body.iter(qn("w:date")))) == kinds.count(DAY)
    assert len(list(body.iter(qn("w:dropDownList")))) == sum(k in (CHOICE, SCALE) for k in kinds)
    long = [one for one in body.iter(qn("w:text")) if one.get(qn("w:multiLine")) == "1"]
    assert len(long) == kinds.count(PARAGRAPH)
    boxes = body.iter("{http://schemas.microsoft.com/office/word/2010/wordml}checkbox")
    assert len(list(boxes)) == kinds.count(TICK) + 2 * kinds.count(CHOICES)
    names = [node.get(qn("w:val")) for node in body.iter(qn("w:id"))]
    assert len(names) == len(set(names)), "Word refuses two controls with one number"
    tables = sum(field.slag == "tabell" for _, field in EVERYTHING.fields())
    assert len(list(body.iter(qn("w:tblHeader")))) == len(made.tables) == tables
    assert TEXT not in kinds


def test_the_bytes_are_the_same_each_time() -> None:
    paper = sheet(EVERYTHING)
    assert form_docx(paper) == form_docx(paper) and form_pdf(paper) == form_pdf(paper)
