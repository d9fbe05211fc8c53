"""The internal export: CSV, XLSX, JSON and DOCX."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from html import escape

from django.db.models import QuerySet
from docx import Document
from rettesnor.exports.workbook import cell_text, workbook
from rettesnor.model.spreadsheet_cell import guarded

from rettesnor_horing.exports.rows import COLUMNS, rows
from rettesnor_horing.models import Comment

_SAMPLE = re.compile(r'<row r="2".*?\bs="([0-9]+)".*</row>', re.DOTALL)
"""The row that stands for all rows but the first, with the number of its style."""
_RANGE = re.compile(r'(<autoFilter ref="A1:[A-Z]+)[0-9]+(")')
FORMATS = ("xlsx", "csv", "json", "docx")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def delivery(
    comments: QuerySet[Comment], format_: str, step: Callable[[int, int], None] | None = None
) -> tuple[bytes, str]:
    """Return ``comments`` in a format of ``FORMATS``, and its media type.

    Args:
        step: is told how many comments are read, and of how many.
    """
    total = comments.count() if step else 0
    table = []
    for row in rows(comments.order_by("submission_id", "plass")):
        table.append(row)
        if step and not len(table) % 100:
            step(len(table), total)
    maker = {"xlsx": _xlsx, "csv": _csv, "json": _json, "docx": _docx}[format_]
    return maker(table), TYPES[format_]


def _csv(table: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    # Excel in Norwegian splits at semicolons, and a cell then begins after each.
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(row[name]) for name in COLUMNS] for row in table)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(table: list[dict[str, str]]) -> bytes:
    """Return a workbook whose rows are written as text: openpyxl takes 3 ms for each row."""
    sample = [[""] * len(COLUMNS)] if table else []
    empty = workbook(COLUMNS, sample, sheet="Innspill", title="Innspill")

    def filled(sheet: str) -> str:
        found = _SAMPLE.search(sheet)
        if found is None:
            return sheet
        style = found[1]
        rows_ = "".join(
            f'<row r="{number}">' + "".join(_cell(guarded(row[name]), style) for name in COLUMNS)
            + "</row>"
            for number, row in enumerate(table, 2)
        )
        sheet = sheet[: found.start()] + rows_ + sheet[found.end() :]
        return _RANGE.sub(rf"\g<1>{len(table) + 1}\g<2>", sheet)

    return _replaced(empty, "xl/worksheets/sheet1.xml", filled)


def _cell(text: str, style: str) -> str:
    if not text:
        return f'<c s="{style}"/>'
    said = escape(cell_text(text))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


def _replaced(archive: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """Return a ZIP file with one of its parts changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename == name:
                content = change(content.decode()).encode()
            made.writestr(part.filename, content)
    return out.getvalue()


def _json(table: list[dict[str, str]]) -> bytes:
    return json.dumps(table, ensure_ascii=False, indent=2).encode()


def _docx(table: list[dict[str, str]]) -> bytes:
    """Return a document whose paragraphs are written as text: python-docx takes 8 ms for each."""
    document = Document()
    document.add_heading("Innspill", 0)
    out = io.BytesIO()
    document.save(out)
    body = "".join(text for row in table for text in _paragraphs(row))
    return _replaced(
        out.getvalue(), "word/document.xml",
        lambda xml: xml.replace("<w:sectPr", f"{body}<w:sectPr", 1),
    )


def _paragraphs(row: dict[str, str]) -> Iterator[str]:
    where = " – ".join(filter(None, (row["kapittel"], row["anbefaling"], row["felt"])))
    yield _paragraph(f"{row['nummer']} {where}", "Heading2")
    yield _paragraph(row["organisasjon"] or row["slag"])
    if row["sitat"]:
        yield _paragraph(row["sitat"], "Quote")
    yield _paragraph(row["tekst"] or row["valg"] or row["tall"])
    if row["utfall"]:
        yield _paragraph(f"{row['utfall']}: {row['begrunnelse']}")


def _paragraph(text: str, style: str = "") -> str:
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r>{lines}</w:r></w:p>"
