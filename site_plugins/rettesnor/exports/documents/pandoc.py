"""Booklets as pandoc's document tree, from which it writes Word and EPUB.

The tree is data (https://hackage.haskell.org/package/pandoc-types, ``Text.Pandoc.Definition``):
as with PDF, no text passes through a markup language.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from rettesnor.model.document_tree import (
    Block,
    Break,
    Code,
    DocumentTree,
    Emphasis,
    Facts,
    Foreign,
    Heading,
    Inline,
    Items,
    Lead,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Register,
    Rule,
    Sheet,
    Strong,
    Table,
    Text,
)

Node = dict[str, Any]
_API = [1, 23, 1]
_PLAIN = ["", [], []]
_SIDES = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
_BOX = "☐"
_NARROW = 1.5
"""The share of a column that is to be as wide as its content, next to those with shares."""


class ConversionError(Exception):
    """A booklet cannot be made into a file; says why in Norwegian."""


@dataclass
class Tree:
    """Builds the tree of one booklet.

    Args:
        lift: how many levels headings are raised, where the title takes the place of the first.
    """

    booklet: DocumentTree
    lift: int = 0
    _places: Iterator[int] = field(default_factory=count)

    def document(self, front: Sequence[Node] = (), end: Sequence[Node] = ()) -> bytes:
        """Return the whole document as pandoc's JSON, between ``front`` and ``end``."""
        b = self.booklet
        meta = {"title": b.title, "author": b.author, "lang": f"{b.language}-NO"}
        return json.dumps({
            "pandoc-api-version": _API,
            "meta": {key: {"t": "MetaInlines", "c": [_text(v)]} for key, v in meta.items()},
            "blocks": [*front, *self.blocks(b.content), *end],
        }, ensure_ascii=False).encode()

    def blocks(self, content: Sequence[Block]) -> list[Node]:
        """Return ``content`` as nodes."""
        return [node for block in content for node in self._block(block)]

    def facts(self, facts: Facts) -> Node:
        """Return things to know as a list of terms."""
        return _node("DefinitionList", [
            [[_text(one.name)], [[_node("Plain", self.inlines(one.content))]]]
            for one in facts.facts
        ])

    def inlines(self, content: Sequence[Inline]) -> list[Node]:
        """Return ``content`` as nodes."""
        return [self._inline(inline) for inline in content]

    def notice(self) -> list[Node]:
        """Return what must be said before anything else."""
        b = self.booklet
        if not b.notice and not b.mark:
            return []
        content = [_node("Strong", [_text(f"{b.mark or b.words['note']}.")])]
        content += [_text(f" {b.notice}")] if b.notice else []
        return [styled("Merknad", [_node("Para", content)])]

    def _block(self, block: Block) -> list[Node]:
        match block:
            case Paragraph(content, small):
                paragraph = _node("Para", self.inlines(content))
                return [styled("Liten", [paragraph])] if small else [paragraph]
            case Heading():
                return [self._heading(block)]
            case Items(items, start):
                listed = [self.blocks(item) for item in items]
                if not start:
                    return [_node("BulletList", listed)]
                style = [start, {"t": "Decimal"}, {"t": "Period"}]
                return [_node("OrderedList", [style, listed])]
            case Quote(content):
                return [_node("BlockQuote", self.blocks(content))]
            case Listing(text):
                return [_node("CodeBlock", [_PLAIN, text])]
            case Rule():
                return [{"t": "HorizontalRule"}]
            case Lead():
                return [_lead(block)]
            case Facts():
                return [self.facts(block)]
            case Register(posts):
                return [
                    styled("Oppslag", [_node("Para", self.inlines(post.content))], post.anchor)
                    for post in posts
                ]
            case Table():
                return [self._table(block)]
            case Sheet():
                return [_sheet(block)]

    def _heading(self, heading: Heading) -> Node:
        number = f"{heading.number} " if heading.number else ""
        anchor = heading.anchor or f"del-{next(self._places)}"
        level = max(heading.level - self.lift, 1)
        content = [_text(number), *self.inlines(heading.content)]
        return _node("Header", [level, [anchor, [], []], content])

    def _table(self, table: Table) -> Node:
        shares = [width or _NARROW for width in table.widths]
        widths = [{"t": "ColWidth", "c": share / sum(shares)} for share in shares]
        default = {"t": "ColWidthDefault"}
        align = [_SIDES.get(side, "AlignDefault") for side in table.align]
        specs = [
            [{"t": align[i] if align else "AlignDefault"}, widths[i] if widths else default]
            for i in range(len(table.head))
        ]
        head = [[_node("Plain", self.inlines(cell))] for cell in table.head]
        return grid(specs, head, [[_close(self.blocks(c)) for c in row] for row in table.rows])

    def _inline(self, inline: Inline) -> Node:
        match inline:
            case Text(text):
                return _text(text)
            case Strong(content):
                return _node("Strong", self.inlines(content))
            case Emphasis(content):
                return _node("Emph", self.inlines(content))
            case Foreign(language, content):
                attributes = ["", [], [["lang", f"{language}-NO"]]]
                return _node("Span", [attributes, self.inlines(content)])
            case Code(text):
                return _node("Code", [_PLAIN, text])
            case Break():
                return {"t": "LineBreak"}
            case Picture(name, alt):
                return _node("Image", [_PLAIN, [_text(alt)], [name, ""]])
            case Link(address, content):
                return _node("Link", [_PLAIN, self.inlines(content), [address, ""]])
            case _:
                raise TypeError(f"{type(inline).__name__} is not resolved")


def styled(style: str, content: Sequence[Node], anchor: str = "") -> Node:
    """Return ``content`` in the paragraph style ``style``, a class of that name in EPUB."""
    return _node("Div", [[anchor, [style.lower().replace(" ", "-")], [["custom-style", style]]],
                         list(content)])


def grid(specs: list[Any], head: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Node:
    """Return a table: its columns, the blocks of its head's cells, and of its rows' cells."""
    default = {"t": "AlignDefault"}

    def row(cells: Sequence[Any]) -> Any:
        return [_PLAIN, [[_PLAIN, default, 1, 1, cell] for cell in cells]]

    body = [[_PLAIN, 0, [], [row(cells) for cells in rows]]]
    return _node("Table", [
        _PLAIN, [None, []], specs, [_PLAIN, [row(head)]], body, [_PLAIN, []],
    ])


def convert(tree: bytes, to: str, arguments: Sequence[str], pictures: Path) -> bytes:
    """Return the document in ``tree`` as written by pandoc's writer ``to``.

    Raises:
        ConversionError: pandoc is missing or cannot write it.
    """
    import pypandoc

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dokument"
        try:
            pypandoc.convert_text(
                tree, to, format="json", outputfile=str(path),
                extra_args=[*arguments, f"--resource-path={pictures}"],
            )
        except (OSError, RuntimeError) as error:
            raise ConversionError(f"Dokumentet kan ikke lages: {error}") from error
        return path.read_bytes()


def _close(cell: list[Node]) -> list[Node]:
    """Return a cell's blocks without the room that paragraphs keep between each other."""
    if len(cell) == 1 and cell[0]["t"] == "Para":
        return [_node("Plain", cell[0]["c"])]
    return cell


def _lead(lead: Lead) -> Node:
    label = _node("Span", [["", ["styrke", f"styrke-{lead.strength}"],
                            [["custom-style", "Styrke"]]], [_text(lead.label)]])
    official = [styled("Liten", [_node("Para", [_text(lead.official)])])] if lead.official else []
    return styled("Kort anbefaling", [
        *official,
        _node("Para", [_node("Strong", [_text(lead.sentence)])]),
        _node("Para", [label, _text(f" {lead.meaning}")]),
    ])


def _sheet(sheet: Sheet) -> Node:
    answers = len(sheet.answers)
    specs: list[Any] = [[{"t": "AlignLeft"}, {"t": "ColWidth", "c": 1 - 0.11 * answers}]]
    specs += [[{"t": "AlignCenter"}, {"t": "ColWidth", "c": 0.11}]] * answers
    head = [[_node("Plain", [_text(word)])] for word in (sheet.head, *sheet.answers)]
    rows = [
        [[_node("Plain", [_text(text)])] for text in (question, *[_BOX] * answers)]
        for question in sheet.questions
    ]
    return grid(specs, head, rows)


def _node(kind: str, content: Any) -> Node:
    return {"t": kind, "c": content}


def _text(text: str) -> Node:
    return {"t": "Str", "c": text}
