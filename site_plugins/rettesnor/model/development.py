"""The work on a guideline: what is coming, what was reported, who took part, and what follows.

It stands in one file (``guideline/utvikling.yml``), apart from what the guideline says. Readers see
it as it is today, also between releases; a release records it as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from statistics import median
from urllib.parse import urlencode

from rettesnor.model.evidence import Belegg
from rettesnor.model.months import months_after

POSTPONED = "utsatt"
PUBLISHED = "publisert"
CHANGES, ON_ROADMAP = "endres", "på veikartet"
NO_CHANGE, OUTSIDE = "ingen endring", "utenfor retningslinja"
"""What can be decided about a need (``Melding.avgjorelse``)."""
DECISIONS = (CHANGES, ON_ROADMAP, NO_CHANGE, OUTSIDE)
NOT_ASSESSED = "ikke vurdert"
PERSON = "privatperson"
ENOUGH = 5
"""From how many answers on a median says something."""
NEEDS_INTAKE = "behov"
"""The id, and the address, of the intake of needs at the hearing desk; no round has it."""
DESK_IN = {"nn": "/nn"}
"""Where the hearing desk has its pages in other languages than the first."""


@dataclass(frozen=True, slots=True)
class Behovsmottak:
    """Where needs are reported; without ``epost`` and ``adresse`` nobody takes them.

    Attributes:
        adresse: of the hearing desk, which always takes needs in (``needs_form``).
        svarfrist_dager: how soon an answer is promised; None when nothing is.
    """

    navn: str = ""
    epost: str = ""
    adresse: str = ""
    svarfrist_dager: int | None = None


@dataclass(frozen=True, slots=True)
class Sporsmal:
    """A question on the road map.

    Attributes:
        grunn: why it is postponed.
        siden: the day it came into this state.
        ventet: when it is to be done: a year, a month or a day (ISO 8601).
        reist_av: who raised it.
    """

    id: str
    tittel: str
    tilstand: str
    om: str = ""
    grunn: str = ""
    siden: str = ""
    ventet: str = ""
    reist_av: str = ""
    anbefalinger: tuple[str, ...] = ()
    belegg: tuple[Belegg, ...] = ()

    @property
    def under_way(self) -> bool:
        """Whether somebody works on it, or is to."""
        return self.tilstand not in (POSTPONED, PUBLISHED)


@dataclass(frozen=True, slots=True)
class Melding:
    """A need that was reported, and the answer.

    Attributes:
        navn: who reported it; of a person only with consent.
        besvart: the day of the answer; empty until there is one.
        paa_veikartet: the question (id) that it led to.
    """

    id: str
    mottatt: str
    melder: str
    sak: str
    navn: str = ""
    samtykke: bool = False
    anbefalinger: tuple[str, ...] = ()
    besvart: str = ""
    avgjorelse: str = ""
    svar: str = ""
    paa_veikartet: str = ""


@dataclass(frozen=True, slots=True)
class Medlem:
    """A member of a group: a role and an organisation; a person only with consent."""

    funksjon: str
    virksomhet: str = ""
    person: str = ""
    samtykke: bool = False
    interesser: str = ""


@dataclass(frozen=True, slots=True)
class Medvirkning:
    """Who was asked, when, about what, and what it led to.

    Attributes:
        interesser: how interests were declared and handled.
    """

    id: str
    navn: str
    form: str
    naar: str = ""
    om: str = ""
    anbefalinger: tuple[str, ...] = ()
    ledet_til: str = ""
    interesser: str = ""
    medlemmer: tuple[Medlem, ...] = ()
    belegg: tuple[Belegg, ...] = ()


@dataclass(frozen=True, slots=True)
class Sammenheng:
    """Another guideline, and how the two go together."""

    id: str
    tittel: str
    forhold: str
    utgiver: str = ""
    lenke: str = ""
    anbefalinger: tuple[str, ...] = ()
    belegg: tuple[Belegg, ...] = ()


@dataclass(frozen=True, slots=True)
class Utenfor:
    """A need that the guideline does not cover, and who follows it up."""

    id: str
    tittel: str
    om: str = ""
    ansvarlig: str = ""
    videre: str = ""
    framdrift: str = ""
    anbefalinger: tuple[str, ...] = ()
    belegg: tuple[Belegg, ...] = ()


@dataclass(frozen=True, slots=True)
class Funn:
    """What was found out about a measure, and what it led to."""

    kom_fram: str
    dato: str = ""
    oppfolging: str = ""
    belegg: tuple[Belegg, ...] = ()


@dataclass(frozen=True, slots=True)
class Innforing:
    """A measure to bring the guideline into use, or to evaluate it."""

    id: str
    tittel: str
    slags: str
    framdrift: str
    om: str = ""
    ansvarlig: str = ""
    ventet: str = ""
    anbefalinger: tuple[str, ...] = ()
    resultater: tuple[Funn, ...] = ()
    belegg: tuple[Belegg, ...] = ()


@dataclass(frozen=True, slots=True)
class Treff:
    """What a saved search found.

    Attributes:
        funnet: the day of the search that found it.
        relevans: whether it matters here, as somebody judged it.
    """

    id: str
    tittel: str
    relevans: str
    doi: str = ""
    lenke: str = ""
    aar: int | None = None
    funnet: str = ""
    grunn: str = ""


@dataclass(frozen=True, slots=True)
class Litteratursok:
    """A search that people run again and again.

    Attributes:
        sist_kjort: the day it was last run; empty when it never was.
        hver_maaned: at most how many months pass between; None when nothing is decided.
    """

    id: str
    tittel: str
    sokestreng: str = ""
    baser: tuple[str, ...] = ()
    sist_kjort: str = ""
    kjort_av: str = ""
    hver_maaned: int | None = None
    anbefalinger: tuple[str, ...] = ()
    paa_veikartet: str = ""
    treff: tuple[Treff, ...] = ()

    @property
    def run_by(self) -> str:
        """The last day (ISO 8601) to run it again; empty when nothing is decided."""
        if not self.hver_maaned or not self.sist_kjort:
            return ""
        return months_after(self.sist_kjort, self.hver_maaned)


@dataclass(frozen=True, slots=True)
class Utvikling:
    """The work on a guideline; empty where a guideline has no such file."""

    mottak: Behovsmottak = Behovsmottak()
    veikart: tuple[Sporsmal, ...] = ()
    meldinger: tuple[Melding, ...] = ()
    medvirkning: tuple[Medvirkning, ...] = ()
    sammenheng: tuple[Sammenheng, ...] = ()
    utenfor: tuple[Utenfor, ...] = ()
    innforing: tuple[Innforing, ...] = ()
    litteratursok: tuple[Litteratursok, ...] = ()

    @property
    def receives(self) -> bool:
        """Whether needs can be reported."""
        return bool(self.mottak.epost or self.mottak.adresse)

    @property
    def unanswered(self) -> tuple[Melding, ...]:
        """The needs that wait for an answer, the oldest first."""
        return tuple(sorted(
            (one for one in self.meldinger if not one.besvart), key=attrgetter("mottatt")
        ))

    def answer_by(self, report: Melding) -> str:
        """Return the last day (ISO 8601) to answer ``report``; empty when none is promised."""
        days = self.mottak.svarfrist_dager
        if not days or not report.mottatt:
            return ""
        return (date.fromisoformat(report.mottatt) + timedelta(days=days)).isoformat()

    def searches_due(self, as_of: str) -> tuple[Litteratursok, ...]:
        """Return the saved searches that should have been run again by the day ``as_of``."""
        return tuple(one for one in self.litteratursok if one.run_by and one.run_by < as_of)

    def has(self, lists: tuple[str, ...]) -> bool:
        """Whether one of ``lists`` (dotted names) holds anything."""
        return any(bool(attrgetter(name)(self)) for name in lists)

    def under_way(self, recommendation: str) -> Iterator[Sporsmal]:
        """Yield the questions that are worked on and concern a recommendation (its id)."""
        yield from (
            one for one in self.veikart if one.under_way and recommendation in one.anbefalinger
        )

    def searches_for(self, recommendation: str) -> Iterator[Litteratursok]:
        """Yield the saved searches for a recommendation that were run."""
        yield from (
            one for one in self.litteratursok
            if one.sist_kjort and recommendation in one.anbefalinger
        )


def needs_form(desk: str, recommendation: str = "", code: str = "") -> str:
    """Return the form for a need at the hearing desk with the address ``desk``.

    Args:
        recommendation: the one that it is about (its id); empty for the guideline as a whole.
        code: the language of the form.
    """
    about = f"?{urlencode({'anbefaling': recommendation})}" if recommendation else ""
    return f"{desk.rstrip('/')}{DESK_IN.get(code, '')}/{NEEDS_INTAKE}/svar/{about}"


def needs_list(desk: str) -> str:
    """Return where the hearing desk with the address ``desk`` publishes the needs it received."""
    return f"{desk.rstrip('/')}/api/{NEEDS_INTAKE}.json"


def days_to_answer(reports: tuple[Melding, ...]) -> int | None:
    """Return the median of the days from a report to its answer; None when none is answered."""
    days = answer_times(reports)
    return round(median(days)) if days else None


def answer_times(reports: tuple[Melding, ...]) -> list[int]:
    """Return the days from each report to its answer, the shortest first."""
    return sorted(
        (date.fromisoformat(one.besvart) - date.fromisoformat(one.mottatt)).days
        for one in reports if one.besvart >= one.mottatt and one.besvart
    )
