"""Rendering one text field to a fragment, and finding what is wrong with it, in one pass."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import unquote

import nh3
from markdown_it.token import Token

from rettesnor.model.prose import PIN, Fragment, Reference
from rettesnor.reading.prose.dialect import parser
from rettesnor.reading.prose.inspection import inspect, too_wide
from rettesnor.reading.prose.issue import Issue
from rettesnor.reading.prose.plain import runs
from rettesnor.reading.prose.references import said, slot

_TAGS = set(
    [
        "p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "hr", "br", "a",
        "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
    ]
)
_ATTRIBUTES = {
    "a": {"href"}, "ol": {"start"}, "th": {"class", "scope"}, "td": {"class"}, "code": {"class"}
}
_SCHEMES = {"http", "https", "mailto"}
_CLEANER = nh3.Cleaner(
    tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None, strip_comments=True
)
_PARSER = parser()
_NAMED = 6
"""Words of a block that name the link to it."""


def render(
    text: str, *, prefix: str, min_heading: int, anchored: bool, anchors: Sequence[str] = ()
) -> tuple[Fragment, list[Issue]]:
    """Return the fragment of ``text`` and the issues in it.

    Args:
        prefix: the field's own anchor; block anchors are ``<prefix>-<digest of the words>``, so
            a link to a paragraph leads to those very words or nowhere, never to others.
        min_heading: the highest heading level allowed inside.
        anchored: whether each block gets an anchor with a visible link.
        anchors: those of the text that this one translates. Where there are as many blocks, each
            gets the anchor of the block in its place: the same link leads to the same paragraph
            in every language.
    """
    references: list[Reference] = []
    blocks: list[tuple[str, str]] = []
    issues: list[Issue] = []
    for run in runs(text, references):
        if isinstance(run, str):
            blocks += _parsed(run, references, issues, min_heading)
        else:
            html, words = run
            blocks.append((f"<p>{html}</p>\n", words))
    return _assemble(blocks, references, prefix if anchored else "", anchors), issues


def render_parsed(
    text: str, *, prefix: str, min_heading: int, anchored: bool
) -> tuple[Fragment, list[Issue]]:
    """Return what ``render`` returns, by the parser alone, however plain the text is.

    Slots may be numbered in another order.
    """
    references: list[Reference] = []
    issues: list[Issue] = []
    blocks = _parsed(text, references, issues, min_heading)
    return _assemble(blocks, references, prefix if anchored else ""), issues


def _parsed(
    text: str, references: list[Reference], issues: list[Issue], min_heading: int
) -> list[tuple[str, str]]:
    """Return the blocks of ``text`` (HTML, words); references and issues are added to the lists."""
    lines = text.split("\n")
    wide = too_wide(lines)
    if wide is not None:
        issues.append(wide)
        return []
    env: dict[str, Any] = {"slots": references, "issues": issues, "lines": lines, "line": 0}
    tokens = _PARSER.parse(text, env)
    issues.extend(inspect(tokens, min_heading, lines))
    blocks: list[tuple[str, str]] = []
    for block in _blocks(tokens):
        _prepare(block, env)
        html = _CLEANER.clean(_PARSER.renderer.render(block, _PARSER.options, env))
        if "<table>" in html:
            html = html.replace("<table>", _table_open(block)).replace("</table>", "</table></div>")
        blocks.append((html, _words(block)))
    return blocks


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
            html = f'<div class="rn-b" id="{anchor}">{html.rstrip()}{pin(anchor, words)}</div>\n'
        parts.append(html)
    said_all = "\n".join(words for _, words in blocks if words)
    return Fragment("".join(parts), tuple(references), tuple(anchors), said_all)


def pin(anchor: str, said: str) -> str:
    """Return the visible link to the place with id ``anchor``, named by its first words."""
    name = escape(" ".join(said.split(" ", _NAMED)[:_NAMED]))
    return f'<a class="rn-pin" href="#{anchor}" aria-label="{PIN}{name}»">#</a>'


def digest(words: str) -> str:
    """Return five letters and digits that stand for ``words``, whatever their spacing."""
    value = hashlib.blake2b(" ".join(words.split()).encode(), digest_size=4).digest()
    return base64.b32encode(value).decode().lower()[:5]


def _table_open(block: Sequence[Token]) -> str:
    """Return the start of a table that scrolls by itself, named by its column headings."""
    end = next((i for i, token in enumerate(block) if token.type == "thead_close"), 0)
    heads = [t.content for t in block[:end] if t.type == "inline" and t.content.strip()]
    name = escape(": ".join(filter(None, ("Tabell", ", ".join(heads)))))
    return f'<div class="rn-table" role="region" aria-label="{name}" tabindex="0"><table>'


def _blocks(tokens: Sequence[Token]) -> list[list[Token]]:
    blocks: list[list[Token]] = []
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            blocks.append(block)
            block = []
    return blocks


def _prepare(block: Sequence[Token], env: dict[str, Any]) -> None:
    """Turn links inside the guideline and pictures into slots, and styles into classes."""
    for token in block:
        if token.type in ("th_open", "td_open"):
            align = str(token.attrs.pop("style", "")).removeprefix("text-align:")
            if align:
                token.attrSet("class", f"rn-{align}")
            if token.type == "th_open":
                token.attrSet("scope", "col")
        for child in token.children or ():
            if child.type == "link_open":
                _internal_link(child, token, env)
            elif child.type == "image":
                _picture(child, token, env)


def _internal_link(link: Token, block: Token, env: dict[str, Any]) -> None:
    href = str(link.attrGet("href") or "")
    kind, _, rest = href.partition(":")
    if kind not in ("anbefaling", "side"):
        return
    target, _, anchor = unquote(rest).partition("#")
    line, column = _place(href, block, env)
    reference = Reference(
        "anbefaling" if kind == "anbefaling" else "side", target, anchor, "", line, column
    )
    link.attrSet("href", slot(len(env["slots"])))
    env["slots"].append(reference)


def _picture(image: Token, block: Token, env: dict[str, Any]) -> None:
    source = str(image.attrGet("src") or "")
    line, column = _place(source, block, env)
    reference = Reference(
        "bilde", source.removeprefix("bilder/"), "", escape(image.content), line, column
    )
    image.type, image.children = "reference", None
    image.meta = {"index": len(env["slots"]), "reference": reference}
    env["slots"].append(reference)


def _place(what: str, block: Token, env: dict[str, Any]) -> tuple[int, int]:
    start = block.map[0] if block.map else 0
    for number, line in enumerate(env["lines"][start:], start):
        if (column := line.find(what)) >= 0:
            return number, column
    return start, 0


def _anchor(prefix: str, said: str, taken: dict[str, int]) -> str:
    """Return the anchor of the words ``said``; ``taken`` counts how often each was given."""
    anchor = f"{prefix}-{digest(said)}"
    taken[anchor] = taken.get(anchor, 0) + 1
    return anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"


def _words(block: Sequence[Token]) -> str:
    words: list[str] = []
    for token in block:
        for child in token.children or ():
            if child.type in ("text", "code_inline"):
                words.append(child.content)
            elif child.type in ("softbreak", "hardbreak"):
                words.append(" ")
            elif child.type == "reference":
                words.append(said(child.meta["reference"]))
        if token.type == "inline":
            words.append(" ")
        elif token.type in ("fence", "code_block"):
            words.append(token.content)
    return " ".join("".join(words).split())
