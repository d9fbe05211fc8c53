"""Measures of quality: what can be counted to see whether a guideline is followed.

A guideline holds definitions only. The figures belong to those who count.
"""

from __future__ import annotations

from dataclasses import dataclass

from rettesnor.model.evidence import Belegg
from rettesnor.model.legal_basis import Rettsgrunnlag

HIGHER = "høyere er bedre"
LOWER = "lavere er bedre"
NEITHER = "ikke i seg selv"
"""What a measure says of whether more is better; «ikke i seg selv» when the figure does not."""


@dataclass(frozen=True, slots=True)
class SmaaTall:
    """What is done with figures about so few that somebody could be recognised.

    Attributes:
        minste_antall: the least number that is shown; None where those who count decide it.
    """

    regel: str = ""
    minste_antall: int | None = None


@dataclass(frozen=True, slots=True)
class Kvalitetsmaal:
    """A measure of quality.

    Attributes:
        viser: what it tells, and whom.
        teller, nevner: what is counted, and all that could have been.
        datakilde: where the figures are from.
        nivaa: where the figure belongs: a ward, a hospital, the country.
        retning: ``HIGHER``, ``LOWER`` or ``NEITHER``; empty when it is not said.
        ikke_til: what it must not be used for.
        belegg: where it, or something like it, was used.
    """

    id: str
    tittel: str
    viser: str
    teller: str = ""
    nevner: str = ""
    datakilde: str = ""
    nivaa: tuple[str, ...] = ()
    hyppighet: str = ""
    retning: str = ""
    smaa_tall: SmaaTall = SmaaTall()
    ikke_til: tuple[str, ...] = ()
    svakheter: tuple[str, ...] = ()
    anbefalinger: tuple[str, ...] = ()
    hjemler: tuple[Rettsgrunnlag, ...] = ()
    belegg: tuple[Belegg, ...] = ()
