"""A redline as lines of text: the sentences that differ, with the changed words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rettesnor.releases.redline.compare import Block, Kind, Piece, told
from rettesnor.releases.redline.html import was

_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[\w«\"(])")
_AROUND = 60
"""Characters of a long sentence that are shown around what changed."""
_STYLES = {"s": "**", "e": "*", "c": "`"}


class Marks(NamedTuple):
    """What stands before and after deleted and inserted words."""

    deletion: tuple[str, str] = ("[-", "-]")
    insertion: tuple[str, str] = ("{+", "+}")


PLAIN = Marks()
COLOURED = Marks(("\x1b[9;31m", "\x1b[0m"), ("\x1b[4;32m", "\x1b[0m"))
"""Struck through and red, underlined and green."""


def lines(blocks: Iterable[Block], marks: Marks = PLAIN) -> Iterator[str]:
    """Yield the blocks that differ, a line or more each, shortened to the sentences that do."""
    for block in blocks:
        if block.changed:
            yield from _block(block, marks).split("\n")


def _block(block: Block, marks: Marks) -> str:
    shape = block.shape
    indent = "> " * shape.quote + ("  " * (shape.level - 1) if shape.form == "item" else "")
    if shape.form == "heading":
        indent += "#" * shape.level + " "
    label = _marked(block.label, marks)
    note = f"{was(block.was, shape)} " if block.was is not None else ""
    if shape.form in ("head", "row"):
        content = "| " + " | ".join(_marked(cell, marks) for cell in block.cells) + " |"
    elif shape.form == "code":
        content = _marked(block.cells[0], marks, literal=True)
    else:
        content = _shortened(block.cells[0], marks)
    return f"{indent}{label}{' ' if label else ''}{note}{content}"


def _marked(pieces: Sequence[Piece], marks: Marks, *, literal: bool = False) -> str:
    return _joined(_runs(pieces, marks, literal), literal)


def _joined(runs: Iterable[tuple[str, Kind]], literal: bool = False) -> str:
    """Return the runs as one text, with a space between what was deleted and what replaced it."""
    parts: list[str] = []
    before: Kind = "same"
    for text, kind in runs:
        apart = (before, kind) == ("del", "ins") and not literal
        if apart and not text[:1].isspace() and not parts[-1][-1:].isspace():
            parts.append(" ")
        parts.append(text)
        before = kind if text else before
    return "".join(parts)


def _runs(
    pieces: Sequence[Piece], marks: Marks, literal: bool = False
) -> Iterator[tuple[str, Kind]]:
    """Yield the text of each run of pieces of one kind, marked, and the kind."""
    for kind, some in groupby(told(pieces), lambda piece: piece.kind):
        run = list(some)
        if kind == "same":
            yield "".join(" " if piece.role == "line" else piece.text for piece in run), "same"
            continue
        text = "".join(map(_written, run))
        if not text.strip() and not literal:
            yield (" " if kind == "ins" else ""), "same"  # it follows from a change next to it
            continue
        core = text if literal else text.strip()
        start = "" if literal else text[: len(text) - len(text.lstrip())]
        end = "" if literal else text[len(text.rstrip()) :]
        before, after = marks.insertion if kind == "ins" else marks.deletion
        yield f"{start}{before}{core}{after}{end}", kind


def _written(piece: Piece) -> str:
    text = {"line": " ↵", "break": f" {piece.text}"}.get(piece.role, piece.text)
    core = text.strip()
    if not core or not piece.style:
        return text
    start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    for sign in piece.style:
        core = f"{_STYLES[sign]}{core}{_STYLES[sign]}"
    return f"{start}{core}{end}"


def _shortened(pieces: Sequence[Piece], marks: Marks) -> str:
    """Return the sentences that differ; ``…`` stands for others, and for the rest of long ones."""
    runs = list(_runs(pieces, marks))
    found: list[tuple[str, Kind]] = []
    for number, (text, kind) in enumerate(runs):
        first, last = number == 0, number == len(runs) - 1
        if kind != "same" or (first and last):
            found.append((text, kind))
            continue
        start = 0 if last else _sentence_start(text)
        end = len(text) if first else _sentence_end(text)
        if first:
            text = ("… " if start else "") + text[start:]
        elif last:
            text = text[:end] + (" …" if text[end:].strip() else "")
        elif end < start:
            text = f"{text[:end]} … {text[start:]}"
        found.append((text, kind))
    return _joined(found).strip()


def _sentence_start(text: str) -> int:
    """Return where the last sentence of ``text`` begins, or where it is shown from."""
    starts = [match.end() for match in _SENTENCE.finditer(text)]
    start = starts[-1] if starts else 0
    if start and not text[start:].strip():
        start = starts[-2] if len(starts) > 1 else 0
    if len(text) - start > 2 * _AROUND:
        cut = text.find(" ", len(text) - _AROUND)
        start = cut + 1 if cut >= 0 else start
    return start


def _sentence_end(text: str) -> int:
    """Return where the first sentence of ``text`` ends, or where it is shown to."""
    match = re.search(r"[.!?:](?=\s|\Z)", text)
    end = match.end() if match else len(text)
    if end > 2 * _AROUND:
        cut = text.rfind(" ", 0, _AROUND)
        end = cut if cut > 0 else end
    return end
