"""What has happened outside the guideline, and deciding about it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.project_files import UnreadableError
from rettesnor.editing.task_decision import CHANGED, answer, decide
from rettesnor.editing.transaction import ConflictError
from rettesnor.model.months import came_this_week
from rettesnor.model.problem import Severity
from rettesnor.model.task import (
    AFTER,
    BEFORE,
    BOTH,
    LAW,
    NO_CHANGE,
    NOT_CONCERNED,
    WHOLE,
    Oppgave,
)
from rettesnor.publishing.tools.open_tasks import TaskToDecide, task_states, to_decide
from rettesnor.reading.checks.phrases import day as written
from rettesnor.reading.project import Project

from rettesnor_editor.desk import desk
from rettesnor_editor.documents import document_at
from rettesnor_editor.language import N_, say
from rettesnor_editor.views.problems import InWords
from rettesnor_editor.views.shared import page

_HAPPENED = {
    "endret": N_("endret"), "ny": N_("ny"), "opphevet": N_("opphevet"),
    "flyttet": N_("har fått nytt nummer"), "loven-erstattes": N_("en ny lov er vedtatt"),
    "trukket": N_("trukket tilbake"), "rettet": N_("rettet"), "ny-versjon": N_("ny utgave"),
    "nye-treff": N_("nye treff i et søk"), "lenke-borte": N_("lenken virker ikke"),
    "meldt": N_("meldt"),
}
_PENDING = {
    "endret": N_("blir endret"), "ny": N_("kommer"), "opphevet": N_("blir opphevet"),
    "flyttet": N_("får nytt nummer"), "loven-erstattes": N_("en ny lov er vedtatt"),
}
_LACKS = {
    WHOLE: N_("Det gjelder hele loven, så det er ikke én tekst å vise før og etter."),
    BEFORE: N_("Teksten før står ikke i filene fra Lovdata som det ble funnet i."),
    AFTER: N_("Teksten etter står ikke i filene fra Lovdata som det ble funnet i, så den kan ikke "
              "vises ved siden av."),
    BOTH: N_("Teksten står ikke i filene fra Lovdata som det ble funnet i."),
}
_RESULTS = {
    NO_CHANGE: N_("Sett, ingen endring"), NOT_CONCERNED: N_("Gjelder ikke anbefalingen"),
    CHANGED: N_("Teksten er endret"),
}


def tasks(request: HttpRequest) -> HttpResponse:
    """Show what must be decided and what is decided, or write a decision."""
    if request.method != "POST":
        return _shown(request)
    id_ = str(request.POST.get("oppgave", ""))
    workspace = desk().workspace
    waiting = next(
        (one.open for one in task_states(workspace.project()) if one.task.id == id_), ()
    )
    by, reason = str(request.POST.get("av", "")), str(request.POST.get("grunn", ""))
    result, day = str(request.POST.get("resultat", "")), workspace.day.isoformat()
    ids = [str(one) for one in request.POST.getlist("for")]
    try:
        draft = Draft(workspace.files())
        plan = answer(draft, id_, ids, reason, by, day) if result == CHANGED else decide(
            draft, id_, ids, result, reason, by, day, waiting
        )
        errors = [
            one for one in workspace.problems_after(plan)
            if one.severity is not Severity.WARNING
        ]
        if errors:
            raise NotPossible(errors[0].message)
        desk().carry_out(plan)
    except (NotPossible, UnreadableError, ConflictError, OSError) as error:
        return _shown(request, id_, str(error))
    desk().drafts.set("besluttet_av", " ".join(by.split()))
    saved = desk().record(plan)
    note = "&notat=ja" if result == CHANGED else ""
    return HttpResponseRedirect(f"{reverse('oppgaver')}?avgjort={saved}{note}")


def waiting_tasks(project: Project) -> list[dict[str, Any]]:
    """Return the open tasks in short: what each is called, what happened, when, if it is new."""
    day = desk().workspace.day
    return [
        {"id": one.task.id, "name": _name(project, one.task), **_happened(one.task, day)}
        for one in task_states(project) if not one.closed
    ]


def _shown(request: HttpRequest, id_: str = "", stop: str = "") -> HttpResponse:
    project, day = desk().workspace.project(), desk().workspace.day
    found = to_decide(project, say)
    rows = [_row(project, one, day, request if one.state.task.id == id_ else None)
            for one in found]
    return page(
        request, "tasks", 422 if stop else 200, stop=stop, stopped=id_,
        waiting=[row for row in rows if not row["closed"]],
        decided=[row for row in rows if row["closed"]],
        results=[(value, say(name)) for value, name in _RESULTS.items()],
        by=request.POST.get("av") or desk().drafts.setting("besluttet_av"),
    )


def _row(
    project: Project, one: TaskToDecide, day: date, posted: HttpRequest | None
) -> dict[str, Any]:
    task, titles = one.state.task, {entry.id: entry.tittel for entry in project.entries}
    words = InWords(project)
    chosen = posted.POST.getlist("for") if posted else list(one.sentences)
    return {
        "task": task, "name": _name(project, task), "closed": one.state.closed,
        **_happened(task, day), "found": written(task.funnet), "redline": one.redline,
        "lacks": say(_LACKS[task.lacks]) if task.lacks else "",
        "dated": written(task.funnet_i.dato) if task.funnet_i.dato else "",
        "places": [(words.title(path), *document_at(path)) for path in task.steder],
        "waiting": [
            (id_, titles.get(id_, id_), said, id_ in chosen)
            for id_, said in one.sentences.items()
        ],
        "answers": [
            (say(_RESULTS.get(each.resultat, each.resultat)), each.grunn, each.av,
             written(each.dato), [titles.get(id_, id_) for id_ in each.anbefalinger])
            for each in task.avgjorelser
        ],
        "changes": [(each.hva, each.av, written(each.dato)) for each in one.state.changes],
        "reason": str(posted.POST.get("grunn", "")) if posted else "",
        "result": str(posted.POST.get("resultat", "")) if posted else NO_CHANGE,
    }


def _happened(task: Oppgave, day: date) -> dict[str, Any]:
    """Return what happened and when, in words; empty what the task's title says itself."""
    pending = task.pending(day.isoformat())
    said = (_PENDING if pending else _HAPPENED).get(task.hendelse, task.hendelse)
    return {
        "happened": "" if task.says_itself else say(said), "pending": pending,
        "when": written(task.ikraft) if task.ikraft else (
            say("dagen er ikke bestemt") if task.slag == LAW else ""
        ),
        "new": came_this_week(task.funnet, day.isoformat()),
    }


def _name(project: Project, task: Oppgave) -> str:
    if task.tittel:
        return task.tittel
    laws = project.guideline.lover if project.guideline else ()
    name = next((law.korttittel for law in laws if law.id == task.lov), task.lov)
    return f"{name} {task.paragraf}".strip()
