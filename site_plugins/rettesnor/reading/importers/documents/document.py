"""A document that was read: its text as a tree, what stands beside it, and what was lost."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rettesnor.reading.files.decoding import HIDDEN
from rettesnor.reading.importers.html_tree import Element
from rettesnor.reading.importers.result import Loss

Node = Element | str

PICTURE, NOTE = "rn-picture", "rn-note"
"""Tags of elements that this package puts in the tree: ``id`` names a picture or a note of the
document."""
_WORD = re.compile(r"[^\W_]+")
_SCHEME = re.compile(r"https?://|www\.")
"""What a link in the text is shown without."""
_MARKS = re.compile(r"[*`\\\[\]]")
"""Marks of Markdown, that may stand in the middle of a word."""
_TARGET = re.compile(r"(?<!\\)\]\((?:<[^>]*>|[^()\s]*)\)")
"""The address of a link in Markdown."""
_SHOWN = 60


class UnreadableError(Exception):
    """The file cannot be imported; says why and what to do, in Norwegian."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A text of the document that has no place in the guideline.

    Attributes:
        kind: what it is, in Norwegian, such as «Topptekst».
        place: where it stood, in Norwegian; empty when that says nothing.
        is_shown: whether readers of the document see it in the text.
    """

    kind: str
    place: str
    text: str
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the document.

    Attributes:
        suffix: what its file is called by, such as ``png``.
        alt: what the document says that it shows; may be empty.
    """

    data: bytes
    suffix: str
    alt: str


@dataclass
class Document:
    """What a file holds.

    Attributes:
        nodes: the text; headings are h1 to h6, and pictures and notes stand as ``PICTURE`` and
            ``NOTE``.
        notes: the text of each footnote by its id.
        text: all that a reader of the document sees, found in another way than ``nodes``.
    """

    nodes: list[Node]
    text: str
    notes: dict[str, list[Node]] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    asides: list[Aside] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)


def words(text: str) -> list[str]:
    """Return the words of a text, to compare texts by: what is shown as one word is one."""
    plain = HIDDEN.sub("", unicodedata.normalize("NFKC", text))
    return _WORD.findall(_MARKS.sub("", _SCHEME.sub(" ", plain)))


def lost_words(before: str, after: Iterable[str]) -> Counter[str]:
    """Return the words of ``before`` that are not in ``after``, which may be Markdown, as often."""
    there: Counter[str] = Counter()
    for text in after:
        there.update(words(_TARGET.sub("", text)))
    return Counter(words(before)) - there


def shortened(text: str) -> str:
    """Return the first words of a text, on one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN].rsplit(' ', 1)[0]} …"


def text_of(nodes: Iterable[Node]) -> str:
    """Return the words of nodes, with a space where a block, a cell or a line ends."""
    parts: list[str] = []

    def walk(node: Node) -> None:
        if isinstance(node, str):
            parts.append(node)
            return
        apart = node.tag not in INLINE
        if apart:
            parts.append(" ")
        for child in node.children:
            walk(child)
        if apart:
            parts.append(" ")

    for node in nodes:
        walk(node)
    return " ".join("".join(parts).split())


_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(node: Element) -> str:
    """Return a raised number, as in «m²», as signs that need no markup; empty for anything else."""
    if node.tag != "sup" or any(isinstance(one, Element) for one in node.children):
        return ""
    text = node.text().strip()
    return text.translate(_SUPERSCRIPT) if re.fullmatch("[0-9]{1,3}", text) else ""


INLINE = frozenset({
    "a", "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr",
})
"""Elements that do not part the words around them."""
