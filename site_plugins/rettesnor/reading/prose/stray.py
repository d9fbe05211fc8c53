"""What an editor meant as a reference, a link, a table or a heading, and the parser took as text.

CommonMark calls nothing an error: a bracket too few, and the reader meets the brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rettesnor.reading.prose.issue import Issue

_STRAY = re.compile(
    r"(?P<double>\[\[[^\[\]]*\]{0,2}|\]\])"
    r"|(?P<cite>\[\s*@[a-z0-9][^\[\]]*\]?|(?<![\w.+/@-])@[a-z0-9]+(?:-[a-z0-9]+)+)"
    r"|(?P<address>https?://[^\s<>()\[\]]*[^\s<>()\[\].,;:]|\((?:anbefaling|side|mailto):[^\s()]+\))"
)
_SHOWN = 50
_MENDS = {
    "double": "Skriv [[ord]] eller [[lov § nummer]], med to klammer på hver side.",
    "cite": "Skriv [@nøkkel], [@nøkkel, s. 12] eller [@en; @to].",
    "address": "Skriv [navnet på siden](adressen), uten mellomrom mellom ] og (.",
}
_ROW = re.compile(r"\s*\|.*\|\s*\Z")
_HEADING = re.compile(r"(#{2,6})(?=[^\s#])")
_UNDERLINE = re.compile(r"={3,}\s*\Z")


def in_text(text: str, find: Callable[[str], tuple[int, int] | None]) -> Iterator[Issue]:
    """Yield the references and addresses left in ``text``, outside links and code.

    Args:
        find: returns the place of what stands in the field as it is written; None if it stands
            there with its signs escaped, and is meant as it is.
    """
    for match in _STRAY.finditer(text) if any(sign in text for sign in "[]@:") else ():
        place = find(match[0])
        if place is None:
            continue
        kind = str(match.lastgroup)
        shown = match[0] if len(match[0]) <= _SHOWN else f"{match[0][:_SHOWN]}…"
        if kind == "address":
            yield Issue(
                "prosa-lenke", *place, f"Adressen «{shown.strip('()')}» blir ikke en lenke.",
                _MENDS[kind],
            )
        else:
            yield Issue(
                "prosa-henvisning", *place, f"Henvisningen «{shown}» kan ikke leses.", _MENDS[kind],
            )


def in_paragraph(text: str, first: int, min_heading: int) -> Iterator[Issue]:
    """Yield the first row of a table and the headings that a paragraph was made of.

    Args:
        first: the line of the field that the paragraph starts on.
        min_heading: the highest level of headings that may be used.
    """
    lines = text.split("\n")
    marks = "#" * min_heading
    row = next((index for index, line in enumerate(lines) if _ROW.match(line)), None)
    if row is not None and lines[row].count("|") > 1:
        rule = "| --- " * (lines[row].count("|") - 1) + "|"
        yield Issue(
            "prosa-tabell-hode", first + row, 0, "Radene her leses ikke som en tabell.",
            f"Skriv en rad med overskrifter øverst og «{rule}» under den.",
        )
    for index, line in enumerate(lines):
        if found := _HEADING.match(line):
            yield Issue(
                "prosa-overskrift", first + index, 0,
                f"Overskriften mangler mellomrom etter «{found[1]}».",
                f"Start linja med «{marks} ».",
            )
        elif index and _UNDERLINE.match(line):
            yield Issue(
                "prosa-overskrift", first + index, 0,
                "Streken gjør ikke linja over til en overskrift.",
                f"Start linja over med «{marks} », og slett streken.",
            )
