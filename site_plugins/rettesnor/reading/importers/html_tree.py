"""HTML as it is found in the wild, as a tree; nothing in it is ever an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Generic, TypeVar

_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
})
_ENDS = {
    "p": {"p"}, "li": {"li"}, "tr": {"tr", "td", "th"}, "td": {"td", "th"}, "th": {"td", "th"},
    "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "thead": {"tr"}, "tbody": {"tr", "thead"},
}
"""What an element ends that was left open before it (HTML, section 13.1.2.4)."""
_BARRIERS = frozenset({"ul", "ol", "table", "td", "th", "blockquote", "div", "dl"})
"""What an element that was left open is not sought beyond."""
_ENDS_PARAGRAPH = frozenset({
    "ul", "ol", "table", "blockquote", "div", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre",
    "figure", "section",
})
MAX_DEPTH = 100
"""Elements deeper than this are taken as if they stood here."""


@dataclass(slots=True)
class Element:
    """An element with its children; ``line`` is the 1-based line of its start tag."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    line: int = 1
    children: list[Element | str] = field(default_factory=list)

    def text(self) -> str:
        """Return all words inside."""
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)


E = TypeVar("E", bound=Element)
TOKEN = re.compile(
    r"<!--.*?-->|<[/!?]?[a-zA-Z](?>[^\"'>]|\"[^\"]*\"|'[^']*')*>|<(?![/!?]?[a-zA-Z]|!--)|[^<]+",
    re.S,
)
"""A comment, a tag, a bare «<», or text."""


def parse(html: str) -> Element:
    """Return ``html`` as the children of an element without a name.

    A comment or a tag that is never ended makes the parser of older Pythons search to the end of
    the text for each «<» (CVE-2025-6069), so that its time grows with the square of the length.
    From there on the text is taken as it stands; so is a «<» that begins neither.
    """
    end, tokens = 0, []
    while match := TOKEN.match(html, end):
        tokens.append("&lt;" if match[0] == "<" else match[0])
        end = match.end()
    builder = TreeBuilder(Element)
    builder.feed("".join(tokens))
    builder.close()
    if end < len(html):
        builder.handle_data(html[end:])
    return builder.root


class TreeBuilder(HTMLParser, Generic[E]):
    """Makes a tree of elements, and ends what was left open as HTML does.

    Args:
        element: the kind of element that the tree is made of.
        depth: elements deeper than this are taken as if they stood here.
    """

    def __init__(self, element: type[E], depth: int = MAX_DEPTH) -> None:
        super().__init__(convert_charrefs=True)
        self._element, self._depth = element, depth
        self.root = element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ENDS_PARAGRAPH:
            self._end_open({"p"})
        self._end_open(_ENDS.get(tag, set()))
        if tag == "tr":
            self._end_open({"tr"})  # the row whose cell was left open, too
        found = {name: value or "" for name, value in attrs}
        element = self._element(tag, found, self.getpos()[0])
        self._open[-1].children.append(element)
        if tag not in _VOID and len(self._open) < self._depth:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].tag == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def _end_open(self, tags: set[str]) -> None:
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].tag in tags:
                del self._open[index:]
                return
            if self._open[index].tag in _BARRIERS:
                return
