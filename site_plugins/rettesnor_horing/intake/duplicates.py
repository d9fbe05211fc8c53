"""Comments that say the same, whatever their spacing, case and punctuation."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Indel

ALIKE = 0.8
"""Least share of words that two comments have in common, in the same order, to be called alike
(normalised Indel similarity of their words)."""
_SHARED = 0.7
"""Comments with at least this share of word triples in common (Jaccard) are always compared."""
_FEWEST_WORDS = 5
_WORD = re.compile(r"\w+")
Words = tuple[int, ...]
Triple = tuple[int, int, int]


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in lower case."""
    return _WORD.findall(text.casefold())


def likeness(text: str) -> str:
    """Return what equal comments have in common; nothing for texts too short to tell."""
    words = words_of(text)
    if len(words) < _FEWEST_WORDS:
        return ""
    return hashlib.blake2b(" ".join(words).encode(), digest_size=8).hexdigest()


def clusters(texts: Iterable[tuple[int, str]]) -> Iterator[list[int]]:
    """Yield the ids of texts that are alike, two or more at a time, in the order given.

    A text belongs to a group when it is like one of it. Two texts are compared when they share one
    of the rarest triples of words in each: with so many of the rarest, no pair that has ``_SHARED``
    in common is missed (prefix filtering: Chaudhuri, Ganti & Kaushik, "A primitive operator for
    similarity joins in data cleaning", 2006). Most pairs share none, so that the work grows with
    the number of texts and not with its square.
    """
    numbers: dict[str, int] = {}
    same: dict[Words, list[int]] = defaultdict(list)
    order: dict[int, int] = {}
    for id_, text in texts:
        order[id_] = len(order)
        words = words_of(text)
        if len(words) >= _FEWEST_WORDS:
            same[tuple(numbers.setdefault(word, len(numbers)) for word in words)].append(id_)
    distinct = list(same)
    group = _Groups.of(len(distinct))
    for one, other in _pairs(distinct):
        if group.apart(one, other) and _alike(distinct[one], distinct[other]):
            group.join(one, other)
    numbered = sorted(range(len(distinct)), key=group.first)
    found = (
        sorted((i for number in members for i in same[distinct[number]]), key=order.__getitem__)
        for _, members in groupby(numbered, key=group.first)
    )
    yield from (ids for ids in found if len(ids) > 1)


def _alike(one: Words, other: Words) -> bool:
    return Indel.normalized_similarity(one, other, score_cutoff=ALIKE) >= ALIKE


def _pairs(texts: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of texts that share one of the rarest triples of each."""
    triples = [_triples(text) for text in texts]
    often = Counter(triple for own in triples for triple in own)
    holders: dict[Triple, list[int]] = defaultdict(list)
    for number, own in enumerate(triples):
        needed = len(own) - int(_SHARED * len(own)) + 1
        rarest = sorted(own, key=lambda triple: (often[triple], triple))[:needed]
        met = dict.fromkeys(other for triple in rarest for other in holders[triple])
        yield from ((other, number) for other in met)
        for triple in rarest:
            holders[triple].append(number)


def _triples(words: Words) -> set[Triple]:
    return {words[i : i + 3] for i in range(len(words) - 2)}  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class _Groups:
    """Numbers in groups: each points to an earlier one of its group, the first to itself."""

    before: list[int]

    @classmethod
    def of(cls, size: int) -> _Groups:
        return cls(list(range(size)))

    def first(self, number: int) -> int:
        while self.before[number] != number:
            self.before[number] = self.before[self.before[number]]  # keeps later ways short
            number = self.before[number]
        return number

    def apart(self, one: int, other: int) -> bool:
        return self.first(one) != self.first(other)

    def join(self, one: int, other: int) -> None:
        first, last = sorted((self.first(one), self.first(other)))
        self.before[last] = first
