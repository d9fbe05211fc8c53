"""Redaction: what is taken out of a text, as spans of the text as it was sent.

A redaction can only take away. The editor marks words; or, without scripts, gets the text in a box
and deletes words or writes ■ in their place. What is sent back must be the words of the original in
their order, with some left out. Only spans are kept, and what is published is made of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeGuard

MARK = "■■■"
"""What is shown where words were taken out."""
_TOKEN = re.compile("[\\w\u00ad\u0300-\u036f\u200b-\u200d\ufe0f]+|[^\\w\\s]")
_TAKEN = re.compile("■+|\\[(?:…|\\.\\.\\.)\\]|\\[fjernet\\]", re.IGNORECASE)
_MOST = 5
Spans = list[list[int]]


class Added(ValueError):
    """The edited text has words that the original has not there; carries the first of them."""


def spans_of(original: str, edited: str) -> Spans:
    """Return the spans of ``original`` that ``edited`` leaves out.

    Raises:
        Added: something was written that is not in the original, or was moved.
    """
    whole = list(_TOKEN.finditer(original))
    words = [token[0] for token in whole]
    left = _TOKEN.findall(_TAKEN.sub(" ", edited))
    kept = _kept(words, left)
    spans: Spans = []
    joined = False
    for index, token in enumerate(whole):
        if index in kept:
            joined = False
        elif joined:
            spans[-1][1] = token.end()
        else:
            spans.append([token.start(), token.end()])
            joined = True
    return spans


def whole_words(text: str, spans: object) -> Spans:
    """Return ``spans`` in order and apart, each widened to the words that it touches.

    A part of a word is never left: «Kar■» would say who was meant.

    Raises:
        ValueError: they are not spans of ``text``.
    """
    if not fits(spans, text):
        raise ValueError("not spans of the text")
    words = [token.span() for token in _TOKEN.finditer(text)]
    found: Spans = []
    last = -2
    for index, (start, stop) in enumerate(words):
        if any(a < stop and start < b for a, b in spans):
            if last == index - 1:
                found[-1][1] = stop
            else:
                found.append([start, stop])
            last = index
    return found


def takes_away(spans: object, text: str) -> TypeGuard[Spans]:
    """Whether ``spans`` are a redaction of ``text``: spans of it, in order and apart."""
    return fits(spans, text) and all(before[1] <= after[0] for before, after in pairwise(spans))


def fits(spans: object, text: str) -> TypeGuard[Spans]:
    """Whether ``spans`` is a list of pairs, each of them a start and an end in ``text``."""
    return isinstance(spans, list) and all(
        isinstance(span, list) and len(span) == 2 and all(type(n) is int for n in span)
        and 0 <= span[0] < span[1] <= len(text)
        for span in spans
    )


def without(text: str, spans: Sequence[Sequence[int]]) -> str:
    """Return ``text`` with a mark for each span; it is never longer than the text."""
    parts, end = [], 0
    for start, stop in spans:
        parts += [text[end:start], _mark(text[start - 1 : start], stop - start)]
        end = stop
    return "".join((*parts, text[end:]))


def _mark(before: str, room: int) -> str:
    """Return the mark, apart from a word it follows, in no more than ``room`` characters."""
    apart = " " if before.isalnum() and room > 1 else ""
    return (apart + MARK)[:room]


def is_empty(text: str) -> bool:
    """Whether nothing but marks is left of a redacted text."""
    return not _TOKEN.search(_TAKEN.sub(" ", text))


def _kept(words: Sequence[str], left: Sequence[str]) -> set[int]:
    """Return the indexes of ``words`` that ``left`` consists of.

    Raises:
        Added: it does not.
    """
    begin = 0
    while begin < min(len(words), len(left)) and words[begin] == left[begin]:
        begin += 1
    end = 0
    while end < min(len(words), len(left)) - begin and words[-1 - end] == left[-1 - end]:
        end += 1
    kept = {*range(begin), *range(len(words) - end, len(words))}
    added: list[str] = []
    here, stop = begin, len(words) - end
    for word in left[begin : len(left) - end]:
        try:
            found = words.index(word, here, stop)
        except ValueError:
            added.append(word)
            continue
        kept.add(found)
        here = found + 1
    if added:
        raise Added(" ".join(added[:_MOST]) + (" …" if len(added) > _MOST else ""))
    return kept
