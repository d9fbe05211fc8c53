"""Reading a self-check that somebody filled in, and what is wrong with it.

The file is YAML, JSON (which is YAML, and what the page saves) or a workbook. It belongs to those
who answered, so nothing of it is ever content of the guideline.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any

from rettesnor.model.convert import from_data
from rettesnor.model.guideline import Guideline
from rettesnor.model.problem import Code, Problem, Severity
from rettesnor.model.self_check_sheet import (
    CLOSED,
    COLUMNS,
    FACTS,
    Ark,
    Kontrollfunn,
    Spoken,
    fact_field,
    needs_finding,
    questions,
    reworded,
)
from rettesnor.reading.checks import text_warnings
from rettesnor.reading.content.opened_file import open_file
from rettesnor.reading.content.personal_data import persons
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema import plain_fields
from rettesnor.reading.schema.did_you_mean import Names

_WARNING = Severity.WARNING
CODES = (
    Code("ark-ulest", "En utfylt egenkontroll kan ikke leses.", suppressible=False),
    Code("ark-ukjent", "En utfylt egenkontroll viser til noe som ikke finnes.",
         suppressible=False),
    Code("ark-dobbel", "Et spørsmål eller et funn står to ganger i en utfylt egenkontroll.",
         suppressible=False),
    Code("ark-versjon", "En utfylt egenkontroll er fra en annen versjon.", _WARNING,
         suppressible=False),
    Code("ark-ordlyd", "Et spørsmål har fått ny ordlyd siden det ble besvart.", _WARNING,
         suppressible=False),
    Code("ark-funn", "Et funn mangler noe, eller noe som ikke er oppfylt, har ikke noe funn.",
         _WARNING, suppressible=False),
    Code("ark-person", "En utfylt egenkontroll har noe som kan være navn eller nummer på en "
         "person.", _WARNING, suppressible=False),
)
"""The codes of what is found here."""

_LATER = frozenset({"kriterier"})
"""Columns that workbooks made before they were there lack."""
_FINDING = "funn."
_OF_PAGES = frozenset(code.name for code in (*plain_fields.CODES, *text_warnings.CODES))
"""What is doubtful in a text that is to be published; people may write what they like of their own.
"""
_MOST = 5_000_000
_UNPACKED = 60_000_000
_ROWS = 5_000
_YES = frozenset({"true", "x", "1"})
_COLUMNS = 40
"""The most columns that are read."""


def read_sheet(
    data: bytes, path: str, guideline: Guideline, said: Spoken
) -> tuple[Ark | None, list[Problem]]:
    """Return the sheet in a file, and what is wrong with it; None when it cannot be used.

    Args:
        guideline: whose self-check it is held against.
        said: what it says now, in every language.
    """
    rows: dict[str, int] = {}
    if path.lower().endswith(".xlsx"):
        made = _from_workbook(data, path, said, rows)
        if isinstance(made, Problem):
            return None, [made]
        data = json.dumps(made, ensure_ascii=False, indent=1).encode()
    opened = open_file(data, path, "self-check-sheet")
    if isinstance(opened, list):
        return None, [_in_row(one, rows) for one in opened]
    problems = [one for one in opened.problems if one.code not in _OF_PAGES]
    sheet = None if opened.unreadable else from_data(Ark, opened.document.data)
    if sheet is not None:
        found = [*_unknown(opened.document, sheet, guideline)]
        problems += found
        if not found:
            problems += _doubts(opened.document, sheet, guideline, said)
    usable = sheet is not None and not any(one.severity is Severity.ERROR for one in problems)
    return sheet if usable else None, sorted(_in_row(one, rows) for one in problems)


def read_findings(data: bytes, path: str) -> tuple[Kontrollfunn, ...] | None:
    """Return what an audit found, from its file of findings; None when the file is something else.

    Findings of an audit and of a self-check have the same fields, so that they can be followed up
    together.
    """
    opened = open_file(data, path, "findings")
    if isinstance(opened, list) or opened.unreadable:
        return None
    return tuple(from_data(Kontrollfunn, one) for one in opened.document.data["funn"])


def _unknown(document: Document, sheet: Ark, guideline: Guideline) -> Iterator[Problem]:
    """Yield what the sheet names and the guideline does not have."""
    check = guideline.egenkontroll
    if sheet.retningslinje != guideline.id:
        yield document.problem(
            "ark-ukjent", ("retningslinje",),
            f"Egenkontrollen hører til «{sheet.retningslinje}», ikke til «{guideline.id}».",
            "Bruk --from med stedet til riktig retningslinje.",
        )
        return
    levels = [one.id for one in check.nivaaer]
    if sheet.nivaa not in levels:
        yield document.problem(
            "ark-ukjent", ("nivaa",), f"Nivået «{sheet.nivaa}» finnes ikke.",
            Names(levels).suggestion(sheet.nivaa, f"Nivåene er {', '.join(levels)}."),
        )
        return
    first: dict[str, int] = {}
    known = [one.id for one in check.svarskala]
    for index, one in enumerate(sheet.svar):
        if first.setdefault(one.sporsmaal, index) != index:
            yield document.problem(
                "ark-dobbel", ("svar", index, "sporsmaal"),
                f"«{one.sporsmaal}» er besvart to ganger.", "Slett det ene svaret.",
            )
        if one.svar and one.svar not in known:
            yield document.problem(
                "ark-ukjent", ("svar", index, "svar"), f"Svaret «{one.svar}» finnes ikke.",
                Names(known).suggestion(one.svar, f"Svarene er {', '.join(known)}."),
            )
    seen: dict[str, int] = {}
    for index, found in enumerate(sheet.funn):
        if seen.setdefault(found.id, index) != index:
            yield document.problem(
                "ark-dobbel", ("funn", index, "id"), f"Funnet «{found.id}» står to ganger.",
                "Gi det ene en ny id, eller slett det.",
            )


def _doubts(
    document: Document, sheet: Ark, guideline: Guideline, said: Spoken
) -> Iterator[Problem]:
    """Yield what should be looked at, but keeps nobody from using the sheet."""
    check, asked = guideline.egenkontroll, questions(guideline.egenkontroll, sheet.nivaa)

    def problem(code: str, place: tuple[str | int, ...], message: str, hint: str) -> Problem:
        return document.problem(code, place, message, hint, severity=_WARNING)

    if sheet.versjon != guideline.versjon:
        yield problem(
            "ark-versjon", ("versjon",),
            f"Det er svart på versjon {sheet.versjon}. Dette er versjon {guideline.versjon}.",
            "Lag en ny med «rettesnor self-check new». Spørsmål med samme id kjennes igjen.",
        )
    for index, one in enumerate(sheet.svar):
        if one.sporsmaal not in asked:
            yield problem(
                "ark-ordlyd", ("svar", index, "sporsmaal"),
                f"Spørsmålet «{one.sporsmaal}» er ikke med lenger på dette nivået.",
                "Svaret blir stående, men teller ikke.",
            )
        elif reworded(one, said.words):
            yield problem(
                "ark-ordlyd", ("svar", index, "ordlyd"),
                f"Spørsmålet «{one.sporsmaal}» lyder nå: «{asked[one.sporsmaal][1].ordlyd}»",
                "Svar på nytt. Svaret på den gamle ordlyden teller ikke.",
            )
    for index, found in enumerate(sheet.funn):
        lacking = [
            name for name, value in (
                ("tiltak", found.tiltak), ("ansvarlig", found.ansvarlig), ("frist", found.frist),
            ) if not value
        ]
        if lacking and found.status != CLOSED:
            yield problem(
                "ark-funn", ("funn", index), f"Funnet «{found.id}» mangler {', '.join(lacking)}.",
                "Skriv hva som skal gjøres, hvilken rolle som har ansvaret, og når.",
            )
        if (found.status == CLOSED) != bool(found.lukket):
            yield problem(
                "ark-funn", ("funn", index), f"Funnet «{found.id}» er lukket uten dato, eller har "
                "en dato uten å være lukket.", "Rett «status» eller «lukket».",
            )
    for id_ in needs_finding(check, sheet):
        index = next(i for i, one in enumerate(sheet.svar) if one.sporsmaal == id_)
        yield problem(
            "ark-funn", ("svar", index, "svar"),
            f"«{id_}» er ikke oppfylt, men det står ikke noe funn om det.",
            "Skriv funnet, tiltaket, ansvarlig rolle og frist under «funn».",
        )
    for place, text in _written(document.data, ()):
        for what, words in persons(text):
            yield problem(
                "ark-person", place, f"«{words}» kan være {what}.",
                "Skriv rollen i stedet. Er det ikke en person, kan du se bort fra advarselen.",
            )


def _written(value: Any, way: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the texts that somebody wrote, with their pointers."""
    if isinstance(value, str):
        if way[-1] not in ("ordlyd", "retningslinje", "versjon", "id", "kriterium", "sporsmaal"):
            yield way, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _written(item, (*way, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _written(item, (*way, number))


def _from_workbook(
    data: bytes, path: str, said: Spoken, rows: dict[str, int]
) -> dict[str, Any] | Problem:
    """Return what a workbook says, as the fields of a sheet; ``rows`` gets the row of each."""
    cells = _cells(data)
    heads = [said.columns.get(text, "") for text in cells[0]] if cells else []
    known = [field for field in heads if field]
    if cells is None or len(known) != len(set(known)) or {*COLUMNS} - {*known} - _LATER:
        return Problem(
            path, 1, 1, "ark-ulest", "Regnearket er ikke en egenkontroll fra Rettesnor.",
            "Lag det med «rettesnor self-check new», eller last det ned fra siden «Egenkontroll». "
            "Behold overskriftene og kolonnen «Id».",
        )
    made: dict[str, Any] = {"egenkontroll": 1}
    answers: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    for number, row in enumerate(cells[1:], 2):
        line = dict(zip(heads, row, strict=True))
        id_ = line["id"]
        if id_ in FACTS:
            field, value = fact_field(id_), line["svar"]
            rows[field] = number
            if field == "samtykke":
                made[field] = value.casefold() in said.yes | _YES
            elif value:
                made[field] = value
            continue
        if not id_ or id_.startswith("#"):
            continue
        if line["ordlyd"]:
            rows[f"svar.{len(answers)}"] = number
            answers.append(_answer(line, said))
        found = {
            field.removeprefix(_FINDING): value for field, value in line.items()
            if field.startswith(_FINDING) and value
        }
        if found:
            rows[f"funn.{len(findings)}"] = number
            findings.append(_finding(id_, found, str(made.get("versjon", "")), said))
    made["svar"] = answers
    return {**made, "funn": findings} if findings else made


def _answer(line: Mapping[str, str], said: Spoken) -> dict[str, Any]:
    answer = line["svar"]
    found = {
        "sporsmaal": line["id"], "svar": said.answers.get(answer.casefold(), answer),
        **{name: line[name] for name in ("ordlyd", "merknad", "dokumentasjon")},
    }
    return {name: value for name, value in found.items() if value}


def _finding(
    question: str, found: Mapping[str, str], version: str, said: Spoken
) -> dict[str, Any]:
    made = {
        "id": f"{question}-{version.replace('.', '-')}".strip("-"), "kriterium": question, **found,
    }
    if status := found.get("status", "").casefold():
        made["status"] = said.states.get(status, status)
    return made


def _cells(data: bytes) -> list[list[str]] | None:
    """Return the first page of a workbook as text; None when it is none, or too large."""
    from openpyxl import load_workbook

    if len(data) > _MOST:
        return None
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _UNPACKED:
                return None
            if any(b"<!DOCTYPE" in archive.read(n) for n in archive.namelist() if n[-4:] == ".xml"):
                return None
        page = load_workbook(BytesIO(data), read_only=True, data_only=True).worksheets[0]
        return [
            [_text(value) for value in row]
            for row in page.iter_rows(max_row=_ROWS, max_col=_COLUMNS, values_only=True)
        ]
    except Exception:  # a file from others: whatever openpyxl makes of a damaged one
        return None


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def _in_row(problem: Problem, rows: Mapping[str, int]) -> Problem:
    """Return a problem of a workbook with the row that it is about as its line."""
    if not rows:
        return problem
    place = problem.field
    while place and place not in rows:
        place = place.rpartition(".")[0]
    return replace(problem, line=rows.get(place, 1), column=1)
