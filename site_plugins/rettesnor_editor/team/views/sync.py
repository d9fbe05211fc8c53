"""Exchange with a Git repository elsewhere: fetch what others made, and send what is approved."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST
from rettesnor_horing import clock
from rettesnor_horing.models.audit_log import record

from rettesnor_editor.language import say
from rettesnor_editor.store.repository import Person, RepositoryError
from rettesnor_editor.team.access import APPROVE, may, person, user_of
from rettesnor_editor.team.cases import NotMerged
from rettesnor_editor.team.desk import cases
from rettesnor_editor.team.models import Case, State
from rettesnor_editor.views.shared import page

_ATTEMPTS = 3
_FROM_GIT = "Endringer fra Git som må settes sammen for hånd"
"""The title of a case is kept, so it is in one language for all who read it."""


@require_POST
def exchange(request: HttpRequest) -> HttpResponse:
    """Fetch and send."""
    user = user_of(request)
    if not may(user, APPROVE):
        return page(
            request, "team/stop", 403, title=say("Ikke tillatt"),
            text=say("Bare den som kan godkjenne, kan hente og sende."),
        )
    if fault := exchanged(person(user)):
        return page(request, "team/stop", 502, title=say("Ikke utvekslet"), text=fault)
    return HttpResponseRedirect("/redaksjon/?gjort=utvekslet")


def exchanged(who: Person) -> str:
    """Fetch the remote branch, put it together with ours, and send the result; return what failed.

    Where both have changed the same field, nothing is decided: the other side's changes become a
    case, and ours are not sent before it is settled.
    """
    remote, branch = settings.EDITOR_REMOTE, settings.EDITOR_BRANCH
    if not remote:
        return ""
    repository = cases().repository
    fault = ""
    for _ in range(_ATTEMPTS):
        try:
            there = repository.fetch(remote, branch)
            made = cases().take_in(there, who)
            if made.conflicts:
                return _as_a_case(there)
            if there != repository.head():
                repository.push(remote, branch, repository.head())
            return ""
        except (RepositoryError, NotMerged, OSError) as error:
            fault = str(error)
    return fault


def _as_a_case(commit: str) -> str:
    repository = cases().repository
    known = next((
        case for case in Case.objects.filter(state__in=(State.WORK, State.REVIEW), opened_by=None)
        if repository.contains(repository.head(case.branch), commit)
    ), None)
    if known is None:
        now = clock.now()
        known = Case.objects.create(title=_FROM_GIT, opened_at=now)
        repository.begin(known.branch, commit)
        record("git", "case-open", str(known.pk), now, commit=commit)
    return say(
        "Noen har endret de samme feltene i Git. Endringene deres er nå sak {n}. Hent inn det nye "
        "der, og velg hva som skal stå. Ingenting er sendt.", n=known.pk,
    )
