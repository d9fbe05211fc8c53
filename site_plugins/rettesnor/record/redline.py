"""The redline between two texts: words inside the structure they stand in.

A text is taken apart into blocks (paragraphs, list items, table rows, headings); blocks are
paired, and the words of each pair compared. Where a line breaks is no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rettesnor.model.legal_reference import NUMBER

Kind = Literal["same", "ins", "del"]
Form = Literal["paragraph", "item", "heading", "row", "code"]

_ITEM = re.compile(r"(?P<indent>\s*)(?P<mark>[-*+]|\d{1,9}[.)])\s+(?P<text>.*)")
_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*)")
_RULE_ROW = re.compile(r"\s*\|?[\s:|-]+\|?\s*\Z")
_TOKEN = re.compile(
    rf"(?P<space>\s*)(?P<word>\[\[.*?\]\]|\[@.*?\]|§ ?{NUMBER}|\w+|[^\w\s])", re.DOTALL
)
_LIKE = 0.3
"""Share of words in common from which two blocks are shown as one, changed."""
_LONGEST = 4_000
"""Blocks of more words are shown whole: comparing them would take too long."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both texts, or only in the new or the old one."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, item, heading, table row or block of code.

    Attributes:
        kind: ``ins`` or ``del`` when the whole block is only in one text; else ``same``.
        depth: the level of a heading, the nesting of an item.
        cells: one for each cell of a row; any other block has one.
    """

    kind: Kind
    form: Form
    depth: int
    cells: tuple[tuple[Piece, ...], ...]

    @property
    def changed(self) -> bool:
        """Whether anything in the block differs."""
        return any(piece.kind != "same" for cell in self.cells for piece in cell)


@dataclass(frozen=True, slots=True)
class _Source:
    """A block as it is written; each cell is a list of words, each with its space before."""

    form: Form
    depth: int
    cells: tuple[tuple[tuple[str, str], ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for cell in self.cells for _, word in cell)

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two blocks equal: form and words, cell by cell, and not the spaces."""
        return self.form, self.depth, tuple(tuple(w for _, w in cell) for cell in self.cells)


def redline(old: str, new: str) -> tuple[Block, ...]:
    """Return the blocks of ``new`` with what was taken out of ``old`` among them, in order."""
    before, after = list(_blocks(old)), list(_blocks(new))
    matcher = SequenceMatcher(None, [b.key for b in before], [b.key for b in after], autojunk=False)
    found: list[Block] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found += [_whole(block, "same") for block in after[j1:j2]]
        else:
            found += _paired(before[i1:i2], after[j1:j2])
    return tuple(found)


def words(old: str, new: str) -> tuple[Piece, ...]:
    """Return the redline of two short texts without structure."""
    return _compared(_tokens(old), _tokens(new))


def _paired(before: Sequence[_Source], after: Sequence[_Source]) -> Iterator[Block]:
    """Yield two runs of blocks, those that are alike as one."""
    start = 0
    for block in after:
        likeness = [(_likeness(before[i], block), -i) for i in range(start, len(before))]
        share, place = max(likeness, default=(0.0, 0))
        if share < _LIKE:
            yield _whole(block, "ins")
            continue
        alike = -place
        yield from (_whole(gone, "del") for gone in before[start:alike])
        yield _changed(before[alike], block)
        start = alike + 1
    yield from (_whole(gone, "del") for gone in before[start:])


def _likeness(one: _Source, other: _Source) -> float:
    if one.form != other.form or max(len(one.words), len(other.words)) > _LONGEST:
        return 0.0
    mine, yours = set(one.words), set(other.words)
    return len(mine & yours) / max(len(mine | yours), 1)


def _changed(before: _Source, after: _Source) -> Block:
    if len(before.cells) == len(after.cells):
        cells = tuple(_compared(*pair) for pair in zip(before.cells, after.cells, strict=True))
    else:
        cells = (
            tuple(p for cell in before.cells for p in _pieces(cell, "del")),
            *(_pieces(cell, "ins") for cell in after.cells),
        )
    return Block("same", after.form, after.depth, cells)


def _whole(block: _Source, kind: Kind) -> Block:
    return Block(kind, block.form, block.depth, tuple(_pieces(cell, kind) for cell in block.cells))


def _compared(
    before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]
) -> tuple[Piece, ...]:
    matcher = SequenceMatcher(
        None, [word for _, word in before], [word for _, word in after], autojunk=False
    )
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces += _pieces(after[j1:j2], "same")
        else:
            pieces += _pieces(before[i1:i2], "del")
            pieces += _pieces(after[j1:j2], "ins")
    return tuple(pieces)


def _pieces(tokens: Sequence[tuple[str, str]], kind: Kind) -> tuple[Piece, ...]:
    text = "".join(space + word for space, word in tokens)
    return (Piece(kind, text),) if text else ()


def _tokens(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((" " if m["space"] else "", m["word"]) for m in _TOKEN.finditer(text.strip()))


def _blocks(text: str) -> Iterator[_Source]:
    form: Form = "paragraph"
    depth, lines = 0, list[str]()
    fenced = False

    def finished() -> Iterator[_Source]:
        if lines:
            yield _Source(form, depth, (_tokens("\n".join(lines)),))
            lines.clear()

    for line in text.split("\n"):
        item, heading = _ITEM.match(line), _HEADING.match(line)
        if line.lstrip().startswith("```"):
            yield from finished()
            fenced, form, depth = not fenced, "paragraph" if fenced else "code", 0
        elif fenced:
            lines.append(line)
        elif not line.strip():
            yield from finished()
            form, depth = "paragraph", 0
        elif line.lstrip().startswith("|"):
            yield from finished()
            if not _RULE_ROW.match(line):
                cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
                yield _Source("row", 0, tuple(_tokens(cell) for cell in cells))
        elif heading:
            yield from finished()
            yield _Source("heading", len(heading["marks"]), (_tokens(heading["text"]),))
        elif item:
            yield from finished()
            form, depth = "item", len(item["indent"]) // 2
            lines.append(item["text"])
        else:
            lines.append(line)
    yield from finished()
