"""The redline between two texts: every word that differs, inside the structure it stands in.

Units (paragraphs, list items, table rows, headings) with the same words are matched first. What
lies between is compared word by word; units that share enough words are shown as one that
changed, also when a paragraph was split in two or two were joined. Anything else is shown whole, as
added or deleted. Where a line of the source breaks is no difference.

Leaving out what is deleted gives the words of the new text, leaving out what is inserted those of
the old one, always.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rettesnor.model import document_tree as booklet
from rettesnor.releases.redline.common_words import matches
from rettesnor.releases.redline.units import IMPLIED, Role, Shape, Token, Unit, tokens, units

Kind = Literal["same", "ins", "del"]

_LIKE = 0.4
"""Share of words in common from which two units are shown as one, changed."""
_PART = 0.8
"""Share of its words that a unit has from one that was split, or joined with others, at least."""
_SHORT = 8
"""Two units of so few words, alone between what stays, are one that changed."""
_REWRITTEN = 4
"""Words changed on either side of a stray common word from which it is shown as changed too."""
_PILCROW = "¶"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both texts, or only in the new or the old one.

    Attributes:
        text: with the space before the words. A piece of nothing but space follows from a change
            next to it, and need not be marked.
        style: how the words are set (see ``Token``).
        role: ``address`` for where a link leads (to be shown where it differs), ``line`` for a
            line break, ``break`` for a paragraph that was split here (``ins``) or joined (``del``).
    """

    kind: Kind
    text: str
    style: str = ""
    role: Role = ""


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, item, heading, table row or block of code.

    Attributes:
        kind: ``ins`` or ``del`` when the whole block is only in one text; else ``same``.
        label: the number or bullet of a list item.
        cells: one for each cell of a row; any other block has one.
        was: what the block was before, when it was of another shape.
    """

    kind: Kind
    shape: Shape
    label: Pieces
    cells: tuple[Pieces, ...]
    was: Shape | None = None

    @property
    def pieces(self) -> Pieces:
        """The pieces of all cells, with the label."""
        return (*self.label, *(piece for cell in self.cells for piece in cell))

    @property
    def changed(self) -> bool:
        """Whether anything in the block differs."""
        return (
            self.kind != "same" or self.was is not None
            or any(piece.kind != "same" for piece in self.pieces)
        )


def redline(old: Iterable[booklet.Block], new: Iterable[booklet.Block]) -> tuple[Block, ...]:
    """Return the blocks of ``new`` with what was taken out of ``old`` among them, in order."""
    groups = list(_groups(units(old), units(new)))
    columns = _Columns(groups)
    found: list[Block] = []
    for before, after in groups:
        if not after:
            found += (columns.fitted(unit, "del") for unit in before)
        elif not before:
            found += (columns.fitted(unit, "ins") for unit in after)
        elif after[0].kin == "row":
            found.append(columns.paired(before[0], after[0]))
        else:
            found += _rewritten(before, after)
    return tuple(found)


def told(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield what to show of ``pieces``: where links lead is left out where it does not differ.

    That a law or a word of the glossary is linked is not said of words that are new or gone
    themselves.
    """
    before: Kind = "same"
    for piece in pieces:
        implied = piece.kind == before and piece.text.strip().startswith(IMPLIED)
        if piece.role != "address" or (piece.kind != "same" and not implied):
            yield piece
        before = piece.kind


def words(old: str, new: str) -> Pieces:
    """Return the redline of two short texts without markup."""
    return _compared(tokens(old), tokens(new))


# Which units are compared with which ---------------------------------------------------------

Group = tuple[Sequence[Unit], Sequence[Unit]]
"""Units of the old text and those of the new that they became; one side may be empty."""


def _groups(before: Sequence[Unit], after: Sequence[Unit]) -> Iterator[Group]:
    kept = matches([unit.key for unit in before], [unit.key for unit in after]) or []
    i = j = 0
    for same_i, same_j in [*kept, (len(before), len(after))]:
        yield from _between(before[i:same_i], after[j:same_j])
        if same_i < len(before):
            yield before[same_i : same_i + 1], after[same_j : same_j + 1]
        i, j = same_i + 1, same_j + 1


def _between(before: Sequence[Unit], after: Sequence[Unit]) -> Iterator[Group]:
    """Yield the groups of two runs of units that have no unit in common."""
    i = j = 0
    for (i1, i2), (j1, j2) in [*_linked(before, after), ((len(before),) * 2, (len(after),) * 2)]:
        if i < i1:
            yield before[i:i1], ()
        if j < j1:
            yield (), after[j:j1]
        if i1 < i2:
            yield before[i1:i2], after[j1:j2]
        i, j = i2, j2


_Range = tuple[int, int]


def _linked(before: Sequence[Unit], after: Sequence[Unit]) -> list[tuple[_Range, _Range]]:
    """Return the ranges of units that became each other, in order and without overlap."""
    if not before or not after:
        return []
    common = _common(before, after)
    size_before, size_after = ([_size(unit) for unit in side] for side in (before, after))
    if len(before) == len(after) == 1 and before[0].kin == after[0].kin:
        largest = max(size_before[0], size_after[0])
        if largest <= _SHORT or common.get((0, 0), 0) >= _LIKE / 2 * largest:
            return [((0, 1), (0, 1))]
    found: list[tuple[_Range, _Range]] = []
    for (i, j), count in sorted(common.items()):
        whole = count >= _LIKE * max(size_before[i], size_after[j]) or (
            before[i].kin == "row" and before[i].cells[0] == after[j].cells[0]
        )
        part = (
            before[i].kin == "text" and count >= 2
            and count >= _PART * min(size_before[i], size_after[j])
        )
        if not (whole or part):
            continue
        if not found:
            found.append(((i, i + 1), (j, j + 1)))
            continue
        (i1, i2), (j1, j2) = found[-1]
        if i >= i2 and j >= j2:
            found.append(((i, i + 1), (j, j + 1)))
        elif before[i].kin == "text" and i <= i2 and j <= j2 and (i == i2 - 1 or j == j2 - 1):
            found[-1] = (i1, max(i2, i + 1)), (j1, max(j2, j + 1))
    return found


def _common(before: Sequence[Unit], after: Sequence[Unit]) -> dict[tuple[int, int], int]:
    """Count the words that each pair of units has in common, in order."""
    old, new = _flat(before), _flat(after)
    kept = matches([key for _, key in old], [key for _, key in new])
    counts: dict[tuple[int, int], int] = {}
    for i, j in kept or ():
        if _is_word(old[i][1][1][0]):
            pair = old[i][0], new[j][0]
            counts[pair] = counts.get(pair, 0) + 1
    return counts


def _flat(side: Sequence[Unit]) -> list[tuple[int, tuple[str, tuple[str, str, str]]]]:
    return [
        (number, (unit.kin, token.key))
        for number, unit in enumerate(side) for cell in unit.cells for token in cell
    ]


def _size(unit: Unit) -> int:
    return max(sum(_is_word(token.word) for cell in unit.cells for token in cell), 1)


def _is_word(text: str) -> bool:
    return text[0].isalnum() or text[0] == "§"


# Units as blocks -------------------------------------------------------------------------------


def _rewritten(before: Sequence[Unit], after: Sequence[Unit]) -> Iterator[Block]:
    """Yield the blocks that units of text, or one unit of another kin, became."""
    old, new = iter(before), iter(after)
    origin: Unit | None = next(old)
    unit = next(new)
    pieces = _Builder()
    for kind, one, other in _steps(_stream(before), _stream(after)):
        if (one or other or _END).role != "break":
            pieces.add(kind, one, other)
            continue
        if kind == "del":
            gone = next(old)
            pieces.put("del", _PILCROW, role="break")
            if gone.label:
                pieces.put("del", f" {gone.label} ")
            continue
        if kind == "ins":
            pieces.put("ins", _PILCROW, role="break")
        yield _block(origin, unit, (pieces.done(),))
        origin = next(old) if kind == "same" else None
        unit, pieces = next(new), _Builder()
    yield _block(origin, unit, (pieces.done(),))


_END = Token("", "\n\n", "", "break")


def _stream(side: Sequence[Unit]) -> list[Token]:
    found = list(side[0].cells[0])
    for unit in side[1:]:
        found += (_END, *unit.cells[0])
    return found


def _block(origin: Unit | None, unit: Unit, cells: tuple[Pieces, ...]) -> Block:
    before = origin.label if origin else ""
    if before == unit.label:
        label = _label("same", unit.label)
    else:
        label = _label("del", before) + _label("ins", unit.label)
    was = origin.shape if origin and origin.shape != unit.shape else None
    return Block("same", unit.shape, label, cells, was)


def _label(kind: Kind, text: str) -> Pieces:
    return (Piece(kind, text),) if text else ()


class _Columns:
    """Which columns of two tables are the same: a column may have come or gone."""

    def __init__(self, groups: Iterable[Group]) -> None:
        rows: dict[tuple[int, int], list[tuple[Unit, Unit]]] = {}
        for before, after in groups:
            if before and after and before[0].kin == "row":
                pair = before[0].table, after[0].table
                rows.setdefault(pair, []).append((before[0], after[0]))
        self._pairs = {pair: _columns(found) for pair, found in rows.items()}
        self._ways: dict[tuple[Kind, int], list[tuple[int | None, int | None]]] = {}
        for (old, new), columns in self._pairs.items():
            self._ways.setdefault(("del", old), columns)
            self._ways.setdefault(("ins", new), columns)

    def paired(self, before: Unit, after: Unit) -> Block:
        """Return the row ``after``, compared with the one it was."""
        cells = tuple(
            _compared(_cell(before, a), _cell(after, b))
            for a, b in self._pairs[before.table, after.table]
        )
        return _block(before, after, cells)

    def fitted(self, unit: Unit, kind: Kind) -> Block:
        """Return a unit that is only in one text; a row gets the columns of both."""
        cells = unit.cells
        if unit.kin == "row" and (kind, unit.table) in self._ways:
            side = 0 if kind == "del" else 1
            cells = tuple(_cell(unit, way[side]) for way in self._ways[kind, unit.table])
        made = []
        for cell in cells:
            pieces = _Builder()
            for token in cell:
                pieces.put(kind, token.space + token.word, token.style, token.role)
            made.append(pieces.done())
        return Block(kind, unit.shape, _label(kind, unit.label), tuple(made))


def _cell(row: Unit, place: int | None) -> tuple[Token, ...]:
    return () if place is None else row.cells[place]


def _columns(rows: Sequence[tuple[Unit, Unit]]) -> list[tuple[int | None, int | None]]:
    """Return the columns of two tables side by side, by what their rows have in common."""
    n, m = len(rows[0][0].cells), len(rows[0][1].cells)
    if n == m:
        return [(k, k) for k in range(n)]
    like = [[sum(_share(b.cells[i], a.cells[j]) for b, a in rows) for j in range(m)]
            for i in range(n)]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in reversed(range(n)):
        for j in reversed(range(m)):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], like[i][j] + best[i + 1][j + 1])
    found: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < n or j < m:
        if i < n and j < m and like[i][j] and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif i < n and (j == m or best[i][j] == best[i + 1][j]):
            found.append((i, None))
            i += 1
        else:
            found.append((None, j))
            j += 1
    return found


def _share(one: Sequence[Token], other: Sequence[Token]) -> float:
    mine, yours = ({token.key for token in cell} for cell in (one, other))
    return len(mine & yours) / max(len(mine | yours), 1)


# Words -----------------------------------------------------------------------------------------

_Step = tuple[Kind, Token | None, Token | None]


def _compared(before: Sequence[Token], after: Sequence[Token]) -> Pieces:
    pieces = _Builder()
    for step in _steps(before, after):
        pieces.add(*step)
    return pieces.done()


def _steps(before: Sequence[Token], after: Sequence[Token]) -> Iterator[_Step]:
    """Yield every word of both texts, in order; what is deleted before what is inserted there."""
    kept = matches([t.key for t in before], [t.key for t in after]) or []
    kept = _without_strays([*kept, (len(before), len(after))], before)
    apart = _apart(kept, before, after)
    i = j = 0
    for same_i, same_j in kept:
        if same_i < len(before) and same_i in apart:
            continue
        yield from (("del", token, None) for token in before[i:same_i])
        yield from (("ins", None, token) for token in after[j:same_j])
        if same_i < len(before):
            yield "same", before[same_i], after[same_j]
        i, j = same_i + 1, same_j + 1


def _without_strays(kept: list[tuple[int, int]], before: Sequence[Token]) -> list[tuple[int, int]]:
    """Leave out lone common words amid a passage that was rewritten: they make it unreadable."""
    runs: list[list[tuple[int, int]]] = []
    for pair in kept:
        if runs and runs[-1][-1] == (pair[0] - 1, pair[1] - 1):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    found: list[tuple[int, int]] = []
    end = (0, 0)
    for number, run in enumerate(runs):
        following = runs[number + 1][0] if number + 1 < len(runs) else None
        mine = [before[i] for i, _ in run if i < len(before)]
        stray = (
            following is not None
            and sum(_is_word(token.word) for token in mine) <= 1
            and not any(token.role for token in mine)
            and _many(end, run[0]) and _many((run[-1][0] + 1, run[-1][1] + 1), following)
        )
        if not stray:
            found += run
        end = run[-1][0] + 1, run[-1][1] + 1
    return found


def _many(start: tuple[int, int], end: tuple[int, int]) -> bool:
    return min(end[0] - start[0], end[1] - start[1]) >= _REWRITTEN


def _apart(
    kept: Sequence[tuple[int, int]], before: Sequence[Token], after: Sequence[Token]
) -> set[int]:
    """Return the words of ``before`` that stay, but for the space between them and their neighbour.

    «10%» and «10 %» differ; both words are then shown as changed.
    """
    found: set[int] = set()
    for (i1, j1), (i2, j2) in pairwise(kept):
        together = i2 == i1 + 1 and j2 == j1 + 1 and i2 < len(before)
        if together and before[i2].space != after[j2].space:
            found |= {i1, i2}
    return found


class _Builder:
    """Puts words together to pieces."""

    def __init__(self) -> None:
        self._found: list[Piece] = []

    def add(self, kind: Kind, old: Token | None, new: Token | None) -> None:
        """Add a step (see ``_steps``)."""
        token = new or old
        assert token is not None
        space = token.space
        if old and new and old.space != new.space:
            self.put("del", old.space)
            self.put("ins", new.space)
            space = ""
        self.put(kind, space + token.word, token.style, token.role)

    def put(self, kind: Kind, text: str, style: str = "", role: Role = "") -> None:
        """Add words to the last piece, if they are like it."""
        last = self._found[-1] if self._found else None
        if last and not role and (last.kind, last.style, last.role) == (kind, style, ""):
            self._found[-1] = Piece(kind, last.text + text, style)
        elif text:
            self._found.append(Piece(kind, text, style, role))

    def done(self) -> Pieces:
        """Return the pieces."""
        return tuple(self._found)


