"""Writing an answer together: the colleagues' page, the draft on paper, and its versions."""

from __future__ import annotations

import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from rettesnor_horing import clock
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing_cache import hearing_or_404
from rettesnor_horing.intake import drafts, shared
from rettesnor_horing.intake.answer import Answer, clean, read_answer
from rettesnor_horing.intake.form import Values, data_of, values_of
from rettesnor_horing.intake.form_token import Ticket
from rettesnor_horing.models import Draft, DraftVersion, SharedDraft
from rettesnor_horing.views.blocked_pages import closed_page, no_draft, unavailable
from rettesnor_horing.views.form_page import Said, Sheet, form_page, pairs, said
from rettesnor_horing.views.submit import rated
from rettesnor_horing.words import language, say

MOST = 2_000_000
"""Characters that one colleague may write in all."""
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def others(
    found: SharedDraft | None, hearing: Hearing, without: str = "", answer: Values | None = None
) -> dict[str, list[tuple[str, str]]]:
    """Return what colleagues have written, by field, with options in words.

    Args:
        without: the name of a colleague that is left out.
        answer: what stands in the lead's own answer, to be shown with it.
    """
    by_field = shared.by_field(found, without)
    for name, value in (answer or {}).items():
        if any(one.strip() for one in value) and not name.startswith("sted."):
            by_field.setdefault(name, []).insert(0, (say("I svaret nå"), "\n".join(value)))
    return {
        name: [(who, _in_words(name, text, hearing)) for who, text in said_]
        for name, said_ in by_field.items()
    }


def _in_words(name: str, text: str, hearing: Hearing) -> str:
    question = hearing.round(language()).question(name.partition(".")[2])
    if question is None or question.slag != "valg":
        return text
    options = {option.id: option.tekst for option in question.alternativer}
    return "\n".join(options.get(one, one) for one in text.split("\n"))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def colleague(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form to a colleague, or keep what is written in it; nothing is sent from here."""
    try:
        found = shared.find(code)
    except (DatabaseError, InterfaceError):
        return unavailable(request, None)
    if found is None:
        return no_draft(request)
    hearing = hearing_or_404(found.draft.round_id)
    now = clock.now()
    name = clean(str((request.POST or request.GET).get("kollega", "")))[: shared.MOST_NAME].strip()
    sheet = _sheet(found, hearing, code, name)
    if not hearing.nb.accepts(now, now):
        return closed_page(request, hearing, sheet)
    if request.method != "POST":
        if "lagret" in request.GET and sheet.saved:
            sheet = replace(sheet, notices=(say(
                "Det du har skrevet, er lagret. Du kan endre det til svaret er sendt."
            ), *sheet.notices))
        return form_page(request, sheet)
    values = {n: v for n, v in values_of(request.POST).items() if not n.startswith("sted.")}
    sheet = replace(sheet, values=values, basis=request.POST.get("grunnlag", ""))
    if request.POST.get("handling") == "rediger":
        return form_page(request, sheet)
    if not name:
        return form_page(request, _noted(sheet, say("Skriv navnet eller initialene dine.")),
                         status=422)
    if (refused := rated(request, sheet)) is not None:
        return refused
    if sum(len(value) for _, value in pairs(values)) > MOST:
        return form_page(request, _noted(sheet, say("Svaret er for langt.")), status=422)
    try:
        made = shared.contribute(code, name, values, sheet.basis, now)
    except shared.Full:
        return form_page(request, _noted(sheet, say(
            "Det er plass til {number} kolleger.", number=shared.MOST_COLLEAGUES
        )), status=422)
    except (DatabaseError, InterfaceError):
        return unavailable(request, sheet)
    if made is None:
        raise Http404
    if made.clashes:
        return form_page(request, _noted(
            replace(sheet, values=made.content, basis=made.basis, clashes=made.clashes), say(
                "Noen andre har skrevet under det samme navnet etter at du åpnet siden. Ingenting "
                "er lagret ennå. Teksten din står i feltene, og det de skrev, står under. Se over "
                "og lagre på nytt."
            )), status=409)
    query = urlencode({"kollega": name, "lagret": "1"})
    return HttpResponseRedirect(f"{reverse('felles', args=[code])}?{query}", status=303)


def _noted(sheet: Sheet, notice: str) -> Sheet:
    return replace(sheet, notices=(*sheet.notices, notice))


def _sheet(found: SharedDraft, hearing: Hearing, code: str, name: str) -> Sheet:
    own = found.contributions.filter(name=name).first() if name else None
    values = own.content if own else {}
    now = clock.now()
    notice = say(
        "Du skriver på en del av svaret til organisasjonen. Det andre har skrevet, står under "
        "feltene. Alle som har lenka, kan lese det du skriver."
    )
    return Sheet(
        hearing, Ticket(hearing.id, uuid.UUID(int=0), now, now), values, code=code,
        colleague=name, basis=drafts.basis_of(values), notices=(notice,),
        saved=own.changed if own else None,
        others=others(found, hearing, name, found.draft.content),
    )


def _draft(secret: str) -> tuple[Draft, Hearing, Answer, list[Said]]:
    """Return a draft, what it says as an answer, and as people read it.

    Raises:
        Http404: there is none.
    """
    found = drafts.find(secret)
    if found is None:
        raise Http404
    hearing = hearing_or_404(found.round_id)
    answer, _ = read_answer(data_of(found.content, hearing, language()), hearing)
    return found, hearing, answer, said(answer, hearing)


@require_safe
def printable(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the draft as a document, to be treated in meetings before it is sent."""
    try:
        found, hearing, answer, items = _draft(secret)
    except (DatabaseError, InterfaceError):
        return unavailable(request, None)
    with override("nb" if language() == "nn" else "nn"):
        other = reverse("utkast-utskrift", args=[secret])
    return render(request, "horing/utskrift.html", {
        "round": hearing.round(language()), "answer": answer, "said": items,
        "saved": found.changed, "secret": secret, "title": hearing.text.tittel,
        "other_url": other,
    })


@require_safe
def word(request: HttpRequest, secret: str) -> HttpResponse:
    """Return the draft as a Word document."""
    try:
        found, hearing, answer, items = _draft(secret)
    except (DatabaseError, InterfaceError):
        return unavailable(request, None)
    body = _document(hearing, answer, items)
    name = content_disposition_header(True, f"utkast-{found.round_id}.docx") or "attachment"
    return HttpResponse(body, content_type=_WORD, headers={"Content-Disposition": name})


def _document(hearing: Hearing, answer: Answer, items: Sequence[Said]) -> bytes:
    from docx import Document  # late: only this page needs it

    round_ = hearing.round(language())
    document = Document()
    document.core_properties.title = say("Utkast til høringsuttalelse")
    document.core_properties.author = ""
    document.add_heading(say("Utkast til høringsuttalelse"), 0)
    who = answer.avsender.organisasjon or answer.avsender.navn
    for line in (
        round_.tittel,
        say("Gjelder {title}, utgave {version}", title=hearing.text.tittel, version=round_.utgave),
        say("Fra {who}", who=who) if who else "",
    ):
        if line:
            document.add_paragraph(_stored(line))
    for number, item in enumerate(items, 1):
        document.add_heading(_stored(f"{number}. {item.heading}"), 1)
        if item.quote:
            document.add_paragraph(_stored(item.quote), style="Intense Quote")
        if item.redline:
            document.add_paragraph(say("Forslag til ny tekst:"))
            paragraph = document.add_paragraph()
            for piece in item.redline:
                run = paragraph.add_run(_stored(piece.text))
                run.font.underline = piece.kind == "ins" or None
                run.font.strike = piece.kind == "del" or None
        for text in filter(str.strip, item.text.split("\n")):
            document.add_paragraph(_stored(text))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _stored(text: str) -> str:
    return "".join(c for c in clean(text) if c == "\n" or c.isprintable())


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what the draft has said before; a POST lets it say so again."""
    try:
        found, hearing, _, items = _draft(secret)
        chosen = request.POST.get("versjon", "")
        if request.method == "POST":
            number = int(chosen) if chosen.isascii() and chosen.isdecimal() else 0
            if number > 2**62 or not shared.restore(secret, number, clock.now()):
                raise Http404
            return HttpResponseRedirect(reverse("utkast", args=[secret]), status=303)
        asked = request.GET.get("versjon", "")
        shown: Mapping[str, Sequence[str]] | None = None
        kept = list(DraftVersion.objects.filter(draft=found))
        for one in kept:
            if str(one.pk) == asked:
                shown = one.content
        if shown is not None:
            answer, _faults = read_answer(data_of(shown, hearing, language()), hearing)
            items = said(answer, hearing)
    except (DatabaseError, InterfaceError):
        return unavailable(request, None)
    return render(request, "horing/versjoner.html", {
        "secret": secret, "versions": kept, "said": items if shown is not None else [],
        "asked": asked,
    })
