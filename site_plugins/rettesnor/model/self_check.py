"""The self-check: questions by duty, for each level that answers for itself.

The guideline holds the questions, the levels and the answers to choose from. What somebody
answered is theirs (``model.self_check_sheet``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rettesnor.model.legal_basis import Rettsgrunnlag

MET = "oppfylt"
PARTLY = "delvis"
NOT_MET = "ikke oppfylt"
OUTSIDE = "utenfor"
"""What an answer counts as; ``OUTSIDE`` is left out of shares."""


@dataclass(frozen=True, slots=True)
class Nivaa:
    """A level that fills in a self-check of its own: a ward, a hospital."""

    id: str
    navn: str
    om: str = ""


@dataclass(frozen=True, slots=True)
class Svaralternativ:
    """An answer that can be chosen, and what it counts as."""

    id: str
    navn: str
    regnes_som: str


@dataclass(frozen=True, slots=True)
class Kontrollsporsmaal:
    """A question.

    Attributes:
        id: what answers are recognised by from one year to the next.
        nivaaer: the levels (ids) that are asked it.
        hjelp: what it takes to answer yes, or where to look.
        anbefalinger: ids of the recommendations that it is about, where not all of the duty's.
        kriterier: ids of the criteria for audit that ask the same.
    """

    id: str
    ordlyd: str
    nivaaer: tuple[str, ...]
    hjelp: str = ""
    anbefalinger: tuple[str, ...] = ()
    kriterier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plikt:
    """A duty: where it stands, what recommendations say of it, and the questions about it."""

    id: str
    tittel: str
    hjemler: tuple[Rettsgrunnlag, ...]
    sporsmaal: tuple[Kontrollsporsmaal, ...]
    om: str = ""
    anbefalinger: tuple[str, ...] = ()

    def asked(self, level: str) -> tuple[Kontrollsporsmaal, ...]:
        """Return the questions for a level (its id)."""
        return tuple(one for one in self.sporsmaal if level in one.nivaaer)


@dataclass(frozen=True, slots=True)
class Egenkontroll:
    """The self-check; empty where a guideline has none.

    Attributes:
        nivaaer: the levels, the one nearest to the users first.
        svarskala: the answers, the best first.
    """

    om: str = ""
    nivaaer: tuple[Nivaa, ...] = ()
    svarskala: tuple[Svaralternativ, ...] = ()
    plikter: tuple[Plikt, ...] = ()

    def __bool__(self) -> bool:
        """Return whether there is one."""
        return bool(self.plikter)

    def level(self, id_: str) -> Nivaa | None:
        """Return a level by its id; None when there is no such level."""
        return next((one for one in self.nivaaer if one.id == id_), None)

    def answer(self, id_: str) -> Svaralternativ | None:
        """Return an answer by its id; None when there is no such answer."""
        return next((one for one in self.svarskala if one.id == id_), None)

    def questions(self) -> Iterator[tuple[tuple[int, int], Kontrollsporsmaal]]:
        """Yield every question, with the numbers of its duty and of itself under that."""
        for number, duty in enumerate(self.plikter):
            for index, question in enumerate(duty.sporsmaal):
                yield (number, index), question

    def levels_asked(self) -> frozenset[str]:
        """Return the ids of the levels that any question is for."""
        return frozenset(level for _, one in self.questions() for level in one.nivaaer)

    def asked(self, level: str) -> Iterator[tuple[Plikt, tuple[Kontrollsporsmaal, ...]]]:
        """Yield the duties that a level is asked about, each with its questions."""
        for duty in self.plikter:
            if questions := duty.asked(level):
                yield duty, questions
