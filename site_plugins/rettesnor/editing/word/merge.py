"""Three texts into one: what two people made of the same text, unit by unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from rettesnor.editing.word.units import Unit, with_starts


class Conflict(Exception):
    """Both changed the same paragraph, each in a way of its own."""


def merged(base: Sequence[Unit], ours: Sequence[Unit], theirs: Sequence[Unit]) -> list[Unit]:
    """Return ``ours`` with what ``theirs`` changes in ``base``.

    Raises:
        Conflict: see there.
    """
    if list(base) == list(theirs):
        return list(ours)
    if list(base) == list(ours):
        return list(theirs)
    left, right = _kept(base, ours), _kept(base, theirs)
    found: list[Unit] = []
    at = (0, 0, 0)
    stable = [place for place in range(len(base)) if place in left and place in right]
    for place in [*stable, len(base)]:
        end = (place, left.get(place, len(ours)), right.get(place, len(theirs)))
        before, mine, other = (
            list(side[a:b]) for side, a, b in zip((base, ours, theirs), at, end, strict=True)
        )
        if _same(mine, before):
            found += other
        elif _same(other, before) or _same(mine, other):
            found += mine
        else:
            found += _added(before, mine, other)
        if place < len(base):
            found.append(ours[end[1]])
        at = (end[0] + 1, end[1] + 1, end[2] + 1)
    return with_starts(found)


def _added(before: list[Unit], mine: list[Unit], other: list[Unit]) -> list[Unit]:
    """Return what both say where one of them only added something before or after.

    Raises:
        Conflict: both changed it.
    """
    size = len(before)
    for adds, changes in ((mine, other), (other, mine)):
        if size and _same(adds[:size], before):
            return [*changes, *adds[size:]]
        if size and _same(adds[-size:], before):
            return [*adds[:-size], *changes]
    raise Conflict


def _same(one: Sequence[Unit], other: Sequence[Unit]) -> bool:
    return [*map(_key, one)] == [*map(_key, other)]


def _key(unit: Unit) -> Unit:
    return replace(unit, start=0, lines=(0, 0))


def _kept(base: Sequence[Unit], side: Sequence[Unit]) -> dict[int, int]:
    """Return where in ``side`` each unit of ``base`` is that it has kept."""
    keys: dict[Unit, int] = {}
    one, other = (
        [keys.setdefault(_key(unit), len(keys)) for unit in units] for units in (base, side)
    )
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {a + k: b + k for a, b, size in blocks for k in range(size)}
