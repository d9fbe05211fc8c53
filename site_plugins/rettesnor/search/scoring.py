"""From pages to postings: for each stem the sections it is in, and how much it counts there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rettesnor.model.pages import kinds
from rettesnor.search.document import Document
from rettesnor.search.tokenizer import count_words

Counts = dict[str, int]
"""How much each word counts in a section, by its written form."""
Leads = Mapping[str, tuple[str, ...]]
"""For each written form the stems it counts for: its own first, then those of its parts."""
Letters = dict[str, int]
"""How much each stem counts in a section: the code of a letter, ``A`` for least."""

LEVELS = 26
"""A weight is one of so many levels, so that a letter can stand for it."""
FIRST = ord("A")
_TITLE, _HEADING, _ENTRY = 6, 2, 5
"""What a word counts in the title of a page, of a section, and of an entry of a list."""
_LENGTH = 100
"""The length of a section, in words, that is neither long nor short."""
_ANSWERS = kinds("answers")
_LEADING = 0.6
"""What pages count that lead to answers rather than give them, next to those ``_ANSWERS``."""
_K1, _B = 1.2, 0.6
"""Saturation and the pull of length, as in BM25 (Robertson & Zaragoza 2009). Against an average
length of its own each page would weigh otherwise as soon as another one is edited; so ``_LENGTH``
is fixed, and how rare a word is is reckoned in the browser."""


def count(document: Document) -> list[Counts]:
    """Return what each word counts in each section of ``document``."""
    found = []
    for anchor, heading, text, more in document.sections:
        worth = _ENTRY if document.apart and anchor else _HEADING if anchor else _TITLE
        counts: Counts = count_words(text)
        for word, times in count_words(heading).items():
            counts[word] = counts.get(word, 0) + times * worth
        for word in count_words(more) if more else ():
            counts[word] = counts.get(word, 0) + _HEADING
        found.append(counts)
    return found


def weigh(kind: str, counted: Sequence[Counts], leads: Leads) -> list[Letters]:
    """Return how much each stem counts in each section of a page of ``kind``; a part counts half
    next to the compound that it is in."""
    full = LEVELS * (1 if kind in _ANSWERS else _LEADING)
    return [_letters(counts, leads, full) for counts in counted]


def _letters(counts: Counts, leads: Leads, full: float) -> Letters:
    worth: dict[str, int] = {}  # in halves
    for word, much in counts.items():
        names = leads[word]
        name = names[0]
        worth[name] = worth.get(name, 0) + 2 * much
        for name in names[1:]:
            worth[name] = worth.get(name, 0) + much
    room = 2 * _K1 * (1 - _B + _B * sum(counts.values()) / _LENGTH)
    letter = {  # a section has few different counts
        much: FIRST + min(int(full * much / (much + room)), LEVELS - 1)
        for much in set(worth.values())
    }
    return {name: letter[much] for name, much in worth.items()}


def by_stem(sections: Iterable[Letters]) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return for each stem of a page the numbers of its sections in the page, and the letters."""
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for number, letters in enumerate(sections):
        for name, letter in letters.items():
            found[name] = (*found.get(name, ()), (number, letter))
    return found
