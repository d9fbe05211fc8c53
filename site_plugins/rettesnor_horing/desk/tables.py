"""The pages where a table of answers is taken in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from rettesnor_horing import clock
from rettesnor_horing.desk.workflow import DeskError, require
from rettesnor_horing.hearing_cache import hearing_or_404, hearings
from rettesnor_horing.letters.incoming import too_large
from rettesnor_horing.letters.register import RIGHT
from rettesnor_horing.letters.upload_handler import TOO_LARGE
from rettesnor_horing.models import AnswerTable, RoundRecord
from rettesnor_horing.tables import importing
from rettesnor_horing.tables.importing import CHOICES, Trial
from rettesnor_horing.tables.mapping import PLACE, kinds, place_choices
from rettesnor_horing.words import count, language, say

_SAMPLES = 3
_PROBLEMS = 200


def new(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """Show the form for a table, and the tables; a POST takes the file in."""
    require(request.user, RIGHT)
    fault = ""
    if request.method == "POST":
        try:
            table = _taken_in(request)
        except DeskError as error:
            fault = str(error)
        else:
            return HttpResponseRedirect(reverse("admin:tabell", args=[table.pk]), status=303)
    known = hearings()
    return TemplateResponse(request, "admin/horing/tabell_ny.html", {
        **context, "title": say("Importer svar fra et regneark"), "fault": fault,
        "rounds": [r for r in RoundRecord.objects.filter(behandlet=None) if r.pk in known],
        "tables": AnswerTable.objects.select_related("round", "removed_by").defer("rows").order_by(
            "-pk"
        )[:100],
    }, status=422 if fault else 200)


def _taken_in(request: HttpRequest) -> AnswerTable:
    file = request.FILES.get("fil")
    if request.META.get(TOO_LARGE):
        raise DeskError(str(too_large()))
    if file is None:
        raise DeskError(say("Velg fila med svarene."))
    return importing.upload(
        request.POST.get("runde", ""), file.name or "", file.read(), request.user, clock.now()
    )


def page(request: HttpRequest, pk: int, context: Mapping[str, Any]) -> HttpResponse:
    """Show the columns with some rows, and what an import would do; a POST does a deed."""
    require(request.user, RIGHT)
    table, fault = get_object_or_404(AnswerTable, pk=pk), ""
    typed: dict[str, str] = table.choices
    if request.method == "POST":
        try:
            return _done(table, request)
        except DeskError as error:
            fault = str(error)
            table.refresh_from_db()
            typed = {name: request.POST.get(name, "") for name in CHOICES}
            chosen = request.POST.getlist("kolonne")
            if len(chosen) == len(table.header) and table.open:
                table.kinds = chosen
    hearing = hearing_or_404(table.round_id)
    found: Trial | None = None
    if table.open and table.version and not fault:
        try:
            found = importing.trial(table, hearing, clock.now())
        except DeskError as error:
            fault = str(error)
    elif table.open and "importer" in request.POST.get("handling", ""):
        found = importing.trial(table, hearing, clock.now())
    return TemplateResponse(request, "admin/horing/tabell.html", {
        **context, "title": table.filnavn or table.nummer, "table": table, "fault": fault,
        "typed": typed, "kinds": kinds(), "place": PLACE,
        "places": place_choices(hearing, language()),
        "columns": [
            {
                "number": n, "name": name, "kind": kind,
                "samples": [row[n] for row in table.rows if row[n]][:_SAMPLES],
            }
            for n, (name, kind) in enumerate(zip(table.header, table.kinds, strict=True))
        ],
        "trial": found, "problems": found.problems[:_PROBLEMS] if found else (),
        "more": max(len(found.problems) - _PROBLEMS, 0) if found else 0,
        "comments": sum(len(r.answer.innspill) for r in found.reads) if found else 0,
    }, status=422 if fault else 200)


def _done(table: AnswerTable, request: HttpRequest) -> HttpResponse:
    post, user, now = request.POST, request.user, clock.now()
    text = post.get("versjon", "")
    seen = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else -1
    match post.get("handling", ""):
        case "prov":
            importing.remember(
                table, post.getlist("kolonne"), {n: post.get(n, "") for n in CHOICES}, user, now,
                seen=seen,
            )
        case "importer":
            made = importing.take_in(table, user, now, seen=seen)
            messages.success(request, count(
                "Ett svar er importert.", "{number} svar er importert.", made
            ))
        case "slett":
            importing.remove(table, post.get("hvorfor", ""), user, now, seen=seen)
        case _:
            raise DeskError(say("Ukjent handling."))
    return HttpResponseRedirect(request.get_full_path(), status=303)
