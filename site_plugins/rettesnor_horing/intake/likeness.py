"""Comments that say the same: told by their words, whatever spacing, case and punctuation."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

ALIKE = 0.7
"""Least share of common word triples (Jaccard) for two comments to be called alike."""
_FEWEST_WORDS = 5
_WORD = re.compile(r"\w+")


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
    """Yield the ids of texts that are alike, two or more at a time.

    Candidates share one of the smallest hashed triples (a bottom sketch of 12), so not every
    pair is compared: Broder, "On the resemblance and containment of documents", 1997.
    """
    triples = {id_: _triples(text) for id_, text in texts}
    buckets: dict[int, list[int]] = defaultdict(list)
    for id_, own in triples.items():
        for hashed in sorted(own)[:12]:
            buckets[hashed].append(id_)
    root = {id_: id_ for id_ in triples}

    def find(id_: int) -> int:
        while root[id_] != id_:
            root[id_] = root[root[id_]]
            id_ = root[id_]
        return id_

    for bucket in buckets.values():
        first = bucket[0]
        for other in bucket[1:]:
            if find(first) != find(other) and _share(triples[first], triples[other]) >= ALIKE:
                root[find(other)] = find(first)
    together: dict[int, list[int]] = defaultdict(list)
    for id_ in triples:
        together[find(id_)].append(id_)
    yield from (ids for ids in together.values() if len(ids) > 1)


def _triples(text: str) -> frozenset[int]:
    words = words_of(text)
    if len(words) < _FEWEST_WORDS:
        return frozenset()
    return frozenset(
        int.from_bytes(hashlib.blake2b(" ".join(words[i : i + 3]).encode(), digest_size=8).digest())
        for i in range(len(words) - 2)
    )


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / (len(one | other) or 1)
