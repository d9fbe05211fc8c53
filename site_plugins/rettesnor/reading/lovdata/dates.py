"""Days and names of documents as Norwegian law writes them: «20 juni 2025 nr. 39»."""

from __future__ import annotations

import re

_MONTHS = {
    name: number
    for number, names in enumerate((
        ("januar", "jan"), ("februar", "feb", "febr"), ("mars", "mar"), ("april", "apr"),
        ("mai",), ("juni", "jun"), ("juli", "jul"), ("august", "aug"),
        ("september", "sep", "sept"), ("oktober", "okt"), ("november", "nov"),
        ("desember", "des"),
    ), 1)
    for name in names
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
DAY = rf"\d{{1,2}}[.]? (?:{_NAMES})[.]? \d{{4}}"
"""A day in words."""
_DAY = re.compile(rf"(\d{{1,2}})[.]? ({_NAMES})[.]? (\d{{4}})")
DOCUMENT = re.compile(
    rf"\b(?P<kind>[Ll]ov|[Ff]orskrift)(?:a|en|er|ene)? (?P<day>{DAY})(?: nr[.] ?(?P<number>\d+))?"
)
"""An act or a regulation that is named by its day and number."""


def iso(words: str) -> str:
    """Return the first day in ``words`` as ISO 8601; empty when there is none."""
    match = _DAY.search(words)
    if match is None:
        return ""
    return f"{int(match[3]):04}-{_MONTHS[match[2]]:02}-{int(match[1]):02}"


def document_id(kind: str, day: str, number: int | str | None) -> str:
    """Return Lovdata's id of a document: «lov/2025-06-20-39»."""
    return f"{kind.lower()}/{day}{f'-{number}' if number else ''}"


def documents_in(words: str) -> list[tuple[int, str]]:
    """Return the acts and regulations named in ``words``, each with the place it begins at."""
    return [
        (match.start(), document_id(match["kind"], iso(match["day"]), match["number"]))
        for match in DOCUMENT.finditer(words)
    ]
