"""From pages to postings: for each stem the sections it is in, and how much it counts there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from rettesnor.model.pages import QUESTION, kinds
from rettesnor.model.sections import SEARCH_WORTH
from rettesnor.search.document import Document
from rettesnor.search.tokenizer import WEAK, asked_for, count_words

Counts = dict[str, int]
"""How much each word counts in a section, by its written form."""
Leads = Mapping[str, tuple[str, ...]]
"""For each written form the stems it counts for: its own first, then those of its parts."""
Letters = dict[str, int]
"""How much each stem counts in a section: the code of a letter, ``A`` for least."""

LEVELS = 26
"""A weight is one of so many levels, so that a letter can stand for it."""
TEXT = 18
"""Up to this level a word is in the text, and the level says how much it counts there. Above it the
word is in the heading too, and the level says how much of the heading it is."""
FIRST = ord("A")
_TITLE, _HEADING, _ENTRY, _HIDDEN = 6, 2, 5, 1
"""What a word counts in the title of a page, of a section and of an entry, and where it is not
shown."""
_LITTLE = 0.2
"""How much of a question a word is that says little."""
_LENGTH = 100
"""The length of a section, in words, that is neither long nor short."""
_ANSWERS = kinds("answers")
_LEADING = 0.6
"""What pages count that lead to answers rather than give them, next to those ``_ANSWERS``."""
_AROUND = {"side": 0.9, "fase": 0.8}
"""What answers count that are about more than one recommendation, next to recommendations."""
_PARTS = {**SEARCH_WORTH, "grenser": 0.6}
"""What the sections with some anchors count; local thresholds are examples."""
_K1, _B = 1.2, 0.6
"""Saturation and the pull of length, as in BM25 (Robertson & Zaragoza 2009). Against an average
length of its own each page would weigh otherwise as soon as another one is edited; so ``_LENGTH``
is fixed, and how rare a word is is reckoned in the browser."""


class Counted(NamedTuple):
    """A section, counted.

    Attributes:
        words: how much each written form counts.
        headed: the words of the heading.
        length: how many words it shows.
        worth: what its section counts, next to one that says what is to be done.
    """

    words: Counts
    headed: frozenset[str]
    length: int
    worth: float
    question: bool = False


def count(document: Document) -> list[Counted]:
    """Return what each word counts in each section of ``document``."""
    found = []
    for anchor, heading, text, more in document.sections:
        if anchor == QUESTION:
            asked = count_words(heading)
            asked.update(asked_for(heading))
            found.append(Counted(asked, frozenset(asked), 0, 1, question=True))
            continue
        worth = _ENTRY if document.apart and anchor else _HEADING if anchor else _TITLE
        counts: Counts = count_words(text)
        headed = count_words(heading)
        for word, times in headed.items():
            counts[word] = counts.get(word, 0) + times * worth
        length = sum(counts.values())
        for word in count_words(more) if more else ():
            counts[word] = counts.get(word, 0) + _HIDDEN
        found.append(Counted(counts, frozenset(headed), length, _PARTS.get(anchor, 1)))
    return found


def weigh(kind: str, counted: Sequence[Counted], leads: Leads) -> list[Letters]:
    """Return how much each stem counts in each section of a page of ``kind``; a part counts half
    next to the compound that it is in."""
    worth = _AROUND.get(kind, 1) if kind in _ANSWERS else _LEADING
    return [_letters(one, leads, worth * one.worth) for one in counted]


def _question(counted: Counted, leads: Leads) -> Letters:
    """Return how much of a question each of its words is; a part of a compound is half as much."""
    size = sum(_LITTLE if word in WEAK else 1 for word in counted.words)
    part = 1 / sqrt(max(size, 1))
    found: Letters = {}
    for word in counted.words:
        for place, name in enumerate(leads[word]):
            letter = _headed(part / 2 if place else part)
            found[name] = max(found.get(name, 0), letter)
    return found


def _headed(part: float) -> int:
    """Return the letter of a word that is so much of a heading."""
    return FIRST + TEXT - 1 + max(1, round((LEVELS - TEXT) * part))


def _letters(counted: Counted, leads: Leads, worth: float) -> Letters:
    if counted.question:
        return _question(counted, leads)
    much: dict[str, int] = {}  # in halves
    for word, times in counted.words.items():
        names = leads[word]
        name = names[0]
        much[name] = much.get(name, 0) + 2 * times
        for name in names[1:]:
            much[name] = much.get(name, 0) + times
    room = 2 * _K1 * (1 - _B + _B * counted.length / _LENGTH)
    letters = {  # a section has few different counts
        times: FIRST + min(int(TEXT * worth * times / (times + room)), TEXT - 1)
        for times in set(much.values())
    }
    found = {name: letters[times] for name, times in much.items()}
    if counted.headed:  # a word is more of a short heading than of a long one
        letter = _headed(worth / sqrt(len(counted.headed)))
        found |= {leads[word][0]: letter for word in counted.headed}
    return found


def by_stem(sections: Iterable[Letters]) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return for each stem of a page the numbers of its sections in the page, and the letters."""
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for number, letters in enumerate(sections):
        for name, letter in letters.items():
            found[name] = (*found.get(name, ()), (number, letter))
    return found
