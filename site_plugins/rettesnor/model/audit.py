"""Criteria for audit: what practice is held against, on what basis, and how it is seen.

They stand in one file (``guideline/kriterier.yml``) and are part of what a release says: an audit
names the version that its criteria were taken from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rettesnor.model.evidence import Belegg
from rettesnor.model.legal_basis import Rettsgrunnlag

IN_FOLDERS = "mappe"
"""What is looked for in each folder of a sample; the rest is looked for once in an organisation."""


@dataclass(frozen=True, slots=True)
class Inndeling:
    """A level or a group of criteria: an id, a name and a sentence about it."""

    id: str
    navn: str
    om: str = ""


@dataclass(frozen=True, slots=True)
class FraAnbefaling:
    """A recommendation that a criterion rests on.

    Attributes:
        anbefaling: its id.
        sporsmaalet: one of its control questions, word for word; empty for the recommendation.
    """

    anbefaling: str
    sporsmaalet: str = ""


@dataclass(frozen=True, slots=True)
class Delmaal:
    """One of several things that are seen for a criterion, each with an answer of its own.

    Attributes:
        navn: short, as the heading of a column.
        bare_ja_nei: whether it is either there or not, so that «partly» is no answer.
    """

    id: str
    navn: str
    sporsmaal: str
    bare_ja_nei: bool = False


@dataclass(frozen=True, slots=True)
class Kriterium:
    """A criterion.

    Attributes:
        gruppe: the group (id) that it is shown in; empty for none.
        tittel: short, as the heading of a column.
        krav: what is expected, in one sentence.
        rettsgrunnlag: the sections that it follows from.
        fra_anbefalinger: the recommendations that it follows from.
        hvordan: how it is seen.
        dokumentasjon: the least that must be documented.
        ses_i: where it is seen: in each folder of a sample, or in the organisation.
        nivaa: the levels (ids) that it holds for.
        roller: the roles (ids) that it is about.
        deler: what is seen, when it is more than one thing.
        belegg: the sources that the criterion is taken from.
    """

    id: str
    tittel: str
    krav: str
    sporsmaal: str
    hvordan: str
    ses_i: str
    gruppe: str = ""
    rettsgrunnlag: tuple[Rettsgrunnlag, ...] = ()
    fra_anbefalinger: tuple[FraAnbefaling, ...] = ()
    dokumentasjon: tuple[str, ...] = ()
    nivaa: tuple[str, ...] = ()
    roller: tuple[str, ...] = ()
    bare_ja_nei: bool = False
    deler: tuple[Delmaal, ...] = ()
    belegg: tuple[Belegg, ...] = ()


@dataclass(frozen=True, slots=True)
class Tilsyn:
    """The criteria of a guideline, and how they are ordered.

    Attributes:
        innledning: what the criteria are for, and what they are not.
        nivaaer: the levels that a criterion can hold for.
        grupper: the groups that the criteria are shown in, in order.
    """

    innledning: str = ""
    nivaaer: tuple[Inndeling, ...] = ()
    grupper: tuple[Inndeling, ...] = ()
    kriterier: tuple[Kriterium, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.kriterier)

    def grouped(self) -> Iterator[tuple[Inndeling | None, tuple[Kriterium, ...]]]:
        """Yield each group with its criteria; those without a known group come last, under None."""
        known = {group.id for group in self.grupper}
        for group in self.grupper:
            if found := tuple(one for one in self.kriterier if one.gruppe == group.id):
                yield group, found
        if rest := tuple(one for one in self.kriterier if one.gruppe not in known):
            yield None, rest
