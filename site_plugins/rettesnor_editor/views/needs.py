"""Needs that were reported: fetched from the hearing desk, answered, and made into tasks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from rettesnor.editing.draft import Draft
from rettesnor.editing.needs_update import TakenIn, answer, make_task, take_in
from rettesnor.editing.plan import NotPossible, Plan
from rettesnor.editing.project_files import UnreadableError
from rettesnor.editing.transaction import ConflictError
from rettesnor.model.development import (
    CHANGES,
    NO_CHANGE,
    ON_ROADMAP,
    OUTSIDE,
    Melding,
    Utvikling,
    needs_list,
)
from rettesnor.model.months import came_this_week
from rettesnor.model.problem import Severity
from rettesnor.model.task import TaskState
from rettesnor.publishing.tools.fetch import fetch
from rettesnor.publishing.tools.open_tasks import task_states
from rettesnor.reading.checks.phrases import day as written
from rettesnor.reading.content.reported_needs import NotNeedsError, read_needs
from rettesnor.reading.project import Project

from rettesnor_editor.desk import desk
from rettesnor_editor.language import N_, say
from rettesnor_editor.views.shared import page

_REPORTERS = {
    "samarbeidspartner": N_("samarbeidspartner"), "virksomhet": N_("virksomhet"),
    "privatperson": N_("privatperson"),
}
_DECISIONS = {
    CHANGES: N_("Retningslinja blir endret"), ON_ROADMAP: N_("Satt på veikartet"),
    NO_CHANGE: N_("Ingen endring"), OUTSIDE: N_("Utenfor retningslinja"),
}
_LARGEST = 64 * 2**20


class _SaidHere(NotPossible):
    """Something is missing; the message is in the language of the page."""


def needs(request: HttpRequest) -> HttpResponse:
    """Show what was reported, or do what the button says: fetch, or make a task."""
    if request.method != "POST":
        return _shown(request)
    try:
        if request.POST.get("gjor") == "oppgave":
            return _task(request)
        if request.POST.get("gjor") == "svar":
            return _answered(request)
        return _fetched(request)
    except (NotPossible, UnreadableError, ConflictError, NotNeedsError, OSError) as error:
        return _shown(request, str(error), own_words=isinstance(error, _SaidHere))


def waiting_needs(project: Project) -> int:
    """Return how many reported needs have no answer."""
    return len(_work(project).unanswered)


def new_needs(project: Project, day: date) -> int:
    """Return how many of them came during the week before ``day``, or on it."""
    return sum(
        came_this_week(one.mottatt, day.isoformat()) for one in _work(project).unanswered
    )


def due_searches(project: Project, day: date) -> list[dict[str, str]]:
    """Return the saved searches that should have been run again by ``day``."""
    return [
        {"id": one.id, "title": one.tittel, "day": written(one.run_by)}
        for one in _work(project).searches_due(day.isoformat())
    ]


def _work(project: Project) -> Utvikling:
    return project.guideline.utvikling if project.guideline else Utvikling()


def _fetched(request: HttpRequest) -> HttpResponse:
    """Take in what the hearing desk publishes, from the desk or from the file that is sent.

    Raises:
        NotPossible: there is neither a file nor a desk, or it would be an error.
    """
    workspace = desk().workspace
    project = workspace.project()
    sent, address = request.FILES.get("fil"), _work(project).mottak.adresse
    if sent is not None:
        if (sent.size or 0) > _LARGEST:
            raise _SaidHere(say("Fila er for stor."))
        data, name = sent.read(), sent.name or "behov.json"
    elif address:
        name = needs_list(address)
        data = fetch(name)
    else:
        raise _SaidHere(say("Velg fila som er lastet ned fra høringsmottaket."))
    known = project.guideline.id if project.guideline else ""
    draft = Draft(workspace.files())
    found = take_in(draft, read_needs(data, name, known).entries)
    if found.changes:
        _write(draft.plan(say("Henter inn meldte behov.")))
    return _shown(request, found=found)


def _task(request: HttpRequest) -> HttpResponse:
    """Make the review task of a need, and lead to it."""
    workspace = desk().workspace
    draft = Draft(workspace.files())
    id_ = make_task(draft, str(request.POST.get("behov", "")), workspace.day.isoformat())
    _write(draft.plan(say("Lager en oppgave av et meldt behov.")))
    return HttpResponseRedirect(f"{reverse('oppgaver')}#{id_}", status=303)


def _answered(request: HttpRequest) -> HttpResponse:
    """Write the answer to a need, dated today, and show the list again."""
    workspace, posted = desk().workspace, request.POST
    draft = Draft(workspace.files())
    decision = str(posted.get("avgjorelse", ""))
    answer(
        draft, str(posted.get("behov", "")), decision, str(posted.get("svar", "")),
        workspace.day.isoformat(),
        str(posted.get("veikart", "")) if decision == ON_ROADMAP else "",
    )
    _write(draft.plan(say("Svarer på et meldt behov.")))
    return HttpResponseRedirect(f"{reverse('behov')}?svart=ja", status=303)


def _write(plan: Plan) -> None:
    """Carry out a plan.

    Raises:
        NotPossible: it would be an error in the guideline.
    """
    errors = [
        one for one in desk().workspace.problems_after(plan)
        if one.severity is Severity.ERROR
    ]
    if errors:
        raise NotPossible(errors[0].message)
    desk().carry_out(plan)
    desk().record(plan)


def _shown(
    request: HttpRequest, stop: str = "", found: TakenIn | None = None, *, own_words: bool = False
) -> HttpResponse:
    project = desk().workspace.project()
    work = _work(project)
    tasks = {
        state.task.melding: state for state in task_states(project) if state.task.melding
    }
    titles = {entry.id: entry.tittel or entry.id for entry in project.entries}
    rows = [
        _row(one, titles, tasks.get(one.id), request)
        for one in sorted(work.meldinger, key=lambda one: one.mottatt)
    ]
    return page(
        request, "needs", 422 if stop else 200, stop=stop, found=found, own_words=own_words,
        address=work.mottak.adresse, decisions=[(k, say(v)) for k, v in _DECISIONS.items()],
        questions=[(one.id, one.tittel) for one in work.veikart],
        waiting=[row for row in rows if not row["one"].besvart],
        answered=[row for row in reversed(rows) if row["one"].besvart],
    )


def _row(
    one: Melding, titles: dict[str, str], task: TaskState | None, request: HttpRequest
) -> dict[str, Any]:
    decision, reason, question = _begun(one, task, request)
    return {
        "answer": decision, "reason": reason, "question": question,
        "one": one, "came": written(one.mottatt),
        "by": one.navn or say(_REPORTERS.get(one.melder, one.melder)),
        "answered": written(one.besvart) if one.besvart else "",
        "decision": say(_DECISIONS.get(one.avgjorelse, one.avgjorelse)) if one.avgjorelse else "",
        "about": [(id_, titles[id_]) for id_ in one.anbefalinger if id_ in titles],
        "task": task.task.id if task else "", "decided": bool(task and task.closed),
    }


def _begun(one: Melding, task: TaskState | None, request: HttpRequest) -> tuple[str, str, str]:
    """Return the answer as it was sent and refused, or as the decided task has it: what was
    decided, why, and the question on the road map."""
    posted = request.POST
    if posted.get("gjor") == "svar" and posted.get("behov") == one.id:
        return str(posted.get("avgjorelse", "")), str(posted.get("svar", "")), str(
            posted.get("veikart", "")
        )
    if task is None or not task.closed:
        return "", "", ""
    if task.changes:
        return CHANGES, task.changes[-1].hva, ""
    reasons = [each.grunn for each in task.task.avgjorelser]
    return (NO_CHANGE, reasons[-1], "") if reasons else ("", "", "")
