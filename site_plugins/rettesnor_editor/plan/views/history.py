"""The history of the plan: who saved what, and the whole plan as it was at any time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.transaction import ConflictError
from rettesnor.editing.yaml_writer import Refused, read
from rettesnor.model.local_plan import FILE, SNAPSHOT
from rettesnor.plans.edits import edit as planned

from rettesnor_editor.deeds.differences import Difference, differences
from rettesnor_editor.forms.controls import control_of
from rettesnor_editor.forms.fields import ABSENT
from rettesnor_editor.language import say
from rettesnor_editor.plan.parts import SCHEMA, Part
from rettesnor_editor.plan.views.common import found_part
from rettesnor_editor.plan.workspace import FILES, desk
from rettesnor_editor.store.repository import Version
from rettesnor_editor.views.shared import page

_HERE = ZoneInfo("Europe/Oslo")


@require_GET
def versions(request: HttpRequest, kind: str = "", name: str = "") -> HttpResponse:
    """List what was saved, the newest first: of the whole plan, or of one part."""
    part = found_part(kind, name) if kind else None
    return page(
        request, "plan/history", part=part, versions=[*_shown(part)],
        stop=request.GET.get("stopp", ""),
    )


@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Let the whole plan be as it was: what it says, what it builds on, and what is undecided."""
    commit = str(request.POST.get("versjon", ""))
    found = next((one for one in _versions() if one.commit == commit), None)
    contents = {path: desk().history.content(commit, path) for path in FILES}
    if found is None or contents[FILE] is None or contents[SNAPSHOT] is None:
        raise Http404
    when = found.when.astimezone(_HERE).strftime("%d.%m.%Y kl. %H.%M")
    try:
        said = desk().carry_out(planned(
            desk().folder, contents, say("Tilbake til planen slik den var {when}.", when=when)
        ))
    except (NotPossible, ConflictError, OSError):
        return HttpResponseRedirect(f"{reverse('hele-historikken')}?stopp=1")
    return HttpResponseRedirect(f"{reverse('forside')}?gjort={said}")


def _versions() -> list[Version]:
    """Return what was saved of the files that make the plan, the newest first."""
    return desk().history.versions(FILES)


def _shown(part: Part | None) -> Iterator[dict[str, Any]]:
    known = _versions()
    texts = [desk().history.content(one.commit, FILE) for one in known]
    for place, one in enumerate(known):
        is_first = place + 1 == len(known)
        before = None if is_first else texts[place + 1]
        changed = [] if is_first else _changed(part, before, texts[place])
        if part is not None and not changed and not is_first:
            continue
        yield {
            "commit": one.commit, "who": one.who, "message": one.message, "is_first": is_first,
            "when": one.when.astimezone(_HERE).strftime("%d.%m.%Y kl. %H.%M"),
            "changed": changed, "is_now": place == 0,
        }


def _changed(part: Part | None, before: bytes | None, after: bytes | None) -> list[Difference]:
    if before is None or after is None or before == after:
        return []
    try:
        old, new = read(before.decode()), read(after.decode())
    except (Refused, UnicodeDecodeError):
        return []
    if part is None or not part.pointer:
        control = control_of(SCHEMA) if part is None else part.control
        names = {one.name for one in control.within}
        return differences(
            control, {key: value for key, value in old.items() if key in names},
            {key: value for key, value in new.items() if key in names},
        )
    list_ = str(part.pointer[0])
    old, new = (
        next((one for one in data.get(list_, ()) if one.get("id") == part.name), ABSENT)
        for data in (old, new)
    )
    return differences(part.control, old, new)
