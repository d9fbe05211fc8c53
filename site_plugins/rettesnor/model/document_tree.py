"""A booklet: what a reader carries along, as blocks of text that no file format has shaped yet.

Everything here is data. A writer of a format (PDF, Word, EPUB) decides what a block looks like;
no block holds markup of any kind, so no text can become a command to a typesetter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from rettesnor.model.prose import Reference


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of weight."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words with stress, and titles of works."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language than the booklet's, by its tag (BCP 47)."""

    language: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Characters to be taken literally."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the guideline: its file's name and what it shows."""

    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way out to ``address``, or, when that starts with ``#``, to an anchor in the booklet."""

    address: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference that is not resolved yet, and the words it stands on (none: the target's)."""

    reference: Reference
    content: tuple[Inline, ...] = ()


Inline = Text | Strong | Emphasis | Foreign | Code | Break | Picture | Link | Pointer


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``small`` for what stands next to the matter."""

    content: tuple[Inline, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of ``level`` 1 or deeper.

    Attributes:
        anchor: unique in the booklet; empty when nothing points to it.
        numbered: whether it counts among the numbered sections.
        number: the section's number (``2.3.1``) once it is known.
    """

    level: int
    content: tuple[Inline, ...]
    anchor: str = ""
    numbered: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``start`` is the first number, and 0 when the items are not numbered."""

    items: tuple[tuple[Block, ...], ...]
    start: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else said."""

    content: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines to be taken literally."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of headings.

    Attributes:
        align: ``left``, ``right`` or ``center`` for each column; empty for the usual.
        widths: of the columns, in relation to each other; 0 for as wide as the content.
        name: what the table holds, in a few words.
    """

    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    align: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A change of matter inside a text."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The sentence of a recommendation, its strength as a word, and what that word means.

    Attributes:
        strength: the name of its look (``Styrke.look``).
        official: whose official sentence it is, where others wrote the rest; else empty.
    """

    strength: str
    label: str
    sentence: str
    meaning: str
    official: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know: its name and what it is."""

    name: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Things to know at a glance."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Questions to answer by hand: the head of the question column, and of each answer."""

    head: str
    answers: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """An entry of a register; ``anchor`` is unique in the booklet."""

    anchor: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """An alphabetical list: sources, words."""

    posts: tuple[Post, ...]


Block = (
    Paragraph | Heading | Items | Quote | Listing | Table | Rule | Lead | Facts | Sheet | Register
)


SPOKEN = ("contents", "note", "page", "of")
"""The words that formats need besides the content: for a list of contents, and for pages."""


@dataclass(frozen=True, slots=True)
class DocumentTree:
    """A whole document.

    Attributes:
        part: what the booklet is an excerpt of; empty when it is the whole.
        language: its tag (BCP 47), ``nb`` or ``nn``.
        author: who wrote the text.
        publisher: who publishes it.
        mark: the word that marks the text as a draft; empty when it is not one.
        notice: what must be said before anything else; empty when there is nothing.
        stamp: version and day in one line, for every page's foot.
        facts: what the front of the booklet tells.
        day: the ISO date the file is dated with.
        cover: whether it has a page of its own for the front, and a table of contents.
        source: the address it is taken from; empty when not known.
        words: what a writer of a format says by itself (see ``SPOKEN``).
        slides: whether each heading of the first level begins a slide.
    """

    title: str
    part: str
    language: str
    author: str
    publisher: str
    mark: str
    notice: str
    stamp: str
    facts: tuple[Fact, ...]
    day: str
    cover: bool
    source: str
    content: tuple[Block, ...]
    words: Mapping[str, str]
    slides: bool = False


def to_tree(value: Any) -> Any:
    """Return blocks and inlines as plain data; each tells its kind under ``is``."""
    if is_dataclass(value) and not isinstance(value, type):
        tree = {field.name: to_tree(getattr(value, field.name)) for field in fields(value)}
        return {"is": type(value).__name__.lower(), **tree}
    if isinstance(value, tuple):
        return [to_tree(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def numbered(content: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return ``content`` with its numbered headings counted, the highest of them as 1, 2, 3."""
    levels = [b.level for b in content if isinstance(b, Heading) and b.numbered]
    if not levels:
        return content
    counts: list[int] = []
    made: list[Block] = []
    for block in content:
        if isinstance(block, Heading) and block.numbered:
            depth = block.level - min(levels)
            counts = [*counts, *[0] * (depth + 1)][: depth + 1]
            counts[depth] += 1
            block = replace(block, number=".".join(map(str, counts)))
        made.append(block)
    return tuple(made)


def words(value: Any) -> Iterator[str]:
    """Yield every piece of text in blocks or inlines, in reading order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from words(item)
    elif isinstance(value, Text | Code | Listing):
        yield value.text
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            inner = getattr(value, field.name)
            if isinstance(inner, tuple):
                yield from words(inner)
