"""What Word documents of our own with tables share: their heads, and the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from rettesnor.exports.documents.reproducible_zip import dated, repacked


def new_document(title: str, tag: str) -> Any:
    """Return an empty document on A4; ``tag`` is its language (BCP 47)."""
    from docx import Document  # late: its import takes long
    from docx.oxml.ns import qn
    from docx.shared import Mm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), tag)
    about = document.core_properties
    about.title, about.language, about.author, about.comments = title, tag, "", ""
    return document


def grid(document: Any, heads: Sequence[str], shares: Sequence[int]) -> Any:
    """Add a table with a row of ``heads``; return it.

    The head is read out with each cell by screen readers, and repeated on each page.

    Args:
        shares: how wide each column is, as parts of the width of the text.
    """
    from docx.oxml import OxmlElement

    table = document.add_table(rows=1, cols=len(heads))
    table.style, table.autofit = "Table Grid", False
    page = document.sections[0]
    whole = page.page_width - page.left_margin - page.right_margin
    for column, share in zip(table.columns, shares, strict=True):
        column.width = whole * share // sum(shares)
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def saved(document: Any, day: str) -> bytes:
    """Return the file of ``document``, made on ``day`` (ISO 8601)."""
    made = BytesIO()
    document.save(made)
    return repacked(made.getvalue(), dated(day))
