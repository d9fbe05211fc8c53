"""The short way through a stretch of text: references, links, bold and italics among plain words.

A stretch is what a paragraph, an item of a list, a heading or a cell of a table holds.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rettesnor.model.prose import Reference
from rettesnor.reading.markdown.limits import MAX_PARAGRAPH
from rettesnor.reading.markdown.lint.structure import link_issues
from rettesnor.reading.markdown.references import cited, linked, plain_text, referred, slot

_LETTERS = "A-Za-z0-9À-ÖØ-öø-ɏ"
"""Latin letters and digits: quicker to look up than every script's (``\\w``)."""
_SIGNS = r".,;:!?()\"'/%§–—…«»“”’‘+=-"
"""Marks that mean nothing in Markdown, wherever they stand in a line …"""
_LINE = (
    rf"(?![ =:+–—-]|\(?(?:[0-9]+|[a-zABI]|II)[.)]|o[ ]|!!!|\?\?\?|h[1-6]\. "
    r"|[^\W\d_]{2,20} [0-9]{1,2}(?:[:.)]| [–-]))"
    rf"[{_LETTERS} {_SIGNS}]++(?<! )"
)
"""… but for these at the start of a line, where they may be meant for items, and blanks at its
end."""
_FOREIGN = re.compile(r"==|\+\+|:[a-z]|www\.")
"""What may be an address, or a sign of another dialect."""
_TEXT = re.compile(rf"{_LINE}(?:\n{_LINE})*+")

_HOST = r"(?=[a-z0-9.-]{1,60}[/)])[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*\.[a-z]+"
_ADDRESS = (
    r"(?:anbefaling|side):[a-z0-9-]+(?:#[a-z0-9_-]+)?"
    rf"|https?://{_HOST}(?:/[A-Za-z0-9/._~?=#-]*)?"
)
"""Addresses that come out of the parser as they went in."""
_MARKUP = re.compile(
    r"\[(?P<cite>@[^\s\[\]][^\[\]\n]*)\]"
    r"|\[\[(?P<target>[^\[\]|\n]+?)(?:\|(?P<shown>[^\[\]|\n]+?))?\]\]"
    rf"|\[(?P<label>[{_LETTERS} {_SIGNS}]+)\]\((?P<href>{_ADDRESS})\)"
    r"|\*(?<![^\s(]\*)(?P<opening>\*?)(?=\S)"
    r"|\*(?<![\s*]\*)(?P<closing>\*?)(?!\w)"
)
"""What may stand among the words. Every branch begins with the sign itself: only then does the
search pass over words quickly.

Stars open after a blank or a parenthesis, before anything but a blank, and close after anything
but a blank, before anything but a letter: cases that CommonMark (6.2) leaves no doubt about.
"""
_TAGS = {"": "em", "*": "strong"}
"""Tags by the second star."""

Rendered = tuple[str, str]
"""A stretch or block as HTML with slots for its references, and as the plain words it says."""


class Field(NamedTuple):
    """A text field on the short way.

    Attributes:
        lines: its lines.
        references: those found so far, in the order of their slots.
        min_heading: the highest level of headings that is not refused.
    """

    lines: list[str]
    references: list[Reference]
    min_heading: int


def inline(text: str, line: int, field: Field) -> Rendered | None:
    """Return the stretch ``text``, which starts on ``line`` of ``field``; None if unsure.

    Its references are added to those of ``field``, some of them even when it comes to nothing.
    """
    if len(text) > MAX_PARAGRAPH:
        return None
    if _TEXT.fullmatch(text):
        if _bears_address(text):
            return None
        return text, " ".join(text.split()) if "  " in text else text.replace("\n", " ")
    if "[" not in text and "*" not in text:
        return None
    bare = "" if "![" in text else _MARKUP.sub("X", text)
    if _bears_address(bare) or not _TEXT.fullmatch(bare):
        return None
    return _marked_up(text, line, field)


def _bears_address(text: str) -> bool:
    """Return whether an address stands in ``text`` that has become no link, and is refused."""
    return (
        (":" in text and ("://" in text or "(side:" in text or "(anbefaling:" in text))
        or _FOREIGN.search(text) is not None
    )


def _marked_up(text: str, line: int, field: Field) -> Rendered | None:
    """Return the stretch ``text``, known to be plain but for markup of the sorts known here."""
    html: list[str] = []
    words: list[str] = []
    tag = ""
    end = 0
    for match in _MARKUP.finditer(text):
        made: Rendered | None
        if (stars := match["opening"]) is not None:
            made = None if tag else (f"<{_TAGS[stars]}>", "")
            tag = _TAGS[stars]
        elif (stars := match["closing"]) is not None:
            made = (f"</{tag}>", "") if tag == _TAGS[stars] else None
            tag = ""
        elif match["href"] is not None:
            made = _link(match["label"], match["href"], line, field)
        else:
            made = _referring(match, line + text.count("\n", 0, match.start()), field)
        if made is None:
            return None
        before = text[end : match.start()]
        end = match.end()
        html += (before, made[0])
        words += (before, made[1])
    if tag:
        return None
    html.append(text[end:])
    words.append(text[end:])
    return "".join(html), " ".join("".join(words).split())


def _link(label: str, href: str, line: int, field: Field) -> Rendered | None:
    """Return a link in a block that starts on ``line``; None if it has an issue."""
    if any(link_issues(label, href, line, 0)):
        return None
    reference = linked(href, field.lines, range(line, len(field.lines)))
    if reference is not None:
        href = slot(len(field.references))
        field.references.append(reference)
    return f'<a href="{href}">{label}</a>', label


def _referring(match: re.Match[str], line: int, field: Field) -> Rendered | None:
    """Return the citation or double bracket ``match``, met on ``line``; None if it is wrong."""
    first = len(field.references)
    column = field.lines[line].find(match[0])
    if match["cite"] is None:
        reference, issue = referred(match["target"], match["shown"] or "", line, column)
        if issue is not None:
            return None
        field.references.append(reference)
        return slot(first), plain_text(reference)
    several, issue = cited(match["cite"], line, column)
    if issue is not None:
        return None
    made = [reference for reference in several if reference is not None]
    field.references.extend(made)
    marks = "; ".join(map(slot, range(first, first + len(made))))
    return f"({marks})", f"({'; '.join(map(plain_text, made))})"
