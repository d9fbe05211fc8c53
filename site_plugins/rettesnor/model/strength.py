"""The scale of strengths: what a recommendation commits its reader to.

A guideline may declare its own (``styrker`` in ``guideline.yml``); the usual one is below. How a
strength looks follows from its degree and direction, so that every scale has a look.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rettesnor.model.gettext_marker import gettext_noop as N_

Grad = Literal["plikt", "sterk", "svak"]
Retning = Literal["for", "mot"]
DUTY: Grad = "plikt"
_LOOKS = {"plikt": "skal", "sterk": "bor", "svak": "kan"}


@dataclass(frozen=True, slots=True)
class Styrke:
    """One strength.

    Attributes:
        id: what recommendations have in ``styrke``.
        navn: the label that readers see.
        om: what it commits the reader to.
        verb: words of which the sentence of the recommendation must have one; none are asked for
            when it is empty.
        grad: ``plikt`` follows from law and needs a legal basis.
        retning: whether something is recommended or advised against.
        tegn: a sign before the label, for scales that have one.
    """

    id: str
    navn: str
    om: str
    grad: Grad
    verb: tuple[str, ...] = ()
    retning: Retning = "for"
    tegn: str = ""

    @property
    def label(self) -> str:
        """The label with its sign."""
        return f"{self.tegn} {self.navn}".strip()

    @property
    def look(self) -> str:
        """The name of its look in style sheets and documents."""
        return _LOOKS[self.grad]


DEFAULT_SCALE = (
    Styrke("skal", N_("Skal"), N_("Følger av lov eller forskrift."), "plikt", ("skal", "må")),
    Styrke("bør", N_("Bør"), N_("Anbefales. Avvik bør begrunnes og dokumenteres."), "sterk",
           ("bør",)),
    Styrke("kan", N_("Kan"), N_("Kan vurderes ut fra situasjonen."), "svak", ("kan",)),
)
"""The scale of a guideline that declares none; its words are texts of the interface."""


def spoken(scale: Sequence[Styrke], gettext: Callable[[str], str]) -> dict[str, Styrke]:
    """Return a scale by id; the usual one in the language of ``gettext``.

    A declared scale is content, and translated as such.
    """
    if tuple(scale) == DEFAULT_SCALE:
        return {s.id: replace(s, navn=gettext(s.navn), om=gettext(s.om)) for s in scale}
    return {strength.id: strength for strength in scale}


def unknown(id_: str) -> Styrke:
    """Return what stands for a strength that the scale does not have, in a preview."""
    return Styrke(id_, id_, "", "svak")
