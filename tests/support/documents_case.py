"""The sound guideline as documents, without a site around it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from rettesnor.exports.documents.context import DocumentContext
from rettesnor.exports.documents.edition_info import EditionInfo
from rettesnor.exports.documents.pdf import pdf
from rettesnor.model.document_tree import SPOKEN, Block, DocumentTree, Paragraph, Text
from rettesnor.model.strength import DEFAULT_SCALE, spoken
from rettesnor.reading.markdown.blocks import blocks
from rettesnor.reading.project import read_project
from rettesnor.rendering.reference_resolver import law_address, law_language

from tests.support.check_case import SOUND

PICTURES = SOUND / "guideline" / "bilder"
STAMP = EditionInfo("0.1.0", "2026-11-22", "ab" * 32, "2026-11-22")
LOVDATA = "https://lovdata.no/lov/2023-06-09-30"
CITATIONS = {
    "redd-barna-2025": ("Redd Barna, 2025", "Redd Barna. (2025). <em>Rapport</em>."),
    "nokleby-2026": (
        "Nøkleby, 2026",
        'Nøkleby, H. (2026). Funn &amp; fakta. <a href="https://doi.org/1">https://doi.org/1</a>',
    ),
}


def setting(root: Path = SOUND, **changed: Any) -> DocumentContext:
    """Return the setting of the guideline in ``root``."""
    project = read_project(root)
    guideline = project.guideline
    assert guideline is not None
    laws = tuple(replace(law, lenke=law.lenke or LOVDATA) for law in guideline.lover)
    guideline = replace(guideline, lover=laws)
    entries = [replace(entry, digest="") for entry in project.entries]
    found = project.edition.recommendations
    names = project.pictures.names
    made = DocumentContext(
        guideline, {entry.id: entry for entry in entries}, CITATIONS, blocks,
        found.__getitem__, law_address, law_language, spoken(DEFAULT_SCALE, str), STAMP, {}, names,
        "https://example.test/",
    )
    return replace(made, **changed)


def booklet(*content: Block, **changed: Any) -> DocumentTree:
    """Return a short booklet that holds ``content``."""
    made = DocumentTree(
        "Tittel", "", "nb", "Etaten", "Etaten", "", "", "Versjon 1", (), "2026-11-22",
        False, "", content, dict.fromkeys(SPOKEN, "ord"),
    )
    return replace(made, **changed)


def opened(booklet: DocumentTree) -> pikepdf.Pdf:
    """Return ``booklet`` as a PDF to look into."""
    return pikepdf.open(BytesIO(pdf(booklet, PICTURES)))


def text_of(booklet: DocumentTree) -> str:
    """Return the words of ``booklet`` as a reader of its PDF finds them, spaces made single."""
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(pdf(booklet, PICTURES))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def tags(document: pikepdf.Pdf) -> list[tuple[str, pikepdf.Dictionary]]:
    """Return every tag of ``document`` with its element, in reading order."""
    found: list[tuple[str, pikepdf.Dictionary]] = []

    def walk(element: Any) -> None:
        if isinstance(element, pikepdf.Array):
            for one in element:
                walk(one)
        elif isinstance(element, pikepdf.Dictionary) and "/K" in element:
            if "/S" in element:
                found.append((str(element.S)[1:], element))
            walk(element.K)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append((str(element.S)[1:], element))

    walk(document.Root.StructTreeRoot.K)
    return found


def paragraph(text: str) -> Paragraph:
    """Return a paragraph of plain words."""
    return Paragraph((Text(text),))
