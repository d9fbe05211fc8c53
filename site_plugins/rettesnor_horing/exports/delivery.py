"""The internal export: CSV, XLSX, JSON and DOCX."""

from __future__ import annotations

import csv
import io
import json

from django.db.models import QuerySet
from docx import Document
from rettesnor.exports.workbook import workbook
from rettesnor.model.spreadsheet_cell import guarded

from rettesnor_horing.exports.rows import COLUMNS, rows
from rettesnor_horing.models import Comment

FORMATS = ("xlsx", "csv", "json", "docx")
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def delivery(comments: QuerySet[Comment], format_: str) -> tuple[bytes, str]:
    """Return ``comments`` in a format of ``FORMATS``, and its media type."""
    full = comments.select_related("submission", "assigned_to", "group").prefetch_related("tags")
    table = list(rows(full.order_by("submission_id", "plass")))
    maker = {"xlsx": _xlsx, "csv": _csv, "json": _json, "docx": _docx}[format_]
    return maker(table), _TYPES[format_]


def _csv(table: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([guarded(row[name]) for name in COLUMNS] for row in table)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(table: list[dict[str, str]]) -> bytes:
    return workbook(
        COLUMNS, ([guarded(row[name]) for name in COLUMNS] for row in table), sheet="Innspill",
        title="Innspill",
    )


def _json(table: list[dict[str, str]]) -> bytes:
    return json.dumps(table, ensure_ascii=False, indent=2).encode()


def _docx(table: list[dict[str, str]]) -> bytes:
    document = Document()
    document.add_heading("Innspill", 0)
    for row in table:
        where = " – ".join(filter(None, (row["kapittel"], row["anbefaling"], row["felt"])))
        document.add_heading(f"{row['nummer']} {where}", 2)
        document.add_paragraph(row["organisasjon"] or row["slag"])
        if row["sitat"]:
            document.add_paragraph(row["sitat"], style="Quote")
        document.add_paragraph(row["tekst"] or row["valg"] or row["tall"])
        if row["utfall"]:
            document.add_paragraph(f"{row['utfall']}: {row['begrunnelse']}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
