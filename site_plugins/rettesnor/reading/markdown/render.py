"""Rendering one text field to a fragment, and finding what is wrong with it, in one pass."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from rettesnor.model.prose import Fragment, Reference
from rettesnor.reading.markdown.fast_path import runs
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.markdown.limits import few

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _BASE32 for second in _BASE32]


def render(
    text: str, *, prefix: str, min_heading: int, anchored: bool, anchors: Sequence[str] = ()
) -> tuple[Fragment, list[Issue]]:
    """Return the fragment of ``text`` and the issues in it.

    Args:
        prefix: the field's own anchor; block anchors are ``<prefix>-<digest of the words>``, so
            a link to a paragraph leads to those very words or nowhere, never to others.
        min_heading: the highest heading level allowed inside.
        anchored: whether each block gets an anchor.
        anchors: those of the text that this one translates. Where there are as many blocks, each
            gets the anchor of the block in its place: the same link leads to the same paragraph
            in every language.
    """
    references: list[Reference] = []
    blocks: list[tuple[str, str]] = []
    issues: list[Issue] = []
    for run in runs(text, references, min_heading):
        if isinstance(run, str):
            blocks += _parsed(run, references, issues, min_heading)
        else:
            blocks.append(run)
    return _assemble(blocks, references, prefix if anchored else "", anchors), few(issues)


def render_parsed(
    text: str, *, prefix: str, min_heading: int, anchored: bool
) -> tuple[Fragment, list[Issue]]:
    """Return what ``render`` returns, by the parser alone, however plain the text is.

    Slots may be numbered in another order.
    """
    references: list[Reference] = []
    issues: list[Issue] = []
    blocks = _parsed(text, references, issues, min_heading)
    return _assemble(blocks, references, prefix if anchored else ""), few(issues)


def _parsed(
    text: str, references: list[Reference], issues: list[Issue], min_heading: int
) -> list[tuple[str, str]]:
    from rettesnor.reading.markdown.parser import parsed  # with the parser, costly to load

    return parsed(text, references, issues, min_heading)


def _assemble(
    blocks: Sequence[tuple[str, str]], references: Sequence[Reference], prefix: str,
    given: Sequence[str] = (),
) -> Fragment:
    """Return the fragment of ``blocks`` (HTML, words), each with an anchor if there is a prefix."""
    parts: list[str] = []
    anchors: list[str] = []
    taken: dict[str, int] = {}
    kept = len(given) == len(blocks)
    for index, (html, words) in enumerate(blocks):
        if prefix:
            anchor = given[index] if kept else _anchor(prefix, words, taken)
            anchors.append(anchor)
            html = _anchored(html.rstrip(), anchor)
        parts.append(html)
    said_all = "\n".join(words for _, words in blocks if words)
    return Fragment("".join(parts), tuple(references), tuple(anchors), said_all)


def _anchored(html: str, anchor: str) -> str:
    """Return a block with its anchor: on the paragraph itself, else on an element around it."""
    if html.startswith("<p>") and html.find("<p>", 1) < 0:
        return f'<p id="{anchor}">{html[3:]}\n'
    return f'<div id="{anchor}">{html}</div>\n'


def digest(words: str) -> str:
    """Return five letters and digits that stand for ``words`` with one blank between them.

    They are the first five of base 32 (RFC 4648, in small letters), put together two by two
    because a guideline has many paragraphs.
    """
    value = int.from_bytes(hashlib.blake2b(words.encode(), digest_size=4).digest(), "big")
    return _PAIRS[value >> 22] + _PAIRS[value >> 12 & 1023] + _BASE32[value >> 7 & 31]


def _anchor(prefix: str, words: str, taken: dict[str, int]) -> str:
    """Return the anchor of the block with ``words``; ``taken`` counts how often each was given."""
    anchor = f"{prefix}-{digest(words)}"
    taken[anchor] = taken.get(anchor, 0) + 1
    return anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"
