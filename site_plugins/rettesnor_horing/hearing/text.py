"""The text that is heard, cut into the places that can be commented on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from rettesnor.model.edition import Edition, in_language
from rettesnor.model.guideline import Tekster
from rettesnor.model.hearing import Place
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.sections import FROM_OTHER_FIELDS, HEADINGS, field_label
from rettesnor.reading.content.comment_targets import places
from rettesnor.releases import snapshot


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a recommendation by the anchor that the site gives it."""

    anchor: str
    title: str
    paragraphs: tuple[Place, ...]

    @property
    def text(self) -> str:
        """All words, a paragraph a line."""
        return "\n".join(p.tekst for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Section:
    """A recommendation as the reviewer meets it."""

    id: str
    kapittel: str
    tittel: str
    kort_anbefaling: str
    fields: dict[str, Field]

    def paragraph(self, anchor: str) -> Place | None:
        """Return the paragraph with ``anchor``; None for no anchor, or an unknown one."""
        found = (p for f in self.fields.values() for p in f.paragraphs if p.avsnitt == anchor)
        return next(found, None) if anchor else None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter and its recommendations in order."""

    id: str
    tittel: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class HeardText:
    """An edition as places; ``fingerprint`` is the SHA-256 of its snapshot.

    Attributes:
        tekster: what the guideline says in its own words on the form, by language.
    """

    guideline: str
    tittel: str
    korttittel: str
    chapters: tuple[Chapter, ...]
    sections: dict[str, Section]
    fingerprint: str
    tekster: Mapping[str, Tekster] = field(default_factory=dict)

    def own_words(self, language: str) -> Tekster:
        """Return what the guideline says in its own words on the form, in ``language``."""
        first = next(iter(self.tekster.values()), Tekster())
        return self.tekster.get(language, first)

    def chapter(self, id_: str) -> Chapter | None:
        """Return the chapter with id ``id_``."""
        return next((c for c in self.chapters if c.id == id_), None)

    def twin(self, anchor: str, of: Section) -> Place | None:
        """Return the paragraph that stands where ``anchor`` does in ``of``, in another language.

        Anchors are made of the words, so the same paragraph has another in each language. Where
        a field has another number of paragraphs nothing is guessed.
        """
        mine = self.sections.get(of.id)
        for name, theirs in of.fields.items():
            anchors = [p.avsnitt for p in theirs.paragraphs]
            if anchor and anchor in anchors:
                own = mine.fields[name].paragraphs if mine and name in mine.fields else ()
                return own[anchors.index(anchor)] if len(own) == len(anchors) else None
        return None

    @property
    def places(self) -> tuple[Place, ...]:
        """Every paragraph."""
        return tuple(
            p for s in self.sections.values() for f in s.fields.values() for p in f.paragraphs
        )


def heard_text(edition: Edition) -> HeardText:
    """Return ``edition`` as places."""
    sections = {id_: _section(r) for id_, r in edition.recommendations.items()}
    chapters = tuple(
        Chapter(c.id, c.tittel, tuple(sections[i] for i in c.anbefalinger if i in sections))
        for c in edition.guideline.kapitler
    )
    g = edition.guideline
    fingerprint = hashlib.sha256(snapshot.dump(edition)).hexdigest()
    words = {one.id: in_language(edition, one.id).guideline.tekster for one in g.languages}
    return HeardText(g.id, g.tittel, g.korttittel, chapters, sections, fingerprint, words)


def _section(recommendation: Recommendation) -> Section:
    r = recommendation
    by_field: dict[str, list[Place]] = {}
    for place in places(r):
        by_field.setdefault(place.felt, []).append(place)
    for anchor in FROM_OTHER_FIELDS:  # to be commented on as a whole
        by_field[anchor] = []
    fields = {
        anchor: Field(anchor, field_title(anchor), tuple(found))
        for anchor, found in by_field.items()
    }
    return Section(r.id, r.kapittel, r.tittel, r.kort_anbefaling, fields)


def field_title(anchor: str) -> str:
    """Return the heading of a field by its anchor."""
    return HEADINGS.get(anchor) or field_label(anchor) or anchor
