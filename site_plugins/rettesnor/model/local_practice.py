"""How local plans relate to a guideline, as their owners have published it.

Field names are those of ``schema/practice.schema.json``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanDeviation:
    """A deviation from a recommendation (see ``local_plan.Planavvik``)."""

    anbefaling: str
    hva: str
    hvorfor: str
    besluttet_av: str
    besluttet_dato: str
    ny_vurdering: str


@dataclass(frozen=True, slots=True)
class CollectedPlan:
    """What a plan's register says.

    Attributes:
        versjon: the release of the guideline that the plan builds on.
        innhentet: the day it was collected (ISO 8601).
        folger, tilpasser: ids of recommendations.
    """

    eier: str
    tittel: str
    status: str
    sprak: str
    versjon: str
    innhentet: str
    adresse: str = ""
    folger: tuple[str, ...] = ()
    tilpasser: tuple[str, ...] = ()
    avvik: tuple[PlanDeviation, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalPractice:
    """The plans that were collected."""

    planer: tuple[CollectedPlan, ...]

    @property
    def deviations(self) -> Counter[str]:
        """How many plans deviate from each recommendation, by id; the most first."""
        found = Counter(
            id_ for plan in self.planer for id_ in {one.anbefaling for one in plan.avvik}
        )
        return Counter(dict(sorted(found.items(), key=lambda item: (-item[1], item[0]))))
