"""A table from a file: CSV as Norwegian Excel and others write it, or the first sheet of XLSX."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from rettesnor_horing.intake.answer import clean
from rettesnor_horing.letters.incoming import MOST_BYTES, LetterError, decoded, too_large
from rettesnor_horing.letters.text import taken_apart
from rettesnor_horing.words import say

MOST_ROWS = 2_000
MOST_COLUMNS = 80
MOST_CELL = 32_767
"""Characters of a cell: what Excel has room for."""
_SEPARATORS = (";", ",", "\t", "|")


@dataclass(frozen=True, slots=True)
class Table:
    """The words of a table.

    Attributes:
        rows: each as long as ``header``; rows without a word are left out.
        numbers: the number of each row in the file, as a spreadsheet shows it.
    """

    kind: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def read_table(name: str, data: bytes) -> Table:
    """Return the table in a file; its content decides what it is.

    Raises:
        LetterError: it is no table, is too large, or has no header; says what to do.
    """
    if not data.strip():
        raise LetterError(say("Fila er tom."))
    if len(data) > MOST_BYTES:
        raise too_large()
    packed = data.startswith(b"PK\x03\x04")
    if name.casefold().endswith(".xlsx") != packed:
        raise LetterError(say(
            "Innholdet i fila passer ikke med navnet. Last opp et regneark (.xlsx) eller en "
            "CSV-fil (.csv)."
        ))
    if packed:
        rows = [[str(cell) for cell in row] for row in taken_apart("xlsx", data)["rader"]]
    else:
        rows = _csv(decoded(data))
    return _table("xlsx" if packed else "csv", rows)


def _csv(text: str) -> list[list[str]]:
    first, _, rest = text.partition("\n")
    said = first.strip().casefold().removeprefix("sep=")
    if first.casefold().startswith("sep=") and len(said) == 1:
        return _split(rest, said)
    return _split(text, max(_SEPARATORS, key=lambda one: _columns(text, one)))


def _columns(text: str, separator: str) -> int:
    """Return how many columns the header has with ``separator``."""
    for row in csv.reader(io.StringIO(text), delimiter=separator):
        if any(row):
            return len(row)
    return 0


def _split(text: str, separator: str) -> list[list[str]]:
    try:
        return [*csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)]
    except csv.Error as error:
        raise LetterError(say(
            "CSV-fila kan ikke leses: et felt begynner med anførselstegn og slutter ikke. Lagre "
            "den på nytt fra regnearket."
        )) from error


def _table(kind: str, rows: list[list[str]]) -> Table:
    cleaned = [
        (number, [clean(cell).strip() for cell in row]) for number, row in enumerate(rows, 1)
    ]
    filled = [(number, row) for number, row in cleaned if any(row)]
    if not filled:
        raise LetterError(say("Fila har ingen rader."))
    header = filled[0][1]
    while header and not header[-1]:
        header.pop()
    width = max(len(header), *(
        max((n for n, cell in enumerate(row, 1) if cell), default=0) for _, row in filled
    ))
    if width > MOST_COLUMNS or len(filled) - 1 > MOST_ROWS:
        raise LetterError(say(
            "Tabellen er for stor. Det er plass til {rows} rader og {columns} kolonner. Del den "
            "opp.", rows=MOST_ROWS, columns=MOST_COLUMNS,
        ))
    if len(filled) < 2:
        raise LetterError(say("Tabellen har en overskrift, men ingen rader."))
    if any(len(cell) > MOST_CELL for _, row in filled for cell in row):
        raise LetterError(say("Ei celle i tabellen er for lang."))
    names = [
        (header[n] if n < len(header) else "")[:120] or say("Kolonne {number}", number=n + 1)
        for n in range(width)
    ]
    return Table(
        kind, tuple(names), tuple(tuple((*row, *[""] * width)[:width]) for _, row in filled[1:]),
        tuple(number for number, _ in filled[1:]),
    )
