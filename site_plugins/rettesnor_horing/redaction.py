"""Redaction: what is taken out of a text, as spans of the text as it was sent.

A redaction can only take away. The editor gets the text in a box and deletes words, or writes ■ in
their place; what is sent back must be the words of the original in their order, with some left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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
