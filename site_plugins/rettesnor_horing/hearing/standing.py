"""The intake of needs that is always open: a round without days, made from the road map's file.

It is a type of its own and no ``Round`` with an empty closing day: what asks for a deadline, for
the day a round was treated or for a result file does not accept it, and mypy says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from rettesnor.model.development import NEEDS_INTAKE, Melding, Utvikling
from rettesnor.model.guideline import Guideline
from rettesnor.model.hearing import Basis, Contact, Question, State

TITLES = {"nb": "Meld behov for oppdatering", "nn": "Meld behov for oppdatering"}


@dataclass(frozen=True, slots=True)
class Standing:
    """The intake of needs, with what the desk asks any round for.

    Attributes:
        utgave: the newest release: needs are about what applies.
        open: whether the guideline says that needs are received here.
        days: how soon an answer is promised; None when nothing is.
        published: the needs in the guideline's own list, by id.
    """

    tittel: str
    utgave: str
    kontakt: Contact
    open: bool
    days: int | None = None
    published: Mapping[str, Melding] = field(default_factory=dict)
    id: ClassVar[str] = NEEDS_INTAKE
    always: ClassVar[bool] = True
    """For templates, which show no days where it is set."""
    sporsmaal: ClassVar[tuple[Question, ...]] = ()
    opens: ClassVar[None] = None
    hjemler: ClassVar[tuple[Basis, ...]] = ()

    def state(self, now: datetime) -> State:
        """Return whether it is open; it has no day to open or close."""
        return State.OPEN if self.open else State.CLOSED

    def accepts(self, now: datetime, opened: datetime) -> bool:
        """Whether what is sent ``now`` is received."""
        return self.open

    def question(self, id_: str) -> Question | None:
        """Return None: nothing is asked."""
        return None

    def asked(self, *, kapittel: str = "", anbefaling: str = "") -> list[Question]:
        """Return an empty list: nothing is asked."""
        return []


def standing(guideline: Guideline, work: Utvikling, version: str, language: str) -> Standing:
    """Return the intake of a guideline's needs."""
    mottak = work.mottak
    return Standing(
        TITLES[language], version, Contact(mottak.navn or guideline.eier.navn, mottak.epost),
        bool(mottak.adresse), mottak.svarfrist_dager, {one.id: one for one in work.meldinger},
    )
