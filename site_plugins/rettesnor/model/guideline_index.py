"""Finding what a guideline holds by id, for whatever shows the guideline."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from rettesnor.model.guideline import Guideline, Kapittel, Lov, Paragraf, Term
from rettesnor.model.legal_reference import canonical


class GuidelineIndex:
    """The guideline's parts by id, each table made when it is first asked for.

    Attributes:
        guideline: what is looked up in.
        source_terms: in a translation the terms as they were written first: prose may use either.
    """

    guideline: Guideline
    source_terms: tuple[Term, ...]

    @cached_property
    def chapters(self) -> Mapping[str, Kapittel]:
        """Chapters by id."""
        return {chapter.id: chapter for chapter in self.guideline.kapitler}

    @cached_property
    def laws(self) -> Mapping[str, Lov]:
        """Laws by id."""
        return {law.id: law for law in self.guideline.lover}

    @cached_property
    def sections(self) -> Mapping[tuple[str, str], Paragraf]:
        """Law sections by law id and the canonical form of the section."""
        return {
            (law.id, canonical(p.paragraf)): p
            for law in self.guideline.lover for p in law.paragrafer
        }

    def section(self, law: str, section: str) -> Paragraf | None:
        """Return ``section``, however its letters are spaced, of the law with the id ``law``."""
        return self.sections.get((law, canonical(section)))

    def act(self, word: str) -> Lov | None:
        """Return the law that ``word``, which is no term of the glossary, names as a whole."""
        return self.laws.get(word.casefold())

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Terms by each of their written forms, case-folded."""
        own = {term.id: term for term in self.guideline.termer}
        return {
            word.casefold(): own.get(term.id, term)
            for term in (*self.source_terms, *own.values())
            for word in (term.id, *term.synonymer, term.term)
        }
