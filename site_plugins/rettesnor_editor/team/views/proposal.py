"""A case as a proposal: what it changes, what is said about it, and the decision."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from rettesnor.model.problem import Problem, Severity
from rettesnor_horing import clock
from rettesnor_horing.models.audit_log import record

from rettesnor_editor.deeds.merge import MINE, THEIRS, Conflict
from rettesnor_editor.deeds.merge_files import MergedFiles
from rettesnor_editor.desk import desk
from rettesnor_editor.language import say
from rettesnor_editor.store.repository import RepositoryError
from rettesnor_editor.team.access import APPROVE, WRITE, may, person, user_of, wrote
from rettesnor_editor.team.cases import NotMerged, Standing
from rettesnor_editor.team.desk import CaseDesk, cases, names, workspace
from rettesnor_editor.team.models import Case, FactCheck, Remark, State
from rettesnor_editor.team.proposal import ChangedFile, changed_files
from rettesnor_editor.team.views.sync import exchanged
from rettesnor_editor.views.edit import shown
from rettesnor_editor.views.problems import InWords, label
from rettesnor_editor.views.shared import page

LONGEST = 5000
"""Characters of a remark."""
_DAYS = (7, 14, 30)
"""Days that a link for a fact-check can last."""
_CHOSEN = "valg."


@require_GET
def proposal(request: HttpRequest) -> HttpResponse:
    """Show what the case changes, and what can be done with it."""
    return _shown(request)


@require_POST
def remark(request: HttpRequest) -> HttpResponse:
    """Make a remark, assign one, or close one."""
    case, user, now = _case(), user_of(request), clock.now()
    known = Remark.objects.filter(case=case, pk=_number(request, "merknad")).first()
    deed = str(request.POST.get("gjor", "skriv"))
    if deed == "skriv":
        text = str(request.POST.get("tekst", "")).strip()
        if not text or len(text) > LONGEST:
            return _shown(request, say("En merknad må ha mellom 1 og {n} tegn.", n=LONGEST), 422)
        known = Remark.objects.create(
            case=case, text=text, by=user, at=now, **place(request, case)
        )
    elif known is None:
        raise Http404
    elif deed == "lukk":
        known.closed_by, known.closed_at = user, now
        known.save(update_fields=["closed_by", "closed_at"])
    elif deed == "gjenapne":
        known.closed_by = known.closed_at = None
        known.save(update_fields=["closed_by", "closed_at"])
    elif deed == "tildel":
        known.assigned_to = _writers().filter(pk=_number(request, "til")).first()
        known.save(update_fields=["assigned_to"])
    return HttpResponseRedirect(f"{reverse('forslag')}#merknad-{known.pk}")


@require_POST
def state(request: HttpRequest) -> HttpResponse:
    """Send the case to review, take it back, return it, approve it, or put it away."""
    deed = str(request.POST.get("gjor", ""))
    found = _DEEDS.get(deed)
    if found is None:
        raise Http404
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=_case().pk)
        stop = found(request, case, user_of(request))
    if stop:
        return _shown(request, stop, 409)
    if deed == "godkjenn":
        fault = exchanged(person(user_of(request)))
        return HttpResponseRedirect("/redaksjon/?gjort=" + ("ikke-sendt" if fault else "godkjent"))
    return HttpResponseRedirect(reverse("forslag"))


@require_POST
def update(request: HttpRequest) -> HttpResponse:
    """Take what the guideline has got meanwhile into the case; ask where both changed the same."""
    case, user = _case(), user_of(request)
    if not desk().can_save:
        return _shown(request, say("Saken er ikke under arbeid."), 409)
    chosen: dict[str, dict[str, str]] = {}
    for key, value in request.POST.items():
        if key.startswith(_CHOSEN) and value in (MINE, THEIRS):
            path, _, field = key[len(_CHOSEN):].partition("|")
            chosen.setdefault(path, {})[field] = str(value)
    try:
        made = cases().update(case.branch, person(user), chosen)
    except RepositoryError as error:
        return _shown(request, str(error), 409)
    if made.conflicts:
        return _asked(request, made)
    return HttpResponseRedirect(reverse("forslag"))


@require_POST
def fact_check(request: HttpRequest) -> HttpResponse:
    """Make a link for somebody without an account, or close one."""
    case, user, now = _case(), user_of(request), clock.now()
    if known := FactCheck.objects.filter(case=case, pk=_number(request, "lenke")).first():
        known.closed_at = now
        known.save(update_fields=["closed_at"])
        record(user.get_username(), "fact-check-close", str(case.pk), now, link=known.pk)
        return HttpResponseRedirect(f"{reverse('forslag')}#faktasjekk")
    name = " ".join(str(request.POST.get("navn", "")).split())[:120]
    days = _number(request, "dager")
    if not name or days not in _DAYS or not may(user, WRITE):
        return _shown(
            request, say("Skriv hvem lenken er til, og velg hvor lenge den skal virke."), 422
        )
    secret = secrets.token_urlsafe(24)
    made = FactCheck.objects.create(
        case=case, digest=digest_of(secret), name=name, made_by=user, made_at=now,
        expires_at=now + timedelta(days=days),
    )
    record(user.get_username(), "fact-check-open", str(case.pk), now, link=made.pk, days=days)
    address = request.build_absolute_uri(f"/redaksjon/faktasjekk/{secret}/")
    return _shown(request, link=(name, address))


def digest_of(secret: str) -> str:
    """Return what is kept of a link's secret part: whoever reads the database cannot use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def place(request: HttpRequest, case: Case) -> dict[str, str]:
    """Return where in the proposal a posted remark belongs; nowhere if it is not one of its fields.
    """
    path, field = (str(request.POST.get(key, "")) for key in ("fil", "felt"))
    for file in changed_files(cases(), cases().standing(case.branch), names(case.branch)):
        for one in file.differences:
            if (file.path, one.field) == (path, field):
                return {"path": path, "field": field, "label": f"{file.title}: {one.label}"[:300]}
    return {}


def without_remarks(files: Sequence[ChangedFile]) -> list[dict[str, Any]]:
    """Return the files of a proposal as the template takes them, without what is said of them."""
    return [
        {"file": file, "fields": [{"one": one, "remarks": []} for one in file.differences]}
        for file in files
    ]


def by_field(case: Case, files: Sequence[ChangedFile]) -> list[dict[str, Any]]:
    """Return the files of a proposal with the remarks on each field, and no other remarks."""
    found: dict[tuple[str, str], list[Remark]] = {}
    for one in Remark.objects.filter(case=case).select_related("by", "fact_check", "assigned_to"):
        found.setdefault((one.path, one.field), []).append(one)
    return [
        {"file": file, "fields": [
            {"one": one, "remarks": found.get((file.path, one.field), [])}
            for one in file.differences
        ]}
        for file in files
    ]


def _submit(request: HttpRequest, case: Case, user: User) -> str:
    if case.state != State.WORK or not may(user, WRITE):
        return say("Saken kan ikke sendes til vurdering nå.")
    now = cases().standing(case.branch)
    if not now.edits:
        return say("Saken endrer ingenting ennå.")
    if stop := _stop(now):
        return stop
    case.state, case.submitted_by, case.submitted_at = State.REVIEW, user, clock.now()
    case.submitted_commit, case.message = now.head, _message(request)
    case.save()
    record(user.get_username(), "case-submit", str(case.pk), case.submitted_at, commit=now.head)
    return ""


def _take_back(request: HttpRequest, case: Case, user: User) -> str:
    if case.state != State.REVIEW or not (may(user, WRITE) or may(user, APPROVE)):
        return say("Saken er ikke til vurdering.")
    now = clock.now()
    case.state, case.message = State.WORK, _message(request)
    case.save(update_fields=["state", "message"])
    record(user.get_username(), "case-return", str(case.pk), now)
    return ""


def _approve(request: HttpRequest, case: Case, user: User) -> str:
    if case.state != State.REVIEW or not may(user, APPROVE):
        return say("Du kan ikke godkjenne saken nå.")
    if wrote(user, cases().authors(case.branch)):
        return say("Du har skrevet i saken. Den må godkjennes av en som ikke har det.")
    if Remark.objects.filter(case=case, closed_at=None).exists():
        return say("Saken har åpne merknader. De må lukkes før den kan godkjennes.")
    now = cases().standing(case.branch)
    if now.head != case.submitted_commit or now.head != request.POST.get("sett"):
        return say("Saken er endret etter at den ble sendt til vurdering. Se over den på nytt.")
    if stop := _stop(now):
        return stop
    at = clock.now()
    try:
        commit = cases().approve(
            case.branch, now.head, person(user), f"{case.title} (sak {case.pk})"
        )
    except (NotMerged, RepositoryError, OSError) as error:
        return say("Saken er ikke godkjent: {error}", error=error)
    case.state, case.decided_by, case.decided_at, case.merged = State.APPROVED, user, at, commit
    case.save()
    record(user.get_username(), "case-approve", str(case.pk), at, commit=commit)
    return ""


def _drop(request: HttpRequest, case: Case, user: User) -> str:
    if case.state not in (State.WORK, State.REVIEW) or not may(user, WRITE):
        return say("Saken kan ikke legges bort nå.")
    case.state, case.decided_by, case.decided_at = State.DROPPED, user, clock.now()
    case.message = _message(request)
    case.save()
    record(user.get_username(), "case-drop", str(case.pk), case.decided_at)
    return ""


def _take_up(request: HttpRequest, case: Case, user: User) -> str:
    if case.state != State.DROPPED or not may(user, WRITE):
        return say("Saken kan ikke tas opp igjen.")
    case.state, case.decided_by, case.decided_at = State.WORK, None, None
    case.save()
    record(user.get_username(), "case-reopen", str(case.pk), clock.now())
    return ""


_DEEDS = {
    "send": _submit, "returner": _take_back, "godkjenn": _approve, "legg-bort": _drop,
    "ta-opp": _take_up,
}


def _stop(now: Standing) -> str:
    """Return why a case cannot be approved as it stands; empty when it can."""
    made = cases().merge(now)
    if made.conflicts:
        return say("Retningslinja er endret i de samme feltene som saken. Hent inn det nye først.")
    errors = _errors(made)
    if errors:
        return say(
            "Saken har feil som må rettes først: {errors}",
            errors=" ".join(_in_words(errors[:3])),
        )
    return ""


def _errors(made: MergedFiles) -> list[Problem]:
    """Return the errors that the guideline would get, and has not now."""
    looked = workspace().look("", made.contents)
    return [one for one in looked.others if one.severity is Severity.ERROR]


def _in_words(problems: Sequence[Problem]) -> list[str]:
    words = InWords(desk().workspace.project())
    return [f"{words.place(one).whole}: {words.text(one)}" for one in problems]


def _shown(
    request: HttpRequest, stop: str = "", status: int = 200, link: tuple[str, str] | None = None
) -> HttpResponse:
    case, user, now = _case(), user_of(request), clock.now()
    standing = cases().standing(case.branch)
    files = changed_files(cases(), standing, names(case.branch))
    authors = cases().authors(case.branch)
    in_place = by_field(case, files)
    placed = {one.pk for file in in_place for field in file["fields"] for one in field["remarks"]}
    made = cases().merge(standing)
    is_open = case.state in (State.WORK, State.REVIEW)
    return page(
        request, "team/proposal", status, case=case, stop=stop,
        files=in_place, authors=authors, standing=standing, link=link,
        loose=[one for one in Remark.objects.filter(case=case).select_related(
            "by", "fact_check", "assigned_to"
        ) if one.pk not in placed],
        open_remarks=Remark.objects.filter(case=case, closed_at=None).count(),
        conflicts=len(made.conflicts) if is_open else 0,
        errors=_in_words(_errors(made)) if is_open and not made.conflicts else [],
        can_write=may(user, WRITE), is_open=is_open, writers=_writers(),
        can_approve=case.state == State.REVIEW and may(user, APPROVE),
        wrote=wrote(user, authors), days=_DAYS,
        links=FactCheck.objects.filter(case=case), now=now,
        ask=reverse("merknad") if is_open else "",
    )


def _asked(request: HttpRequest, made: MergedFiles) -> HttpResponse:
    rows = [
        _row(path, one) for path, found in made.conflicts.items() for one in found
    ]
    return page(
        request, "team/conflict", 409, case=_case(), conflicts=rows, MINE=MINE, THEIRS=THEIRS,
        chosen=[
            (key, value) for key, value in request.POST.items() if key.startswith(_CHOSEN)
        ],
    )


def _row(path: str, one: Conflict) -> Mapping[str, str]:
    return {
        "name": f"{_CHOSEN}{path}|{one.field}", "label": _label_at(path, one.field),
        "before": shown(one.before), "mine": shown(one.mine), "theirs": shown(one.theirs),
    }


def _label_at(path: str, field: str) -> str:
    """Return what an editor calls a field of the file at ``path``."""
    words = InWords(desk().workspace.project())
    title, control = words.title(path), words.control(path)
    return f"{title}: {label(control, field)}" if control and field else title


def _case() -> Case:
    found = desk()
    assert isinstance(found, CaseDesk)
    return found.case


def _writers() -> Any:
    return User.objects.filter(
        is_active=True, groups__permissions__codename=WRITE
    ).distinct().order_by("username")


def _message(request: HttpRequest) -> str:
    return str(request.POST.get("melding", "")).strip()[:LONGEST]


def _number(request: HttpRequest, name: str) -> int:
    said = str(request.POST.get(name, ""))
    return int(said) if said.isdecimal() and len(said) < 10 else 0
