"""Resolving what prose points to, for a document on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from rettesnor.exports.documents.citation_inlines import phrases
from rettesnor.exports.documents.context import DocumentContext
from rettesnor.model.document_tree import (
    Block,
    Code,
    Emphasis,
    Heading,
    Inline,
    Items,
    Link,
    Paragraph,
    Picture,
    Pointer,
    Quote,
    Strong,
    Table,
    Text,
    words,
)
from rettesnor.model.guideline import Term
from rettesnor.model.prose import Reference


class Resolver:
    """Resolves the pointers of one document, and remembers what was pointed to.

    Args:
        inside: ids of the recommendations and pages that the document itself holds.
        whole: whether it ends in a glossary of all terms.

    Attributes:
        cited: keys of the sources that were cited, in order.
        explained: the terms that were used, in order.
    """

    def __init__(self, setting: DocumentContext, inside: frozenset[str], *, whole: bool) -> None:
        self._setting, self._inside, self._whole = setting, inside, whole
        self.cited: dict[str, None] = {}
        self.explained: dict[str, Term] = {}

    def prose(self, text: str, level: int) -> tuple[Block, ...]:
        """Return the blocks of ``text`` with nothing left to resolve.

        Args:
            level: of the heading that ``text`` stands under; those inside go below it, each at
                most one level below the one before, as PDF/UA-1 (ISO 14289-1, 7.4.2) asks.
        """
        found: list[Block] = []
        deepest, top = level, 0
        for block in self._setting.read(text) if text else ():
            if isinstance(block, Heading):
                if not "".join(words(block.content)).strip():
                    continue  # nothing to read, and PDF/UA-1 allows no heading without words
                top = min(top, block.level) if top else block.level
                deepest = min(level + 1 + block.level - top, deepest + 1)
                found.append(Heading(deepest, self.inlines(block.content)))
            else:
                found.append(self._block(block))
        return tuple(found)

    def inlines(self, content: Iterable[Inline]) -> tuple[Inline, ...]:
        """Return ``content`` without pointers, and with neighbouring texts joined."""
        return joined([made for one in content for made in self._inline(one)])

    def source(self, key: str) -> tuple[Inline, ...]:
        """Return a source as it is cited, and remember it."""
        cited = self._setting.citations.get(key)
        if cited is None:
            return (Text(key),)
        self.cited[key] = None
        return (Link(f"#kilde-{key}", phrases(cited[0])),)

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph():
                return replace(block, content=self.inlines(block.content))
            case Heading():  # inside a list or a quote, where it is no section of the document
                return Paragraph((Strong(self.inlines(block.content)),))
            case Items():
                return replace(block, items=tuple(map(self._blocks, block.items)))
            case Quote():
                return replace(block, content=self._blocks(block.content))
            case Table():
                return replace(
                    block, head=tuple(map(self.inlines, block.head)),
                    rows=tuple(tuple(map(self._blocks, row)) for row in block.rows),
                )
            case _:
                return block

    def _blocks(self, content: Sequence[Block]) -> tuple[Block, ...]:
        return tuple(map(self._block, content))

    def _inline(self, inline: Inline) -> tuple[Inline, ...]:
        match inline:
            case Strong():
                return (Strong(self.inlines(inline.content)),)
            case Emphasis():
                return (Emphasis(self.inlines(inline.content)),)
            case Link():
                return (Link(inline.address, self.inlines(inline.content)),)
            case Picture():
                known = inline.name in self._setting.pictures
                return (inline,) if known else (Text(inline.alt),)
            case Code(text=""):
                return ()
            case Pointer():
                return self._pointed(inline.reference, self.inlines(inline.content))
            case _:
                return (inline,)

    def _pointed(self, to: Reference, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        match to.kind:
            case "kilde":
                locator = (Text(f", {to.detail}"),) if to.detail else ()
                return (*self.source(to.target), *locator)
            case "lov":
                law = self._setting.laws.get(to.target)
                return _linked(self._setting.law_address(law, to.detail) if law else "", content)
            case "term":
                return self._term(to.target, content)
            case "anbefaling":
                return self.recommendation(to.target, content)
            case _:
                return self._page(to.target, content)

    def recommendation(self, id_: str, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return ``content`` as a way to a recommendation: in here, or else on its page."""
        entry = self._setting.entries.get(id_)
        if entry is None:
            return content
        content = content or (Text(entry.tittel),)
        if id_ in self._inside:
            return _linked(f"#anbefaling-{id_}", content)
        address = self._setting.address
        return _linked(address and f"{address}{entry.kapittel}/{id_}/", content)

    def _term(self, word: str, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        term = self._setting.terms.get(word.casefold())
        if term is None:
            law = self._setting.act(word)
            return _linked(law.lenke if law else "", content)
        self.explained[term.id] = term
        return _linked(f"#ord-{term.id}", content) if self._whole else content

    def _page(self, id_: str, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        if id_ in self._inside:
            return _linked(f"#side-{id_}", content)
        known = id_ in {page.id for page in self._setting.guideline.tekstsider}
        address = self._setting.address
        return _linked(f"{address}{id_}/" if known and address else "", content)


def joined(content: Sequence[Inline]) -> tuple[Inline, ...]:
    """Return ``content`` with neighbouring texts made one, and empty ones left out."""
    made: list[Inline] = []
    for is_text, run in groupby(content, lambda inline: isinstance(inline, Text)):
        if not is_text:
            made += run
        elif text := "".join(one.text for one in run if isinstance(one, Text)):
            made.append(Text(text))
    return tuple(made)


def _linked(address: str, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return (Link(address, content),) if address and content else content
