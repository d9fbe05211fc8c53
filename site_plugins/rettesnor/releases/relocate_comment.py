"""Where a place in a release stands in a later text: the same, moved, changed or gone.

``same`` and ``moved`` are said only of the very words with the very words around them (32
characters on either side, as in https://www.w3.org/TR/annotation-model/#text-quote-selector).
Whatever is found by likeness is ``changed``, with its likeness and the redline; where two places
are about as like, or none is like enough, the place is ``gone``: never a wrong place silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rettesnor.model.hearing import Address, Place, Quote
from rettesnor.releases.redline.compare import Piece, words

Verdict = Literal["same", "moved", "changed", "gone"]

AROUND = 32
"""Characters on either side that must be the same."""
_START, _END = "\x02", "\x03"
_SUBSTANTIAL = 24
"""Fewer characters, with those around them, are too common to be known again elsewhere."""
_LIKE_HERE, _LIKE_ELSEWHERE, _LIKE_QUOTE = 0.5, 0.75, 0.4
"""Share of words in common from which a paragraph, and the words quoted, are known again."""
_CLEARLY = 0.05
"""How much more like than the next the right paragraph is."""
_TOKEN = re.compile(r"\w+|[^\w\s]")


class LocateError(Exception):
    """The place is not in the text it is said to be in; says why in Norwegian."""


@dataclass(frozen=True, slots=True)
class Located:
    """What became of a place.

    Attributes:
        place: where it stands now; None when it is gone, or is more than a paragraph.
        quote: the words as they stand now.
        similarity: 1 when the words are the same; share of words in common when changed.
        redline: from the words then to the words now, when changed.
    """

    verdict: Verdict
    place: Place | None = None
    quote: Quote | None = None
    similarity: float = 0.0
    redline: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class _Span:
    """Words inside a paragraph."""

    place: Place
    start: int
    end: int

    @property
    def exact(self) -> str:
        return self.place.tekst[self.start : self.end]

    @property
    def window(self) -> tuple[str, str, str]:
        """The words and what stands around them; the paragraph's ends count as characters."""
        text = f"{_START}{self.place.tekst}{_END}"
        start, end = self.start + 1, self.end + 1
        return text[max(start - AROUND, 0) : start], self.exact, text[end : end + AROUND]

    @property
    def quote(self) -> Quote:
        """The words as a selector."""
        before, exact, after = self.window
        return Quote(exact, before.lstrip(_START), after.rstrip(_END))


def locate(
    address: Address, old: Sequence[Place], new: Sequence[Place], successors: Sequence[str] = ()
) -> Located:
    """Return where ``address`` in the text ``old`` stands in the text ``new``.

    Args:
        successors: ids of the recommendations that took over from the one addressed.

    Raises:
        LocateError: it is not about a recommendation, or not in ``old``, or there twice.
    """
    if not address.anbefaling:
        raise LocateError("Adressen gjelder ikke et sted i en anbefaling.")
    origin = [place for place in old if _within(place, address)]
    if not origin:
        raise LocateError("Stedet finnes ikke i utgaven adressen gjelder.")
    if not address.sitat.exact and len(origin) > 1:
        return _located_whole(address, origin, new, successors)
    span = _quoted(address.sitat, origin)
    return (
        _same(span, new) or _moved(span, old, new)
        or _changed(span, old, new, (address.anbefaling, *successors)) or Located("gone")
    )


def _within(place: Place, address: Address) -> bool:
    return (
        place.anbefaling == address.anbefaling
        and address.felt in ("", place.felt) and address.avsnitt in ("", place.avsnitt)
    )


def _quoted(quote: Quote, origin: Sequence[Place]) -> _Span:
    exact, prefix, suffix = (" ".join(x.split()) for x in (quote.exact, quote.prefix, quote.suffix))
    if not exact:
        return _Span(origin[0], 0, len(origin[0].tekst))
    found = [
        span for place in origin for span in _occurrences(exact, place)
        if place.tekst[: span.start].rstrip().endswith(prefix)
        and place.tekst[span.end :].lstrip().startswith(suffix)
    ]
    if not found:
        raise LocateError("Ordene finnes ikke på stedet i utgaven adressen gjelder.")
    if len(found) > 1:
        raise LocateError("Ordene står flere ganger på stedet. Oppgi noen ord foran eller etter.")
    return found[0]


def _occurrences(exact: str, place: Place) -> Iterator[_Span]:
    start = place.tekst.find(exact) if exact else -1
    while start >= 0:
        yield _Span(place, start, start + len(exact))
        start = place.tekst.find(exact, start + 1)


def _alike(span: _Span, places: Sequence[Place]) -> list[_Span]:
    """Return where the very words stand with the very words around them."""
    if not span.exact:
        return []
    return [
        found for place in places for found in _occurrences(span.exact, place)
        if found.window == span.window
    ]


def _same(span: _Span, new: Sequence[Place]) -> Located | None:
    here = [p for p in new if (p.anbefaling, p.felt) == (span.place.anbefaling, span.place.felt)]
    unchanged = [p for p in here if (p.avsnitt, p.tekst) == (span.place.avsnitt, span.place.tekst)]
    if len(unchanged) == 1:
        return _found("same", _Span(unchanged[0], span.start, span.end))
    alike = _alike(span, here)
    return _found("same", alike[0]) if len(alike) == 1 else None


def _moved(span: _Span, old: Sequence[Place], new: Sequence[Place]) -> Located | None:
    if len("".join(span.window).strip(_START + _END)) < _SUBSTANTIAL:
        return None
    there_before = {(s.place.anbefaling, s.place.felt) for s in _alike(span, old)}
    alike = [
        found for found in _alike(span, new)
        if (found.place.anbefaling, found.place.felt) not in there_before
    ]
    return _found("moved", alike[0]) if len(alike) == 1 else None


def _found(verdict: Verdict, span: _Span) -> Located:
    return Located(verdict, span.place, span.quote, 1.0)


def _changed(
    span: _Span, old: Sequence[Place], new: Sequence[Place], ids: Sequence[str]
) -> Located | None:
    origin = span.place
    others = {(p.anbefaling, p.felt, p.tekst) for p in old if p != origin}
    scored = [
        (_likeness(origin.tekst, p.tekst), p) for p in new
        if p.anbefaling in ids and (p.anbefaling, p.felt, p.tekst) not in others
    ]
    if not scored:
        return None
    scored.sort(key=lambda item: item[0], reverse=True)
    share, place = scored[0]
    here = (place.anbefaling, place.felt) == (origin.anbefaling, origin.felt)
    clearly = len(scored) == 1 or share - scored[1][0] >= _CLEARLY
    if share < (_LIKE_HERE if here else _LIKE_ELSEWHERE) or not clearly:
        return None
    return _aligned(span, place, share)


def _aligned(span: _Span, place: Place, share: float) -> Located | None:
    """Return the words of ``place`` that stand where the words of ``span`` stood."""
    before, after = list(_TOKEN.finditer(span.place.tekst)), list(_TOKEN.finditer(place.tekst))
    inside = [n for n, m in enumerate(before) if m.start() < span.end and m.end() > span.start]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    matcher = SequenceMatcher(None, [m[0] for m in before], [m[0] for m in after], autojunk=False)
    kept: set[int] = set()
    reached: set[int] = set()
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        low, high = max(i1, first), min(i2, last)
        if tag == "equal" and low < high:
            kept |= set(range(j1 + low - i1, j1 + high - i1))
        elif (tag == "replace" and low < high) or (tag == "insert" and first < i1 < last):
            reached |= set(range(j1, j2))
    if not kept:
        return None
    covered = kept | reached
    found = _Span(place, after[min(covered)].start(), after[max(covered)].end())
    size = max(last - first, max(covered) - min(covered) + 1)
    similarity = min(share, len(kept) / size)
    if similarity < _LIKE_QUOTE:
        return None
    redlined = words(span.exact, found.exact)
    return Located("changed", place, found.quote, round(similarity, 3), redlined)


def _located_whole(
    address: Address, origin: Sequence[Place], new: Sequence[Place], successors: Sequence[str]
) -> Located:
    """Return what became of a whole field, or of a whole recommendation."""
    before = [(p.felt, p.tekst) for p in origin]
    for id_ in (address.anbefaling, *successors):
        after = [
            (p.felt, p.tekst) for p in new
            if p.anbefaling == id_ and address.felt in ("", p.felt)
        ]
        if after == before:
            return Located("same" if id_ == address.anbefaling else "moved", similarity=1.0)
        then, now = (" ".join(text for _, text in side) for side in (before, after))
        share = _likeness(then, now)
        if share >= (_LIKE_HERE if id_ == address.anbefaling else _LIKE_ELSEWHERE):
            return Located("changed", similarity=round(share, 3), redline=words(then, now))
    return Located("gone")


def _likeness(one: str, other: str) -> float:
    mine, yours = _TOKEN.findall(one), _TOKEN.findall(other)
    if not mine or not yours:
        return 0.0
    matcher = SequenceMatcher(None, mine, yours, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _LIKE_HERE else 0.0
