"""The pages where answers that come by letter or e-mail are registered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from rettesnor_horing import clock
from rettesnor_horing.desk.workflow import DeskError, require
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.intake.receipt import receipt_code
from rettesnor_horing.letters import register
from rettesnor_horing.letters.incoming import CONTENT_TYPES, TEXT, too_large
from rettesnor_horing.letters.mailbox import take_in_file
from rettesnor_horing.letters.places import choices, named
from rettesnor_horing.letters.register import RIGHT, Arrival
from rettesnor_horing.letters.upload_handler import TOO_LARGE
from rettesnor_horing.models import Letter, RoundRecord, Submission
from rettesnor_horing.words import language, say

_SHOWN = 500


def overview(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """List the letters: those that wait first, then the newest of the others."""
    require(request.user, RIGHT)
    rows = Letter.objects.select_related("submission", "round").defer("original", "avsnitt")
    waiting = rows.filter(submission__isnull=True, discarded__isnull=True)
    done = rows.exclude(submission__isnull=True, discarded__isnull=True).order_by("-id")
    return TemplateResponse(request, "admin/horing/brev_liste.html", {
        **context, "title": say("Brev og e-post"), "waiting": waiting,
        "unconfirmed": done.filter(discarded__isnull=False, forgotten__isnull=True),
        "done": done.exclude(discarded__isnull=False, forgotten__isnull=True)[:_SHOWN],
    })


def new(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """Show the form for a letter; a POST takes the file in and leads to its page."""
    require(request.user, RIGHT)
    post, fault = request.POST, ""
    if request.method == "POST":
        try:
            letter = _taken_in(request)
        except DeskError as error:
            fault = str(error)
        else:
            return HttpResponseRedirect(reverse("admin:brev_vis", args=[letter.pk]), status=303)
    known = hearings()
    return TemplateResponse(request, "admin/horing/brev_ny.html", {
        **context, "title": say("Registrer et svar som har kommet som brev eller e-post"),
        "rounds": [r for r in RoundRecord.objects.filter(behandlet=None) if r.pk in known],
        "kinds": Submission.Sender.choices, "channels": Letter.Channel.choices,
        "typed": post if fault else {}, "fault": fault, "today": clock.now(),
    }, status=422 if fault else 200)


def _taken_in(request: HttpRequest) -> Letter:
    post, file = request.POST, request.FILES.get("fil")
    if request.META.get(TOO_LARGE):
        raise DeskError(str(too_large()))
    if file is None:
        raise DeskError(say("Velg fila med svaret."))
    sender = {
        name: post.get(name, "") for name in ("slag", "navn", "organisasjon", "epost", "rolle")
    }
    arrival = Arrival(
        post.get("runde", ""), {**sender, "offentlig_navn": post.get("offentlig_navn") == "ja"},
        post.get("maalform", "nb"), post.get("mottatt", ""), post.get("kanal", ""),
        post.get("saksnummer", ""), post.get("utsatt_frist", ""), post.get("grunn", ""),
        post.get("likevel") == "ja",
    )
    return register.upload(arrival, file.name or "", file.read(), request.user, clock.now())


def mail(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """Show the form for e-mails; a POST takes them in and says what came of each."""
    require(request.user, RIGHT)
    fault, result = "", None
    if request.method == "POST":
        file = request.FILES.get("fil")
        try:
            if request.META.get(TOO_LARGE):
                raise DeskError(str(too_large()))
            if file is None:
                raise DeskError(say("Velg fila med svaret."))
            result = take_in_file(
                request.POST.get("runde", ""), file.name or "", file.read(), request.user,
                clock.now(),
            )
        except DeskError as error:
            fault = str(error)
    known = hearings()
    return TemplateResponse(request, "admin/horing/epost_ny.html", {
        **context, "title": say("Hent svar fra e-post"), "fault": fault, "result": result,
        "rounds": [r for r in RoundRecord.objects.filter(behandlet=None) if r.pk in known],
    }, status=422 if fault else 200)


def page(request: HttpRequest, pk: int, context: Mapping[str, Any]) -> HttpResponse:
    """Show a letter by paragraph; a POST does what its button says."""
    require(request.user, RIGHT)
    letter, fault = get_object_or_404(Letter, pk=pk), ""
    if request.method == "POST":
        try:
            _do(letter, request)
        except DeskError as error:
            fault = str(error)
            letter.refresh_from_db()
        else:
            return HttpResponseRedirect(request.get_full_path(), status=303)
    hearing = hearings().get(letter.round_id)
    if hearing is None:
        raise Http404
    groups = choices(hearing, letter.maalform)
    segments = [*letter.segments.select_related("comment")]
    chosen = request.POST.getlist("avsnitt") if fault else []
    return TemplateResponse(request, "admin/horing/brev.html", {
        **context, "title": letter.filnavn or letter.nummer, "letter": letter, "fault": fault,
        "groups": groups,
        "lines": [
            {
                "number": number, "text": text, "chosen": str(number) in chosen,
                "segment": next((s for s in segments if number in s.numbers), None),
                "starts": any(s.first == number for s in segments),
                "where": next(
                    (named(groups, s.sted) for s in segments
                     if s.first == number and not s.skip), "",
                ),
            }
            for number, text in enumerate(letter.avsnitt, 1)
        ],
        "items": [
            (named(groups, _address(item)), item) for item in letter.svar or ()
        ],
        "left": len(letter.avsnitt) - sum(len(s.numbers) for s in segments),
        "receipt": receipt_code(letter.submission) if letter.submission else "",
        "typed": request.POST if fault else {}, "language": language(),
        "kinds": Submission.Sender.choices,
        "who": request.POST if fault and "avsender" in request.POST.get("handling", "") else {
            **letter.avsender, "maalform": letter.maalform, "saksnummer": letter.saksnummer,
            "mottatt": letter.mottatt.isoformat(), "grunn": letter.grunn,
            "utsatt_frist": letter.utsatt_frist.isoformat() if letter.utsatt_frist else "",
        },
    }, status=422 if fault else 200)


def original(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the file as it came: always to be saved, never shown by the browser."""
    user = require(request.user, RIGHT)
    letter = get_object_or_404(Letter, pk=pk)
    body = register.opened(letter, user, clock.now())
    if body is None:
        raise Http404
    name = content_disposition_header(True, letter.filnavn or "brev") or "attachment"
    return HttpResponse(body, content_type=CONTENT_TYPES.get(letter.format, CONTENT_TYPES[TEXT]),
                        headers={
        "Content-Disposition": name, "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "no-store",
    })


def _address(item: Mapping[str, Any]) -> dict[str, str]:
    names = ("sporsmaal", "kapittel", "anbefaling", "felt", "avsnitt")
    return {name: str(item[name]) for name in names if item.get(name)}


def _do(letter: Letter, request: HttpRequest) -> None:
    post, user, now = request.POST, request.user, clock.now()
    seen = _number(post.get("versjon", ""))
    numbers = [_number(text) for text in post.getlist("avsnitt")]
    deed, _, first = post.get("handling", "").partition(":")
    match deed:
        case "plasser":
            register.mark(letter, numbers, post.get("sted", ""), user, now, seen=seen)
        case "gjelder-ikke":
            register.mark(letter, numbers, "", user, now, seen=seen, skip=True)
        case "angre":
            register.unmark(letter, _number(first), user, now, seen=seen)
        case "forkast":
            register.discard(letter, post.get("hvorfor", ""), user, now, seen=seen)
        case "bekreft":
            register.confirm_discard(letter, user, now, seen=seen)
        case "behold":
            register.keep(letter, user, now, seen=seen)
        case "avsender":
            names = ("slag", "navn", "organisasjon", "epost", "rolle")
            sender = {name: post.get(name, "") for name in names}
            register.describe(
                letter, {**sender, "offentlig_navn": post.get("offentlig_navn") == "ja"},
                {name: post.get(name, "") for name in (
                    "mottatt", "utsatt_frist", "grunn", "maalform", "saksnummer",
                )}, user, now, seen=seen,
            )
            messages.success(request, say("Avsenderen er lagret."))
        case "registrer":
            made = register.register(letter, user, now, seen=seen)
            messages.success(request, say("Svaret er registrert som {number}.", number=made.nummer))
        case _:
            raise DeskError(say("Ukjent handling."))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else -1
