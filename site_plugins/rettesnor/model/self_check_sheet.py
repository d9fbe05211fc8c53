"""What somebody answered in a self-check, how it compares with last time, and what follows.

A sheet is the file of those who answered. The guideline's questions are ``model.self_check``;
answers belong to them by the question's id. An answer to other words than those asked now is shown
as what it was, and never counts as an answer to the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.self_check import (
    MET,
    NOT_MET,
    OUTSIDE,
    PARTLY,
    Egenkontroll,
    Kontrollsporsmaal,
    Plikt,
)

FORMAT = 1
COLUMNS: Mapping[str, str] = {
    "id": N_("Id"), "plikt": N_("Plikt"), "ordlyd": N_("Spørsmål"), "hjelp": N_("Hjelp"),
    "kriterier": N_("Kriterier for tilsyn"), "svar": N_("Svar"), "merknad": N_("Merknad"),
    "dokumentasjon": N_("Dokumentasjon"), "funn.funn": N_("Funn"), "funn.tiltak": N_("Tiltak"),
    "funn.ansvarlig": N_("Ansvarlig rolle"), "funn.frist": N_("Frist"),
    "funn.status": N_("Status"), "funn.lukket": N_("Lukket"),
    "funn.merknad": N_("Merknad til funnet"), "funn.id": N_("Id til funnet"),
}
"""The columns of a workbook to fill in, by the field that each is of, with their headings."""
WIDTHS = (22, 28, 60, 40, 28, 14, 40, 30, 40, 40, 24, 12, 10, 12, 30, 24)
"""How wide the columns are, in characters."""
FACTS: Mapping[str, str] = {
    "#virksomhet": N_("Virksomhet"), "#fylt-ut-av": N_("Fylt ut av (rolle, ikke navn)"),
    "#dato": N_("Dato (ÅÅÅÅ-MM-DD)"),
    "#samtykke": N_("Kan svarene samles med andres? (ja eller nei)"),
    "#retningslinje": N_("Retningslinje"), "#versjon": N_("Versjon"), "#nivaa": N_("Nivå"),
    "#sprak": N_("Språk"),
}
"""Rows of a workbook that say whose it is, with what they are called."""
STATES: Mapping[str, str] = {"aapen": N_("åpen"), "lukket": N_("lukket")}
"""How far a finding is, as a workbook says it."""
CONSENT: Mapping[bool, str] = {True: N_("ja"), False: N_("nei")}
"""Whether the answers may be gathered, as a workbook says it."""
OPEN, CLOSED = "aapen", "lukket"
_RANK = {NOT_MET: 0, PARTLY: 1, MET: 2}
BETTER, WORSE, SAME, OTHER = "bedre", "dårligere", "som sist", "et annet svar"
NEW, REWORDED, REMOVED, UNANSWERED = (
    "nytt spørsmål", "ny ordlyd", "ikke med lenger", "ikke besvart",
)
"""How an answer is, next to last time's."""


@dataclass(frozen=True, slots=True)
class Svar:
    """An answer to a question; empty ``svar`` where it is not answered yet.

    Attributes:
        ordlyd: the words that were answered.
        dokumentasjon: what the answer is known from.
    """

    sporsmaal: str
    ordlyd: str = ""
    svar: str = ""
    merknad: str = ""
    dokumentasjon: str = ""


@dataclass(frozen=True, slots=True)
class Kontrollfunn:
    """A finding, and what comes of it.

    Attributes:
        kriterium: the question, or the criterion of an audit, that it is about (an id).
        ansvarlig: a role, never a person.
        frist: the day it is to be done (ISO 8601).
        status: ``OPEN`` or ``CLOSED``.
    """

    id: str
    kriterium: str
    funn: str = ""
    tiltak: str = ""
    ansvarlig: str = ""
    frist: str = ""
    status: str = OPEN
    lukket: str = ""
    merknad: str = ""

    def overdue(self, day: str) -> bool:
        """Return whether it should have been done before ``day`` (ISO 8601)."""
        return self.status != CLOSED and bool(self.frist) and self.frist < day


@dataclass(frozen=True, slots=True)
class Ark:
    """A self-check that was filled in, or is to be.

    Attributes:
        egenkontroll: the format of the file.
        versjon: the version of the guideline that it was answered against.
        fylt_ut_av: a role.
        samtykke: whether the answers may be gathered with those of others.
    """

    retningslinje: str
    versjon: str
    nivaa: str
    svar: tuple[Svar, ...] = ()
    egenkontroll: int = FORMAT
    sprak: str = "nb"
    virksomhet: str = ""
    fylt_ut_av: str = ""
    dato: str = ""
    samtykke: bool = False
    funn: tuple[Kontrollfunn, ...] = ()

    def answer_to(self, question: str) -> Svar | None:
        """Return the answer to a question (its id); None when it was not asked."""
        return next((one for one in self.svar if one.sporsmaal == question), None)


@dataclass(frozen=True, slots=True)
class Compared:
    """A question with the answer last time and now, as readers see them.

    Attributes:
        duty: the title of the duty; empty for a question that is not asked any longer.
        kind: how it is next to last time.
        then_words: the words that were answered last time, where they are others.
        criteria: ids of the criteria for audit that ask the same.
    """

    id: str
    duty: str
    words: str
    then: str
    now: str
    kind: str
    then_words: str = ""
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many chose each answer to a question, or to the questions of a duty.

    Attributes:
        question: its id; empty for a duty as a whole.
        counts: by the ids of the answers; empty where small numbers are left out.
        share: of those that count, how many are met, in per cent; None where there are none.
    """

    duty: Plikt
    question: Kontrollsporsmaal | None
    answered: int
    counts: Mapping[str, int]
    share: int | None

    @property
    def suppressed(self) -> bool:
        """Return whether the counts are left out because some are small."""
        return self.answered > 0 and not self.counts


def questions(check: Egenkontroll, level: str) -> dict[str, tuple[Plikt, Kontrollsporsmaal]]:
    """Return the questions for a level by id, each with its duty."""
    return {one.id: (duty, one) for duty, asked in check.asked(level) for one in asked}


def new_sheet(
    check: Egenkontroll, guideline: str, version: str, level: str, language: str,
    last: Ark | None = None,
) -> Ark:
    """Return an empty sheet for a level; who answers and what is open is taken from ``last``."""
    asked = tuple(Svar(id_, str(one.ordlyd)) for id_, (_, one) in questions(check, level).items())
    sheet = Ark(guideline, version, level, asked, sprak=language)
    if last is None:
        return sheet
    still_open = tuple(one for one in last.funn if one.status != CLOSED)
    return replace(
        sheet, virksomhet=last.virksomhet, fylt_ut_av=last.fylt_ut_av, funn=still_open
    )


def fact_field(id_: str) -> str:
    """Return the field of a sheet that a row of ``FACTS`` is of."""
    return id_.removeprefix("#").replace("-", "_")


Wordings = Mapping[str, frozenset[str]]
"""The words of each question (by its id), in every language of the guideline."""


def wordings(checks: Iterable[Egenkontroll]) -> Wordings:
    """Return the words of all questions; ``checks`` are the self-check in each language."""
    found: dict[str, frozenset[str]] = {}
    for check in checks:
        for _, one in check.questions():
            found[one.id] = found.get(one.id, frozenset()) | {_spaced(one.ordlyd)}
    return found


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a self-check and the workbooks for it say, in every language.

    Attributes:
        answers: the ids of the answers by what they are called.
        columns: the fields of a workbook by their headings.
        states: how far a finding is, by what it is called.
        yes: what means that the answers may be gathered.
    """

    words: Wordings
    answers: Mapping[str, str]
    columns: Mapping[str, str]
    states: Mapping[str, str]
    yes: frozenset[str]


def spoken(checks: Sequence[Egenkontroll], languages: Sequence[Callable[[str], str]]) -> Spoken:
    """Return what is said.

    Args:
        checks: the self-check in each language of the guideline, the one asked in first.
        languages: what translates the interface into each of its languages.
    """
    named: dict[str, str] = {}
    for check in checks:
        for one in check.svarskala:
            named.setdefault(one.navn.casefold(), one.id)
    return Spoken(
        wordings(checks), named,
        {say(text): field for say in languages for field, text in COLUMNS.items()},
        {say(text).casefold(): id_ for say in languages for id_, text in STATES.items()},
        frozenset(say(CONSENT[True]).casefold() for say in languages),
    )


def reworded(answer: Svar, words: Wordings) -> bool:
    """Return whether ``answer`` was given to other words than the question has now."""
    known = words.get(answer.sporsmaal, frozenset())
    return bool(answer.ordlyd and known) and _spaced(answer.ordlyd) not in known


def _spaced(text: str) -> str:
    return " ".join(text.split())


def compare(check: Egenkontroll, words: Wordings, last: Ark, this: Ark) -> list[Compared]:
    """Return every question with last time's answer beside this time's, in the order asked."""
    found = []
    for id_, (duty, question) in questions(check, this.nivaa).items():
        before, after = last.answer_to(id_), this.answer_to(id_)
        now = after.svar if after and not reworded(after, words) else ""
        then = before.svar if before else ""
        other = before is not None and reworded(before, words)
        kind = NEW if before is None else REWORDED if other else _next_to(check, then, now)
        found.append(Compared(
            id_, duty.tittel, question.ordlyd, _said(check, then), _said(check, now), kind,
            before.ordlyd if before and other else "", question.kriterier,
        ))
    gone = (one for one in last.svar if one.sporsmaal not in questions(check, this.nivaa))
    found += [
        Compared(
            one.sporsmaal, "", one.ordlyd or one.sporsmaal, _said(check, one.svar), "", REMOVED
        )
        for one in gone
    ]
    return found


def _next_to(check: Egenkontroll, then: str, now: str) -> str:
    before, after = check.answer(then), check.answer(now)
    if before is None or after is None:
        return UNANSWERED
    if before.id == after.id:
        return SAME
    a, b = _RANK.get(before.regnes_som), _RANK.get(after.regnes_som)
    if a is None or b is None:
        return OTHER
    return BETTER if b > a else WORSE if b < a else SAME


def _said(check: Egenkontroll, answer: str) -> str:
    known = check.answer(answer)
    return known.navn if known else answer


def collect(
    check: Egenkontroll, words: Wordings, level: str, sheets: Sequence[Ark], least: int = 0
) -> list[Counted]:
    """Return how many sheets of a level chose each answer, per question and per duty.

    Answers to other words than those asked now are left out.

    Args:
        least: where some answer was chosen by fewer than this, but by somebody, the counts of the
            question are left out, and those of its duty, from which they could be worked out.
    """
    found: list[Counted] = []
    for duty, asked in check.asked(level):
        rows = [_counted(check, words, duty, one, sheets, least) for one in asked]
        total: dict[str, int] = {}
        for row in rows:
            for id_, number in row.counts.items():
                total[id_] = total.get(id_, 0) + number
        if any(row.suppressed for row in rows):
            total = {}
        answered = sum(row.answered for row in rows)
        found += [*rows, Counted(duty, None, answered, total, _share(check, total))]
    return found


def _counted(
    check: Egenkontroll, words: Wordings, duty: Plikt, question: Kontrollsporsmaal,
    sheets: Iterable[Ark], least: int,
) -> Counted:
    counts = {one.id: 0 for one in check.svarskala}
    for sheet in sheets:
        answer = sheet.answer_to(question.id)
        if answer and answer.svar in counts and not reworded(answer, words):
            counts[answer.svar] += 1
    answered = sum(counts.values())
    if any(0 < number < least for number in counts.values()):
        return Counted(duty, question, answered, {}, None)
    return Counted(duty, question, answered, counts, _share(check, counts))


def _share(check: Egenkontroll, counts: Mapping[str, int]) -> int | None:
    counting = {
        one.id: one.regnes_som for one in check.svarskala if one.regnes_som != OUTSIDE
    }
    whole = sum(number for id_, number in counts.items() if id_ in counting)
    met = sum(number for id_, number in counts.items() if counting.get(id_) == MET)
    return round(100 * met / whole) if whole else None


def open_findings(sheets: Iterable[Ark], day: str) -> Iterator[tuple[Ark, Kontrollfunn, bool]]:
    """Yield the findings that are not closed, those with the earliest deadline first.

    Args:
        day: findings that should have been closed before it are overdue (the third value).
    """
    found = [
        (sheet, one, one.overdue(day)) for sheet in sheets for one in sheet.funn
        if one.status != CLOSED
    ]
    yield from sorted(found, key=lambda item: (item[1].frist or "9", item[1].id))


def needs_finding(check: Egenkontroll, sheet: Ark) -> list[str]:
    """Return the questions (ids) answered as not, or partly, met that no finding is about."""
    about = {one.kriterium for one in sheet.funn}
    return [
        one.sporsmaal for one in sheet.svar
        if (answer := check.answer(one.svar)) and answer.regnes_som in (NOT_MET, PARTLY)
        and one.sporsmaal not in about
    ]
