"""The team's front page: what waits for me, the cases, and what waits in the guideline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST
from rettesnor_horing import clock
from rettesnor_horing.models.audit_log import record

from rettesnor_editor.desk import desk
from rettesnor_editor.language import say
from rettesnor_editor.store.repository import RepositoryError
from rettesnor_editor.team.access import APPROVE, RELEASE, WRITE, may, user_of, wrote
from rettesnor_editor.team.desk import cases
from rettesnor_editor.team.models import Case, Draft, Remark, State
from rettesnor_editor.views.front import draft_title, waiting
from rettesnor_editor.views.shared import page

_DECIDED = 10
"""How many decided cases are listed."""


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """Show it."""
    return _shown(request)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Open a case, and go to it."""
    user = user_of(request)
    if not may(user, WRITE):
        return _shown(request, say("Du har ikke lov til å opprette saker."), 403)
    title = " ".join(str(request.POST.get("tittel", "")).split())[:120]
    if not title:
        return _shown(request, say("Skriv hva saken gjelder."), 422)
    now = clock.now()
    case = Case.objects.create(title=title, opened_by=user, opened_at=now)
    try:
        cases().begin(case.branch)
    except RepositoryError as error:
        case.delete()
        return _shown(request, str(error), 409)
    record(user.get_username(), "case-open", str(case.pk), now)
    return HttpResponseRedirect(f"/redaksjon/sak/{case.pk}/")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return page(
        request, "team/stop", 404, title=say("Siden finnes ikke"),
        text=say("Den kan være flyttet eller tatt bort."),
    )


def _shown(request: HttpRequest, stop: str = "", status: int = 200) -> HttpResponse:
    user = user_of(request)
    open_cases = [_case(one, user) for one in Case.objects.filter(
        state__in=(State.WORK, State.REVIEW)
    ).select_related("opened_by")]
    return page(
        request, "team/front", status, stop=stop,
        for_me=[one for one in open_cases if one["for_me"]],
        mine=[one for one in open_cases if one["mine"]],
        others=[one for one in open_cases if not one["mine"] and not one["for_me"]],
        decided=[
            _case(one, user) for one in Case.objects.filter(
                state__in=(State.APPROVED, State.DROPPED)
            ).select_related("opened_by", "decided_by").order_by("-decided_at")[:_DECIDED]
        ],
        assigned=Remark.objects.filter(
            assigned_to=user, closed_at=None, case__state__in=(State.WORK, State.REVIEW)
        ).select_related("case"),
        drafts=list(_drafts(user)), can_write=may(user, WRITE), can_release=may(user, RELEASE),
        can_exchange=may(user, APPROVE) and bool(settings.EDITOR_REMOTE),
        said=request.GET.get("gjort", ""),
        **waiting(desk().workspace),
    )


def _case(case: Case, user: User) -> dict[str, Any]:
    """Return a case as the list shows it."""
    authors = cases().authors(case.branch) if case.state in (State.WORK, State.REVIEW) else []
    mine = case.opened_by_id == user.pk or wrote(user, authors)
    return {
        "id": case.pk, "title": case.title, "state": case.state_name,
        "by": ", ".join(one.name for one in authors) or _name(case.opened_by),
        "at": case.decided_at or case.submitted_at or case.opened_at, "mine": mine,
        "for_me": case.state == State.REVIEW and may(user, APPROVE) and not wrote(user, authors),
        "open": Remark.objects.filter(case=case, closed_at=None).count(),
    }


def _drafts(user: User) -> Iterator[dict[str, Any]]:
    """Yield the drafts of a user, in all cases."""
    for row in Draft.objects.filter(user=user).select_related("case").order_by("-at"):
        kind, _, name = row.key.partition("/")
        yield {
            "case": row.case, "kind": kind, "name": name, "title": draft_title(row.fields, name),
        }


def _name(user: User | None) -> str:
    return str(user.get_full_name() or user.get_username()) if user else ""
