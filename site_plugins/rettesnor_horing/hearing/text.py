"""The text that is heard, cut into the places that can be commented on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from rettesnor.model.edition import Edition, recommendation_data
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.sections import BEGRUNNELSE, KUNNSKAP, SECTIONS
from rettesnor.reading.prose.fragment import digest, render
from rettesnor.reading.recommendation import prose_fields
from rettesnor.record import snapshot


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``anchor`` is empty where the site gives it none."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a recommendation by the anchor that the site gives it."""

    anchor: str
    title: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """All words, a paragraph a line."""
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Section:
    """A recommendation as the reviewer meets it."""

    id: str
    kapittel: str
    tittel: str
    kort_anbefaling: str
    fields: dict[str, Field]

    def paragraph(self, anchor: str) -> Paragraph | None:
        """Return the paragraph with ``anchor``."""
        return next(
            (
                p
                for f in self.fields.values()
                for p in f.paragraphs
                if anchor and p.anchor == anchor
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter and its recommendations in order."""

    id: str
    tittel: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class HeardText:
    """An edition as places; ``fingerprint`` is the SHA-256 of its snapshot."""

    guideline: str
    tittel: str
    korttittel: str
    chapters: tuple[Chapter, ...]
    sections: dict[str, Section]
    fingerprint: str

    def chapter(self, id_: str) -> Chapter | None:
        """Return the chapter with id ``id_``."""
        return next((c for c in self.chapters if c.id == id_), None)


def heard_text(edition: Edition) -> HeardText:
    """Return ``edition`` as places."""
    sections = {id_: _section(r) for id_, r in edition.recommendations.items()}
    chapters = tuple(
        Chapter(c.id, c.tittel, tuple(sections[i] for i in c.anbefalinger if i in sections))
        for c in edition.guideline.kapitler
    )
    g = edition.guideline
    fingerprint = hashlib.sha256(snapshot.dump(edition)).hexdigest()
    return HeardText(g.id, g.tittel, g.korttittel, chapters, sections, fingerprint)


def _section(recommendation: Recommendation) -> Section:
    r = recommendation
    fields: dict[str, Field] = {"kort_anbefaling": _plain("kort_anbefaling", r.kort_anbefaling)}
    for anchor, paragraphs in _prose(r):
        known = fields.get(anchor)
        before = known.paragraphs if known else ()
        fields[anchor] = Field(anchor, field_title(anchor), (*before, *paragraphs))
    if r.kontrollsporsmaal:
        fields["kontrollsporsmaal"] = _plain("kontrollsporsmaal", *r.kontrollsporsmaal)
    return Section(r.id, r.kapittel, r.tittel, r.kort_anbefaling, fields)


def _plain(anchor: str, *texts: str) -> Field:
    return Field(anchor, field_title(anchor), tuple(Paragraph("", text) for text in texts))


def _prose(recommendation: Recommendation) -> Iterator[tuple[str, list[Paragraph]]]:
    for prose in prose_fields(recommendation_data(recommendation)):
        fragment, _ = render(
            prose.text, prefix=prose.prefix, min_heading=prose.min_heading, anchored=prose.anchored
        )
        if prose.anchored:
            yield prose.prefix, _anchored(fragment)
        else:
            section = str(prose.pointer[0])
            yield section, [Paragraph("", " ".join(fragment.text.split("\n")))]


def _anchored(fragment: Fragment) -> list[Paragraph]:
    """Pair anchors with words; a block without words (a line across) has no line of its own."""
    lines = iter(fragment.text.split("\n"))
    blank = f"-{digest('')}"
    return [
        Paragraph(anchor, "" if blank in anchor else next(lines, "")) for anchor in fragment.anchors
    ]


def field_title(anchor: str) -> str:
    """Return the heading of a field by its anchor."""
    if anchor == "kort_anbefaling":
        return "Kort anbefaling"
    if anchor in SECTIONS:
        return SECTIONS[anchor]
    _, _, part = anchor.partition("-")
    return BEGRUNNELSE.get(part) or KUNNSKAP.get(part) or anchor
