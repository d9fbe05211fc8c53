"""Markdown in a text box: without its line breaks for writing, and with them again for the file.

The files are wrapped by hand. In a text box each paragraph is one line, which the browser wraps. A
paragraph that was not changed gets its own lines back, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

WIDTH = 98
_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_OWN_LINE = re.compile(
    r"[ \t]*(?:#{1,6}(?:\s|$)|>|\||<|:::|={2,}\s*$|-{2,}\s*$|(?:[-*_][ \t]*){3,}$)"
)
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:")
_TOKEN = re.compile(r"(?:\[\[[^\]\n]*\]\]|\[@[^\]\n]*\]|[^ \t\n])+")
"""A word; a reference and a no-break space count as part of one, so that no line ends there."""
_UNSAFE_START = re.compile(r"(?:[-*+]|\d{1,9}[.)])$|#{1,6}$|[>|<]|[=-]+$|```|~~~|:::|\[[^\]]+\]:")
"""A word that Markdown would take for a mark if a line began with it."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph, a list item or a line that stands by itself.

    Attributes:
        text: it on one line.
        source: the lines it stands on in the file.
        wraps: whether it may be broken into several lines.
    """

    text: str
    source: str
    wraps: bool


def unwrapped(text: str) -> str:
    """Return ``text`` with each paragraph and list item on one line."""
    return "\n".join(line.text for line in _lines(text.rstrip("\n")))


def rewrapped(written: str, before: str) -> str:
    """Return what was written in a text box as it is to stand in the file.

    Args:
        before: what stands in the file; ``written`` was ``unwrapped`` of it and then changed.
    """
    kept: dict[str, list[str]] = {}
    for line in _lines(before.rstrip("\n")):
        kept.setdefault(line.text, []).append(line.source)
    found = []
    for line in _lines(_normal(written)):
        same = kept.get(line.text)
        found.append(same.pop(0) if same else _wrapped(line))
    made = "\n".join(found)
    return f"{made}\n" if made else ""


def _normal(text: str) -> str:
    """Return ``text`` without what a browser or a person leaves at its ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines)


def _lines(text: str) -> Iterator[_Line]:
    """Yield the paragraphs, list items and other lines of ``text``."""
    current: list[str] = []
    fenced = False

    def flush() -> Iterator[_Line]:
        if current:
            joined = current[0] + "".join(f" {line.strip()}" for line in current[1:])
            joined = joined if not _HARD_BREAK.search(current[-1]) else (
                joined.rstrip() + _HARD_BREAK.search(current[-1])[0]  # type: ignore[index]
                if not joined.endswith("\\") else joined
            )
            yield _Line(joined, "\n".join(current), True)
            current.clear()

    for line in text.split("\n"):
        if fenced or _FENCE.match(line):
            yield from flush()
            fenced = not fenced if _FENCE.match(line) else fenced
            yield _Line(line, line, False)
        elif not line.strip() or _OWN_LINE.match(line) or _DEFINITION.match(line):
            yield from flush()
            yield _Line(line, line, False)
        elif not current or _MARKER.match(line.lstrip()) or _HARD_BREAK.search(current[-1]):
            yield from flush()
            current.append(line)
        else:
            current.append(line)
    yield from flush()


def _wrapped(line: _Line) -> str:
    """Return ``line`` broken into lines, none of which begins with a mark of Markdown."""
    if not line.wraps:
        return line.text
    indent = line.text[: len(line.text) - len(line.text.lstrip())]
    body = line.text[len(indent):]
    marker = _MARKER.match(body)
    first = indent + (marker[0] if marker else "")
    rest = " " * len(first)
    ending = _HARD_BREAK.search(body)
    made, row = [], first
    for word in _TOKEN.findall(body[len(marker[0]) if marker else 0:]):
        bare = not row.strip() or row == first
        if bare or len(row) + 1 + len(word) <= WIDTH or _UNSAFE_START.match(word):
            row = row + word if bare else f"{row} {word}"
        else:
            made.append(row)
            row = rest + word
    made.append(row + (ending[0] if ending and ending[0] != "\\" else ""))
    return "\n".join(made)
