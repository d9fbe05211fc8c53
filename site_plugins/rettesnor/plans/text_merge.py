"""Merging three versions of a plain text by its lines: paragraphs and items of lists.

A line that only one side changed is taken from that side. What both changed is disputed: the merged
text has the local lines there, and the disputed part says what each of the three has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rettesnor.editing.three_way import chunks

_LINE = re.compile(r"(.*?)[ \t]*(\n\s*|$)", re.S)


class Line(NamedTuple):
    """A line that says something, and the line ends after it."""

    text: str
    end: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """A part of a text that both changed, as each of the three has it."""

    base: str
    national: str
    local: str


@dataclass(frozen=True, slots=True)
class MergedText:
    """A merged text; ``taken`` says whether something national was taken in."""

    text: str
    disputed: tuple[Disputed, ...] = ()
    taken: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the three texts; ``made`` is what the merged text has of it."""

    base: Sequence[Line]
    made: Sequence[Line]
    national: Sequence[Line]
    disputed: bool = False


def merge_text(base: str, national: str, local: str) -> MergedText:
    """Return ``local`` with what ``national`` changes in ``base``."""
    parts: list[_Part] = []
    taken = False
    for old, own, new in chunks(lines(base), lines(local), lines(national), _key):
        keys = [[*map(_key, part)] for part in (old, own, new)]
        if keys[2] in (keys[0], keys[1]):
            parts.append(_Part(old, own, own))
        elif keys[1] == keys[0]:
            parts.append(_Part(old, new, new))
            taken = True
        elif not old and not set(keys[1]) & set(keys[2]):
            parts.append(_Part(old, [*own, *new], [*own, *new]))  # both only added something
            taken = True
        elif len(old) == len(own) == len(new):
            for three in zip(old, own, new, strict=True):
                part = _line(*three)
                taken |= not part.disputed and _key(part.made[0]) != _key(three[1])
                parts.append(part)
        else:
            parts.append(_Part(old, own, new, disputed=True))
    text = _joined([one for part in parts for one in part.made])
    return MergedText(text, tuple(_disputed(parts)), taken)


def replaced(text: str, part: str, value: str) -> str | None:
    """Return ``text`` with ``value`` for the lines of ``part``; None when it does not have them."""
    if text == part:
        return value
    have, wanted = lines(text), [*map(_key, lines(part))]
    size = len(wanted)
    keys = [*map(_key, have)]
    at = next((n for n in range(len(have)) if size and keys[n:n + size] == wanted), None)
    if at is None:
        return None
    new = lines(value)
    if new and not new[-1].end:
        new[-1] = Line(new[-1].text, have[at + size - 1].end)
    return _joined([*have[:at], *new, *have[at + size:]])


def lines(text: str) -> list[Line]:
    """Return the lines of a text that say something."""
    found = [Line(match[1].strip(), match[2]) for match in _LINE.finditer(text)]
    return [one for one in found if one.text]


def _line(old: Line, own: Line, new: Line) -> _Part:
    if _key(new) in (_key(old), _key(own)):
        return _Part([old], [own], [own])
    if _key(own) == _key(old):
        return _Part([old], [new], [new])
    return _Part([old], [own], [new], disputed=True)


def _disputed(parts: Sequence[_Part]) -> list[Disputed]:
    """Return the disputed parts, each with as much around it as tells it from the rest."""
    keys = [[*map(_key, part.made)] for part in parts]
    whole = [one for part in keys for one in part]
    found: list[tuple[int, int]] = []
    for place, part in enumerate(parts):
        if not part.disputed or (found and place < found[-1][1]):
            continue
        start, end = place, place + 1
        while not _is_once([one for part in keys[start:end] for one in part], whole):
            if end < len(parts):
                end += 1
            elif start:
                start -= 1
            else:
                break
        while found and start < found[-1][1]:
            start = min(start, found.pop()[0])
        found.append((start, end))
    return [_said(parts[start:end]) for start, end in found]


def _is_once(part: Sequence[str], whole: Sequence[str]) -> bool:
    size = len(part)
    return bool(part) and sum(
        whole[n:n + size] == part for n in range(len(whole) - size + 1)
    ) == 1


def _said(parts: Sequence[_Part]) -> Disputed:
    return Disputed(
        _joined([one for part in parts for one in part.base]),
        _joined([one for part in parts for one in (part.national if part.disputed else part.made)]),
        _joined([one for part in parts for one in part.made]),
    )


def _joined(found: Sequence[Line]) -> str:
    return "".join(f"{one.text}{one.end or chr(10)}" for one in found).rstrip()


def _key(line: Line) -> str:
    return line.text
