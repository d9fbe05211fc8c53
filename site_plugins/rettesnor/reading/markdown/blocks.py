"""Prose as blocks for booklets: the same dialect as on the pages, without their HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import unescape
from typing import Any
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from rettesnor.model.document_tree import (
    Block,
    Break,
    Code,
    Emphasis,
    Heading,
    Inline,
    Items,
    Link,
    Listing,
    Paragraph,
    Picture,
    Pointer,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
)
from rettesnor.model.prose import Reference
from rettesnor.reading.markdown.dialect import parser
from rettesnor.reading.markdown.lint.structure import too_wide

_PARSER = parser()
_OUTWARD = ("https://", "http://", "mailto:")


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of ``text``, whose references are still pointers.

    Headings keep the level they are written with. What the dialect refuses (see ``inspection``)
    is shown as its words.
    """
    lines = text.split("\n")
    if too_wide(lines) is not None:
        return (Paragraph((Text(" ".join(text.split())),)),)
    env: dict[str, Any] = {"slots": [], "issues": [], "lines": lines, "line": 0}
    return _blocks(SyntaxTreeNode(_PARSER.parse(text, env)).children)


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> tuple[Block, ...]:
    return tuple(_block(node) for node in nodes)


def _block(node: SyntaxTreeNode) -> Block:
    match node.type:
        case "heading":
            return Heading(int(node.tag[1]), _content(node))
        case "bullet_list":
            return Items(_items(node))
        case "ordered_list":
            return Items(_items(node), int(node.attrs.get("start", 1)) or 1)
        case "blockquote":
            return Quote(_blocks(node.children))
        case "fence" | "code_block":
            return Listing(node.content.removesuffix("\n"))
        case "table":
            return _table(node)
        case "hr":
            return Rule()
        case _:
            return Paragraph(_content(node))


def _items(node: SyntaxTreeNode) -> tuple[tuple[Block, ...], ...]:
    return tuple(_blocks(item.children) for item in node.children)


def _table(node: SyntaxTreeNode) -> Table:
    head = node.children[0].children[0].children
    body = node.children[1].children if len(node.children) > 1 else []
    align = tuple(str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in head)
    rows = tuple(
        tuple((Paragraph(_content(cell)),) for cell in row.children) for row in body
    )
    return Table(tuple(_content(cell) for cell in head), rows, align)


def _content(node: SyntaxTreeNode) -> tuple[Inline, ...]:
    """Return the inlines of a block that holds nothing but text."""
    return _inlines([leaf for inline in node.children for leaf in inline.children])


def _inlines(nodes: Sequence[SyntaxTreeNode]) -> tuple[Inline, ...]:
    return tuple(_inline(node) for node in nodes)


def _inline(node: SyntaxTreeNode) -> Inline:
    match node.type:
        case "strong":
            return Strong(_inlines(node.children))
        case "em":
            return Emphasis(_inlines(node.children))
        case "code_inline":
            return Code(node.content)
        case "softbreak":
            return Text(" ")
        case "hardbreak":
            return Break()
        case "reference":
            reference: Reference = node.meta["reference"]
            return Pointer(reference, (Text(unescape(reference.text)),) if reference.text else ())
        case "image":
            return Picture(str(node.attrs.get("src", "")).removeprefix("bilder/"), node.content)
        case "link":
            return _link(node)
        case _:
            return Text(node.content)


def _link(node: SyntaxTreeNode) -> Inline:
    href, content = str(node.attrs.get("href", "")), _inlines(node.children)
    kind, _, rest = href.partition(":")
    if kind in ("anbefaling", "side"):
        target, _, anchor = unquote(rest).partition("#")
        return Pointer(
            Reference("anbefaling" if kind == "anbefaling" else "side", target, anchor), content
        )
    if href.startswith(_OUTWARD):
        return Link(href, content)
    return Pointer(Reference("side", "", href.removeprefix("#")), content)
