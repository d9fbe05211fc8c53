"""Choosing from lists: their options, something new for one on the spot, and texts as blocks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from rettesnor_editor.desk import desk
from rettesnor_editor.documents import NEW, Document, slug
from rettesnor_editor.forms.blocks import parsed
from rettesnor_editor.forms.choices import choices_of, labels_of, short_sources
from rettesnor_editor.views.shared import page

PICK = "velg"
"""The field that carries the name of the list that something new is made for."""
MADE_IN = {"sources": "kilde", "laws": "lov", "terms": "begrep"}
"""What kind of document makes a new option of each list; a section is made in its law."""
_IN_TEXT = {"terms": "words"}
"""Lists that hold other values in a text than in a field."""
_MOST = 200


@require_GET
def options(request: HttpRequest, name: str) -> JsonResponse:
    """Return the options of a list as they are now."""
    project = desk().workspace.project()
    law = str(request.GET.get("lov", ""))
    found = choices_of(project).of(_IN_TEXT.get(name, name), law)
    short = short_sources(project.guideline) if name == "sources" and project.guideline else {}
    made: list[dict[str, str]] = [
        {"value": value, "label": label, "short": short.get(value, label)}
        for value, label in found
    ]
    return JsonResponse(made, safe=False)


@require_GET
def fresh(request: HttpRequest, name: str) -> HttpResponse:
    """Lead to the form where a new option of a list is made."""
    if name in MADE_IN:
        there = reverse("rediger", args=[MADE_IN[name], NEW])
        return HttpResponseRedirect(f"{there}?{PICK}={name}")
    if name != "sections":
        raise Http404
    wanted = str(request.GET.get("lov", ""))
    guideline = desk().workspace.project().guideline
    for law in guideline.lover if guideline else ():
        if wanted and wanted in (law.korttittel, law.id):
            there = reverse("rediger", args=["lov", slug(law.id)])
            return HttpResponseRedirect(f"{there}?{PICK}={name}&ny=paragrafer")
    return HttpResponseRedirect(reverse("liste", args=["lov"]))


@require_GET
def picked(request: HttpRequest) -> HttpResponse:
    """Say that something new is saved, to the editor and to the form that waits for it."""
    return page(
        request, "picked", list=str(request.GET.get(PICK, "")),
        value=str(request.GET.get("verdi", "")),
    )


def after_saving(
    request: HttpRequest, document: Document, fields: dict[str, list[str]], response: HttpResponse
) -> HttpResponse:
    """Return where saving leads: back to the form that waits, if there is one."""
    name = str(request.POST.get(PICK, ""))
    if response.status_code != 302 or not (name in MADE_IN or name == "sections"):
        return response
    value = (fields.get("id") or [""])[0] if document.name == NEW and name == "sources" else ""
    made = f"{reverse('valgt')}?{PICK}={name}&verdi={value}"
    return HttpResponseRedirect(made)


@require_POST
def blocks(request: HttpRequest) -> JsonResponse:
    """Return Markdown as blocks for the text editor."""
    texts = [one.replace("\r\n", "\n") for one in request.POST.getlist("tekst")[:_MOST]]
    labels = labels_of(desk().workspace.project())
    made: list[dict[str, Any]] = [parsed(one, labels) for one in texts]
    return JsonResponse({"texts": texts, "fields": made})


