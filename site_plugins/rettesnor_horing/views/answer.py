"""Answering: the form, the preview, the draft, and sending."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rettesnor_horing import clock
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing_cache import hearing_or_404
from rettesnor_horing.intake import drafts
from rettesnor_horing.intake.answer import (
    MAX_AROUND,
    MAX_QUOTE,
    Answer,
    Fault,
    Input,
    clean,
    read_answer,
)
from rettesnor_horing.intake.form import PLACE, Values, data_of, next_place, place_values, values_of
from rettesnor_horing.intake.form_token import Ticket, new_ticket, unseal
from rettesnor_horing.views.blocked_pages import closed_page, halt, unavailable
from rettesnor_horing.views.form_page import Sheet, form_page, pairs, said
from rettesnor_horing.views.submit import rated, send
from rettesnor_horing.words import language, say

COOKIE = "horing-utkast"
"""Holds the secret of the draft being written, until the browser is closed."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, round_id: str) -> HttpResponse:
    """Show the form, or do what its buttons say.

    Exempt from the CSRF cookie: nothing the browser holds gives any right here, and people who
    refuse cookies may answer too. The signed ticket takes its place (ASVS 4.0.3, 4.2.2).
    """
    hearing = hearing_or_404(round_id)
    if request.method == "POST":
        return _do(request, hearing)
    now = clock.now()
    if not hearing.nb.accepts(now, now):
        return closed_page(request, hearing)
    place, notices = _asked_place(request, hearing)
    values: dict[str, list[str]] = place_values(1, place) if place else {}
    sheet = Sheet(
        hearing, new_ticket(hearing.id, now), values, single=place is not None,
        joinable=place is not None and COOKIE in request.COOKIES, notices=notices,
    )
    return form_page(request, sheet)


def _asked_place(request: HttpRequest, hearing: Hearing) -> tuple[Input | None, tuple[str, ...]]:
    """Return the place that a hook asks for, and what must be said about it."""
    limits = {"exact": MAX_QUOTE, "prefix": MAX_AROUND, "suffix": MAX_AROUND}
    asked: dict[str, Any] = {n: clean(request.GET.get(n, ""))[: limits.get(n, 100)] for n in PLACE}
    if not any(asked.values()):
        return None, ()
    section = hearing.text.sections.get(asked["anbefaling"])
    lost = section is None
    if section is None:
        asked |= {"anbefaling": "", "felt": "", "avsnitt": ""}
    else:
        if asked["avsnitt"] and section.paragraph(asked["avsnitt"]) is None:
            asked["avsnitt"], lost = "", True
        if asked["felt"] and asked["felt"] not in section.fields:
            asked["felt"], lost = "", True
    version = request.GET.get("utgave", hearing.nb.utgave)
    lost = lost or version != hearing.nb.utgave
    notice = say(
        "Stedet du kom fra, er ikke helt det samme i utgaven som er på høring. "
        "Se etter om innspillet står på rett sted, og skriv gjerne hvor det hører hjemme."
    )
    return Input(**asked), (notice,) if lost else ()


def _do(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    values = values_of(request.POST)
    now = clock.now()
    ticket = unseal(request.POST.get("skjema", ""))
    known = ticket is not None and ticket.round == hearing.id
    ticket = ticket if ticket and known else new_ticket(hearing.id, now)
    secret = request.POST.get("utkast", "")
    sheet = Sheet(hearing, ticket, values, draft=secret)
    action = request.POST.get("handling", "forhandsvis")
    if not known and action in ("send", "lagre", "legg_til"):
        text = say("Skjemaet er ikke fra denne siden, eller det er endret på veien. "
                   "Teksten din er her. Se over og send på nytt.")
        return halt(request, sheet, text, 400)
    if action in ("lagre", "legg_til"):
        return _save(request, sheet, join=action == "legg_til")
    if action in ("rediger", "utvid"):
        return form_page(request, sheet)
    read, faults = read_answer(data_of(values, hearing, language()), hearing)
    if faults:
        return form_page(request, sheet, faults, status=422)
    if action == "send":
        return send(request, sheet, read, now)
    return _preview(request, sheet, read)


def _preview(request: HttpRequest, sheet: Sheet, read: Answer) -> HttpResponse:
    return render(request, "horing/forhandsvis.html", {
        "sheet": sheet, "round": sheet.hearing.round(language()), "answer": read,
        "ticket": sheet.ticket.sealed(), "hidden": pairs(sheet.values),
        "said": said(read, sheet.hearing), "path": reverse("svar", args=[sheet.hearing.id]),
    })


def _save(request: HttpRequest, sheet: Sheet, *, join: bool) -> HttpResponse:
    now = clock.now()
    if not sheet.hearing.nb.accepts(now, now):
        return closed_page(request, sheet.hearing, sheet)
    if (refused := rated(request, sheet)) is not None:
        return refused
    total = sum(len(value) for _, value in pairs(sheet.values))
    if total > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return form_page(request, sheet, [Fault("", say("Svaret er for langt."))], status=422)
    secret = sheet.draft
    values = {name: list(value) for name, value in sheet.values.items()}
    try:
        if join:
            secret = request.COOKIES.get(COOKIE, "")
            known = drafts.find(secret) if secret else None
            if known is not None and known.round_id == sheet.hearing.id:
                values = _joined(known.content, sheet.values)
            else:
                secret = ""
        secret = secret or drafts.new_secret()
        drafts.save(secret, sheet.hearing.id, values, now)
    except (DatabaseError, InterfaceError):
        return unavailable(request, sheet)
    response = HttpResponseRedirect(reverse("utkast", args=[secret]), status=303)
    response.set_cookie(
        COOKIE, secret, secure=settings.HTTPS, httponly=True, samesite="Lax", path="/"
    )
    return response


def _joined(old: Values, new: Values) -> dict[str, list[str]]:
    """Return the draft's values with the new comment on a place added."""
    number = next_place(old)
    added = {
        name.replace("sted.1.", f"sted.{number}."): list(value)
        for name, value in new.items() if name.startswith("sted.1.")
    }
    return {**{name: list(value) for name, value in old.items()}, **added}


@require_http_methods(["GET", "HEAD"])
def draft(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the draft behind the secret link."""
    try:
        found = drafts.find(secret)
    except (DatabaseError, InterfaceError):
        return unavailable(request, None)
    if found is None:
        return render(request, "horing/ikke_funnet.html", {"text": say(
            "Utkastet finnes ikke. Det er sendt, slettet eller for gammelt."
        )}, status=404)
    hearing = hearing_or_404(found.round_id)
    now = clock.now()
    if not hearing.nb.accepts(now, now):
        sheet = Sheet(hearing, new_ticket(hearing.id, now), found.content, draft=secret)
        return closed_page(request, hearing, sheet)
    key = uuid.UUID(bytes=hashlib.sha256(b"utkast:" + secret.encode()).digest()[:16])
    ticket = Ticket(hearing.id, key, now, now)
    link = request.build_absolute_uri(reverse("utkast", args=[secret]))
    return form_page(request, Sheet(hearing, ticket, found.content, draft=secret, notices=(say(
        "Utkastet er lagret. Ta vare på lenka {link} for å komme tilbake. Alle som har lenka, "
        "kan lese og endre utkastet. Svaret er ikke sendt ennå.", link=link
    ),)))
