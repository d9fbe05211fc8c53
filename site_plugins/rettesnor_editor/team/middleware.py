"""Addresses inside a case: ``/redaksjon/sak/7/…`` is the editor's desk on the branch of case 7."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse, set_script_prefix
from rettesnor_horing import clock
from rettesnor_horing.desk import second_factor

from rettesnor_editor.desk import Desk, using
from rettesnor_editor.language import say
from rettesnor_editor.team.access import APPROVE, RELEASE, WRITE, may, user_of
from rettesnor_editor.team.desk import CaseDesk, GuidelineDesk
from rettesnor_editor.team.models import Case, Presence
from rettesnor_editor.views.shared import page

START = "/redaksjon/"
_CASE = re.compile(r"/redaksjon/sak/([0-9]{1,9})(/.*)")
_OPEN_TO_ALL = "/redaksjon/faktasjekk/"
_DOCUMENT = re.compile(r"/rediger/([a-z]+/[^/]{1,150})/")
_HERE = timedelta(minutes=2)
"""How long somebody who was seen with a document open is said to have it open."""
_AGAIN = timedelta(seconds=30)
"""How often that is written down: somebody who types asks several times a second."""
Answer = Callable[[HttpRequest], HttpResponse]


def inside_a_case(get_response: Answer) -> Answer:
    """Let only those in who may, and let the views work with the desk of the case."""

    def answer(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith(START) or path.startswith(_OPEN_TO_ALL):
            request.upload_handlers = []  # no file from those who have not signed in is kept
            return get_response(request)
        if (stop := _stopped(request)) is not None:
            return stop
        request.is_of_a_desk = True  # type: ignore[attr-defined]
        user = user_of(request)
        around: dict[str, Any] = {"team": True, "may_release": may(user, RELEASE)}
        inside = _CASE.fullmatch(path)
        if not inside:
            with using(GuidelineDesk(user, around)):
                return get_response(request)
        case = Case.objects.filter(pk=int(inside[1])).first()
        if case is None:
            with using(GuidelineDesk(user, around)):
                return page(
                    request, "team/stop", 404, title=say("Saken finnes ikke"),
                    text=say("Nummeret kan være skrevet feil. Se lista over saker."),
                )
        around |= {"case": case, "present": _present(case, user, inside[2])}
        return _inside(request, CaseDesk(case, user, around), inside[2], get_response)

    return answer


def _inside(
    request: HttpRequest, desk: Desk, rest: str, get_response: Answer
) -> HttpResponse:
    """Answer as if the case were a desk of its own at its address."""
    before = get_script_prefix()
    whole: Any = request
    whole.urlconf = "rettesnor_editor.team.case_urls"
    whole.path_info = rest
    set_script_prefix(request.path.removesuffix(rest.lstrip("/")))
    try:
        with using(desk):
            return get_response(request)
    finally:
        set_script_prefix(before)


def _stopped(request: HttpRequest) -> HttpResponse | None:
    """Return what those get who may not come in; None for those who may."""
    user: Any = request.user
    if not user.is_authenticated or not user.is_staff or not second_factor.satisfied(request):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if not may(user, WRITE) and not may(user, APPROVE):
        return page(
            request, "team/outside", 403, title=say("Du har ikke en rolle i redaksjonen"),
            text=say(
                "Den som drifter tjeneren, kan gi deg rollen redaktør, godkjenner eller utgiver."
            ),
        )
    return None


def _present(case: Case, user: Any, path: str) -> list[str]:
    """Note that ``user`` has the document at ``path`` open; return who else has, in words."""
    found = _DOCUMENT.match(path)
    if not found:
        return []
    now, key = clock.now(), found[1]
    with suppress(DatabaseError):  # the disk is full: what was asked for matters more
        mine, is_new = Presence.objects.get_or_create(
            user=user, case=case, key=key, defaults={"at": now}
        )
        if is_new:
            Presence.objects.filter(at__lt=now - timedelta(days=1)).delete()
        elif now - mine.at > _AGAIN:
            mine.at = now
            mine.save(update_fields=["at"])
    others = Presence.objects.filter(key=key, at__gt=now - _HERE).exclude(user=user)
    return [
        _name(one) if one.case_id == case.pk
        else say("{name} (i sak {n})", name=_name(one), n=one.case_id)
        for one in others.select_related("user").order_by("user__username")
    ]


def _name(seen: Presence) -> str:
    return str(seen.user.get_full_name() or seen.user.get_username())
