"""Sending an answer from the form: the checks in their order, the storing, the receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from rettesnor.model.hearing import State

from rettesnor_horing import clock
from rettesnor_horing.intake import drafts
from rettesnor_horing.intake.answer import Answer
from rettesnor_horing.intake.form import NONE, SUPPLEMENT, entries, one
from rettesnor_horing.intake.form_token import OLDEST, YOUNGEST
from rettesnor_horing.intake.pii import Finding, findings
from rettesnor_horing.intake.rate_limit import Rate, neighbourhood
from rettesnor_horing.intake.receipt import receipt_code, submission_of
from rettesnor_horing.intake.store import Delivery, KeyReused, StorageError, accept, already
from rettesnor_horing.models import Submission
from rettesnor_horing.views.blocked_pages import closed_page, halt, unavailable
from rettesnor_horing.views.form_page import Sheet, form_page, merged_sheet
from rettesnor_horing.words import count, say

HONEYPOT = "nettside"
"""A field that people do not see. What fills it in is stored all the same, and flagged."""


@cache
def rate() -> Rate:
    """Return the counter of this process."""
    return Rate(settings.HORING_SENDS)


def send(request: HttpRequest, sheet: Sheet, answer: Answer, now: datetime) -> HttpResponse:
    """Store the answer and lead to its receipt, or say why not and keep the text."""
    try:
        if (known := already(sheet.ticket.key, answer)) is not None:
            return _receipted(known, sheet.draft)
        if (changed := _changed_by_others(request, sheet)) is not None:
            return changed
    except StorageError:
        return unavailable(request, sheet)
    refused = _untimely(request, sheet, now) or rated(request, sheet)
    if refused is not None:
        return refused
    found = findings(answer)
    if found and request.POST.get("samtykke") != "ja":
        return _ask(request, sheet, found)
    late = sheet.hearing.nb.state(now) is not State.OPEN
    flags = (("honeypot",) if request.POST.get(HONEYPOT) else ()) + (
        ("personopplysninger",) if found else ()
    ) + _said_of(sheet, answer)
    try:
        submission, _ = accept(
            sheet.hearing, Delivery(answer, sheet.ticket.key, now, late, flags, tuple(found))
        )
    except StorageError:
        return unavailable(request, sheet)
    except KeyReused as reused:
        return _another(request, sheet, reused.submission.nummer)
    return _receipted(submission, sheet.draft)


def _said_of(sheet: Sheet, answer: Answer) -> tuple[str, ...]:
    """Return what the sender says of the answer: that nothing is remarked, or what it adds to."""
    flags: tuple[str, ...] = ()
    if entries(sheet.values, sheet.hearing)[0][0] == NONE and len(answer.innspill) == 1:
        flags += ("ingen merknader",)
    earlier = submission_of(one(sheet.values, SUPPLEMENT))
    if earlier is not None and earlier.round_id == sheet.hearing.id:
        flags += (f"tillegg til {earlier.nummer}",)
    return flags


def _receipted(submission: Submission, draft: str) -> HttpResponse:
    """Lead to the receipt of what is stored; its draft is no longer needed."""
    _discard_draft(draft)
    response = HttpResponseRedirect(
        reverse("kvittering", args=[receipt_code(submission)]), status=303
    )
    response.delete_cookie("horing-utkast", path="/", samesite="Lax")
    return response


def _changed_by_others(request: HttpRequest, sheet: Sheet) -> HttpResponse | None:
    """Return the form, when sending it would lose what somebody else has written in the draft."""
    try:
        found = drafts.merged(sheet.draft, sheet.hearing.id, sheet.values, sheet.basis)
    except (DatabaseError, InterfaceError) as error:
        raise StorageError from error
    if found is None:
        return None
    return form_page(request, merged_sheet(sheet, found, say(
        "Noen andre har endret utkastet etter at du åpnet det. Svaret er ikke sendt. Se over det "
        "de har skrevet, og send på nytt."
    )), status=409)


def _untimely(request: HttpRequest, sheet: Sheet, now: datetime) -> HttpResponse | None:
    """Return the page for a form that is sent too late, too fast or too old."""
    ticket = sheet.ticket
    if not sheet.hearing.nb.accepts(now, ticket.opened):
        return closed_page(request, sheet.hearing, sheet)
    age = now - ticket.issued
    if YOUNGEST <= age <= OLDEST:
        return None
    again = replace(sheet, ticket=ticket.renewed(now))
    reason = say(
        "Skjemaet ble sendt så fort at vi vil være sikre på at det er et menneske som svarer. "
        "Trykk på knappen for å sende." if age < YOUNGEST else
        "Skjemaet har ligget åpent lenge. Se over teksten og send den på nytt."
    )
    return halt(request, again, reason, 422)


def rated(request: HttpRequest, sheet: Sheet) -> HttpResponse | None:
    """Return the page for a neighbourhood that sends too much."""
    seconds = rate().wait(neighbourhood(request), clock.ticks())
    if not seconds:
        return None
    minutes = -(-seconds // 60)
    response = halt(request, sheet, count(
        "Det er sendt mange svar fra samme nett på kort tid. Svaret er ikke sendt. Teksten din "
        "står her. Vent ett minutt og send på nytt.",
        "Det er sendt mange svar fra samme nett på kort tid. Svaret er ikke sendt. Teksten din "
        "står her. Vent {number} minutter og send på nytt.", minutes,
    ), 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _ask(request: HttpRequest, sheet: Sheet, found: list[Finding]) -> HttpResponse:
    listed = ", ".join(f"{say(f.kind)} «{f.words}»" for f in found[:10])
    return halt(request, sheet, say(
        "Teksten ser ut til å inneholde personopplysninger: {listed}. Svaret er ikke sendt ennå. "
        "Ta dem bort hvis de ikke må være med, eller send svaret slik det er.", listed=listed,
    ), 422, consent=True, button=say("Send svaret slik det er"))


def _another(request: HttpRequest, sheet: Sheet, number: str) -> HttpResponse:
    again = replace(sheet, ticket=sheet.ticket.rekeyed())
    return halt(request, again, say(
        "Fra dette skjemaet er det alt sendt et svar med en annen tekst (nummer {number}). Det er "
        "mottatt. Vil du sende denne teksten som et nytt svar i tillegg?", number=number,
    ), 409, button=say("Send som nytt svar"))


def _discard_draft(secret: str) -> None:
    """Remove the draft that was sent; if that fails, it goes when it is too old."""
    if secret:
        try:
            drafts.discard(secret)
        except (DatabaseError, InterfaceError):
            return
