"""Reading redlines back: the words of either side, and those of a field as its page shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from typing import Any

from rettesnor.model.prose import SLOT
from rettesnor.reading.markdown.blocks import blocks
from rettesnor.reading.markdown.render import render
from rettesnor.releases.redline.compare import Block, redline

WORD = re.compile(r"\w+|[^\w\s]")
_VOID = {"br", "hr", "img", "meta"}
_APART = {"p", "li", "td", "th", "tr", "table", "pre", "blockquote", "div", "ul", "ol", "hr", "br",
          "h2", "h3", "h4", "h5", "h6", "section"}


def compared(old: str, new: str) -> tuple[Block, ...]:
    """Return the redline of two prose fields."""
    return redline(blocks(old), blocks(new))


def side(found: Iterable[Block], without: str) -> list[str]:
    """Return the words, cut at spaces, that are left of a redline without one kind of piece."""
    parts: list[str] = []
    for block in found:
        for cell in (block.label, *block.cells):
            joined = False
            for piece in cell:
                joined = piece.kind == without and piece.role == "break"
                if piece.kind == without or piece.role == "address":
                    continue
                if piece.role in ("break", "line"):
                    parts.append(" ")
                else:
                    parts.append(piece.text)
            if cell and not joined:
                parts.append(" ")
    return "".join(parts).split()


def addresses(found: Iterable[Block], without: str) -> list[str]:
    """Return where the links of one side lead, in order."""
    return [
        piece.text.strip() for block in found for piece in block.pieces
        if piece.role == "address" and piece.kind != without
    ]


def marked(found: Iterable[Block]) -> list[str]:
    """Return the words that are marked, cut at punctuation."""
    return [
        word for block in found for piece in block.pieces
        if piece.kind != "same" and piece.role == "" for word in WORD.findall(piece.text)
    ]


class _Reader(HTMLParser):
    """Reads the words out of HTML, with the numbers of list items; checks that it is balanced."""

    def __init__(self, without: str = "") -> None:
        super().__init__()
        self.without = without
        self.stack: list[tuple[str, bool]] = []
        self.lists: list[int] = []
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag in _APART:
            assert not any(name in ("ins", "del") for name, _ in self.stack) or tag == "br", tag
            self.parts.append(" ")
        if tag == "hr":
            self.parts.append(" ——— ")
        if tag == "ol":
            self.lists.append(int(given.get("start", 1)))
        elif tag == "ul":
            self.lists.append(0)
        elif tag == "li" and not self.without:  # in a redline the number stands in the text
            self.parts.append(f"{self.lists[-1]}. " if self.lists[-1] else "• ")
            self.lists[-1] += 1 if self.lists[-1] else 0
        if tag in _VOID:
            return
        css = given.get("class") or ""
        hidden = css in ("rn-hidden", "rn-redline__was", "rn-redline__address") or (
            tag == self.without or given.get("aria-hidden") == "true"
        )
        self.stack.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.stack.pop()
        assert opened == tag, f"</{tag}> ends <{opened}>"
        if tag in ("ul", "ol"):
            self.lists.pop()
        if tag in _APART:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not any(hidden for _, hidden in self.stack):
            self.parts.append(data.replace("↵", " "))


def html_words(html: str, without: str) -> list[str]:
    """Return what is read in the HTML of a redline without ``ins`` or ``del``."""
    reader = _Reader(without)
    reader.feed(html)
    reader.close()
    assert reader.stack == []
    return WORD.findall("".join(reader.parts))


def page_words(text: str) -> list[str]:
    """Return the words of a field as its page shows them, by way of the page's own HTML."""
    fragment, _ = render(text, prefix="", min_heading=1, anchored=False)

    def filled(match: re.Match[str]) -> str:
        reference = fragment.references[int(match[1])]
        if reference.kind == "bilde":
            return f"[Bilde: {reference.text}]"
        detail = f", {reference.detail}" if reference.kind == "kilde" and reference.detail else ""
        return (reference.text or reference.target) + detail

    html = re.sub(r'href="[^"]*"', "", fragment.html)
    html = re.sub(r'aria-label="[^"]*"', "", html)
    reader = _Reader()
    reader.feed(SLOT.sub(filled, html))
    reader.close()
    return "".join(reader.parts).split()


def cut(words: Sequence[str]) -> list[str]:
    """Return ``words`` cut at punctuation."""
    return WORD.findall(" ".join(words))
