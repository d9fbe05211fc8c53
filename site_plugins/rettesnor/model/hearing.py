"""A hearing: the round, what is asked, the comments, and what was done with each.

Field names are those of ``schema/hearing.schema.json`` and ``schema/hearing-result.schema.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum

from rettesnor.model.hearing_text import HeardChapter
from rettesnor.model.time_zone import OSLO
from rettesnor.model.translation import Overlaid

UTFALL = ("tatt til følge", "delvis", "ikke", "utenfor")
"""What can come of a comment."""
FULGT = frozenset({"tatt til følge", "delvis"})
"""Outcomes that promise a change in the text."""
GRACE_MINUTES = 30
"""How long a form opened before the deadline may be sent after it, unless the round says."""
_DAY = len("2026-10-02")


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
    """The ends of a scale, in numbers and in words."""

    fra: int = 0
    til: int = 0
    fra_tekst: str = ""
    til_tekst: str = ""

    @property
    def steps(self) -> range:
        """The numbers of the scale."""
        return range(self.fra, self.til + 1)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the whole guideline, a chapter or a recommendation; never compulsory.

    Attributes:
        slag: ``fritekst``, ``valg`` or ``skala``.
        flere: whether more than one option may be chosen.
        skala: its ends are equal where the question is of another kind.
    """

    id: str
    tekst: str
    slag: str
    hjelp: str = ""
    kapittel: str = ""
    anbefaling: str = ""
    alternativer: tuple[Option, ...] = ()
    flere: bool = False
    skala: Scale = Scale()


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers questions about the hearing; the address is empty when it is not known."""

    navn: str
    epost: str = ""
    telefon: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where answers go: ``skjema``, ``epost``, ``ekstern`` or ``skrivebord``, and its address."""

    type: str
    adresse: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """A provision that comments may be exempt from public access by.

    Attributes:
        gjelder: what the provision is about, for those who choose.
    """

    id: str
    hjemmel: str
    gjelder: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A round of comments on a release.

    Attributes:
        aapner: ``YYYY-MM-DD`` with or without ``THH:MM``; empty when not known.
        stenger: likewise; a day without a time lasts to its end.
        behandlet: the day the result was published; empty until then.
        slingring_minutter: how many minutes after the deadline a form that was opened before it
            may be sent.
        hjemler: the provisions that case workers choose from when something is exempt.
    """

    id: str
    tittel: str
    utgave: str
    stenger: str
    kontakt: Contact
    mottak: Target
    publisering: str
    personvern: str
    om: str = ""
    aapner: str = ""
    behandlet: str = ""
    sporsmaal: tuple[Question, ...] = ()
    inviterte: tuple[str, ...] = ()
    slingring_minutter: int = GRACE_MINUTES
    hjemler: tuple[Basis, ...] = ()

    @property
    def opens(self) -> datetime | None:
        """The moment it opens; None when it is not known."""
        return _moment(self.aapner, "00:00") if self.aapner else None

    @property
    def closes(self) -> datetime:
        """The last minute of the round; the whole of it is in time."""
        return _moment(self.stenger, "23:59")

    @property
    def deadline(self) -> datetime:
        """The first moment after the round."""
        return self.closes + timedelta(minutes=1)

    def state(self, now: datetime) -> State:
        """Return the state at ``now``, an aware time."""
        if self.opens is not None and now < self.opens:
            return State.PLANNED
        if now < self.deadline:
            return State.OPEN
        return State.TREATED if self.behandlet else State.CLOSED

    def state_on(self, day: date) -> State:
        """Return the state on ``day``: open when it is so at any time of the day."""
        start = datetime.combine(day, time(), OSLO)
        if self.opens is not None and start + timedelta(days=1) <= self.opens:
            return State.PLANNED
        if start < self.deadline:
            return State.OPEN
        return State.TREATED if self.behandlet else State.CLOSED

    def accepts(self, now: datetime, opened: datetime) -> bool:
        """Whether an answer sent ``now`` in a form opened at ``opened`` is received."""
        if self.state(now) is State.OPEN:
            return True
        grace = timedelta(minutes=self.slingring_minutter)
        return self.state(opened) is State.OPEN and now < self.deadline + grace

    def question(self, id_: str) -> Question | None:
        """Return the question with id ``id_``."""
        return next((q for q in self.sporsmaal if q.id == id_), None)

    def asked(self, *, kapittel: str = "", anbefaling: str = "") -> list[Question]:
        """Return the questions to exactly this place; without arguments, to the whole."""
        return [
            q for q in self.sporsmaal if q.kapittel == kapittel and q.anbefaling == anbefaling
        ]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in a text and what stands around them.

    A W3C TextQuoteSelector (https://www.w3.org/TR/annotation-model/#text-quote-selector).
    """

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A place in a release; empty for the whole guideline.

    Attributes:
        felt: the anchor of a part of the recommendation.
        avsnitt: the anchor of a paragraph in it.
        sitat: the words themselves; ``exact`` is empty when none are quoted.
    """

    kapittel: str = ""
    anbefaling: str = ""
    felt: str = ""
    avsnitt: str = ""
    sitat: Quote = Quote("")


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of a release: its address and its words on one line.

    ``avsnitt`` is empty where the site gives the paragraph no anchor.
    """

    anbefaling: str
    felt: str
    avsnitt: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One submission; ``avsender`` is empty unless the name is public.

    Attributes:
        hjemmel: the provision that the name, or what was taken out of it, is exempt by.
    """

    nummer: str
    mottatt: str
    slag: str
    maalform: str
    avsender: str = ""
    hjemmel: str = ""


@dataclass(frozen=True, slots=True)
class Disposition:
    """What was done with a comment and why; ``utfall`` is empty until that is decided."""

    utfall: str = ""
    begrunnelse: str = ""
    dato: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """Another wording of a paragraph: what it should say, and what it said when it was heard."""

    tekst: str = ""
    grunnlag: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment (høringsinnspill) on one place, as it is published.

    Attributes:
        svar: the number of the answer it came in.
        forslag: another wording of the paragraph; then ``tekst`` says why, or is empty.
        valg: ids of the options chosen.
        tall: the number on the scale; None where the question is of another kind.
        sladdet: why words were taken out of the text.
        unntatt: why the comment is not published; then there is no text.
        hjemmel: the provision that the text, or what was taken out of it, is exempt by; empty
            where it is not exempt from public access, only not published.
    """

    nummer: str
    svar: str
    adresse: Address = Address()
    sporsmaal: str = ""
    tekst: str = ""
    valg: tuple[str, ...] = ()
    tall: int | None = None
    sladdet: str = ""
    unntatt: str = ""
    hjemmel: str = ""
    vurdering: Disposition = Disposition()
    forslag: Wording = Wording()

    @property
    def is_closed(self) -> bool:
        """Whether it is only an option or a number: that is counted, and not assessed."""
        return not self.tekst and (bool(self.valg) or self.tall is not None)

    @property
    def is_counted(self) -> bool:
        """Whether it is shown as a count and nothing else; earlier results assessed some too."""
        return self.is_closed and not self.vurdering.utfall


@dataclass(frozen=True, slots=True)
class Result:
    """What may be published of a round."""

    horing: str
    retningslinje: str
    utgave: str
    svar: tuple[Answer, ...] = ()
    innspill: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class CitingChange:
    """A change that answers comments: where it is described, in one sentence.

    Attributes:
        versjon: the release it came in; empty while it is not released.
    """

    fil: str
    hva: str
    innspill: tuple[str, ...]
    versjon: str = ""
    anbefalinger: tuple[str, ...] = ()


Redline = tuple[tuple[str, str], ...]
"""Words that stay (``same``), come (``ins``) or go (``del``), in order."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """A round, the result of it so far, and the changes that cite its comments.

    Attributes:
        hort: the text that is heard; that of the working tree while it is not released.
        utgitt: whether that text is released.
        redlines: the wordings that comments propose, against the text that was heard, by number.
        hears: the ids of the recommendations that are heard: only these can be commented on.
        tilstand: the state on the day that pages are made on; None where no day is given.
        oversatt: the round in other languages, by tag; where there is no translation, it is absent.
    """

    runde: Round
    resultat: Result | None = None
    endringer: tuple[CitingChange, ...] = ()
    oversatt: Mapping[str, Overlaid[Round]] = field(default_factory=dict)
    hort: tuple[HeardChapter, ...] = ()
    tilstand: State | None = None
    utgitt: bool = False
    redlines: Mapping[str, Redline] = field(default_factory=dict)
    hears: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ids = frozenset(r.id for chapter in self.hort for r in chapter.anbefalinger)
        object.__setattr__(self, "hears", ids)

    @property
    def takes_answers(self) -> bool:
        """Whether readers may be invited to answer, as far as is known."""
        return self.tilstand in (None, State.OPEN) and not self.runde.behandlet

    @property
    def is_over(self) -> bool:
        """Whether the round is closed, as far as is known; it does not open again."""
        return self.tilstand in (State.CLOSED, State.TREATED) or bool(self.runde.behandlet)

    @property
    def has_results(self) -> bool:
        """Whether comments that came in are published."""
        return self.resultat is not None and bool(self.resultat.innspill)


def _moment(text: str, clock: str) -> datetime:
    return datetime.fromisoformat(text if len(text) > _DAY else f"{text}T{clock}").replace(
        tzinfo=OSLO
    )
