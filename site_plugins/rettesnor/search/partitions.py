"""Pages in shares that follow each other, so that several processes can count and weigh them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from rettesnor.model.pages import PAGES
from rettesnor.search.document import Document
from rettesnor.search.scoring import Counted, Counts, Leads, count, weigh
from rettesnor.search.tokenizer import title_key

Rows = list[tuple[Any, ...]]
"""One row a page, as plain values (see ``inverted.Summary``)."""
Tally = tuple[Rows, Counts]
"""What the pages of a share are, and how much each written form counts in all of them."""
Lists = Mapping[str, tuple[bytes, bytes]]
"""For each stem the numbers of its sections (32 bits each) and their letters."""


_OFFERED = {
    page.id: place for place, page in enumerate((page for page in PAGES if page.offered), 1)
}
"""The place of each kind of page among those that search names when it finds nothing."""


class Partitions(Protocol):
    """All pages of an index in shares, wherever they are kept."""

    def tallies(self) -> Sequence[Tally]:
        """Count every share; return the result of it, in order."""

    def lists(self, leads: Leads, first: Sequence[int]) -> Sequence[Lists]:
        """Return the lists of every share that was counted, in order.

        Args:
            first: the number of each share's first section.
        """


class Partition:
    """Pages that follow each other, counted; they are dropped."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._pages: Rows = []
        self._counted: list[tuple[str, list[Counted]]] = []
        for document in documents:
            self._pages.append(row_of(document))
            self._counted.append((document.kind, count(document)))

    def tally(self) -> Tally:
        """Return what its pages are and count."""
        total: Counts = {}
        for _, sections in self._counted:
            add(total, sections)
        return self._pages, total

    def lists(self, leads: Leads, first: int) -> Lists:
        """Return its lists; ``first`` is the number of its first section."""
        numbers: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        letters: defaultdict[str, bytearray] = defaultdict(bytearray)
        section = first
        for kind, counts in self._counted:
            for weights in weigh(kind, counts, leads):
                for name, letter in weights.items():
                    numbers[name].append(section)
                    letters[name].append(letter)
                section += 1
        return {name: (numbers[name].tobytes(), bytes(letters[name])) for name in numbers}


class SinglePartition:
    """All pages in one share, counted here."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._share = Partition(documents)

    def tallies(self) -> Sequence[Tally]:
        """See ``Partitions``."""
        return [self._share.tally()]

    def lists(self, leads: Leads, first: Sequence[int]) -> Sequence[Lists]:
        """See ``Partitions``."""
        return [self._share.lists(leads, *first)]


def row_of(document: Document) -> tuple[Any, ...]:
    """Return what a search can be narrowed by, of a page (see ``inverted.Summary``)."""
    return (
        len(document.sections), document.apart, document.chapter, document.strength,
        document.groups, _titles(document), _OFFERED.get(document.kind, 0), document.questions,
    )


def _titles(document: Document) -> tuple[int, ...]:
    if document.kind == "forside":
        return tuple(title_key(heading) for _, heading, _, _ in document.sections)
    return (title_key(document.title),)


def add(total: Counts, sections: Iterable[Counted], times: int = 1) -> None:
    """Add to ``total`` what ``sections`` count, so many ``times``."""
    for counted in sections:
        add_words(total, counted.words, times)


def add_words(total: Counts, words: Counts, times: int = 1) -> None:
    """Add to ``total`` what ``words`` count, so many ``times``."""
    for word, much in words.items():
        total[word] = total.get(word, 0) + times * much
