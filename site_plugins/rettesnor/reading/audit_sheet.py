"""Reading a sheet of a sample of folders: CSV, Excel or the JSON that the page saves.

The file is the reader's own and may hold anything. What a folder is called is never kept: rows are
counted, and a name or an identity number is warned about without being repeated.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.model.sampling import (
    ANSWERS,
    FORMAT,
    IRRELEVANT,
    MOST_FOLDERS,
    NO,
    PARTLY,
    UNANSWERED,
    YES,
    Column,
    Sheet,
)
from rettesnor.reading.content.personal_data import persons
from rettesnor.reading.files.office import OfficeError, unpacked

_MOST_BYTES = 5_000_000
_ID = re.compile(r"\[([^\[\]]+)\]\s*$")
_NUMBER = re.compile(r"\d{1,5}(?:\.0)?")
_WORDS = {
    **{answer: answer for answer in ANSWERS},
    "j": YES, "d": PARTLY, "n": NO, "ikkje relevant": IRRELEVANT, "ikkje vurdert": UNANSWERED,
    "yes": YES, "partly": PARTLY, "no": NO, "not relevant": IRRELEVANT, "not assessed": UNANSWERED,
    "": UNANSWERED,
}


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What a file holds.

    Attributes:
        sheet: None when something in the file is wrong.
        faults: what is wrong, in Norwegian, each with its place.
        warnings: what is left out, or does not agree with the guideline.
    """

    sheet: Sheet | None
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def read_sheet(data: bytes, name: str, columns: Sequence[Column]) -> SheetReading:
    """Return the sheet in ``data``.

    Args:
        name: of the file; its ending says what it is.
        columns: those that the guideline has.
    """
    if len(data) > _MOST_BYTES:
        return _fault(f"Fila er for stor (over {_MOST_BYTES // 1_000_000} MB).")
    ending = name.lower().rpartition(".")[2]
    if ending == "json":
        return _from_json(data, columns)
    if ending == "xlsx":
        try:
            table = _workbook(data)
        except OfficeError as error:
            return _fault(str(error))
        except Exception:  # openpyxl raises whatever the damage led to
            return _fault("Fila er skadet, eller ikke et Excel-ark (.xlsx).")
        return _from_table(table, columns)
    if ending in ("csv", "txt", "tsv"):
        return _from_csv(data, columns)
    return _fault(f"«{name}» er ikke et skjema. Bruk .xlsx, .csv eller .json.")


def _fault(text: str) -> SheetReading:
    return SheetReading(None, (text,))


def _from_csv(data: bytes, columns: Sequence[Column]) -> SheetReading:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # as Excel saves «CSV» where UTF-8 is not chosen
    first = next((line for line in text.splitlines() if line and not line.startswith("#")), "")
    mark = next((one for one in ";\t," if one in first), ";")
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        return _fault("Fila kan ikke leses som CSV. Er et anførselstegn ikke lukket?")
    return _from_table(table, columns)


def _workbook(data: bytes) -> list[list[str]]:
    """Return the cells of the first sheet.

    Raises:
        OfficeError: the file is too large, is damaged or holds macros.
    """
    from openpyxl import load_workbook  # late: other commands do not need it

    unpacked(data)  # refuses what is too large when it is unpacked, and macros
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    page = book[book.sheetnames[0]]
    return [
        ["" if cell is None else str(cell) for cell in row]
        for row in page.iter_rows(max_row=MOST_FOLDERS + 10, max_col=300, values_only=True)
    ]


def _from_table(table: Sequence[Sequence[str]], columns: Sequence[Column]) -> SheetReading:
    rows = [(number, row) for number, row in enumerate(table, 1) if any(c.strip() for c in row)]
    guideline = version = ""
    while rows and rows[0][1][0].startswith("#"):
        guideline, _, version = (part.strip() for part in rows.pop(0)[1][0][1:].partition("|"))
    if not rows:
        return _fault("Skjemaet er tomt.")
    line, heads = rows.pop(0)
    known = {one.id: one for one in columns} | {one.heading: one for one in columns}
    places: dict[int, Column] = {}
    faults: list[str] = []
    warnings: list[str] = []
    for place, head in enumerate(heads):
        text = head.strip().removeprefix("'")
        match = _ID.search(text)
        column = known.get(match[1] if match else text)
        if column is None:
            if text and place:
                warnings.append(
                    f"Rad {line}, kolonne {letter(place)}: «{text[:60]}» er ikke noe kriterium "
                    "som ses i mapper, og er ikke tatt med."
                )
        elif column in places.values():
            faults.append(
                f"Rad {line}, kolonne {letter(place)}: «{column.heading}» står to ganger."
            )
        else:
            places[place] = column
    if not places:
        return SheetReading(None, (
            f"Rad {line} har ingen av kolonnene til retningslinja. Lag et tomt skjema med "
            "«rettesnor audit sheet».",
        ), tuple(warnings))
    if len(rows) > MOST_FOLDERS:
        return _fault(f"Skjemaet har flere enn {MOST_FOLDERS} mapper.")
    made = []
    numbers: dict[str, int] = {}
    for line, row in rows:
        if 0 not in places:
            _look_at_folder(row[0].strip(), line, numbers, faults, warnings)
        answers: dict[str, str] = {}
        for place, column in places.items():
            text = row[place] if place < len(row) else ""
            where = f"Rad {line}, kolonne {letter(place)} («{column.heading}»)"
            if answer := _answer(text, column, where, faults):
                answers[column.id] = answer
        made.append(answers)
    if not made:
        faults.append("Skjemaet har ingen mapper.")
    return _read(Sheet(
        guideline, version, tuple(one.id for one in places.values()), tuple(made)
    ), faults, warnings)


def _look_at_folder(
    text: str, line: int, numbers: dict[str, int], faults: list[str], warnings: list[str]
) -> None:
    """Warn about what a folder is called without repeating it; report a number that is used twice.
    """
    if not text:
        return
    if _NUMBER.fullmatch(text):
        number = text.removesuffix(".0").lstrip("0") or "0"
        if number in numbers:
            faults.append(
                f"Rad {line}, kolonne A: mappe {number} står også i rad {numbers[number]}."
            )
        numbers.setdefault(number, line)
        return
    named = "et navn" if any(letter.isalpha() for letter in text) else "et annet nummer"
    what = next((kind for kind, _words in persons(text)), named)
    warnings.append(
        f"Rad {line}, kolonne A: dette ser ut som {what}. Mappene skal bare ha nummer. Det er ikke "
        "tatt med i rapporten. Fjern det fra skjemaet."
    )


def _answer(text: str, column: Column, where: str, faults: list[str]) -> str:
    """Return the answer in a cell; empty when there is none, or when it is no answer."""
    said = " ".join(text.split()).casefold()
    answer = _WORDS.get(said)
    if answer in column.answers:
        return "" if answer == UNANSWERED else str(answer)
    allowed = [one for one in column.answers if one != UNANSWERED]
    faults.append(
        f"{where}: «{text.strip()[:30]}» er ikke et svar her. Skriv "
        f"{', '.join(allowed[:-1])} eller {allowed[-1]}, eller la cellen stå tom."
    )
    return ""


def _from_json(data: bytes, columns: Sequence[Column]) -> SheetReading:
    try:
        found: Any = json.loads(data)
    except (ValueError, RecursionError):
        return _fault("Fila er ikke JSON.")
    folders = found.get("mapper") if isinstance(found, dict) else None
    if not isinstance(found, dict) or found.get("slag") != FORMAT or not isinstance(folders, list):
        return _fault("Fila er ikke et skjema som er lagret fra siden for stikkprøver.")
    if len(folders) > MOST_FOLDERS:
        return _fault(f"Skjemaet har flere enn {MOST_FOLDERS} mapper.")
    named = found.get("kolonner")
    given = [one for one in named if isinstance(one, str)] if isinstance(named, list) else []
    known = [one for one in columns if one.id in given]
    if not known:
        return _fault("Skjemaet har ingen av kolonnene til retningslinja.")
    if not folders:
        return _fault("Skjemaet har ingen mapper.")
    lost = [one for one in given if one not in {column.id for column in known}]
    warnings = [
        f"Kolonnen «{one[:60]}» er ikke noe kriterium som ses i mapper, og er ikke tatt med."
        for one in lost
    ]
    faults: list[str] = []
    made = []
    for number, folder in enumerate(folders, 1):
        said = folder.get("svar") if isinstance(folder, dict) else None
        said = said if isinstance(said, dict) else {}
        made.append({
            column.id: answer for column, answer in _answered(said, known, number, faults)
        })
    about = found.get("retningslinje")
    about = about if isinstance(about, dict) else {}
    return _read(Sheet(
        str(about.get("id", "")), str(about.get("versjon", "")),
        tuple(one.id for one in known), tuple(made),
    ), faults, warnings)


def _answered(
    said: Mapping[str, Any], columns: Sequence[Column], number: int, faults: list[str]
) -> Iterator[tuple[Column, str]]:
    for column in columns:
        where = f"Mappe {number} («{column.heading}»)"
        if answer := _answer(str(said.get(column.id, "")), column, where, faults):
            yield column, answer


def _read(sheet: Sheet, faults: Sequence[str], warnings: Sequence[str]) -> SheetReading:
    return SheetReading(None if faults else sheet, tuple(faults), tuple(warnings))


def letter(place: int) -> str:
    """Return what a spreadsheet calls the column at ``place``, which counts from 0."""
    name, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
