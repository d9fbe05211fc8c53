"""The history of a document: who saved it, when; and an older text restored as an edit."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from rettesnor_editor.deeds.differences import Difference, differences
from rettesnor_editor.desk import desk
from rettesnor_editor.documents import KINDS, Document, Unreadable, find
from rettesnor_editor.forms.choices import Names, names_of
from rettesnor_editor.language import say
from rettesnor_editor.views.shared import page

_HERE = ZoneInfo("Europe/Oslo")


@require_GET
def versions(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """List the versions of a document, or of one field, with what each changed."""
    document = find(desk().workspace.project().folder, kind, name)
    if document is None:
        raise Http404
    field = str(request.GET.get("felt", ""))
    found = list(_versions(document, field))
    label = next(
        (one.label for version in found for one in version["changed"] if one.field == field), ""
    )
    return page(
        request, "history", document=document, kind=say(KINDS[kind]), versions=found, field=field,
        label=label,
    )


def _versions(document: Document, field: str) -> Iterator[dict[str, Any]]:
    """Yield the versions that changed a field, or anything without one, with what they changed."""
    history = desk().history
    known = history.versions(document.path)
    names = names_of(desk().workspace.project())
    contents = [history.content(one.commit, document.path) for one in known]
    for place, version in enumerate(known):
        before = contents[place + 1] if place + 1 < len(known) else None
        is_first = place + 1 == len(known)
        changed = _changed(document, before, contents[place], names)
        if document.pointer and not changed and not is_first:
            continue  # another entry of the same file
        if field:
            changed = [one for one in changed if one.field == field]
        if changed or not field:
            yield {
                "commit": version.commit, "who": version.who, "message": version.message,
                "when": version.when.astimezone(_HERE).strftime("%d.%m.%Y kl. %H.%M"),
                "changed": [] if is_first and not field else changed, "is_first": is_first,
            }


def _changed(
    document: Document, before: bytes | None, after: bytes | None, names: Names
) -> list[Difference]:
    try:
        return differences(document.control, document.at(before), document.at(after), names)
    except (Unreadable, UnicodeDecodeError):
        return []


@require_POST
def restore(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Make a draft of an older version: nothing is saved before the editor does it."""
    document = find(desk().workspace.project().folder, kind, name)
    commit = str(request.POST.get("versjon", ""))
    data = desk().history.content(commit, document.path) if document else None
    if document is None or data is None:
        raise Http404
    try:
        fields = document.fields_of(document.at(data))
    except (Unreadable, UnicodeDecodeError, LookupError) as error:
        raise Http404 from error
    now = datetime.now()
    desk().drafts.keep(
        document.key, fields, document.before, now.isoformat(timespec="seconds"),
        f"{now.isoformat()}-{secrets.token_hex(4)}", 0,
    )
    return HttpResponseRedirect(reverse("rediger", args=[kind, name]))
