"""The inverted index, which follows its pages: an edited page costs what it holds itself."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from rettesnor.search.compounds import parts
from rettesnor.search.document import Document
from rettesnor.search.encoding import entry
from rettesnor.search.partitions import Lists, Partitions, Rows, add, add_words, row_of
from rettesnor.search.scoring import FIRST, Counted, Counts, by_stem, count, weigh
from rettesnor.search.tokenizer import stem

Read = Callable[[int], Document]
"""Gives the page with a number, as it is now."""
Places = Mapping[str, Sequence[tuple[int, int]]]
"""For each stem of a page the numbers of its sections in the page, and their letters."""
Span = tuple[int, int, "array[int]", bytes]
"""What a list is to hold for the sections from one number up to another: numbers and letters."""
MANY = 4
"""When more than one page in so many is touched, rebuilding the whole index is as cheap."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a search can be narrowed by, of a page; the fields are those of ``Document``.

    Attributes:
        titles: the key of the page's title (``words.title_key``), so that the page whose title was
            typed comes first; of the front page those of its sections too.
        offered: its place among the pages that search names when it finds nothing; 0 for none.
        questions: how many of its sections, the last ones, are questions that it answers.
    """

    sections: int
    apart: bool
    chapter: str
    strength: str
    groups: tuple[str, ...]
    titles: tuple[int, ...]
    offered: int
    questions: int


@dataclass(frozen=True, slots=True)
class InvertedIndex:
    """The inverted index of pages.

    Attributes:
        pages: one row a page, as plain values (see ``Summary``).
        total: how much each written form counts in all sections.
        leads: for each written form the stems it counts for, its own first.
        lists: for each stem the numbers of its sections (32 bits each) and their letters.
        entries: each list as text for the browser (``entries.entry``).
    """

    pages: list[tuple[Any, ...]]
    total: dict[str, int]
    leads: dict[str, tuple[str, ...]]
    lists: dict[str, tuple[bytes, bytes]]
    entries: dict[str, str]

    def row(self) -> tuple[Any, ...]:
        """Return the fields in order, as plain values."""
        return self.pages, self.total, self.leads, self.lists, self.entries

    @property
    def summaries(self) -> list[Summary]:
        """What a search can be narrowed by, of each page."""
        return [Summary(*row) for row in self.pages]

    def pairs(self, name: str) -> list[tuple[int, int]]:
        """Return the sections that the stem ``name`` is in, and its weights there from 1 on."""
        numbers, letters = self.lists.get(name, (b"", b""))
        return list(zip(array("I", numbers), (code - FIRST + 1 for code in letters), strict=True))

    def shown(self) -> dict[str, str]:
        """Return the written form that is used most for each stem; the first one of equals."""
        best: dict[str, tuple[int, str]] = {}
        for word, much in self.total.items():
            name = self.leads[word][0]
            if name not in best or (-much, word) < best[name]:
                best[name] = (-much, word)
        return {name: word for name, (_, word) in best.items()}


def invert(shares: Partitions) -> InvertedIndex:
    """Return the index of the pages in ``shares``, in their order."""
    pages: Rows = []
    first: list[int] = []
    total: Counts = {}
    sections = 0
    for rows, counts in shares.tallies():
        pages += rows
        first.append(sections)
        sections += sum(row[0] for row in rows)
        add_words(total, counts)
    stems = {stem(word) for word in total}
    leads = {word: _leads(word, total, stems) for word in total}
    parts = shares.lists(leads, first)
    names = sorted({name for some in leads.values() for name in some})
    lists = {name: _joined(parts, name) for name in names}
    entries = {name: entry(array("I", numbers), text) for name, (numbers, text) in lists.items()}
    return InvertedIndex(pages, total, leads, lists, entries)


def _joined(parts: Iterable[Lists], name: str) -> tuple[bytes, bytes]:
    found = [part[name] for part in parts if name in part]
    return b"".join(numbers for numbers, _ in found), b"".join(letters for _, letters in found)


def follow(old: InvertedIndex, changed: Mapping[int, tuple[Document, Document]], read: Read
           ) -> InvertedIndex | None:
    """Return what ``invert`` gives for the pages of ``old`` when some have ``changed``.

    Args:
        changed: what some pages were and are, by number.

    Returns:
        None when rebuilding the whole index is as short, or the only way: sections are numbered
        throughout, so all numbers change with how many a page has.
    """
    pages = list(old.pages)
    for number, (was, now) in changed.items():
        pages[number] = row_of(now)
        if len(was.sections) != len(now.sections):
            return None
    counted = {number: (count(was), count(now)) for number, (was, now) in changed.items()}
    total = _total_again(old.total, counted.values())
    leads = _leads_again(old, total)
    first = [0, *accumulate(row[0] for row in pages)]
    others = _touched(old, leads, first) - changed.keys()
    if (len(changed) + len(others)) * MANY > len(pages):
        return None
    spans: dict[str, list[Span]] = {}
    for number, (was, now) in changed.items():
        before = by_stem(weigh(was.kind, counted[number][0], old.leads))
        after = by_stem(weigh(now.kind, counted[number][1], leads))
        _note(spans, first[number], first[number + 1], before, after)
    for number in others:
        page = read(number)
        counts = count(page)
        before, after = (by_stem(weigh(page.kind, counts, some)) for some in (old.leads, leads))
        _note(spans, first[number], first[number + 1], before, after)
    return _spliced(replace(old, pages=pages, total=total, leads=leads), spans)


def _total_again(
    total: Counts, changes: Iterable[tuple[Sequence[Counted], Sequence[Counted]]]
) -> Counts:
    """Return ``total`` with what pages counted replaced by what they count now."""
    found = dict(total)
    for was, now in changes:
        add(found, was, -1)
        add(found, now)
    return {word: much for word, much in found.items() if much}


def _leads(word: str, forms: Collection[str], stems: Collection[str]) -> tuple[str, ...]:
    own = stem(word)
    within = dict.fromkeys(parts(word, forms, stems))
    within.pop(own, None)
    return (own, *within)


def _leads_again(old: InvertedIndex, total: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the leads among the forms of ``total``.

    How a word is put together hangs on the forms and stems that lie within it: a stem is the
    beginning of its word.
    """
    added, gone = total.keys() - old.total.keys(), old.total.keys() - total.keys()
    if not added and not gone:
        return old.leads
    before = {names[0] for names in old.leads.values()}
    stems = {stem(word) if word in added else old.leads[word][0] for word in total}
    pieces = [*added, *gone, *(before ^ stems)]
    return {
        word: _leads(word, total, stems)
        if word in added or any(piece in word for piece in pieces) else old.leads[word]
        for word in total
    }


def _touched(old: InvertedIndex, leads: Mapping[str, tuple[str, ...]], first: Sequence[int]
             ) -> set[int]:
    """Return the pages with words that were there before and now count for other stems."""
    if leads is old.leads:
        return set()
    names = {was[0] for word, was in old.leads.items() if leads.get(word, was) != was}
    return {
        bisect_right(first, section) - 1
        for name in names for section in array("I", old.lists[name][0])
    }


def _note(
    spans: dict[str, list[Span]], start: int, end: int, before: Places, after: Places
) -> None:
    """Note in ``spans`` what a page, whose sections are those from ``start`` up to ``end``, has
    ``after`` for the stems it had otherwise ``before``."""
    for name in before.keys() | after.keys():
        places = after.get(name, ())
        if places != before.get(name, ()):
            numbers = array("I", [start + number for number, _ in places])
            letters = bytes(letter for _, letter in places)
            spans.setdefault(name, []).append((start, end, numbers, letters))


def _spliced(index: InvertedIndex, spans: Mapping[str, Iterable[Span]]) -> InvertedIndex:
    """Return ``index`` with what some lists hold for some sections replaced."""
    lists, entries = dict(index.lists), dict(index.entries)
    for name, some in spans.items():
        held, letters = lists.get(name, (b"", b""))
        numbers = array("I", held)
        for start, end, fresh, codes in some:
            low, high = bisect_left(numbers, start), bisect_left(numbers, end)
            numbers[low:high] = fresh
            letters = letters[:low] + codes + letters[high:]
        lists[name], entries[name] = (numbers.tobytes(), letters), entry(numbers, letters)
    names = sorted(name for name in lists if lists[name][1])
    return replace(
        index, lists={name: lists[name] for name in names},
        entries={name: entries[name] for name in names},
    )
