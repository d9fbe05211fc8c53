"""The long way: text by the Markdown parser, cleaned and inspected.

To load the parser takes as long as to read twenty recommendations the short way (see ``plain``).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import nh3
from markdown_it.token import Token

from rettesnor.model.prose import Reference
from rettesnor.reading.markdown.dialect import parser
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.markdown.lint.structure import extent, inspect, too_wide
from rettesnor.reading.markdown.references import found_at, linked, plain_text, slot
from rettesnor.reading.markdown.table import table_open

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


def parsed(
    text: str, references: list[Reference], issues: list[Issue], min_heading: int
) -> list[tuple[str, str]]:
    """Return the blocks of ``text`` (HTML, words); references and issues are added to the lists."""
    lines = text.split("\n")
    wide = too_wide(lines)
    if wide is not None:
        issues.append(wide)
        return []
    env: dict[str, Any] = {
        "slots": references, "issues": issues, "lines": lines, "line": 0,
        "html": any(issue.code == "prosa-html" for issue in issues),
    }
    tokens = _PARSER.parse(text, env)
    issues.extend(inspect(tokens, min_heading, lines))
    blocks: list[tuple[str, str]] = []
    for block in _blocks(tokens):
        _prepare(block, env)
        html = _CLEANER.clean(_PARSER.renderer.render(block, _PARSER.options, env))
        if "<table>" in html:
            html = html.replace("<table>", table_open(_heads(block)))
            html = html.replace("</table>", "</table></div>")
        blocks.append((html, _words(block)))
    return blocks


def _heads(block: Sequence[Token]) -> list[str]:
    """Return what a table's column headings say."""
    end = next((i for i, token in enumerate(block) if token.type == "thead_close"), 0)
    blocks = (_words([token]) for token in block[:end] if token.type == "inline")
    return [words for words in blocks if words]


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
    reference = linked(str(link.attrGet("href") or ""), env["lines"], extent(block, env["lines"]))
    if reference is not None:
        link.attrSet("href", slot(len(env["slots"])))
        env["slots"].append(reference)


def _picture(image: Token, block: Token, env: dict[str, Any]) -> None:
    source = str(image.attrGet("src") or "")
    line, column = found_at(source, env["lines"], extent(block, env["lines"]))
    reference = Reference(
        "bilde", source.removeprefix("bilder/"), "", escape(image.content), line, column
    )
    image.type, image.children = "reference", None
    image.meta = {"index": len(env["slots"]), "reference": reference}
    env["slots"].append(reference)


def _words(block: Sequence[Token]) -> str:
    words: list[str] = []
    for token in block:
        for child in token.children or ():
            if child.type in ("text", "code_inline"):
                words.append(child.content)
            elif child.type in ("softbreak", "hardbreak"):
                words.append(" ")
            elif child.type == "reference":
                words.append(plain_text(child.meta["reference"]))
        if token.type == "inline":
            words.append(" ")
        elif token.type in ("fence", "code_block"):
            words.append(token.content)
    return " ".join("".join(words).split())
