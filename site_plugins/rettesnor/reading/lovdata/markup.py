"""The markup of Lovdata's documents as a tree.

The documents are HTML without scripts. The standard library's parser reads no document type and
no entities but those of HTML, so nothing in a document can grow or be fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "base", "img", "hr", "meta", "link", "col", "input", "wbr"})
_BLOCKS = frozenset({
    "article", "section", "p", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6",
    "dd", "dt", "br", "div",
})
_DEEP = 400
"""Deeper than any document; what is nested deeper is read as if it were not nested."""


@dataclass(slots=True)
class Element:
    """An element: its name, its attributes, and text and elements in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    within: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute; empty when it has none."""
        return self.attributes.get(name, "")

    @property
    def kind(self) -> str:
        """The first class."""
        return next(iter(self.get("class").split()), "")

    def elements(self) -> Iterator[Element]:
        """Yield the elements directly in it."""
        yield from (one for one in self.within if isinstance(one, Element))

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
        stack: list[Element | str] = [self]
        while stack:
            one = stack.pop()
            if isinstance(one, str):
                found.append(one)
                continue
            if one.tag in _BLOCKS:
                found.append(" ")
                stack.append(" ")
            if one.tag == "li" and one.get("data-li-identifier"):
                found.append(f"{one.get('data-li-identifier')} ")
            stack.extend(reversed(one.within))
        said = re.sub(r"\s+", " ", "".join(found)).strip()
        return re.sub(r" ([.,;:)])", r"\1", said)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].within.append(one)
        if tag not in _VOID and len(self._open) < _DEEP:
            self._open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].within.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].within.append(data)


def tree(data: bytes) -> Element:
    """Return the elements of a document; bytes that are no UTF-8 are replaced."""
    builder = _Builder()
    builder.feed(data.decode("utf-8", errors="replace"))
    builder.close()
    return builder.root
