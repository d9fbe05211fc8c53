"""Three sequences cut into the parts that belong together: what a three-way merge goes by.

See Khanna, Kunal and Pierce, «A formal investigation of diff3» (2007).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")


def chunks(
    before: Sequence[T], mine: Sequence[T], theirs: Sequence[T], key: Callable[[T], Hashable]
) -> Iterator[tuple[list[T], list[T], list[T]]]:
    """Yield what ``before``, ``mine`` and ``theirs`` have of each part, in order.

    An item that both have kept is a part of its own; between such items lies what one or both of
    them changed.

    Args:
        key: two items with the same key are the same.
    """
    own, other = _kept(before, mine, key), _kept(before, theirs, key)
    at = (0, 0, 0)
    for place in [*(place for place in range(len(before)) if place in own and place in other),
                  len(before)]:
        end = (place, own.get(place, len(mine)), other.get(place, len(theirs)))
        if end != at:
            yield (
                list(before[at[0]:end[0]]), list(mine[at[1]:end[1]]), list(theirs[at[2]:end[2]])
            )
        if place < len(before):
            yield [before[end[0]]], [mine[end[1]]], [theirs[end[2]]]
        at = (end[0] + 1, end[1] + 1, end[2] + 1)


def _kept(
    before: Sequence[T], after: Sequence[T], key: Callable[[T], Hashable]
) -> dict[int, int]:
    """Return where the items that ``after`` still has stand in it, by where they stood."""
    one, other = ([*map(key, items)] for items in (before, after))
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}
