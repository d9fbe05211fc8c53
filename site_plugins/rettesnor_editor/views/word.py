"""Texts out to Word from the desk, and what came back: shown, and taken or left one by one.

A document that came back is kept in the desk's own folder under its digest, until a month after it
was uploaded. No request names a path.
"""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.project_files import UnreadableError
from rettesnor.editing.transaction import ConflictError
from rettesnor.editing.word.fields import parts_of
from rettesnor.editing.word.out import document_of
from rettesnor.editing.word.proposals import Incoming, Proposal, plan_of, take_in
from rettesnor.model.problem import Severity
from rettesnor.publishing.tools.word_proposals import proposal_html, shown_as, who
from rettesnor.reading.files.office import LIMITS, OfficeError

from rettesnor_editor.config import config
from rettesnor_editor.desk import desk
from rettesnor_editor.language import say
from rettesnor_editor.views.problems import InWords
from rettesnor_editor.views.shared import page

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FOLDER = "word"
_KEPT = 30 * 24 * 3600
_DIGEST = re.compile(r"[0-9a-f]{64}")


def word(request: HttpRequest) -> HttpResponse:
    """Show the two ways, and take a document in."""
    context: dict[str, Any] = {"stop": "", **_choices()}
    if request.method != "POST":
        return page(request, "word", **context)
    upload = request.FILES.get("fil")
    if upload is None or isinstance(upload, list):
        context["stop"] = say(
            "Velg et Word-dokument. Det kan ikke være større enn {n} MB.",
            n=LIMITS.file // 1_000_000,
        )
        return page(request, "word", 422, **context)
    data = upload.read()
    try:
        _incoming(data)
    except (OfficeError, NotPossible, UnreadableError) as error:
        context["stop"] = str(error)
        return page(request, "word", 422, **context)
    return HttpResponseRedirect(reverse("word-inn", args=[_keep(data)]))


def out(request: HttpRequest) -> HttpResponse:
    """Give a document with the texts of a recommendation, a chapter, or all."""
    guideline = desk().workspace.project().guideline
    what, language = str(request.GET.get("hva", "")), str(request.GET.get("sprak", ""))
    try:
        if guideline is None:
            raise NotPossible(say("Retningslinja kan ikke leses."))
        if language and language not in {one.id for one in guideline.translations}:
            raise NotPossible(say("Retningslinja oversettes ikke til det språket."))
        parts = parts_of(desk().workspace.files(), what, language)
        if not parts:
            raise NotPossible(say("Det er ingen tekster å oversette der."))
    except (NotPossible, UnreadableError) as error:
        return page(request, "word", 422, stop=str(error), **_choices())
    made = document_of(
        parts, guideline.id, parts[0].title if what else guideline.tittel, guideline.versjon,
        desk().workspace.day, lambda reference: shown_as(guideline, reference),
    )
    name = f"{what or guideline.id}{f'.{language}' if language else ''}"
    return HttpResponse(made, content_type=_TYPE, headers={
        "Content-Disposition": f'attachment; filename="{name}.docx"',
    })


def incoming(request: HttpRequest, digest: str) -> HttpResponse:
    """Show what a document proposes, and take what is chosen."""
    path = _place(digest)
    try:
        found = _incoming(path.read_bytes())
    except FileNotFoundError as error:
        raise Http404 from error
    except (OfficeError, NotPossible, UnreadableError) as error:
        return page(request, "word", 422, stop=str(error), **_choices())
    words = InWords(desk().workspace.project())
    chosen = {int(one) for one in request.POST.getlist("ta") if str(one).isdecimal()}
    stop, problems = "", list[str]()
    if request.method == "POST":
        stop, problems, saved = _taken(found, chosen)
        if saved:
            return HttpResponseRedirect(f"{reverse('word-inn', args=[digest])}?lagret={saved}")
    return page(
        request, "word_in", 422 if stop else 200, stop=stop, problems=problems,
        saved=request.GET.get("lagret", ""), misplaced=found.misplaced,
        proposals=[{
            "id": one.id, "title": words.title(one.field.path),
            "heading": _heading(one), "can": one.can_be_taken, "html": _redline(one),
            "chosen": one.id in chosen,
        } for one in found.proposals],
        remarks=[{
            "field": field.label if field else "",
            "title": words.title(field.path) if field else "",
            "who": who(one.author.name, one.author.date), "text": one.text, "quote": one.quote,
        } for field, one in found.remarks],
    )


def _taken(found: Incoming, chosen: set[int]) -> tuple[str, list[str], str]:
    """Carry out what was chosen; return what stopped it, new problems, and how it was saved."""
    if not chosen:
        return say("Velg minst ett forslag."), [], ""
    workspace = desk().workspace
    try:
        plan = plan_of(found, workspace.files(), chosen)
        plan = plan.with_problems(workspace.problems_after(plan))
        errors = [one for one in plan.problems if one.severity is not Severity.WARNING]
        words = InWords(workspace.project())
        if errors:
            return say("Det kan ikke gjøres, for det ville gitt feil:"), [
                f"{words.place(one).whole}: {words.text(one)}" for one in errors
            ], ""
        desk().carry_out(plan)
    except (NotPossible, UnreadableError, ConflictError, OSError) as error:
        return str(error), [], ""
    return "", [], desk().record(plan)


def _heading(one: Proposal) -> str:
    by = who(one.author.name, one.author.date)
    if one.group:
        return f"{one.field.label} – {by}"
    return say("{field}, uten sporing – {who}", field=one.field.label, who=by)


def _redline(one: Proposal) -> str:
    """Return the redline as HTML, with the desk's class for what only a screen reader says."""
    return mark_safe(proposal_html(one).replace('"rn-hidden"', '"unseen"'))


def _incoming(data: bytes) -> Incoming:
    guideline = desk().workspace.project().guideline
    if guideline is None:
        raise NotPossible(say("Retningslinja kan ikke leses."))
    return take_in(data, desk().workspace.files(), guideline.id)


def _keep(data: bytes) -> str:
    """Keep a document; return its digest. Documents that are a month old are removed."""
    digest = hashlib.sha256(data).hexdigest()
    path = _place(digest)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    limit = time.time() - _KEPT
    for old in path.parent.glob("*.docx"):
        if old.stat().st_mtime < limit:
            old.unlink(missing_ok=True)
    path.write_bytes(data)
    return digest


def _place(digest: str) -> Path:
    if _DIGEST.fullmatch(digest) is None:
        raise Http404
    return config().state / _FOLDER / f"{digest}.docx"


def _choices() -> dict[str, Any]:
    """Return what can be sent: chapters with their recommendations, and in which languages."""
    project = desk().workspace.project()
    titles = {entry.id: entry.tittel for entry in project.entries}
    return {
        "choices": [
            {"id": chapter.id, "title": chapter.tittel, "items": [
                (id_, titles[id_]) for id_ in chapter.anbefalinger if id_ in titles
            ]}
            for chapter in (project.guideline.kapitler if project.guideline else ())
        ],
        "languages": [
            (one.id, one.navn)
            for one in (project.guideline.translations if project.guideline else ())
        ],
    }
