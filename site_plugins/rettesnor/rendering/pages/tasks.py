"""Review tasks for readers: what has happened, what the text says, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.task import (
    EVIDENCE,
    HAPPENED,
    LACKS,
    LAW,
    NEED,
    NO_CHANGE,
    PENDING,
    Oppgave,
    TaskView,
)
from rettesnor.rendering.context import Context
from rettesnor.rendering.reference_resolver import law_language
from rettesnor.rendering.word_redline import alike, redline

_NAMED = {
    "endret": N_("endring"), "ny": N_("ny paragraf"), "opphevet": N_("oppheving"),
    "flyttet": N_("nytt nummer"), "loven-erstattes": N_("en ny lov er vedtatt"),
}
"""The same where the day is not looked at: it may have come or not."""
GROUPS = {
    LAW: N_("Lover og forskrifter"), EVIDENCE: N_("Kunnskapsgrunnlaget"),
    NEED: N_("Meldte behov"),
}
_RESULTS = {NO_CHANGE: N_("Ingen endring"), "gjelder-ikke": N_("Gjelder ikke anbefalingen")}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided, and for which recommendations.

    Attributes:
        version: the release that changed the text; empty where none did.
    """

    title: str
    reason: str
    by: str
    day: str
    links: tuple[tuple[str, str], ...]
    version: str = ""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task ready to show.

    Attributes:
        waiting: title, address and sentences of each recommendation that nothing is decided for,
            and the language of the sentences where it is not the page's.
        redline: the text before and after as one; empty where they are shown apart.
        language: that of the law's text, where it is not the page's.
        lacks: why the text is not shown before and after, in words; empty where it is.
    """

    task: Oppgave
    title: str
    happened: str
    pending: bool
    waiting: tuple[tuple[str, str, tuple[str, ...], str], ...]
    redline: tuple[Markup, ...]
    answers: tuple[Answer, ...]
    language: str = ""
    lacks: str = ""


def title_of(context: Context, task: Oppgave) -> str:
    """Return what a task is called: the law and the section, or its own title."""
    if task.tittel:
        return task.tittel
    law = next((one for one in context.guideline.lover if one.id == task.lov), None)
    return f"{law.korttittel if law else task.lov} {task.paragraf}".strip()


def happened(context: Context, task: Oppgave, *, pending: bool = False) -> str:
    """Return what has happened, in words."""
    words = (PENDING if pending else HAPPENED).get(task.hendelse, task.hendelse)
    return context.gettext(words)


def named(context: Context, task: Oppgave) -> str:
    """Return what has happened or will happen, in words that are true before and after."""
    return context.gettext(_NAMED.get(task.hendelse) or HAPPENED.get(task.hendelse, task.hendelse))


def rows(context: Context, views: Sequence[TaskView], as_of: str) -> Iterator[TaskRow]:
    """Yield tasks ready to show, judged on the day ``as_of``."""
    said = {task.id: task for task in context.guideline.oppgaver}
    for view in views:
        task = said.get(view.task.id, view.task)  # in the language of the page
        pending = task.pending(as_of)
        law = next((one for one in context.guideline.lover if one.id == task.lov), None)
        both = alike(task.tekst_for, task.tekst_etter)
        yield TaskRow(
            task, title_of(context, task), happened(context, task, pending=pending), pending,
            tuple(
                (context.heads[id_].tittel, context.heads[id_].url,
                 *_sentences(context, view, id_))
                for id_ in view.state.open if id_ in context.heads
            ),
            tuple(redline(task.tekst_for, task.tekst_etter, context.gettext)) if both else (),
            tuple(_answers(context, task, view)),
            law_language(law, context.language) if law else "",
            context.gettext(LACKS[task.lacks]) if task.lacks else "",
        )


def _sentences(context: Context, view: TaskView, id_: str) -> tuple[tuple[str, ...], str]:
    """Return what a recommendation says in the page's language, else in the first one."""
    if own := view.translated.get(context.language, {}).get(id_):
        return tuple(own), ""
    first = context.guideline.languages[0].id
    return tuple(view.sentences.get(id_, ())), first if first != context.language else ""


def _answers(context: Context, task: Oppgave, view: TaskView) -> Iterator[Answer]:
    for change in view.state.changes:
        title = context.gettext("Teksten er endret")
        yield Answer(
            title, context.written(change.hva), change.av, change.dato,
            _links(context, change.anbefalinger), change.versjon,
        )
    for one in task.avgjorelser:
        yield Answer(
            context.gettext(_RESULTS.get(one.resultat, one.resultat)), one.grunn, one.av, one.dato,
            _links(context, one.anbefalinger),
        )


def _links(context: Context, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (context.heads[id_].tittel, context.heads[id_].url) for id_ in ids if id_ in context.heads
    )


def open_for(context: Context, id_: str) -> list[tuple[Oppgave, str, str]]:
    """Return the open tasks of a recommendation, each with its name and what has happened."""
    return [
        (view.task, title_of(context, view.task), named(context, view.task))
        for view in context.tasks if id_ in view.state.open
    ]


def law_held(context: Context, laws: Sequence[str]) -> str:
    """Return the day (ISO 8601) on which all of ``laws`` (ids) were last held against Lovdata.

    Empty when one of them never was; laws that Lovdata has no file of do not count.
    """
    days = [
        one.kontrollert.dato for one in context.guideline.lover
        if one.id in laws and one.type != "konvensjon" and not one.opphevet
    ]
    return min(days) if days and all(days) else ""
