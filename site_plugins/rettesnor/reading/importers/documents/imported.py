"""What a document becomes, before ids are chosen and files are written."""

from __future__ import annotations

from dataclasses import dataclass, field

from rettesnor.reading.importers.documents.document import Aside
from rettesnor.reading.importers.result import Loss


@dataclass
class ImportedRecommendation:
    """A recommendation.

    Attributes:
        heading: what its heading said.
        id: what the editor has asked for; else empty.
        strength: a word of the guideline's scale.
        values: its texts by dotted field; empty ones are left out.
    """

    heading: str
    title: str
    id: str = ""
    strength: str = ""
    values: dict[str, str | list[str]] = field(default_factory=dict)


@dataclass
class ImportedChapter:
    """A chapter with its recommendations."""

    title: str
    id: str = ""
    lead: str = ""
    recommendations: list[ImportedRecommendation] = field(default_factory=list)


@dataclass
class ImportedPage:
    """A prose page; its title is not part of the text."""

    title: str
    id: str = ""
    text: str = ""


@dataclass
class Imported:
    """What a document becomes.

    Attributes:
        placed: the pictures that texts show, by their name in ``guideline/bilder``.
        unplaced: other pictures, by the name of a file.
        became: each heading, and what it became.
    """

    chapters: list[ImportedChapter] = field(default_factory=list)
    pages: list[ImportedPage] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    placed: dict[str, bytes] = field(default_factory=dict)
    unplaced: dict[str, bytes] = field(default_factory=dict)
    became: list[tuple[str, str]] = field(default_factory=list)
