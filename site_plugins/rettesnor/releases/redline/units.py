"""What a redline compares: text as readers see it, cut into units and words.

A unit is a paragraph, list item, heading, table row, block of code or line across. Its words are
the rendered ones: escapes and references are resolved, and the number of a list item is that of
the parser, so a line that merely starts with a number stays a line of text. Addresses of links are
words too, shown only where they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from rettesnor.model import document_tree as booklet
from rettesnor.model.prose import Reference

Form = Literal["paragraph", "item", "heading", "head", "row", "code", "rule"]
Role = Literal["", "address", "line", "break"]

_WORD = (
    r"§§? ?\d+(?:[-–]\d+)*(?: ?[A-Z](?:-\d+)?\b|[a-z]\b)?"
    r"|\d+(?:[.,:/–-]\d+)*\w*|\w+|[^\w\s]"
)
"""A word; numbers and sections of laws (``§ 10-6``, ``12,5``, ``2026-11-22``) are one word."""
_TOKEN = re.compile(rf"(?P<space>\s*)(?P<word>{_WORD})|\s+\Z")
_LITERAL = re.compile(rf"\s|{_WORD}")
IMPLIED = ("(lenke til loven)", "(forklart i ordlista")
"""How addresses begin that need no telling next to words that differ themselves."""
_BULLET, _LINE, _RULE = "•", "\n", "———"


class Token(NamedTuple):
    """A word or punctuation mark.

    Attributes:
        space: the space before it; it counts as a difference only between two words that stay.
        style: how the word is set: ``s`` strong, ``e`` emphasis, ``c`` code; several in order.
        role: ``address`` for where a link leads, ``line`` for a line break inside a paragraph,
            ``break`` for the end of a unit.
    """

    space: str
    word: str
    style: str = ""
    role: Role = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two words the same."""
        return self.word, self.style, self.role


class Shape(NamedTuple):
    """What kind of unit it is, how deep in a list (or the level of a heading) and in quotes."""

    form: Form
    level: int = 0
    quote: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a text.

    Attributes:
        label: the number or bullet of a list item; empty for its further paragraphs.
        cells: one for each cell of a row; any other unit has one.
        table: which table of the text a row is in.
    """

    shape: Shape
    cells: tuple[tuple[Token, ...], ...]
    label: str = ""
    table: int = -1

    @property
    def kin(self) -> str:
        """Units of different kin are never shown as one that changed."""
        form = self.shape.form
        return "row" if form in ("head", "row") else form if form in ("code", "rule") else "text"

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two units hold the same words."""
        return self.kin, tuple(tuple(token.key for token in cell) for cell in self.cells)


def units(blocks: Iterable[booklet.Block]) -> list[Unit]:
    """Return the units of ``blocks`` in reading order."""
    found: list[Unit] = []
    tables = 0
    for unit in _units(blocks, 0, 0, ""):
        if unit.shape.form == "head":
            tables += 1
        found.append(replace(unit, table=tables) if unit.kin == "row" else unit)
    return found


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text without markup."""
    return _stripped(_spaced([(text, "", "")]))


def _units(
    blocks: Iterable[booklet.Block], depth: int, quote: int, label: str
) -> Iterator[Unit]:
    for block in blocks:
        if label and not isinstance(block, booklet.Paragraph | booklet.Heading):
            yield Unit(Shape("item", depth, quote), ((),), label)
            label = ""
        match block:
            case booklet.Heading():
                shape = Shape("heading", block.level, quote)
                yield Unit(shape, (_inlines(block.content),), label)
            case booklet.Paragraph():
                shape = Shape("item" if depth else "paragraph", depth, quote)
                yield Unit(shape, (_inlines(block.content),), label)
            case booklet.Items():
                yield from _items(block, depth + 1, quote)
            case booklet.Quote():
                yield from _units(block.content, depth, quote + 1, "")
            case booklet.Listing():
                words = tuple(Token("", word) for word in _LITERAL.findall(block.text))
                yield Unit(Shape("code", 0, quote), (words,))
            case booklet.Table():
                yield from _rows(block, quote)
            case booklet.Rule():
                yield Unit(Shape("rule", 0, quote), ((Token("", _RULE),),))
            case _:
                raise TypeError(f"{type(block).__name__} is no block of prose")
        label = ""
    if label:
        yield Unit(Shape("item", depth, quote), ((),), label)


def _items(block: booklet.Items, depth: int, quote: int) -> Iterator[Unit]:
    for number, item in enumerate(block.items, block.start):
        yield from _units(item, depth, quote, f"{number}." if block.start else _BULLET)


def _rows(block: booklet.Table, quote: int) -> Iterator[Unit]:
    yield Unit(Shape("head", 0, quote), tuple(map(_inlines, block.head)))
    for row in block.rows:
        cells = (
            tuple(content for part in cell if isinstance(part, booklet.Paragraph)
                  for content in part.content)
            for cell in row
        )
        yield Unit(Shape("row", 0, quote), tuple(map(_inlines, cells)))


Run = tuple[str, str, Role]
"""Characters, how they are set, and what they are."""


def _inlines(content: Sequence[booklet.Inline]) -> tuple[Token, ...]:
    return _stripped(_spaced(_runs(content, "")))


def _runs(content: Iterable[booklet.Inline], style: str) -> Iterator[Run]:
    for inline in content:
        match inline:
            case booklet.Text():
                yield inline.text, style, ""
            case booklet.Strong():
                yield from _runs(inline.content, _with(style, "s"))
            case booklet.Emphasis():
                yield from _runs(inline.content, _with(style, "e"))
            case booklet.Foreign():
                yield from _runs(inline.content, style)
            case booklet.Code():
                yield inline.text, _with(style, "c"), ""
            case booklet.Break():
                yield _LINE, style, "line"
            case booklet.Picture():
                yield f"[Bilde: {inline.alt}]", style, ""
                yield f"({inline.name})", style, "address"
            case booklet.Link():
                yield from _runs(inline.content, style)
                yield f"({inline.address})", style, "address"
            case booklet.Pointer():
                yield from _pointer(inline, style)


def _with(style: str, more: str) -> str:
    return "".join(sorted({*style, more}))


def _pointer(pointer: booklet.Pointer, style: str) -> Iterator[Run]:
    reference = pointer.reference
    if reference.kind == "kilde":
        yield reference.target, style, ""
        if reference.detail:
            yield f", {reference.detail}", style, ""
        return
    shown = list(_runs(pointer.content, style))
    yield from shown
    said = "".join(text for text, _, _ in shown)
    yield f"({_leads_to(reference, said)})", style, "address"


def _leads_to(reference: Reference, said: str) -> str:
    """Return where a reference leads, in fewer words when those shown tell."""
    target, detail = reference.target, reference.detail
    match reference.kind:
        case "lov":
            name = f"{target} {detail}"
            return "lenke til loven" if said.startswith(name) else f"lenke til {name}"
        case "term":
            same = said.casefold() == target.casefold()
            return "forklart i ordlista" if same else f"forklart i ordlista: {target}"
        case _:
            return f"lenke til {reference.kind}:{target}{'#' + detail if detail else ''}"


def _spaced(runs: Iterable[Run]) -> Iterator[Token]:
    space = ""
    for text, style, role in runs:
        if role == "line":
            yield Token("", text, "", role)
            space = ""
        elif role:
            yield Token(" ", text, "", role)
        else:
            for match in _TOKEN.finditer(text):
                if match["word"] is None:
                    space = " "
                    continue
                yield Token(" " if match["space"] else space, match["word"], style)
                space = ""


def _stripped(found: Iterable[Token]) -> tuple[Token, ...]:
    """Return the words without the space before the first, and the first after a line break."""
    made: list[Token] = []
    for token in found:
        first = not made or made[-1].role == "line"
        made.append(token._replace(space="") if first and token.space else token)
    return tuple(made)
