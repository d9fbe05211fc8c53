"""Slides and sheets as files: titles that are titles, notes, languages, one slide a page."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from docx import Document
from rettesnor.exports.documents.course import Deck
from rettesnor.exports.documents.pdf import pdf
from rettesnor.exports.documents.powerpoint import pptx
from rettesnor.model.document_tree import (
    DocumentTree,
    Heading,
    Items,
    Paragraph,
    Picture,
    Quote,
    Text,
)
from rettesnor.publishing.options import BuildOptions
from rettesnor.publishing.pipeline import build

from tests.support.course_case import COURSE, FILE
from tests.support.past_site import DAY, PastSite

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
LONG = "Et avsnitt som er langt nok til å fylle en linje på lysbildet. " * 30
TREE = DocumentTree(
    "Kurs", "Retningslinje", "nn", "Etaten", "Etaten", "Utkast", "", "Versjon 1.0.0", (),
    "2026-11-22", False, "https://example.test/", (
        Heading(1, (Text("Første"),)), Items(((Paragraph((Text("Punkt."),)),),)),
        Paragraph((Picture("kryss.png", "Et kryss"),)),
        Heading(1, (Text("Andre"),)), Quote((Paragraph((Text(LONG),)),)),
    ), {"contents": "Innhald", "note": "Merk", "page": "Side", "of": "av"}, slides=True,
)
DECK = Deck(TREE, ("Sei dette.", ""))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bilder")
    (folder / "kryss.png").write_bytes(PNG)
    return folder


def slides(data: bytes) -> list[ElementTree.Element]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if n.startswith("ppt/slides/slide")]
        return [ElementTree.fromstring(archive.read(name)) for name in sorted(names)]


def test_a_presentation_can_be_read_aloud(pictures: Path) -> None:
    data = pptx(DECK, pictures)
    assert data == pptx(DECK, pictures), "the same bytes each time"
    made = slides(data)
    titles = []
    for slide in made:
        shapes = [shape.find(f".//{P}ph") for shape in slide.iter(f"{P}sp")]
        kinds = [shape.get("type", "") for shape in shapes if shape is not None]
        assert kinds[0] in ("title", "ctrTitle"), "the title is a title, and comes first"
        titles.append("".join(one.text or "" for one in next(slide.iter(f"{P}sp")).iter(f"{A}t")))
        assert {run.get("lang") for run in slide.iter(f"{A}rPr")} == {"nn-NO"}
    assert titles == ["Kurs", "Første", "Andre"]
    (picture,) = [one.find(f".//{P}cNvPr") for one in made[1].iter(f"{P}pic")]
    assert picture is not None and picture.get("descr") == "Et kryss"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        (notes,) = [n for n in archive.namelist() if n.startswith("ppt/notesSlides/notes")]
        assert "Sei dette." in archive.read(notes).decode()
    scales = [one.get("fontScale") for one in made[2].iter(f"{A}normAutofit")]
    assert scales == ["42500"] and not [*made[1].iter(f"{A}normAutofit")]


def test_a_pdf_has_a_page_for_each_slide_however_long(pictures: Path) -> None:
    data = pdf(TREE, pictures)
    with pikepdf.open(BytesIO(data)) as document:
        assert len(document.pages) == 3
        width, height = (float(x) for x in document.pages[0].mediabox[2:])
        assert round(width / height, 2) == 1.78
        assert document.Root.MarkInfo.Marked and document.Root.Lang == "nn-NO"


def test_a_course_has_its_files_beside_its_pages(tmp_path: Path) -> None:
    case = PastSite(tmp_path)
    case.write(FILE, COURSE)
    order = BuildOptions(case.root, case.site, DAY, 1, documents=("docx",))
    assert build(order, lambda _: case.dressing()).faults == ()
    shown = case.page("kurs/planer/")
    assert "planer.pptx" in shown and "#last-ned" in shown and "ark/deltakerark" not in shown
    sheet = Document(str(case.site / "kurs/planer/ark/deltakerark.docx"))
    said = [one.text for one in sheet.paragraphs]
    assert "Lage en plan sammen med eleven." in said and "Emil er ofte borte." in said
    assert [table.cell(0, 0).text for table in sheet.tables] == ["Hva ville dere gjort?"]
    titles = {
        "".join(t.text or "" for t in next(one.iter(f"{P}sp")).iter(f"{A}t"))
        for one in slides((case.site / "kurs/planer/planer.pptx").read_bytes())
    }
    assert {"Planer som virker", "Velkommen", "Lag en plan", "Om lysbildene"} <= titles
