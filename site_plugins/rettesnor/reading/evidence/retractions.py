"""Reading notices of retraction and correction, in the shape of Retraction Watch's open data (CSV).

One row is one notice. The file is large and mostly about other publications, so it is read row by
row and only what is asked for is kept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from rettesnor.model.evidence_watch import Nature, Notice, doi_of

NEEDED = ("OriginalPaperDOI", "RetractionNature")
"""The columns without which a file is no list of notices."""
_NATURES: dict[str, Nature] = {
    "retraction": "retraction", "correction": "correction",
    "expression of concern": "concern", "reinstatement": "reinstatement",
}
_LONGEST_CELL = 1_000_000
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NONE = frozenset({"", "0", "unavailable"})


class NotNoticesError(Exception):
    """The file is no list of notices; says why, in Norwegian."""


def read_notices(path: Path, dois: Collection[str], pmids: Collection[str] = ()) -> list[Notice]:
    """Return the notices about publications with one of ``dois`` or ``pmids``.

    Raises:
        NotNoticesError: the file has not the columns of such a list, or a row cannot be read.
        OSError: it cannot be opened.
    """
    try:
        return list(_notices(path, dois, pmids, "utf-8-sig"))
    except UnicodeDecodeError:  # older copies of the list are not in UTF-8
        return list(_notices(path, dois, pmids, "cp1252"))


def _notices(
    path: Path, dois: Collection[str], pmids: Collection[str], encoding: str
) -> Iterator[Notice]:
    with open(path, encoding=encoding, errors="strict" if encoding != "cp1252" else "replace",
              newline="") as stream:
        csv.field_size_limit(_LONGEST_CELL)
        rows = csv.DictReader(stream)
        try:
            missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
            if missing:
                raise NotNoticesError(
                    f"{path}: Fila mangler kolonnen «{missing[0]}». Den skal ha kolonnene i "
                    "Retraction Watch sine åpne data."
                )
            for row in rows:
                found = _notice(row)
                if found and (found.doi in dois or (found.pmid and found.pmid in pmids)):
                    yield found
        except csv.Error as error:
            raise NotNoticesError(
                f"{path}: Linje {rows.line_num} kan ikke leses som CSV."
            ) from error


def _notice(row: dict[str, str | None]) -> Notice | None:
    nature = _NATURES.get((row.get("RetractionNature") or "").strip().casefold())
    if nature is None:
        return None
    reasons = [part.strip(" +") for part in (row.get("Reason") or "").split(";")]
    pmid = (row.get("OriginalPaperPubMedID") or "").strip()
    return Notice(
        nature, doi_of(row.get("OriginalPaperDOI") or ""),
        "" if pmid.casefold() in _NONE else pmid, _day(row.get("RetractionDate") or ""),
        doi_of(row.get("RetractionDOI") or ""), " ".join((row.get("Title") or "").split()),
        tuple(part for part in reasons if part),
    )


def _day(text: str) -> str:
    """Return a day that is written as month/day/year, in ISO 8601; empty when it is none."""
    if found := _DAY.match(text.strip()):
        month, day, year = map(int, found.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return ""
    return text.strip()[:10] if re.match(r"\d{4}-\d{2}-\d{2}", text.strip()) else ""
