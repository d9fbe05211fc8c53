"""What a page may need to know of the rest of the guideline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rettesnor.model.change import Utgave
from rettesnor.model.entry import Entry
from rettesnor.model.guideline import Guideline, Kapittel, Lov, Navngitt, Paragraf, Term
from rettesnor.model.hearing import Hearing
from rettesnor.model.prose import Fragment
from rettesnor.rendering.citations import Citation

DRAFT = "utkast/"
"""Where the working tree is shown when the newest release is what applies."""
STYRKE_MEANING = {
    "skal": "Følger av lov eller forskrift.",
    "bør": "Anbefales. Avvik bør begrunnes og dokumenteres.",
    "kan": "Kan vurderes ut fra situasjonen.",
}
"""What each strength commits the reader to."""


@dataclass(frozen=True, slots=True)
class Head:
    """A recommendation as others refer to it.

    Attributes:
        versjon: the release that last changed it; empty before its first.
    """

    id: str
    kapittel: str
    tittel: str
    kort_anbefaling: str
    styrke: str
    status: str
    maalgrupper: tuple[str, ...] = ()
    versjon: str = ""

    @property
    def url(self) -> str:
        """The page's address, relative to the site's root."""
        return f"{self.kapittel}/{self.id}/"

    @classmethod
    def of(cls, entry: Entry, versjon: str = "") -> Head:
        """Return the head of ``entry``, which release ``versjon`` changed last."""
        return cls(
            entry.id, entry.kapittel, entry.tittel, entry.kort_anbefaling, entry.styrke,
            entry.status, entry.maalgrupper, versjon,
        )


@dataclass(frozen=True)
class Context:
    """The guideline around a page.

    Attributes:
        heads: every recommendation that has a page, by id.
        fragments: rendered prose of the frame's files, by path and dotted pointer.
        citations: how each source is cited and listed, by key.
        usage: for each source, law section and term the ids of the recommendations using it,
            in guideline order; keys are ``kilde:<key>``, ``lov:<id>|<section>``, ``term:<id>``.
        fingerprint: digest of everything here but the heads; part of every page's key.
        address: where the site is to be published, ending in a slash; empty when not known.
        prefix: where the pages lie below the site's root: ``v/1.0.0/``, ``utkast/``, or empty
            for the pages that apply. Content links stay below it.
        released: the version that applies; empty before the first release.
        latest: what the newest release tells of itself, for the front page.
        working: whether the content differs from what was released.
        hearings: the rounds of comments, newest deadline first, with what came of them.
        memo: HTML that many pages share, filled as it is needed.
    """

    guideline: Guideline
    heads: Mapping[str, Head]
    fragments: Mapping[str, Mapping[str, Fragment]]
    citations: Mapping[str, Citation]
    fingerprint: str
    usage: Mapping[str, Sequence[str]] = field(default_factory=dict)
    address: str = ""
    prefix: str = ""
    released: str = ""
    latest: Utgave | None = None
    working: bool = False
    hearings: tuple[Hearing, ...] = ()
    memo: dict[tuple[str, ...], str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def way_out(self) -> str:
        """The way from the root of these pages to the site's root; empty when they are the same."""
        return "../" * self.prefix.count("/")

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Ids of the recommendations in reading order."""
        return tuple(
            id_ for chapter in self.guideline.kapitler for id_ in chapter.anbefalinger
            if id_ in self.heads
        )

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Each id's place in ``order``."""
        return {id_: index for index, id_ in enumerate(self.order)}

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
        """Law sections by law id and section."""
        return {(law.id, p.paragraf): p for law in self.guideline.lover for p in law.paragrafer}

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Terms by each of their written forms, case-folded."""
        words: dict[str, Term] = {}
        for term in self.guideline.termer:
            for word in (term.id, *term.synonymer, term.term):
                words[word.casefold()] = term
        return words

    @cached_property
    def roles(self) -> Mapping[str, Navngitt]:
        """Roles by id."""
        return {role.id: role for role in self.guideline.roller}

    @cached_property
    def school_levels(self) -> Mapping[str, Navngitt]:
        """Kinds of school by id."""
        return {kind.id: kind for kind in self.guideline.skoleslag}

    @cached_property
    def phases(self) -> Mapping[str, Navngitt]:
        """Phases of a case by id."""
        return {phase.id: phase for phase in self.guideline.faser}
