"""Sheets of a sample: made empty, filled in as people do, and read back."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rettesnor.exports.audit_sheet import (
    Setting,
    empty_csv,
    empty_xlsx,
    findings,
    report_docx,
    report_of,
    report_xlsx,
)
from rettesnor.model.sampling import FORMAT, columns, sums
from rettesnor.reading.audit_sheet import letter, read_sheet
from rettesnor.reading.content.guideline import read_guideline
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.validate import validate

ROOT = Path(__file__).parents[2]
GUIDELINE = read_guideline(ROOT).guideline
assert GUIDELINE is not None
SETTING = Setting(GUIDELINE, "Versjon 1.0.0", "1.0.0", {}, str)
OWN = columns(GUIDELINE.tilsyn.kriterier)
AUDIT = (ROOT / "tests/cases/audit/39-mapper.csv").read_bytes()


def test_the_figures_of_the_audit_are_made_from_its_39_folders() -> None:
    """The totals are those that the audit published; which folder has what, it did not say."""
    read = read_sheet(AUDIT, "39-mapper.csv", OWN)
    assert read.sheet and not read.faults and not read.warnings
    by_id = {one.id: sums(read.sheet, one) for one in OWN if one.id in read.sheet.columns}
    assert {one.folders for one in by_id.values()} == {39}
    assert by_id["arsaker"].counts[:3] == (32, 7, 0), "causes described in 32, partly in 7"
    assert by_id["tiltak"].counts[:3] == (37, 0, 2), "measures documented in 37, not in 2"
    assert by_id["plan.mal"].counts[:3] == (26, 0, 13), "a template used in 26, not in 13"
    assert by_id["plan.evaluert"].counts[:3] == (10, 13, 16), "evaluated, partly, not seen"
    assert by_id["dokumentasjon"].of("nei") == 18, "little documentation in 18"
    assert by_id["plan.mal"].percent("nei") == 33, "a third"
    said = {
        one.column.id: one.said
        for _, found in report_of(SETTING, read.sheet).results for one in found
    }
    assert said["plan.mal"] == "Ja i 26 av 39 mapper (67 prosent), nei i 13 (33 prosent)."


def test_an_empty_sheet_comes_back_as_it_was_filled_in() -> None:
    from openpyxl import load_workbook

    made = empty_xlsx(SETTING, OWN, 3)
    assert made == empty_xlsx(SETTING, OWN, 3), "the same bytes each time"
    book = load_workbook(io.BytesIO(made))
    page = book.worksheets[0]
    lists = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert lists["B3:B5"] == '"ja,delvis,nei,ikke relevant,ikke vurdert"'
    assert lists["C3:C5"] == '"ja,nei,ikke relevant,ikke vurdert"', "partly is no answer there"
    page["B3"], page["B4"], page["C5"] = "Ja", " DELVIS ", "nei"
    out = io.BytesIO()
    book.save(out)
    filled = empty_csv(SETTING, OWN, 3).decode("utf-8-sig").split("\r\n")
    filled[2:5] = ["1;j;;;;;;;", "2;delvis", "3;;Nei"]
    for data, name in ((out.getvalue(), "a.xlsx"), ("\r\n".join(filled).encode("cp1252"), "a.csv")):
        read = read_sheet(data, name, OWN)
        assert not read.faults and not read.warnings, name
        assert read.sheet and read.sheet.rows == (
            {"arsaker": "ja"}, {"arsaker": "delvis"}, {"tiltak": "nei"},
        )
        assert (read.sheet.guideline, read.sheet.version) == (
            GUIDELINE.id if GUIDELINE else "", "1.0.0",
        )
    folders = [{"mappe": 1, "svar": {"arsaker": "ja", "borte": "ja"}}]
    data = json.dumps({"slag": FORMAT, "kolonner": ["arsaker", "borte"], "mapper": folders})
    read = read_sheet(data.encode(), "a.json", OWN)
    assert read.sheet and read.sheet.rows == ({"arsaker": "ja"},)
    assert "«borte»" in read.warnings[0]


@pytest.mark.parametrize(("text", "said"), [
    ("Mappe;[arsaker]\n1;kanskje\n", "Rad 2, kolonne B («Årsaker beskrevet»): «kanskje» er ikke"),
    ("Mappe;[tiltak]\n1;delvis\n", "Skriv ja, nei eller ikke relevant"),
    ("Mappe;[arsaker];[arsaker]\n1;ja;nei\n", "Rad 1, kolonne C: «Årsaker beskrevet» står to"),
    ("Mappe;[arsaker]\n4;ja\n\n4;nei\n", "Rad 4, kolonne A: mappe 4 står også i rad 2."),
    ("Mappe;[arsaker]\n", "ingen mapper"), ("Mappe;Noe\n1;ja\n", "ingen av kolonnene"),
    ("", "tomt"), ('Mappe;[arsaker]\n1;"ja\n', "anførselstegn"),
])
def test_what_is_wrong_is_said_with_its_place(text: str, said: str) -> None:
    read = read_sheet(text.encode(), "s.csv", OWN)
    assert read.sheet is None and said in " ".join(read.faults)


@pytest.mark.parametrize(("data", "name", "said"), [
    (b"PK\x03\x04nothing", "s.xlsx", ""), (b"[]", "s.json", "ikke et skjema"),
    (b"{", "s.json", "ikke JSON"), (b"x", "s.pdf", "Bruk .xlsx"),
    (json.dumps({"slag": FORMAT, "mapper": [1], "kolonner": "x"}).encode(), "s.json", "ingen av"),
])
def test_a_file_that_is_no_sheet_is_refused(data: bytes, name: str, said: str) -> None:
    read = read_sheet(data, name, OWN)
    assert read.sheet is None and len(read.faults) == 1 and said in read.faults[0]


def test_what_a_folder_is_called_is_warned_about_and_never_repeated() -> None:
    text = (
        "Mappe;[arsaker]\nKari Nordmann;ja\n018190 10001;nei\n3;ja\n010190 12345;nei\nEksempel;ja\n"
    )
    read = read_sheet(text.encode(), "s.csv", OWN)
    assert read.sheet and len(read.sheet.rows) == 5
    assert "Rad 2, kolonne A: dette ser ut som navnet på en person." in read.warnings[0]
    for warning, what in zip(
        read.warnings[1:], ("et fødselsnummer", "et annet nummer", "et navn"), strict=True
    ):
        assert f"dette ser ut som {what}." in warning
    report = report_of(SETTING, read.sheet)
    shown = "".join(read.warnings) + _words(report_docx(report, "2026-11-30"))
    assert not any(said in shown for said in ("Kari", "12345", "018190", "Eksempel"))


def test_the_report_says_the_figures_the_basis_and_the_version() -> None:
    read = read_sheet(AUDIT, "39.csv", OWN)
    assert read.sheet
    report = report_of(SETTING, read.sheet)
    words = _words(report_docx(report, "2026-11-30"))
    for said in (
        "39 mapper", "versjon 1.0.0", "opplæringslova § 10-6",
        "Ja i 10 av 39 mapper (26 prosent), delvis i 13 (33 prosent), nei i 16 (41 prosent).",
    ):
        assert said in words
    assert report_docx(report, "2026-11-30") == report_docx(report, "2026-11-30")
    rows = _cells(report_xlsx(report))
    evaluated = next(row for row in rows if row[0] == "Plan og evaluering: Tiltakene er evaluert")
    assert evaluated[2:10] == [10, 13, 16, 0, 0, 26, 33, 41]
    hides = report_of(SETTING, read.sheet, 5)
    assert "tallet vises ikke" in _words(report_docx(hides, "2026-11-30"))
    done = next(row for row in _cells(report_xlsx(hides)) if row[0] == "Tiltak satt i verk")
    assert done[2:5] == ["–", 0, "–"]


def test_findings_follow_the_schema_and_hide_what_the_report_hides() -> None:
    read = read_sheet(AUDIT, "39.csv", OWN)
    assert read.sheet
    made = findings(report_of(SETTING, read.sheet, 5), "2026-11-30")
    text = json.dumps(made, ensure_ascii=False, indent=1)
    assert validate(Document("funn.json", text, made), "findings") == []
    named = [one["kriterium"] for one in made["funn"]]
    assert named == ["arsaker", "plan", "plan", "dokumentasjon"]
    closed = made["funn"][0] | {"status": "lukket"}
    problems = validate(Document("f", text, {"funn": [closed]}), "findings")
    assert "lukket" in problems[0].message


def test_columns_are_named_as_a_spreadsheet_names_them() -> None:
    assert [letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def _words(data: bytes) -> str:
    from docx import Document as Word

    document = Word(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def _cells(data: bytes) -> list[list[object]]:
    from openpyxl import load_workbook

    page = load_workbook(io.BytesIO(data)).worksheets[0]
    return [list(row) for row in page.iter_rows(values_only=True)]
