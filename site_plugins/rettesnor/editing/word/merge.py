"""Three texts into one: what two people made of the same text, unit by unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rettesnor.editing.three_way import chunks
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
    found: list[Unit] = []
    for before, mine, other in chunks(base, ours, theirs, _key):
        if _same(other, before) or _same(mine, other):
            found += mine
        elif _same(mine, before):
            found += other
        else:
            found += _added(before, mine, other)
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
