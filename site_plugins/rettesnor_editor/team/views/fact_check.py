"""A proposal for somebody without an account: read it, and comment on its fields."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from rettesnor_horing import clock
from rettesnor_horing.models.audit_log import record

from rettesnor_editor.language import say
from rettesnor_editor.team.desk import cases, names, workspace
from rettesnor_editor.team.models import FactCheck, Remark, State
from rettesnor_editor.team.proposal import changed_files
from rettesnor_editor.team.views.proposal import LONGEST, digest_of, place, without_remarks

_MOST = 300
"""How many remarks one link can make: nobody fills the database with it."""


def read(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the proposal behind a link, and take remarks on it."""
    link = FactCheck.objects.filter(digest=digest_of(secret)).select_related("case").first()
    now = clock.now()
    if link is None or link.closed_at or link.expires_at <= now or (
        link.case.state not in (State.WORK, State.REVIEW)
    ):
        return render(request, "editor/team/link_closed.html", {"site": _site()}, status=404)
    said = ""
    if request.method == "POST":
        text = str(request.POST.get("tekst", "")).strip()
        if not text or len(text) > LONGEST:
            said = say("En merknad må ha mellom 1 og {n} tegn.", n=LONGEST)
        elif link.remarks.count() >= _MOST:
            said = say(
                "Det er ikke plass til flere merknader her. Snakk med den som sendte lenken."
            )
        else:
            Remark.objects.create(
                case=link.case, fact_check=link, text=text, at=now, **place(request, link.case)
            )
            record("fact-check", "remark", str(link.case_id), now, link=link.pk)
            return HttpResponseRedirect(f"{request.path}?takk=1#mine")
    files = changed_files(cases(), cases().standing(link.case.branch), names(link.case.branch))
    return render(request, "editor/team/fact_check.html", {
        "link": link, "case": link.case, "files": without_remarks(files),
        "stop": said, "site": _site(),
        "mine": link.remarks.all(), "thanks": "takk" in request.GET,
        "written": str(request.POST.get("tekst", "")),
    }, status=422 if said else 200)


def _site() -> str:
    guideline = workspace().project().guideline
    return guideline.korttittel if guideline else say("Retningslinja")
