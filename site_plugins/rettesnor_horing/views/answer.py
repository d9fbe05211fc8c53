"""Answering: the form, the preview, the draft, and sending."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rettesnor_horing import clock
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing_cache import hearing_or_404
from rettesnor_horing.intake import drafts, shared
from rettesnor_horing.intake.answer import (
    MAX_AROUND,
    MAX_QUOTE,
    Answer,
    Fault,
    Input,
    clean,
    read_answer,
)
from rettesnor_horing.intake.form import (
    PLACE,
    SUPPLEMENT,
    data_of,
    place_values,
    values_from,
    values_of,
    with_questions_of,
)
from rettesnor_horing.intake.form_token import Ticket, new_ticket, unseal
from rettesnor_horing.intake.receipt import answer_of, submission_of
from rettesnor_horing.intake.wording import can_be_reworded, digest
from rettesnor_horing.views.blocked_pages import closed_page, halt, no_draft, unavailable
from rettesnor_horing.views.form_page import (
    Sheet,
    form_page,
    merged_sheet,
    other_path,
    pairs,
    said,
)
from rettesnor_horing.views.shared import others
from rettesnor_horing.views.submit import rated, send
from rettesnor_horing.words import count, language, say

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
    if hearing.standing:
        values = {"sted.1.tekst": [""], **values}
    earlier = submission_of(request.GET.get(SUPPLEMENT, ""))
    if earlier is not None and earlier.round_id == hearing.id:
        sender = values_from(replace(answer_of(earlier), innspill=()))
        values |= {**sender, SUPPLEMENT: [request.GET[SUPPLEMENT]]}
        notices += (say(
            "Dette er et tillegg til {number}, som står som det er.", number=earlier.nummer
        ),)
    sheet = Sheet(
        hearing, new_ticket(hearing.id, now), values, single=place is not None,
        joinable=place is not None and COOKIE in request.COOKIES and not hearing.standing,
        notices=notices,
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
        if asked["avsnitt"] and hearing.paragraph(section.id, asked["avsnitt"]) is None:
            asked["avsnitt"], lost = "", True
        if asked["felt"] and asked["felt"] not in section.fields:
            asked["felt"], lost = "", True
    if not lost and request.GET.get("forslag") and can_be_reworded(asked["felt"], asked["avsnitt"]):
        asked |= {"exact": "", "prefix": "", "suffix": "", **_to_reword(hearing, asked)}
    version = request.GET.get("utgave", hearing.nb.utgave)
    lost = lost or version != hearing.nb.utgave
    notice = say(
        "Stedet du kom fra, er ikke helt det samme i utgaven som er på høring. "
        "Se etter om innspillet står på rett sted, og skriv gjerne hvor det hører hjemme."
    )
    return Input(**asked), (notice,) if lost else ()


def _to_reword(hearing: Hearing, asked: dict[str, Any]) -> dict[str, str]:
    """Return the words of a paragraph, to be edited, and what tells which they were."""
    section = hearing.heard(language()).sections.get(asked["anbefaling"])
    field = section.fields.get(asked["felt"]) if section and not asked["avsnitt"] else None
    heard = field.text if field else hearing.paragraph_in(
        language(), asked["anbefaling"], asked["avsnitt"]
    )
    return {"forslag": heard, "grunnlag": digest(heard)} if heard else {}


def _do(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    values, moved = with_questions_of(values_of(request.POST), hearing)
    now = clock.now()
    ticket = unseal(request.POST.get("skjema", ""))
    known = ticket is not None and ticket.round == hearing.id
    ticket = ticket if ticket and known else new_ticket(hearing.id, now)
    secret = request.POST.get("utkast", "")
    action = request.POST.get("handling", "forhandsvis")
    sheet = Sheet(
        hearing, ticket, values, draft=secret, basis=request.POST.get("grunnlag", ""),
        single=request.POST.get("enkel") == "1" and action != "utvid",
    )
    if not known and action in ("send", "lagre", "legg_til", "del", "hent"):
        text = say("Skjemaet er ikke fra denne siden, eller det er endret på veien. "
                   "Teksten din er her. Se over og send på nytt.")
        return halt(request, sheet, text, 400)
    if action in ("lagre", "legg_til", "del", "hent"):
        return _save(request, sheet, action)
    if moved:
        sheet = replace(sheet, notices=(_moved(),), single=False)
        return form_page(request, sheet, status=409)
    if action in ("rediger", "utvid"):
        return form_page(request, sheet)
    read, faults = read_answer(data_of(values, hearing, language()), hearing)
    if faults:
        return form_page(request, sheet, faults, status=422)
    if action == "send":
        return send(request, sheet, read, now)
    return _preview(request, sheet, read)


def _moved() -> str:
    """Return what is said when words to a question that is gone stand in another field."""
    return say(
        "Et spørsmål er endret eller tatt ut av høringen etter at du åpnet skjemaet. Det du hadde "
        "skrevet, står nå under «Innspill til hele retningslinja». Se over før du sender."
    )


def _preview(request: HttpRequest, sheet: Sheet, read: Answer) -> HttpResponse:
    return render(request, "horing/forhandsvis.html", {
        "sheet": sheet, "round": sheet.hearing.round(language()), "answer": read,
        "ticket": sheet.ticket.sealed(), "hidden": pairs(sheet.values),
        "said": said(read, sheet.hearing), "path": reverse("svar", args=[sheet.hearing.id]),
        "other_path": other_path(sheet.hearing.id),
    })


def _save(request: HttpRequest, sheet: Sheet, action: str) -> HttpResponse:
    now = clock.now()
    if not sheet.hearing.nb.accepts(now, now):
        return closed_page(request, sheet.hearing, sheet)
    if (refused := rated(request, sheet)) is not None:
        return refused
    total = sum(len(value) for _, value in pairs(sheet.values))
    if total > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return form_page(request, sheet, [Fault("", say("Svaret er for langt."))], status=422)
    try:
        saved = _saved(request, sheet, now, join=action == "legg_til")
        more = _together(saved, action, now)
    except (DatabaseError, InterfaceError):
        return unavailable(request, sheet)
    if saved.clashes:
        return form_page(request, merged_sheet(sheet, saved, say(
            "Noen andre har skrevet i de samme feltene etter at du åpnet utkastet. Ingenting er "
            "lagret ennå. Teksten din står i feltene, og det de skrev, står under. Se over og "
            "lagre på nytt."
        )), status=409)
    more |= {"flettet": "1"} if saved.others else {}
    query = f"?{urlencode(more)}" if more else ""
    part = "#sammen" if action in ("del", "hent") else ""
    response = HttpResponseRedirect(
        reverse("utkast", args=[saved.secret]) + query + part, status=303
    )
    response.set_cookie(
        COOKIE, saved.secret, secure=settings.HTTPS, httponly=True, samesite="Lax", path="/"
    )
    return response


def _together(saved: drafts.Merged, action: str, now: datetime) -> dict[str, str]:
    """Do what a button for writing together says; return what the page is to say of it."""
    if saved.clashes:
        return {}
    said: dict[str, str] = {}
    with transaction.atomic():
        shared.keep_version(saved.secret, now)
        found = shared.find(shared.code_of(saved.secret))
        if action == "del":
            shared.share(saved.secret, now)
        elif action == "hent" and found is not None:
            made = shared.taken(saved.content, found)
            drafts.save(saved.secret, found.draft.round_id, made.content, saved.basis, now)
            shared.keep_version(saved.secret, now)
            said = {"hentet": str(made.fields), **({"ulikt": "1"} if made.clashes else {})}
    return said


def _saved(request: HttpRequest, sheet: Sheet, now: datetime, *, join: bool) -> drafts.Merged:
    if join:
        return drafts.join(request.COOKIES.get(COOKIE, ""), sheet.hearing.id, sheet.values, now)
    return drafts.save(sheet.draft, sheet.hearing.id, sheet.values, sheet.basis, now)


@csrf_exempt
@require_http_methods(["POST"])
def delete_draft(request: HttpRequest) -> HttpResponse:
    """Delete the draft whose secret is sent: who has the link may do that."""
    secret = request.POST.get("utkast", "")
    try:
        found = drafts.find(secret)
        drafts.discard(secret)
    except (DatabaseError, InterfaceError):
        return unavailable(request, None)
    text = say("Utkastet er slettet.") if found else say(
        "Utkastet finnes ikke. Det er sendt, slettet eller for gammelt."
    )
    response = render(request, "horing/slettet.html", {
        "text": text, "round_id": found.round_id if found else "",
        "draft_id": drafts.short_id(secret),
    }, status=200 if found else 404)
    response.delete_cookie(COOKIE, path="/", samesite="Lax")
    return response


@require_http_methods(["GET", "HEAD"])
def draft(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the draft behind the secret link."""
    try:
        found = drafts.find(secret)
    except (DatabaseError, InterfaceError):
        return unavailable(request, None)
    if found is None:
        return no_draft(request)
    hearing = hearing_or_404(found.round_id)
    now = clock.now()
    if not hearing.nb.accepts(now, now):
        sheet = Sheet(hearing, new_ticket(hearing.id, now), found.content, draft=secret)
        return closed_page(request, hearing, sheet)
    content, moved = with_questions_of(found.content, hearing)
    key = uuid.UUID(bytes=hashlib.sha256(b"utkast:" + secret.encode()).digest()[:16])
    ticket = Ticket(hearing.id, key, now, now)
    link = request.build_absolute_uri(reverse("utkast", args=[secret]))
    notices: tuple[str, ...] = (say(
        "Utkastet er lagret. Ta vare på lenka for å komme tilbake. Alle som har lenka, kan lese "
        "og endre utkastet. Svaret er ikke sendt ennå."
    ),)
    if moved:
        notices += (_moved(),)
    if "flettet" in request.GET:
        notices += (say(
            "Noen andre har endret andre felt i utkastet. Det dere har skrevet, er slått sammen."
        ),)
    if (number := request.GET.get("hentet", "")).isdecimal():
        notices += (count(
            "Ett felt har fått det kollegene har skrevet.",
            "{number} felt har fått det kollegene har skrevet.", int(number[:4]),
        ),)
    if "ulikt" in request.GET:
        notices += (say(
            "Kollegene har svart ulikt på et spørsmål. Svarene står under spørsmålet. Velg selv."
        ),)
    together = shared.find(shared.code_of(secret))
    colleagues = tuple(
        (one.name, one.changed) for one in together.contributions.all()
    ) if together else ()
    return form_page(request, Sheet(
        hearing, ticket, content, draft=secret, notices=notices, link=link,
        basis=drafts.basis_of(found.content), saved=found.changed, names=colleagues,
        others=others(together, hearing), shared=request.build_absolute_uri(
            reverse("felles", args=[shared.code_of(secret)])
        ) if together else "",
    ))
