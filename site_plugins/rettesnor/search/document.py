"""What search knows of a page."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rettesnor.model.compact_json import compact
from rettesnor.model.pages import QUESTION, kinds

_ENTRIES = kinds("entries")


@dataclass(frozen=True, slots=True)
class Document:
    """A page as search sees it.

    Attributes:
        url: relative to the root of the pages in its language.
        kind: ``anbefaling``, ``kapittel``, ``lover`` …
        chapter: the name of the chapter it belongs to; empty for none.
        strength: of a recommendation.
        groups: the names of its target groups.
        sections: anchor (empty: the page's top), heading, text, and words that are not shown, of
            each, in reading order.
    """

    url: str
    title: str
    kind: str
    chapter: str
    strength: str
    groups: tuple[str, ...]
    sections: tuple[tuple[str, str, str, str], ...]

    def json(self) -> bytes:
        """Return it as one line of JSON in UTF-8, the same for the same page."""
        return compact(
            [self.url, self.title, self.kind, self.chapter, self.strength, self.groups,
             self.sections]
        ).encode()

    @classmethod
    def of(cls, line: bytes) -> Document:
        """Return the document that ``json`` wrote."""
        url, title, kind, chapter, strength, groups, sections = json.loads(line)
        return cls(
            url, title, kind, chapter, strength, tuple(groups),
            tuple((anchor, heading, text, more) for anchor, heading, text, more in sections),
        )

    @property
    def questions(self) -> int:
        """How many of its sections are questions."""
        return sum(anchor == QUESTION for anchor, *_ in self.sections)

    @property
    def apart(self) -> bool:
        """Whether each section is a hit of its own: entries of lists, not parts of one text."""
        return self.kind in _ENTRIES
