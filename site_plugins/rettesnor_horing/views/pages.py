"""The pages around the form: rounds, receipt, privacy, and what is shown when nothing is found."""

from __future__ import annotations

import json
import sys

from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from rettesnor.model.hearing import State

from rettesnor_horing import clock
from rettesnor_horing.afterwards.answers import outcomes, site_address
from rettesnor_horing.hearing.standing import Standing
from rettesnor_horing.hearing_cache import hearing_or_404, hearings, needs_page, site_page
from rettesnor_horing.intake.receipt import answer_of, edition_of, receipt_data, submission_of
from rettesnor_horing.legal_basis import name_in_place
from rettesnor_horing.mail_settings import sends_mail
from rettesnor_horing.models import Heartbeat, Submission
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.retention import RETENTION
from rettesnor_horing.round_watch import watch
from rettesnor_horing.views.blocked_pages import unavailable
from rettesnor_horing.views.form_page import said
from rettesnor_horing.words import language, say


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds, and the way to report a need."""
    now = clock.now()
    known = hearings().values()
    items = [(h.round(language()), h.nb.state(now).value) for h in known if not h.standing]
    needs = next((h.round(language()) for h in known if h.standing and h.standing.open), None)
    return render(request, "horing/runder.html", {"rounds": items, "needs": needs})


@require_safe
def round_page(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show what the round is about and how to answer."""
    hearing = hearing_or_404(round_id)
    round_ = hearing.round(language())
    state = hearing.nb.state(clock.now()).value
    if isinstance(round_, Standing):
        return render(request, "horing/behov.html", {
            "hearing": hearing, "round": round_, "state": state, "page": site_page(round_.utgave),
            "answers": needs_page(), "own": hearing.text.own_words(language()),
        })
    return render(request, "horing/runde.html", {
        "hearing": hearing, "round": round_, "state": state,
        "paragraphs": [p for p in round_.om.split("\n\n") if p.strip()],
        "grace": round_.slingring_minutter, "page": site_page(round_.utgave),
    })


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept and for how long."""
    return render(request, "horing/personvern.html", {"retention": RETENTION})


def _stored(code: str) -> Submission:
    submission = submission_of(code)
    if submission is None:
        raise Http404
    return submission


@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show the receipt: number, time and the whole text, read back from the database."""
    try:
        submission = _stored(code)
        answer = answer_of(submission)
        mail = getattr(submission, "mail", None)
        own = outcomes(submission, hearing_or_404(submission.round_id))
        name = name_in_place(submission)
        mailed = sends_mail() and mail is not None and not mail.held
    except (DatabaseError, InterfaceError):
        return unavailable(request, None)
    hearing = hearing_or_404(submission.round_id)
    return render(request, "horing/kvittering.html", {
        "submission": submission, "answer": answer, "said": said(answer, hearing),
        "round": hearing.round(language()), "code": code, "mailed": mailed,
        "edition": edition_of(submission),
        "told": own, "name": name, "site": site_address(submission),
        "open": hearing.nb.state(clock.now()) is State.OPEN,
        "withdrawn": WITHDRAWN in submission.flags,
    })


WITHDRAWN = "bedt trukket"
"""The flag of an answer that its sender has asked to withdraw; the agency decides what follows."""


@csrf_exempt
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Note that the sender asks to withdraw the answer: who has the receipt may ask."""
    try:
        with transaction.atomic(durable=True):
            found = _stored(code)
            submission = Submission.objects.select_for_update().get(pk=found.pk)
            if WITHDRAWN not in submission.flags:
                submission.flags = [*submission.flags, WITHDRAWN]
                submission.save(update_fields=["flags"])
                record("avsender", "withdraw-request", submission.nummer, clock.now())
    except (DatabaseError, InterfaceError):
        return unavailable(request, None)
    return HttpResponseRedirect(reverse("kvittering", args=[code]), status=303)


@require_safe
def receipt_json(request: HttpRequest, code: str) -> HttpResponse:
    """Return the receipt as a file."""
    try:
        submission = _stored(code)
        data = receipt_data(submission)
    except (DatabaseError, InterfaceError):
        return unavailable(request, None)
    body = json.dumps(data, ensure_ascii=False, indent=2)
    name = f"kvittering-{submission.nummer}.json"
    return HttpResponse(body, content_type="application/json", headers={
        "Content-Disposition": f'attachment; filename="{name}"'
    })


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say whether the database can be written to, for those who watch over the desk.

    ``rounds`` is false while changed rounds are not in use; the desk goes on with those it has.
    """
    now = clock.now()
    try:
        with transaction.atomic(durable=True):
            Heartbeat.objects.update_or_create(pk=1, defaults={"at": now})
    except (DatabaseError, InterfaceError):
        connection.close()
        return JsonResponse({"database": False}, status=503)
    return JsonResponse({"database": True, "rounds": watch.fault is None})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page."""
    text = say("Siden finnes ikke.")
    return render(request, "horing/ikke_funnet.html", {"text": text}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that what was sent cannot be read: too large, or not a form.

    A session that cannot be written, because the database is gone, comes here too.
    """
    if isinstance(exception, SessionInterrupted) and _is_database_fault(exception):
        return unavailable(request, None)
    return render(request, "horing/ikke_funnet.html", {"text": say(
        "Det som ble sendt, kan ikke leses. Det er for stort eller ikke et skjema herfra. "
        "Gå tilbake i nettleseren: teksten står der du skrev den."
    )}, status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that one's role does not give the right to this."""
    text = say("Rollen din gir ikke tilgang til dette.")
    return render(request, "horing/ikke_funnet.html", {"text": text}, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form of the desk's is not taken, since it cannot be known to come from there."""
    return render(request, "horing/ikke_funnet.html", {"text": say(
        "Skjemaet er for gammelt, eller nettleseren sendte ikke informasjonskapselen som hører "
        "til. Gå tilbake, last siden på nytt og prøv igjen."
    )}, status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that something failed here; also when the database was gone before any view began."""
    if _is_database_fault(sys.exc_info()[1]):
        connection.close()
        return unavailable(request, None)
    return render(request, "horing/ikke_funnet.html", {"text": say(
        "Noe gikk galt hos oss, og ingenting er bekreftet mottatt. Gå tilbake i nettleseren: "
        "teksten står der du skrev den."
    )}, status=500)


def _is_database_fault(error: BaseException | None) -> bool:
    """Whether the database being full or gone is behind ``error``."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False
