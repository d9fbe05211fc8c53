"""The national text beside the form of a recommendation or a phase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape
from rettesnor.model.edition import Edition
from rettesnor.plans.folder import OpenedPlan
from rettesnor.plans.views import in_plain, phase_views, recommendation_views, sentence

from rettesnor_editor.forms.fields import Fields, first, places, to_fields
from rettesnor_editor.language import say
from rettesnor_editor.plan.parts import PHASE, POINT, Part

TAKE = "hent"
"""The button that takes the national text into the form."""
_NAMES = {"start": "Når fasen begynner", "maal": "Mål", "videre": "Når saken går videre",
          "tegn": "Tegn", "kobles_paa": "Hvem kobles på", "steg": "Steg"}


def titles(national: Edition, kind: str) -> dict[str, str]:
    """Return what there is of one kind, by id, and what it is called."""
    if kind == POINT:
        return {id_: one.tittel for id_, one in national.recommendations.items()}
    return {one.id: one.navn for one in national.guideline.faser} if kind == PHASE else {}


def national_view(opened: OpenedPlan, part: Part) -> Mapping[str, Any]:
    """Return the national text that a part can have its own words for; empty for none."""
    if opened.plan is None or opened.base is None:
        return {}
    if part.kind == POINT:
        return recommendation_views(opened.national).get(part.name, {})
    return phase_views(opened.national).get(part.name, {}) if part.kind == PHASE else {}


def missing(view: Mapping[str, Any], fields: Fields) -> list[str]:
    """Return the names of the national texts that the form has none of its own for."""
    return [
        name for name, value in view.items()
        if not (places(fields, name) if isinstance(value, list) else first(fields, name).strip())
    ]


def taken_in(part: Part, view: Mapping[str, Any], fields: Fields) -> dict[str, list[str]]:
    """Return the fields with the national text where they have none of their own."""
    made = {key: [*values] for key, values in fields.items()}
    names = missing(view, fields)
    for name in names:
        made |= to_fields(part.control.part(name), view[name], name)
    if names and part.kind == POINT and first(made, "forhold") in ("følges", "ikke vurdert", ""):
        made["forhold"] = ["tilpasset"]
    return made


def beside(opened: OpenedPlan, part: Part, fields: Fields) -> Markup:
    """Return the national text as HTML, with the button that takes it in; empty for none."""
    if opened.plan is None or opened.base is None or part.kind not in (POINT, PHASE):
        return Markup("")
    national = opened.national
    view = national_view(opened, part)
    inner = Markup("")
    if part.kind == POINT:
        found = national.recommendations.get(part.name)
        if found is None:
            return _gone(opened, part)
        strength = national.guideline.strength_name(found.styrke).capitalize()
        inner = Markup("<blockquote><p><strong>{}:</strong> {}</p></blockquote>").format(
            strength, sentence(national, part.name)
        )
    else:
        phase = next((one for one in national.guideline.faser if one.id == part.name), None)
        if phase is None:
            return _gone(opened, part)
        inner = Markup("<p><strong>{}</strong></p><p>{}</p>").format(
            phase.navn, in_plain(phase.om) if phase.om else ""
        )
    for name, value in view.items():
        inner += Markup('<details{}><summary>{}</summary>{}</details>').format(
            Markup(" open") if not isinstance(value, list) else "", say(_NAMES[name]),
            _items(value) if isinstance(value, list)
            else Markup('<p class="was">{}</p>').format(value),
        )
    button = Markup(
        '<button class="button button--quiet button--small" type="submit" name="gjor" value="{}" '
        "formnovalidate>{}</button>"
    ).format(TAKE, say("Hent den nasjonale teksten inn i skjemaet")) if missing(view, fields) else (
        Markup("")
    )
    return Markup(
        '<section class="card" aria-labelledby="nas-t"><h2 id="nas-t">{}</h2>{}'
        '<p class="quiet">{}</p>{}</section>'
    ).format(
        say("Slik står det nasjonalt"), inner,
        say("Versjon {version}. Det dere ikke skriver selv, er slik.",
            version=opened.plan.bygger_paa.versjon) if view else
        say("Versjon {version}. Den har ikke mer om dette.",
            version=opened.plan.bygger_paa.versjon),
        button,
    )


def _items(items: Sequence[Mapping[str, str]]) -> Markup:
    return Markup("<ol>{}</ol>").format(Markup("").join(
        Markup('<li class="was">{}</li>').format(
            " – ".join(str(one[name]) for name in ("hvem", "hva", "naar", "kjennetegn")
                       if one.get(name))
        ) for one in items
    ))


def _gone(opened: OpenedPlan, part: Part) -> Markup:
    list_ = str(part.pointer[0]) if part.pointer else ""
    entry: Mapping[str, Any] = next((
        one for one in opened.data.get(list_, ()) if one.get("id") == part.name
    ), {})
    gone = entry.get("utgaatt")
    if not gone:
        return Markup("")
    called = titles(opened.national, POINT)
    came = ", ".join(called.get(id_, id_) for id_ in gone.get("i_stedet", ()))
    return Markup('<div class="notice"><p>{}</p><p>{}</p>{}</div>').format(
        say("Dette er tatt ut av den nasjonale retningslinja fra versjon {version}. Det dere har "
            "skrevet, står.", version=gone.get("versjon", "")),
        escape(gone.get("setning", "")),
        Markup("<p>{}</p>").format(say("I stedet kom: {titles}.", titles=came)) if came else "",
    )
