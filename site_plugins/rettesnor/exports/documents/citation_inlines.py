"""Formatted citations as inlines: the little HTML that a citation processor writes."""

from __future__ import annotations

from html.parser import HTMLParser

from rettesnor.model.document_tree import Emphasis, Inline, Link, Strong, Text


def phrases(html: str) -> tuple[Inline, ...]:
    """Return ``html`` as inlines; of elements it knows ``em``/``i``, ``strong``/``b`` and ``a``."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.stack[0][2])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, str, list[Inline]]] = [("", "", [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack.append((tag, dict(attrs).get("href") or "", []))

    def handle_endtag(self, tag: str) -> None:
        if len(self.stack) > 1 and self.stack[-1][0] == tag:
            _, address, content = self.stack.pop()
            self.stack[-1][2].extend(_wrapped(tag, address, tuple(content)))

    def handle_data(self, data: str) -> None:
        self.stack[-1][2].append(Text(data))


def _wrapped(tag: str, address: str, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    if tag in ("em", "i"):
        return (Emphasis(content),)
    if tag in ("strong", "b"):
        return (Strong(content),)
    if tag == "a" and address.startswith(("https://", "http://")):
        return (Link(address, content),)
    return content
