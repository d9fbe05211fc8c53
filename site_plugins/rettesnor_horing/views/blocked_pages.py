"""Pages that stop a sending: they say why, and keep every word of the sender's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from rettesnor.model.hearing import State

from rettesnor_horing import clock
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.intake.answer import read_answer
from rettesnor_horing.intake.form import SENDER, data_of
from rettesnor_horing.views.form_page import Sheet, other_path, pairs, said
from rettesnor_horing.words import language, say


def halt(
    request: HttpRequest, sheet: Sheet, reason: str, status: int, *,
    resend: bool = True, consent: bool = False, button: str = "",
) -> HttpResponse:
    """Return a page that says why nothing was stored, with the text and a way to send it again.

    Args:
        resend: whether sending again can help.
        consent: sending again says that what looked personal is meant to be sent.
    """
    values = sheet.values
    answer, _ = read_answer(data_of(values, sheet.hearing, language()), sheet.hearing)
    return render(request, "horing/stopp.html", {
        "sheet": sheet, "round": sheet.hearing.round(language()), "reason": reason,
        "resend": resend, "consent": consent, "button": button or say("Send svaret"),
        "ticket": sheet.ticket.sealed(), "hidden": pairs(values), "answer": answer,
        "said": said(answer, sheet.hearing), "path": reverse("svar", args=[sheet.hearing.id]),
        "other_path": other_path(sheet.hearing.id) if resend else "",
        "sender": [(name, value) for name, value in pairs(values) if name in SENDER[1:5]],
    }, status=status)


def unavailable(request: HttpRequest, sheet: Sheet | None) -> HttpResponse:
    """Return the page for a full or dead database."""
    text = say(
        "Vi får ikke lagret akkurat nå, så svaret er ikke bekreftet mottatt. Feilen er hos oss. "
        "Teksten din står her. Prøv igjen om litt: det samme svaret blir bare lagret én gang."
    )
    if sheet is not None:
        response = halt(request, sheet, text, 503)
    else:
        response = render(request, "horing/ikke_funnet.html", {"text": say(
            "Vi får ikke hentet dette akkurat nå. Feilen er hos oss. Prøv igjen om litt."
        )}, status=503)
    response.headers["Retry-After"] = "30"
    return response


def no_draft(request: HttpRequest) -> HttpResponse:
    """Return the page for a draft that is not there."""
    return render(request, "horing/ikke_funnet.html", {"text": say(
        "Utkastet finnes ikke. Det er sendt, slettet eller for gammelt."
    )}, status=404)


def closed_page(
    request: HttpRequest, hearing: Hearing, sheet: Sheet | None = None
) -> HttpResponse:
    """Return the page for a round that is not open; what was written is kept in it."""
    planned = hearing.nb.state(clock.now()) is State.PLANNED
    if sheet is not None:
        return halt(request, sheet, say(
            "Høringen er ikke åpen. Svaret er ikke sendt." if planned else
            "Fristen er ute, og svaret er ikke tatt imot. Teksten din står her. Ta kontakt hvis "
            "du mener at det skulle vært mottatt."
        ), 403, resend=False)
    round_ = hearing.round(language())
    context = {"hearing": hearing, "round": round_, "planned": planned}
    return render(request, "horing/stengt.html", context, status=403)
