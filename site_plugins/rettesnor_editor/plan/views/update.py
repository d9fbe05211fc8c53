"""When the national text moves: what it means for the plan, the update, and what is undecided."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from markupsafe import Markup
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.transaction import ConflictError
from rettesnor.model.local_plan import CONFLICTS, RELATIONS
from rettesnor.plans.edits import PlannedUpdate, conflict_text, resolve_edit, update_edit
from rettesnor.plans.edits import edit as planned
from rettesnor.plans.merge import GONE, ITEMS, JUDGEMENT
from rettesnor.plans.national import National, NationalError, read_national
from rettesnor.plans.resolve import KEEP, NATIONAL, OWN
from rettesnor.plans.update import CHANGED, JOINED, NEW, RENAMED, WITHDRAWN, Moved
from rettesnor.publishing.plan_site import NEWEST
from rettesnor.publishing.tools.fetch import fetch

from rettesnor_editor.deeds.differences import redline
from rettesnor_editor.forms import rows
from rettesnor_editor.forms.controls import Control, control_of
from rettesnor_editor.forms.fields import ABSENT, Fields, first, from_fields, to_fields
from rettesnor_editor.forms.html import View, form_html
from rettesnor_editor.language import N_, say
from rettesnor_editor.plan.beside import titles
from rettesnor_editor.plan.parts import PHASE, POINT, SCHEMA, choices
from rettesnor_editor.plan.views.common import in_words
from rettesnor_editor.plan.workspace import desk
from rettesnor_editor.store.failures import in_words as why
from rettesnor_editor.views.problems import label
from rettesnor_editor.views.shared import page

BOTH = "begge"
"""A choice of the desk: the plan's own words, and the national ones after them."""
_KINDS = {
    NEW: N_("Nye"), CHANGED: N_("Endret"), RENAMED: N_("Har fått ny id"),
    JOINED: N_("Slått sammen"), WITHDRAWN: N_("Tatt ut"),
}
_OWN = "egen"
_CHOICE = "valg."


@require_http_methods(["GET", "POST"])
def update(request: HttpRequest) -> HttpResponse:
    """Show what a newer national release means for the plan, and build the plan on it."""
    opened = desk().now()
    if opened.plan is None or opened.base is None:
        return page(
            request, "plan/update", 409, stop=say("Planen har feil. Rett dem først."), source=""
        )
    base = opened.plan.bygger_paa
    source = str(request.POST.get("fra", "")).strip() or base.nettsted
    shown: dict[str, Any] = {
        "source": source, "base": base.versjon,
        "undecided": desk().folder.exists(CONFLICTS),
    }
    asked = str(request.POST.get("gjor", ""))
    if not asked:
        return page(request, "plan/update", **shown)
    if not source:
        return page(request, "plan/update", 422, stop=say(
            "Oppgi adressen til det nasjonale nettstedet, eller mappa der utgaven ligger."
        ), **shown)
    try:
        national = read_national(source, fetch)
        _remember(national)
        made = update_edit(desk().folder, opened, national)
    except (NationalError, NotPossible) as error:
        return page(request, "plan/update", 409, stop=str(error), **shown)
    shown |= {"made": made, "sha": national.sha256}
    if made.found is not None:
        shown |= {"groups": [*_groups(made.found.moved)], "taken": [
            _whole_place(one) for one in made.found.taken
        ], "conflicts": len(made.found.conflicts)}
    if asked != "oppdater" or made.plan is None:
        return page(request, "plan/update", **shown)
    if request.POST.get("sha") != national.sha256:
        return page(request, "plan/update", 409, stop=say(
            "Den nasjonale utgaven er en annen enn den du så på. Se over lista en gang til."
        ), **shown)
    try:
        said = desk().carry_out(made.plan)
    except (ConflictError, OSError) as error:
        return page(request, "plan/update", 409, stop=_not_written(error), **shown)
    return HttpResponseRedirect(f"{reverse(_next(made))}?gjort={said}")


def _next(made: PlannedUpdate) -> str:
    return "avgjor" if made.found is not None and made.found.conflicts else "forside"


def _remember(national: National) -> None:
    """Keep the newest version, for the mark on the pages of the plan's site."""
    data = {"versjon": national.version, "sjekket": desk().day.isoformat()}
    text = (json.dumps(data, indent=1) + "\n").encode()
    desk().write(planned(desk().folder, {NEWEST: text}, "nyeste versjon"))


def _groups(moved: Sequence[Moved]) -> Iterator[dict[str, Any]]:
    for what, kind, named in (
        ("anbefaling", POINT, N_("Anbefalinger")), ("fase", PHASE, N_("Faser")),
        ("mal", "mal", N_("Maler")),
    ):
        for key, title in _KINDS.items():
            found = [one for one in moved if (one.what, one.kind) == (what, key)]
            if found:
                yield {"title": f"{say(named)}: {say(title).lower()}", "moves": [
                    {
                        "title": one.title, "kind": kind, "id": one.id, "note": one.note,
                        "fields": ", ".join(one.fields),
                        "is_there": key == CHANGED and kind != "mal",
                        "relation": say(RELATIONS[one.relation]) if one.relation else "",
                    }
                    for one in found
                ]}


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest) -> HttpResponse:
    """Show what both have changed, keep what is chosen, and carry it out when all is chosen."""
    opened = desk().now()
    listed = [*opened.conflicts.get("konflikter", ())]
    if request.method != "POST" or not listed:
        broken = [in_words(one) for one in opened.problems if one.path == CONFLICTS]
        stop = " ".join(broken) if broken and not listed and desk().folder.exists(CONFLICTS) else ""
        return _decisions(request, listed, _fields_of(listed), stop=stop)
    asked = str(request.POST.get("gjor", "lagre"))
    fields = {key: [str(one) for one in values] for key, values in request.POST.lists()}
    if asked not in ("lagre", "utfor"):
        changed, focus = rows.changed(_form_of(listed), fields, asked)
        return _decisions(request, listed, changed, focus=focus)
    decided = [_decided(number, one, fields) for number, one in enumerate(listed)]
    try:
        if asked == "utfor":
            plan = resolve_edit(desk().folder, opened.data, decided)
        else:
            data = {**opened.conflicts, "konflikter": decided}
            plan = planned(desk().folder, {CONFLICTS: conflict_text(data)}, say("Valg er lagret."))
    except NotPossible as error:
        left = sum(not one["valg"] for one in decided)
        stop = say(
            "{n} av {all} har ikke fått et valg. Ingenting er endret.", n=left, all=len(decided)
        ) if left else str(error)
        return _decisions(request, decided, fields, stop=stop, status=409)
    try:
        said = desk().carry_out(plan)
    except (ConflictError, OSError) as error:
        return _decisions(request, decided, fields, stop=_not_written(error), status=409)
    address = reverse("forside" if asked == "utfor" else "avgjor")
    return HttpResponseRedirect(f"{address}?{'gjort' if asked == 'utfor' else 'lagret'}={said}")


def _not_written(error: Exception) -> str:
    if isinstance(error, OSError):
        return say("Ikke lagret: {error}", error=why(error))
    return say("Ikke lagret: noen andre endret planen imens. Prøv igjen.")


def _decisions(
    request: HttpRequest, listed: Sequence[Mapping[str, Any]], fields: Fields, *, stop: str = "",
    focus: str = "", status: int = 200,
) -> HttpResponse:
    opened = desk().now()
    form, view = _form_of(listed), View(fields, choices(opened))
    said = []
    for number, one in enumerate(listed):
        is_list = one["slag"] == ITEMS
        local, national = one.get("lokal", ""), one.get("nasjonal", "")
        said.append({
            "number": number, "about": one["om"].rstrip("."), "place": _place(one["sted"]),
            "kind": one["slag"], "choice": first(fields, f"{_CHOICE}{number}"),
            "before": _shown(one.get("grunnlag", "")), "local": _shown(local),
            "national": _shown(national),
            "redline": redline(_shown(one.get("grunnlag", "")), _shown(national)),
            "edit": _edit_of(one["sted"]),
            "own": form_html(form.part(_OWN, f"k{number}"), view, f"{_OWN}.k{number}", 4)
            if is_list else Markup(""),
            "text": first(fields, f"{_OWN}.{number}"),
        })
    return page(
        request, "plan/decide", status, conflicts=said, stop=stop, focus=focus,
        saved=request.GET.get("lagret", ""), from_=opened.conflicts.get("fra", ""),
        to=opened.conflicts.get("til", ""), KEEP=KEEP, NATIONAL=NATIONAL, OWN=OWN, BOTH=BOTH,
        JUDGEMENT=JUDGEMENT, GONE=GONE, ITEMS=ITEMS,
    )


def _fields_of(listed: Sequence[Mapping[str, Any]]) -> Fields:
    """Return the fields of the page as ``konflikter.yml`` has them."""
    found: dict[str, list[str]] = {}
    for number, one in enumerate(listed):
        found[f"{_CHOICE}{number}"] = [one["valg"]]
        own = one.get("egen", one.get("lokal", ""))
        if one["slag"] == ITEMS:
            found |= to_fields(_items_of(one["sted"]), own, f"{_OWN}.k{number}")
        else:
            found[f"{_OWN}.{number}"] = [str(own)]
    return found


def _decided(number: int, one: Mapping[str, Any], fields: Fields) -> dict[str, Any]:
    """Return a conflict with what was chosen; «both» is a text of one's own."""
    choice = first(fields, f"{_CHOICE}{number}")
    made = {key: value for key, value in one.items() if key != "egen"}
    if choice not in (KEEP, NATIONAL, OWN, BOTH):
        return {**made, "valg": ""}
    is_list = one["slag"] == ITEMS
    if choice == BOTH:
        local, national = one.get("lokal"), one.get("nasjonal")
        if is_list:
            return {**made, "valg": OWN, "egen": [*(local or ()), *(national or ())]}
        return {**made, "valg": OWN, "egen": "\n".join(t for t in (local, national) if t)}
    if choice != OWN:
        return {**made, "valg": choice}
    if is_list:
        before = one.get("egen", one.get("lokal", []))
        value = from_fields(_items_of(one["sted"]), before, fields, f"{_OWN}.k{number}")
        return {**made, "valg": OWN, "egen": [] if value is ABSENT else value}
    text = first(fields, f"{_OWN}.{number}").replace("\r\n", "\n").strip()
    return {**made, "valg": OWN, "egen": text}


def _form_of(listed: Sequence[Mapping[str, Any]]) -> Control:
    """Return the form of the lists that one can write oneself."""
    own = tuple(
        replace(_items_of(one["sted"]), name=f"k{number}", title=N_("Egne punkter"), help="")
        for number, one in enumerate(listed) if one["slag"] == ITEMS
    )
    return Control("group", "", "", within=(Control("group", _OWN, "", within=own),))


def _items_of(place: str) -> Control:
    top, _, name, *_ = place.split(".")
    return control_of(SCHEMA).part(top, "*", name)


def _place(place: str) -> str:
    """Return a place in the plan as an editor reads it: «Steg 3, Hva»."""
    top, id_, *rest = place.split(".")
    said = label(control_of(SCHEMA).part(top, "*"), ".".join(rest)) if rest else ""
    return said if rest else id_


def _whole_place(place: str) -> str:
    """Return a place with the title of what it is in: «Rutiner: Steg 3, Hva»."""
    top, id_, *_ = place.split(".")
    called = titles(desk().now().national, POINT if top == "anbefalinger" else PHASE)
    return f"{called.get(id_, id_)}: {_place(place)}"


def _edit_of(place: str) -> str:
    top, id_, *_ = place.split(".")
    return reverse("rediger", args=[POINT if top == "anbefalinger" else PHASE, id_])


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join("– " + " – ".join(str(text) for text in one.values()) for one in value)
    return str(value)
