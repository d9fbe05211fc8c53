"""Review tasks: what has happened outside the guideline, and what was decided about it.

A law was amended, a source was retracted, somebody reported a need. A task is open for each
recommendation that it names until a decision with a reason is written in it, or a change fragment
names the task. Law watch, evidence watch and reported needs all make tasks of this one kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rettesnor.model.change import Endring, Utgave
from rettesnor.model.gettext_marker import gettext_noop as N_

LAW, EVIDENCE, NEED = "lov", "kunnskap", "behov"
"""What kinds of reason there are (``Oppgave.slag``)."""
NO_CHANGE, NOT_CONCERNED = "ingen-endring", "gjelder-ikke"
"""What can be decided without a change of the text (``Avgjorelse.resultat``)."""
REPEALED = ("opphevet", "loven-erstattes")
"""What happened to a law or a section that does not apply any more (``Oppgave.hendelse``)."""
WHOLE, BEFORE, AFTER, BOTH = "whole", "before", "after", "both"
"""What of a law's text is not known (``Oppgave.lacks``); of a whole law none is shown."""
LACKS = {
    WHOLE: N_("Det gjelder hele loven, så det er ikke én tekst å vise før og etter."),
    BEFORE: N_("Teksten før står ikke i filene fra Lovdata som det ble funnet i."),
    AFTER: N_("Teksten etter står ikke i filene fra Lovdata som det ble funnet i, så den kan ikke "
              "vises ved siden av."),
    BOTH: N_("Teksten står ikke i filene fra Lovdata som det ble funnet i."),
}
"""The same to readers."""
HAPPENED = {
    "endret": N_("endret"), "ny": N_("ny"), "opphevet": N_("opphevet"),
    "flyttet": N_("har fått nytt nummer"), "loven-erstattes": N_("en ny lov er vedtatt"),
    "trukket": N_("trukket tilbake"), "rettet": N_("rettet"),
    "ny-versjon": N_("ny utgave"), "nye-treff": N_("nye treff i et søk"),
    "lenke-borte": N_("lenken virker ikke"), "meldt": N_("meldt"),
}
"""What has happened (``Oppgave.hendelse``), in words."""
PENDING = {
    "endret": N_("blir endret"), "ny": N_("kommer"), "opphevet": N_("blir opphevet"),
    "flyttet": N_("får nytt nummer"), "loven-erstattes": N_("en ny lov er vedtatt"),
}
"""The same of what applies from a day to come."""


@dataclass(frozen=True, slots=True)
class Funnsted:
    """What something was found in, and the day that it is from; empty when not known."""

    dato: str = ""
    mot: str = ""


@dataclass(frozen=True, slots=True)
class Avgjorelse:
    """A decision that the text stays as it is, with its reason.

    Attributes:
        anbefalinger: the recommendations (ids) it holds for; empty for all that the task names,
            and for its other places.
        av: an agency, a department or a role.
    """

    resultat: str
    grunn: str
    av: str
    dato: str
    anbefalinger: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Oppgave:
    """A review task.

    Attributes:
        slag: ``LAW``, ``EVIDENCE`` or ``NEED``.
        hendelse: what happened; the schema lists what it can be.
        funnet: the day it was found.
        tittel: what it is called; empty where the law and the section are its name.
        om: what must be decided, in words.
        lov: the law's id; empty for other kinds.
        paragraf: the section; empty for the law as a whole.
        kilde: the source's key; empty for other kinds.
        melding: the reported need (its id) that it was made of; empty for other kinds.
        ikraft: the day it applies from; empty when that is not decided or not known.
        ved: what it happened by: the amending act, the notice.
        tekst_for: the provision's text before, by paragraphs; empty when not known.
        tekst_etter: and after.
        anbefalinger: the recommendations (ids) that it must be decided for.
        steder: other files that cite the same.
    """

    id: str
    slag: str
    hendelse: str
    funnet: str
    funnet_i: Funnsted = Funnsted()
    tittel: str = ""
    om: str = ""
    lov: str = ""
    paragraf: str = ""
    kilde: str = ""
    melding: str = ""
    ikraft: str = ""
    ved: str = ""
    lenke: str = ""
    tekst_for: tuple[str, ...] = ()
    tekst_etter: tuple[str, ...] = ()
    anbefalinger: tuple[str, ...] = ()
    steder: tuple[str, ...] = ()
    avgjorelser: tuple[Avgjorelse, ...] = ()

    def decision(self, recommendation: str) -> Avgjorelse | None:
        """Return what was decided for ``recommendation`` without changing its text, if anything.

        The last decision counts.
        """
        return next(
            (one for one in reversed(self.avgjorelser)
             if not one.anbefalinger or recommendation in one.anbefalinger), None,
        )

    @property
    def says_itself(self) -> bool:
        """Whether the title says what happened, so that it need not be written after it."""
        return bool(self.tittel) and self.slag != LAW

    @property
    def lacks(self) -> str:
        """What is not known of the law's text: ``WHOLE``, ``BEFORE``, ``AFTER`` or ``BOTH``.

        Empty where there is a text for all that there is to show.
        """
        if self.slag != LAW or self.hendelse == "flyttet":
            return ""
        if self.hendelse == "loven-erstattes" or not self.paragraf:
            return WHOLE
        before = self.hendelse != "ny" and not self.tekst_for
        after = self.hendelse != "opphevet" and not self.tekst_etter
        return BOTH if before and after else BEFORE if before else AFTER if after else ""

    @property
    def repeals(self) -> bool:
        """Whether what it is about ends: what was adopted is then no text that applies."""
        return self.hendelse in REPEALED

    def pending(self, as_of: str) -> bool:
        """Whether what it is about does not apply yet on the day ``as_of``."""
        return self.slag == LAW and (not self.ikraft or self.ikraft > as_of)


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A change of the text that answers a task.

    Attributes:
        anbefalinger: the recommendations it changed; empty when it changed what is common, and
            so answers the whole task.
        hva: what was changed, in a sentence.
        versjon: the release it came in; empty when it is not released.
    """

    anbefalinger: tuple[str, ...]
    hva: str
    av: str
    dato: str
    versjon: str = ""


Changes = Mapping[str, tuple[TaskChange, ...]]
"""The changes that name each task, by the task's id."""


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task and what has come of it.

    Attributes:
        open: the recommendations (ids) that nothing is decided for; none when it is closed.
        changes: the changes of the text that answer it.
        places_open: whether nothing is decided for its other places.
    """

    task: Oppgave
    open: tuple[str, ...]
    changes: tuple[TaskChange, ...] = ()
    places_open: bool = False

    @property
    def closed(self) -> bool:
        """Whether it is decided for everything that it names."""
        return not self.open and not self.places_open


def state(task: Oppgave, changes: Changes, known: Iterable[str] | None = None) -> TaskState:
    """Return what has come of ``task``.

    Args:
        changes: the changes that name tasks, released or not.
        known: the recommendations that apply; nothing is open for others. All are by default.
    """
    answers = changes.get(task.id, ())
    whole = any(not one.anbefalinger for one in answers)
    changed = {id_ for one in answers for id_ in one.anbefalinger}
    there = set(task.anbefalinger if known is None else known)
    waiting = () if whole else tuple(
        id_ for id_ in task.anbefalinger
        if id_ in there and id_ not in changed and task.decision(id_) is None
    )
    said = whole or any(not one.anbefalinger for one in task.avgjorelser)
    places = bool(task.steder) or not task.anbefalinger
    # Where a task names recommendations too, its other places follow from what is decided there.
    return TaskState(
        task, waiting, answers, places and not said and (not task.anbefalinger or bool(waiting))
    )


def states(
    tasks: Iterable[Oppgave], changes: Changes, known: Iterable[str] | None = None
) -> list[TaskState]:
    """Return what has come of each task: the open ones first, in the order they apply from."""
    there = None if known is None else frozenset(known)
    found = [state(task, changes, there) for task in tasks]
    found.sort(key=lambda one: (one.task.ikraft or "9", one.task.id))
    return sorted(found, key=lambda one: one.closed)


def answers(unreleased: Iterable[Endring], releases: Iterable[Utgave]) -> Changes:
    """Return the changes that name each task: those of every release, and those that wait."""
    told = [(change, release.versjon) for release in releases for change in release.endringer]
    told += [(change, "") for change in unreleased]
    found: dict[str, tuple[TaskChange, ...]] = {}
    for change, version in told:
        for id_ in change.oppgaver:
            found[id_] = (*found.get(id_, ()), TaskChange(
                change.ids, change.hva, change.besluttet_av, change.besluttet_dato, version,
            ))
    return found


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with what readers need to see besides.

    Attributes:
        sentences: what each recommendation (id) says where it cites the same.
        translated: likewise in other languages, for recommendations that are translated.
    """

    state: TaskState
    sentences: Mapping[str, Sequence[str]] = field(default_factory=dict)
    translated: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)

    @property
    def task(self) -> Oppgave:
        """The task."""
        return self.state.task
