"""The history of a document: who saved it, when; and an older text restored as an edit."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from rettesnor_editor.desk import desk
from rettesnor_editor.documents import KINDS, Unreadable, find
from rettesnor_editor.views.shared import page

_HERE = ZoneInfo("Europe/Oslo")


@require_GET
def versions(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """List the versions of a document's file."""
    document = find(desk().workspace.project().folder, kind, name)
    if document is None:
        raise Http404
    found = [
        {"commit": one.commit, "who": one.who, "message": one.message,
         "when": one.when.astimezone(_HERE).strftime("%d.%m.%Y kl. %H.%M")}
        for one in desk().history.versions(document.path)
    ]
    return page(request, "history", document=document, kind=KINDS[kind], versions=found)


@require_POST
def restore(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Make a draft of an older version: nothing is saved before the editor does it."""
    document = find(desk().workspace.project().folder, kind, name)
    commit = str(request.POST.get("versjon", ""))
    data = desk().history.content(commit, document.path) if document else None
    if document is None or data is None:
        raise Http404
    old = replace(document, before=data)
    try:
        fields = old.fields()
    except (Unreadable, UnicodeDecodeError, LookupError) as error:
        raise Http404 from error
    now = datetime.now()
    desk().drafts.keep(
        document.key, fields, document.before, now.isoformat(timespec="seconds"),
        f"{now.isoformat()}-{secrets.token_hex(4)}", 0,
    )
    return HttpResponseRedirect(reverse("rediger", args=[kind, name]))
