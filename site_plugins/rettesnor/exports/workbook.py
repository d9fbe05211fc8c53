"""Excel workbooks: one sheet of text, with the same bytes for the same rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.etree.ElementTree import canonicalize

from rettesnor.exports.documents.reproducible_zip import repacked

_BORN = "1980-01-01T00:00:00Z"
"""When every workbook says that it was made and changed."""
_DATE = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_MOST = 32_767
"""Most characters in a cell (ECMA-376; Excel's own limit)."""


def workbook(
    heads: Sequence[str], rows: Iterable[Sequence[str | int]], *, sheet: str, title: str,
    widths: Sequence[int] = (),
) -> bytes:
    """Return a workbook with one sheet, whose first row stays in sight and can be filtered by.

    Every cell is text or a whole number, so that no content is ever a formula. Control
    characters, which a workbook cannot hold, are left out.

    Args:
        widths: of the columns, in characters.
    """
    from openpyxl import Workbook  # late: its import takes longer than a build without changes
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = " ".join(cell_text(title).split()), ""
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    head, body = Font(name="Calibri", size=11, bold=True), Alignment(wrap_text=True, vertical="top")
    count = 0
    for count, row in enumerate((heads, *rows), 1):
        cells = []
        for text in row:
            if isinstance(text, int):
                cells.append(WriteOnlyCell(page, text))
                continue
            cell = WriteOnlyCell(page, cell_text(text))
            cell.data_type = "s"
            if count == 1:
                cell.font = head
            else:
                cell.alignment = body
            cells.append(cell)
        page.append(cells)
    page.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{max(count, 2)}"
    out = BytesIO()
    book.save(out)
    return repacked(out.getvalue(), uniform, first=("[Content_Types].xml",))


def cell_text(text: str) -> str:
    """Return ``text`` as a cell can hold it, with line breaks that every XML writer keeps."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("", re.sub("\r\n?", "\n", text)))[:_MOST]


def uniform(name: str, content: bytes) -> bytes:
    """Return the XML of a part without its date, and the same whether lxml wrote it or not.

    openpyxl uses lxml where it happens to be installed, and then marks other texts as having white
    space to keep.
    """
    text = content.decode()
    if name == "docProps/core.xml":
        text = _DATE.sub(rf"\g<1>{_BORN}", text)
    return canonicalize(text).replace("<t>", '<t xml:space="preserve">').encode()
