"""The longest common subsequence of two sequences, by which texts are compared."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

LIMIT = 400_000_000
"""Most comparisons made for one pair of sequences (20 000 items each, 50 MB, about a second)."""


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]] | None:
    """Return the pairs of places that a longest common subsequence keeps, in order.

    Where there are several, the one whose items stand earliest is taken: a sentence added between
    two others is then shown from its first word to its full stop.

    Returns None when the two are too long to compare within ``LIMIT``.
    """
    head = 0
    shortest = min(len(old), len(new))
    while head < shortest and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shortest - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    inner = _inner(old[head : len(old) - tail], new[head : len(new) - tail])
    if inner is None:
        return None
    found = [(i, i) for i in range(head)]
    found += [(head + i, head + j) for i, j in inner]
    return found + [(len(old) - k, len(new) - k) for k in range(tail, 0, -1)]


def _inner(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]] | None:
    """Bit-parallel (Hyyrö 2004): one whole number holds a row of the table of lengths.

    The rows are made from the end, so that the way through them can be walked from the start.
    Bit ``j`` of a row is 0 where one more item from the end of ``new`` makes the common
    subsequence longer.
    """
    n, m = len(old), len(new)
    if not n or not m:
        return []
    if n * m > LIMIT:
        return None
    places: dict[Hashable, int] = {}
    for j, item in enumerate(reversed(new)):
        places[item] = places.get(item, 0) | 1 << j
    full = (1 << m) - 1
    row = full
    rows = [row]
    for item in reversed(old):
        here = row & places.get(item, 0)
        row = ((row + here) | (row - here)) & full
        rows.append(row)
    found = []
    i = j = 0
    while i < n and j < m:
        if old[i] == new[j]:
            found.append((i, j))
            i += 1
            j += 1
        elif rows[n - i] >> (m - j - 1) & 1:
            j += 1
        else:
            i += 1
    return found
