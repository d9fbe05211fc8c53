"""The headings of a document, each with what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rettesnor.reading.importers.documents.document import Document, Node, text_of, words
from rettesnor.reading.importers.html_tree import Element

_GROUPS = frozenset({
    "", "div", "section", "article", "main", "header", "footer", "aside", "center", "details",
})
_NUMBER = re.compile(
    r"(?:(?:kapittel|kap\.|del|anbefaling|tilråding|tilrådning|råd|chapter|part|recommendation)\s+)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,5}|[IVX]{1,5}(?=[.):])|[A-Z](?=[.)]))[.):]?\s*[–—:-]?\s+(?=\S)",
    re.IGNORECASE,
)
_LONGEST = 12
"""Most words of a bold paragraph that is taken for a heading."""


@dataclass
class Section:
    """A heading with what stands below it, up to the next heading.

    Attributes:
        title: the words of the heading; empty before the first one.
        level: 1 is the highest; 0 before the first heading.
        number: what it is numbered by in the document, such as «2.1»; empty without.
        bare: the title without that number.
    """

    title: str
    level: int
    nodes: list[Node] = field(default_factory=list)

    @property
    def number(self) -> str:
        """What the heading is numbered by."""
        match = _NUMBER.match(self.title)
        return match["number"] if match else ""

    @property
    def bare(self) -> str:
        """The title without its number."""
        return self.title[match.end() :] if (match := _NUMBER.match(self.title)) else self.title

    @property
    def text(self) -> str:
        """The words below the heading."""
        return text_of(self.nodes)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands below the heading, not even a picture."""
        return not words(self.text) and not any(
            isinstance(node, Element) for node in _all(self.nodes) if _is_mark(node)
        )


def _is_mark(node: Node) -> bool:
    return isinstance(node, Element) and node.tag.startswith("rn-")


def _all(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Element):
            yield from _all(node.children)


def sections(document: Document) -> tuple[list[Section], bool]:
    """Return the document by headings, the first without one.

    Returns also: whether bold paragraphs were taken for headings, because there are no others.
    """
    flat = [*_flat(document.nodes)]
    guessed = not any(_level(node) for node in flat)
    if guessed:
        flat = [_promoted(node) for node in flat]
        guessed = any(_level(node) for node in flat)
    found = [Section("", 0)]
    for node in flat:
        level = _level(node)
        if not level:
            found[-1].nodes.append(node)
            continue
        assert isinstance(node, Element)
        title = text_of([node])
        marks = [one for one in _all(node.children) if _is_mark(one)]
        if not title:
            found[-1].nodes += marks
            continue
        found.append(Section(title, level, marks))
    return found, guessed


def _flat(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield the nodes with groups that have a heading somewhere replaced by what is in them."""
    for node in nodes:
        if isinstance(node, Element) and node.tag in _GROUPS and _has_heading(node):
            yield from _flat(node.children)
        else:
            yield node


def _has_heading(node: Element) -> bool:
    return any(
        _level(child) or (child.tag in _GROUPS and _has_heading(child))
        for child in node.children if isinstance(child, Element)
    )


def _level(node: Node) -> int:
    if isinstance(node, Element) and re.fullmatch("h[1-6]", node.tag):
        return int(node.tag[1])
    return 0


def _promoted(node: Node) -> Node:
    """Return a short paragraph that is bold as a whole as a heading, by its number's depth."""
    if not isinstance(node, Element) or node.tag != "p":
        return node
    inner = [one for one in node.children if not isinstance(one, str) or one.strip()]
    text = text_of([node])
    if (
        not inner or not words(text) or len(text.split()) > _LONGEST
        or text.endswith((".", ":", ",", ";"))
        or not all(isinstance(one, Element) and one.tag in ("strong", "b") for one in inner)
    ):
        return node
    match = _NUMBER.match(text)
    level = min(match["number"].count(".") + 1, 6) if match else 1
    return Element(f"h{level}", {}, node.line, inner)
