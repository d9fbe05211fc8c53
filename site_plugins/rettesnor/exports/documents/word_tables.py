"""What Word documents of our own with tables share: their heads, and the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from rettesnor.exports.documents.reproducible_zip import dated, repacked


def grid(document: Any, heads: Sequence[str]) -> Any:
    """Add a table with a row of ``heads``; return it.

    The head is read out with each cell by screen readers, and repeated on each page.
    """
    from docx.oxml import OxmlElement  # late: its import takes long

    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def saved(document: Any, day: str) -> bytes:
    """Return the file of ``document``, made on ``day`` (ISO 8601)."""
    made = BytesIO()
    document.save(made)
    return repacked(made.getvalue(), dated(day))
