"""The markup of Lovdata's documents as a tree.

The documents are HTML without scripts. The standard library's parser reads no document type and
no entities but those of HTML, so nothing in a document can grow or be fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rettesnor.reading.importers import html_tree
from rettesnor.reading.importers.html_tree import TreeBuilder

_BLOCKS = frozenset({
    "article", "section", "p", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6",
    "dd", "dt", "br", "div",
})
_DEEP = 400
"""Deeper than any document; what is nested deeper is read as if it were not nested."""


class Element(html_tree.Element):
    """An element of a document: its name, its attributes, and text and elements in it."""

    __slots__ = ()

    def get(self, name: str) -> str:
        """Return an attribute; empty when it has none."""
        return self.attributes.get(name, "")

    @property
    def kind(self) -> str:
        """The first class."""
        return next(iter(self.get("class").split()), "")

    def elements(self) -> Iterator[Element]:
        """Yield the elements directly in it."""
        yield from (one for one in self.children if isinstance(one, Element))

    def walk(self) -> Iterator[Element]:
        """Yield it and every element below it, in order."""
        stack = [self]
        while stack:
            one = stack.pop()
            yield one
            stack.extend(reversed(list(one.elements())))

    def first(self, kind: str) -> Element | None:
        """Return the first element below it with the class ``kind``."""
        return next((one for one in self.walk() if kind in one.get("class").split()), None)

    def text(self) -> str:
        """Return its words, with a blank where a block begins or ends."""
        found: list[str] = []
        stack: list[html_tree.Element | str] = [self]
        while stack:
            one = stack.pop()
            if isinstance(one, str):
                found.append(one)
                continue
            if one.tag in _BLOCKS:
                found.append(" ")
                stack.append(" ")
            if one.tag == "li" and (number := one.attributes.get("data-li-identifier")):
                found.append(f"{number} ")
            stack.extend(reversed(one.children))
        said = re.sub(r"\s+", " ", "".join(found)).strip()
        return re.sub(r" ([.,;:)])", r"\1", said)


def tree(data: bytes) -> Element:
    """Return the elements of a document; bytes that are no UTF-8 are replaced."""
    builder = TreeBuilder(Element, _DEEP)
    builder.feed(data.decode("utf-8", errors="replace"))
    builder.close()
    return builder.root
