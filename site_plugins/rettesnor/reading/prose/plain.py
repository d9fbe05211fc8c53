"""The short way through paragraphs that hold nothing but text and references.

Nineteen of twenty paragraphs do. They need no Markdown parser: nothing in them could be anything
but text. What comes out equals the parser's, which a property test holds it to; whatever is not
plainly plain takes the long way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rettesnor.model.prose import Reference
from rettesnor.reading.prose.references import cited, referred, said, slot

_REFERENCE = re.compile(
    r"\[(?P<cite>@[^\s\[\]][^\[\]\n]*)\]"
    r"|\[\[(?P<target>[^\[\]|\n]+?)(?:\|(?P<shown>[^\[\]|\n]+?))?\]\]"
)
_TEXT = re.compile(r"[\w \n.,;:!?()\"'/%§–—…«»“”’‘+=-]+")
"""Letters, digits and marks that mean nothing in Markdown, wherever they stand in a line …"""
_BLOCK = re.compile(r"\n(?:[ =:+-]|[0-9]+[.)])")
"""… but for these at the start of a line."""
_BETWEEN = re.compile(r"\n{2,}")
_REACHING = ("```", "~~~", "]:")
"""Signs of fences and link definitions, the only markup that reaches across blank lines."""

Paragraph = tuple[str, str]
"""A paragraph as text with slots for its references, and as the plain words it says."""


def runs(text: str, references: list[Reference]) -> Iterator[Paragraph | str]:
    """Yield the plain paragraphs of ``text``, and what lies between them for the parser.

    A plain paragraph starts at the margin after a blank line, so it ends whatever stood before
    it; only fences and link definitions reach across blank lines, and a text with those is left
    to the parser whole. What is for the parser comes with the lines before it left blank, so that
    lines count from the start of ``text``. References of plain paragraphs are added to
    ``references`` as they come.
    """
    if any(sign in text for sign in _REACHING):
        yield text
        return
    lines = text.split("\n")
    body = text.strip("\n")
    line = len(text) - len(text.lstrip("\n"))
    blank = waiting = "\n" * line
    start = 0
    for gap in [*_BETWEEN.finditer(body), None]:
        chunk = body[start : gap.start() if gap else None]
        between = gap[0] if gap else ""
        plain = _plain(chunk, lines, line, references)
        line += chunk.count("\n") + len(between)
        start = gap.end() if gap else start
        if plain is None:
            waiting += chunk + between
            continue
        if waiting is not blank:
            yield waiting
        yield plain
        blank = waiting = "\n" * line
    if waiting is not blank:
        yield waiting


def _plain(
    text: str, lines: list[str], line: int, references: list[Reference]
) -> Paragraph | None:
    bare = _REFERENCE.sub("x", text)
    if not _TEXT.fullmatch(bare) or "_" in bare or "![" in text:
        return None
    if _BLOCK.search(f"\n{bare}") or " \n" in bare or bare.endswith(" "):
        return None
    return _paragraph(text, lines, line, references)


def _paragraph(
    text: str, lines: list[str], line: int, references: list[Reference]
) -> Paragraph | None:
    """Return a paragraph that starts on ``line``, adding its references; None if one is wrong."""
    if "[" not in text:
        return text, " ".join(text.split())
    shown: list[str] = []
    words: list[str] = []
    found: list[Reference] = []
    end = 0
    for match in _REFERENCE.finditer(text):
        here = line + text.count("\n", 0, match.start())
        column = lines[here].find(match[0])
        before = text[end : match.start()]
        end = match.end()
        if match["cite"] is None:
            made = [referred(match["target"], match["shown"] or "", here, column)]
            opening = closing = ""
        else:
            several, issue = cited(match["cite"], here, column)
            if issue is not None:
                return None
            made = [reference for reference in several if reference is not None]
            opening, closing = "(", ")"
        first = len(references) + len(found)
        found += made
        marks = "; ".join(slot(first + number) for number in range(len(made)))
        shown += (before, opening, marks, closing)
        words += (before, opening, "; ".join(map(said, made)), closing)
    references += found
    shown.append(text[end:])
    words.append(text[end:])
    return "".join(shown), " ".join("".join(words).split())
