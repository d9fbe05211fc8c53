"""What the pages of a plan's desk have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET
from rettesnor.model.local_plan import FILE
from rettesnor.model.look import in_language
from rettesnor.model.problem import Problem
from rettesnor.publishing.output.layout import LayoutError

from rettesnor_editor.documents import Unreadable
from rettesnor_editor.forms.controls import Control
from rettesnor_editor.language import say
from rettesnor_editor.plan.beside import titles
from rettesnor_editor.plan.parts import PHASE, POINT, Part, part_in, place_of
from rettesnor_editor.plan.workspace import desk
from rettesnor_editor.views.common_problems import translated
from rettesnor_editor.views.problems import is_shown, label
from rettesnor_editor.views.script_texts import script_texts
from rettesnor_editor.views.shared import brand_css

_COMMAND = re.compile(r"rettesnor |\.yml|\bskriv «(?:følges|tilpasset|avviker)»", re.I)
"""Advice for those who edit files: no help in a form."""
_POINTER = re.compile(r"«([a-z_]+)»")
_ID = re.compile(r"«([a-z0-9-]+)»")
_SCRIPT = re.compile(r"<script\b.*?</script>", re.S | re.I)
FRAME_POLICY = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)


def for_all_pages(request: HttpRequest) -> dict[str, Any]:
    """Return what every template shows."""
    plan, look = desk().now().plan, desk().site_look
    return {
        "who": desk().person.name, "site": plan.korttittel if plan else say("Planen"),
        "can_save": True, "can_release": False, "around": {"plan": True}, "look": look,
        "owner": in_language(look.owner, "nb"), "script_texts": script_texts(),
    }


@require_GET
def look_css(request: HttpRequest) -> HttpResponse:
    """Return the plan's own brand colours for the top of the desk's pages."""
    return HttpResponse(brand_css(desk().site_look), content_type="text/css; charset=utf-8")


@require_GET
def logo(request: HttpRequest) -> HttpResponse:
    """Return the plan's own logo."""
    picture = desk().site_look.logo
    if picture is None:
        raise Http404
    return HttpResponse(picture.data, content_type=picture.media_type)


@require_GET
def theme_file(request: HttpRequest, path: str) -> HttpResponse:
    """Return a file of the theme: only what the theme lists."""
    found = desk().theme.assets.get(path)
    if found is None or path.endswith(".js"):
        raise Http404
    data = found.read_bytes() if isinstance(found, Path) else found
    return HttpResponse(data, content_type=guess_type(path)[0] or "application/octet-stream")


def found_part(kind: str, name: str, data: bytes | None = None) -> Part:
    """Return a part of the plan as it is saved, or as it was in ``data``.

    Raises:
        Http404: there is no such part, or the file cannot be read.
    """
    if data is None:
        read = desk().folder.read(FILE)
        if isinstance(read, Problem):
            raise Http404(read.message)
        data = read
    opened = desk().now()
    national = opened.national if opened.plan and opened.base else None
    try:
        part = part_in(data, kind, name, titles(national, kind) if national else {})
    except Unreadable as error:
        raise Http404(str(error)) from error
    if part is None:
        raise Http404
    return part


def in_frame(html: str) -> HttpResponse:
    """Return a page of the plan's site for a frame without scripts."""
    html = _SCRIPT.sub("", html)
    assets = reverse("tema", args=["assets/"])
    response = HttpResponse(re.sub(
        r'((?:href|src)=")(?:\.{1,2}/)*assets/', lambda found: f"{found[1]}{assets}", html
    ))
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def site_page(key: str, url: str) -> str:
    """Return a page of the plan's site; empty when it cannot be shown."""
    try:
        return desk().page(key, url)
    except (LayoutError, LookupError):  # a draft that breaks the schema may lack anything
        return ""


def in_words(problem: Problem, control: Control | None = None) -> str:
    """Return a problem as an editor reads it, without advice about files and commands."""
    hint = "" if _COMMAND.search(problem.hint) else problem.hint
    words = f"{translated(problem.message)} {translated(hint)}".strip()
    opened = desk().now()
    if opened.plan is not None and opened.base is not None:
        called = {**titles(opened.national, POINT), **titles(opened.national, PHASE)}
        words = _ID.sub(lambda found: f"«{called.get(found[1], found[1])}»", words)
    if control is None:
        return words
    return _POINTER.sub(
        lambda found: f"«{label(control, found[1])}»" if is_shown(control, found[1]) else found[0],
        words,
    )


def where(problem: Problem, data: Mapping[str, Any]) -> tuple[str, str]:
    """Return the title and the address of the form that a problem is fixed in."""
    if problem.path != FILE:
        return say("Etter oppdateringen"), reverse("avgjor")
    kind, name, field = place_of(problem, data)
    if not kind:
        return say("Planen"), ""
    try:
        title = found_part(kind, name).title
    except Http404:
        return name, ""
    address = reverse("rediger", args=[kind, name])
    return title, f"{address}#{field}" if field else address
