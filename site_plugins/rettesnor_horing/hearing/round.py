"""A hearing round as its file describes it: dates, questions, and the state at a given time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
"""The time zone of every date and time in a round."""
GRACE_MINUTES = 30
"""How long a form opened before the deadline may be sent after it, unless the round says."""


class State(Enum):
    """Where a round is at a given time."""

    PLANNED = "planlagt"
    OPEN = "åpen"
    CLOSED = "lukket"
    TREATED = "behandlet"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to a question of choice."""

    id: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of a scale."""

    fra: int
    til: int
    fra_tekst: str
    til_tekst: str

    @property
    def steps(self) -> range:
        """The numbers of the scale."""
        return range(self.fra, self.til + 1)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the whole guideline, a chapter or a recommendation; never compulsory."""

    id: str
    tekst: str
    slag: str
    hjelp: str = ""
    kapittel: str = ""
    anbefaling: str = ""
    alternativer: tuple[Option, ...] = ()
    flere: bool = False
    skala: Scale | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers questions about the hearing."""

    navn: str
    epost: str = ""
    telefon: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A round; times are aware, ``aapner`` is None when the opening is not known."""

    id: str
    tittel: str
    utgave: str
    stenger: datetime
    kontakt: Contact
    publisering: str
    personvern: str
    om: str = ""
    aapner: datetime | None = None
    behandlet: str = ""
    grace: timedelta = timedelta(minutes=GRACE_MINUTES)
    sporsmaal: tuple[Question, ...] = ()
    inviterte: tuple[str, ...] = ()

    def state(self, now: datetime) -> State:
        """Return the state at ``now``; the minute of closing is still open."""
        if self.aapner is not None and now < self.aapner:
            return State.PLANNED
        if now < self.deadline:
            return State.OPEN
        return State.TREATED if self.behandlet else State.CLOSED

    @property
    def deadline(self) -> datetime:
        """The first moment after the round."""
        return self.stenger + timedelta(minutes=1)

    def accepts(self, now: datetime, opened: datetime) -> bool:
        """Whether an answer sent ``now`` in a form opened at ``opened`` is received."""
        if self.state(now) is State.OPEN:
            return True
        return self.state(opened) is State.OPEN and now < self.deadline + self.grace

    def question(self, id_: str) -> Question | None:
        """Return the question with id ``id_``."""
        return next((q for q in self.sporsmaal if q.id == id_), None)

    def asked(self, *, kapittel: str = "", anbefaling: str = "") -> list[Question]:
        """Return the questions to exactly this place; without arguments, to the whole."""
        return [
            q for q in self.sporsmaal if q.kapittel == kapittel and q.anbefaling == anbefaling
        ]


def round_from(data: Mapping[str, Any]) -> Round:
    """Return the round in ``data``, which satisfies ``schema/hearing.schema.json``."""
    return Round(
        id=data["id"],
        tittel=data["tittel"],
        utgave=data["utgave"],
        stenger=_moment(data["stenger"], "23:59"),
        aapner=_moment(data["aapner"], "00:00") if "aapner" in data else None,
        kontakt=Contact(**data["kontakt"]),
        publisering=data["publisering"],
        personvern=data["personvern"],
        om=data.get("om", ""),
        behandlet=data.get("behandlet", ""),
        grace=timedelta(minutes=data.get("slingring_minutter", GRACE_MINUTES)),
        sporsmaal=tuple(_question(item) for item in data.get("sporsmaal", ())),
        inviterte=tuple(data.get("inviterte", ())),
    )


def _question(data: Mapping[str, Any]) -> Question:
    options = tuple(Option(**item) for item in data.get("alternativer", ()))
    scale = Scale(**data["skala"]) if "skala" in data else None
    rest = {k: v for k, v in data.items() if k not in ("alternativer", "skala")}
    return Question(**rest, alternativer=options, skala=scale)


def _moment(text: str, time: str) -> datetime:
    """Return the moment in ``text``; a day without a time has ``time``."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T{time}").replace(tzinfo=OSLO)
