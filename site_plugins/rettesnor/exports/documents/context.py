"""What a document needs to know of the guideline around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rettesnor.exports.documents.edition_info import EditionInfo
from rettesnor.exports.documents.labels import WORDS, Gettext, day
from rettesnor.model.document_tree import Block, Foreign, Inline, Text
from rettesnor.model.guideline import Guideline, Lov, Term
from rettesnor.model.guideline_index import GuidelineIndex
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.recommendation_entry import Entry
from rettesnor.model.strength import Styrke, unknown


@dataclass(frozen=True)
class DocumentContext(GuidelineIndex):
    """The guideline around a document.

    Attributes:
        entries: every recommendation that there is a document of, by id.
        citations: how each source is cited and listed, as HTML of phrases, by key.
        read: turns prose into blocks.
        law_address: gives the address of a section of a law; empty when it has none.
        law_language: gives the language of a law's own text, where it is not the document's;
            else empty.
        strengths: the scale in the document's language, by id.
        own: the release that last changed each recommendation, by id.
        pictures: names of the pictures that there are.
        address: where the guideline is published, ending in a slash; empty when not known.
        language: the language's tag (BCP 47).
        source_terms: in a translation the glossary of the language written first, whose forms
            may stand in the prose.
        differing: how each recommendation differs from the last release (``model.unreleased``).
        recorded: the day of the release that was only recorded then; empty for none.
    """

    guideline: Guideline
    entries: Mapping[str, Entry]
    citations: Mapping[str, tuple[str, str]]
    read: Callable[[str], tuple[Block, ...]]
    recommendation: Callable[[str], Recommendation]
    law_address: Callable[[Lov, str], str]
    law_language: Callable[[Lov], str]
    strengths: Mapping[str, Styrke]
    stamp: EditionInfo
    own: Mapping[str, str]
    pictures: frozenset[str] = frozenset()
    address: str = ""
    language: str = "nb"
    gettext: Gettext = str
    source_terms: tuple[Term, ...] = ()
    differing: Mapping[str, str] = field(default_factory=dict)
    recorded: str = ""

    def say(self, key: str) -> str:
        """Return the word for ``key`` in the document's language."""
        return self.gettext(WORDS[key])

    def day(self, iso: str) -> str:
        """Return an ISO date in words."""
        return day(iso, self.gettext)

    def of_law(self, law: Lov | None, text: str) -> tuple[Inline, ...]:
        """Return ``text``, which is the law's own, in the law's language."""
        language = self.law_language(law) if law is not None else ""
        own: tuple[Inline, ...] = (Text(text),) if text else ()
        return (Foreign(language, own),) if own and language not in ("", self.language) else own

    @cached_property
    def version(self) -> str:
        """The version and its day in one line, for the foot of a page."""
        stamp = self.stamp
        if not stamp.dato:
            if not stamp.etter:
                return self.say("working_first")
            return self.say("working_after").format(version=stamp.etter)
        day = self.day(stamp.dato)
        if stamp.innfort:
            recorded = self.say("recorded")  # holds a name, so only its first letter is changed
            day = f"{recorded[:1].lower()}{recorded[1:]} {day}"
        return f"{self.say('version')} {stamp.versjon}, {day}"

    def edition(self, id_: str) -> str:
        """Return the edition that the text of a recommendation stands in, as a citation names it.

        A text that is as it was released is cited as released, also from a working copy.
        """
        stamp = self.stamp
        if stamp.dato:
            return f"{self.say('version').lower()} {stamp.versjon}"
        if stamp.etter and not self.differing.get(id_):
            return f"{self.say('version').lower()} {stamp.etter}"
        return self.version[:1].lower() + self.version[1:]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of roles and phases, by id."""
        return {one.id: one.navn for one in (*self.guideline.roller, *self.guideline.faser)}

    def strength(self, id_: str) -> Styrke:
        """Return the strength ``id_`` in the document's language."""
        return self.strengths.get(id_) or unknown(id_)
