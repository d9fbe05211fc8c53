"""Line breaks that YAML takes out of a text: paragraphs and lists that would run together.

In folded (``>``), plain and quoted texts of several lines a line break is a blank, and one blank
line is a line break (YAML 1.2, 6.5): only in literal text (``|``) do they stand as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

_SENTENCE = re.compile(r"[.:;!?…][»”\")*]*\Z")
MESSAGE = "Linjeskiftet foran denne linja blir borte, så teksten renner sammen."
MEND = (
    "Skriv «|» rett etter feltnavnet og kolonet, uten «>» og anførselstegn, og begynn teksten på "
    "neste linje. Har et program lagret fila, la det skrive tekst på flere linjer med «|»."
)
_STARTS = re.compile(
    r"(?P<dash>[-–*+•] )|(?P<number>[0-9]{1,2}[.)] )|(?P<row>\|)|(?P<head>#{2,6} )"
)
"""What starts an item, a row of a table or a heading in Markdown."""


def lost_break(lines: Sequence[str], event: Any) -> tuple[int, int] | None:
    """Return the 0-based place of the first line that a text's paragraphs or lists run into.

    A line set in deeper than the rest of a folded text keeps its break.

    Args:
        lines: those of the file.
        event: of a scalar that stands on several lines and is not literal.
    """
    if _by_program(lines, event):
        return None
    met: set[str] = set()
    before, blank, headed = "", 0, False
    for number, line in _written(lines, event):
        message = line.strip()
        if not message or message == event.style:
            blank += 1
            continue
        start = _STARTS.match(message)
        kind = start and start.lastgroup
        apart = headed or kind == "head" or kind in met or (
            kind is not None and before.rstrip().endswith(":")
        )
        if before and _runs_on(before, line, event.style) and (blank == 1 or (apart and not blank)):
            return number, len(line) - len(line.lstrip())
        headed = kind == "head"
        if kind:
            met.add(kind)
        before, blank = line, 0
    return None


def _by_program(lines: Sequence[str], event: Any) -> bool:
    """Return whether a program wrote the text, with a blank line for each line break in it.

    It shows in two blank lines for one between paragraphs, in a blank line in the middle of a
    sentence, and in lists with a blank line before each item, that come out as they should.
    """
    before, blank, joined = "", 0, False
    proofs = 0
    for _, line in _written(lines, event):
        message = line.strip()
        if message == event.style:  # it ends with a line break
            proofs += blank == 1
        if not message or message == event.style:
            blank += 1
            continue
        start = _STARTS.match(message)
        joined |= bool(before and blank == 0 and start and _SENTENCE.search(before))
        if before and blank == 1 and (start or not _SENTENCE.search(before)):
            proofs += 1
        if before and blank == 2:
            proofs += 1
        before, blank = message, 0
    return proofs > 0 and not joined and event.style != ">"


def _written(lines: Sequence[str], event: Any) -> Iterator[tuple[int, str]]:
    """Yield number and text of the lines of ``event``, the first one without what is before it."""
    first, last = event.start_mark, event.end_mark
    if event.style == ">":
        end = last.line + bool(last.column)  # the text's own last line when the file ends there
        yield from enumerate(lines[first.line + 1 : end], first.line + 1)
        return
    yield first.line, lines[first.line][first.column + bool(event.style) :]
    yield from enumerate(lines[first.line + 1 : last.line + 1], first.line + 1)


def _runs_on(before: str, line: str, style: str) -> bool:
    """Return whether ``line`` is joined to the one before it."""
    if style == ">":
        return len(before) - len(before.lstrip()) == len(line) - len(line.lstrip())
    return not (style == '"' and before.rstrip().endswith(("\\", "\\n")))
