"""``POST /api/innspill/``: an answer as JSON; ``GET /api/behov.json``: the published needs.

``openapi.json`` describes both.

The header ``Idempotency-Key`` (a UUID) makes a retry store once
(draft-ietf-httpapi-idempotency-key-header). Errors are RFC 9457 problem details.
"""

from __future__ import annotations

import json
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from rettesnor.model.development import NEEDS_INTAKE
from rettesnor.model.hearing import State

from rettesnor_horing import clock
from rettesnor_horing.exports.needs import needs
from rettesnor_horing.exports.publishable import written
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.intake.answer import Answer, Fault, read_answer
from rettesnor_horing.intake.pii import findings
from rettesnor_horing.intake.rate_limit import neighbourhood
from rettesnor_horing.intake.receipt import receipt_code
from rettesnor_horing.intake.store import Delivery, KeyReused, StorageError, accept, already
from rettesnor_horing.models import Submission
from rettesnor_horing.views.submit import rate
from rettesnor_horing.words import say


class _Refusal(Exception):
    """The request is refused; carries the answer."""

    def __init__(self, status: int, title: str, faults: list[Fault] | None = None) -> None:
        super().__init__(title)
        self.status, self.title, self.faults = status, title, faults or []

    def response(self) -> JsonResponse:
        """Return the refusal as problem details."""
        body: dict[str, Any] = {"status": self.status, "title": self.title}
        if self.faults:
            body["feil"] = [{"felt": f.field, "melding": f.message} for f in self.faults]
        return JsonResponse(body, status=self.status, content_type="application/problem+json")


@csrf_exempt
def receive(request: HttpRequest) -> HttpResponse:
    """Store an answer; 201 when it is new, 200 when the key was seen with the same answer."""
    if request.method != "POST":
        response = _Refusal(405, "Bruk POST.").response()
        response.headers["Allow"] = "POST"
        return response
    try:
        with override("nb"):
            return _receive(request)
    except _Refusal as refusal:
        response = refusal.response()
        if refusal.status in (429, 503):
            response.headers["Retry-After"] = "60"
        return response


def _receive(request: HttpRequest) -> HttpResponse:
    key, data = _key(request), _body(request)
    now = clock.now()
    hearing = (
        hearings().get(data.get("horing", "")) if isinstance(data.get("horing"), str) else None
    )
    if hearing is None:
        raise _Refusal(422, say("Høringen finnes ikke."), [Fault("horing", say("Ukjent."))])
    answer, faults = read_answer(data, hearing)
    known = None if faults else _already(key, answer)
    if known is not None:
        return _receipt(request, known, new=False)
    if hearing.nb.state(now) is not State.OPEN:
        raise _Refusal(403, say("Høringen er ikke åpen."))
    if faults:
        raise _Refusal(422, say("Svaret kan ikke tas imot slik det er."), faults)
    found = findings(answer)
    if found and data.get("bekreftet") is not True:
        raise _Refusal(
            422,
            say(
                "Svaret ser ut til å inneholde personopplysninger. Bekreft hvis de skal med."
            ),
            [Fault(f"innspill.{f.place - 1}.tekst", say(f.kind)) for f in found],
        )
    if rate().wait(neighbourhood(request), clock.ticks()):
        raise _Refusal(429, say("For mange svar fra samme nett på kort tid."))
    flags = ("personopplysninger",) if found else ()
    return _store(request, answer, Delivery(answer, key, now, flags=flags, found=tuple(found)))


def _already(key: uuid.UUID, answer: Answer) -> Submission | None:
    """Return what a retry has stored before: the deadline and the rate do not count for it."""
    try:
        return already(key, answer)
    except StorageError as error:
        raise _unconfirmed() from error


def _unconfirmed() -> _Refusal:
    return _Refusal(503, say("Svaret kunne ikke lagres. Send det igjen med samme nøkkel."))


def _store(request: HttpRequest, answer: Answer, delivery: Delivery) -> HttpResponse:
    try:
        submission, new = accept(hearings()[answer.horing], delivery)
    except StorageError as error:
        raise _unconfirmed() from error
    except KeyReused as reused:
        raise _Refusal(409, say("Nøkkelen er brukt til et annet svar.")) from reused
    return _receipt(request, submission, new=new)


def _receipt(request: HttpRequest, submission: Submission, *, new: bool) -> HttpResponse:
    link = request.build_absolute_uri(reverse("kvittering", args=[receipt_code(submission)]))
    return JsonResponse(
        {
            "nummer": submission.nummer,
            "mottatt": submission.received.isoformat(timespec="seconds"),
            "kvittering": link,
        },
        status=201 if new else 200,
    )


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.headers.get("Idempotency-Key", "").strip('"'))
    except ValueError:
        raise _Refusal(400, "Idempotency-Key må være en UUID.") from None


def _body(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise _Refusal(415, "Send application/json.")
    try:
        data = json.loads(request.body.decode(), parse_constant=_no_constant)
    except RequestDataTooBig:
        raise _Refusal(413, "Svaret er for stort.") from None
    except (ValueError, RecursionError, UnreadablePostError):
        raise _Refusal(400, "Innholdet er ikke JSON.") from None
    if not isinstance(data, dict):
        raise _Refusal(422, "Svaret må være et objekt.")
    return data


def _no_constant(name: str) -> None:
    raise ValueError(name)


@csrf_exempt
@require_safe
def needs_list(request: HttpRequest) -> HttpResponse:
    """Return the reported needs that may be published, for the editor's desk to fetch."""
    hearing = hearings().get(NEEDS_INTAKE)
    if hearing is None:
        raise Http404
    try:
        body = written(needs(hearing))
    except (DatabaseError, InterfaceError):
        response = _Refusal(503, "Meldte behov kan ikke hentes akkurat nå.").response()
        response.headers["Retry-After"] = "60"
        return response
    return HttpResponse(body, content_type="application/json", headers={
        "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'inline; filename="{NEEDS_INTAKE}.json"',
    })


@cache
def _description() -> bytes:
    return (Path(settings.BASE) / "openapi.json").read_bytes()


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the description of the endpoint (OpenAPI 3.1)."""
    return HttpResponse(_description(), content_type="application/json")
