"""Taking the national text into the plan, as a start for the plan's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rettesnor.editing.plan import NotPossible
from rettesnor.model.edition import Edition
from rettesnor.model.local_plan import ADAPTED, DEVIATES
from rettesnor.plans.views import phase_views, recommendation_views
from rettesnor.reading.schema.did_you_mean import Names

Data = dict[str, Any]


def adapt(data: Mapping[str, Any], national: Edition, id_: str) -> Data:
    """Return the plan with the national steps of the recommendation ``id_`` in it.

    Raises:
        NotPossible: there is no such recommendation, it has no steps, or the plan has its own.
    """
    views = recommendation_views(national)
    if id_ not in views:
        raise NotPossible(_unknown("anbefaling", id_, views))
    if not views[id_]:
        raise NotPossible(
            f"Anbefalingen «{id_}» har ingen nasjonale steg å hente. Skriv egne under «steg»."
        )
    found = _entry(data.get("anbefalinger", ()), id_)
    if found.get("steg"):
        raise NotPossible(f"Planen har egne steg for «{id_}» allerede. Ingenting er endret.")
    relation = found.get("forhold") if found.get("forhold") == DEVIATES else ADAPTED
    made = {**found, "id": id_, "forhold": relation, **views[id_]}
    return {**data, "anbefalinger": _with(data.get("anbefalinger", ()), made)}


def adapt_phase(data: Mapping[str, Any], national: Edition, id_: str) -> Data:
    """Return the plan with the national text of the phase ``id_`` where it has none of its own.

    Raises:
        NotPossible: there is no such phase, or nothing in it to take in.
    """
    views = phase_views(national)
    if id_ not in views:
        raise NotPossible(_unknown("fase", id_, views))
    found = _entry(data.get("faser", ()), id_)
    new = {name: value for name, value in views[id_].items() if name not in found}
    if not new:
        raise NotPossible(
            f"Det er ingen nasjonal tekst å hente til fasen «{id_}» i utgaven planen bygger på, "
            "eller planen har den fra før. Skriv det dere gjør, under fasen i plan.yml. Ingenting "
            "er endret."
        )
    made = {"id": id_, **found, **new}
    return {**data, "faser": _with(data.get("faser", ()), made)}


def _entry(entries: Any, id_: str) -> Data:
    return dict(next((one for one in entries if one["id"] == id_), {}))


def _with(entries: Any, made: Data) -> list[Data]:
    """Return the entries with ``made`` in its place, or last."""
    listed = [made if one["id"] == made["id"] else dict(one) for one in entries]
    return listed if made in listed else [*listed, made]


def _unknown(what: str, id_: str, known: Mapping[str, Any]) -> str:
    suggestion = Names(list(known)).suggestion(id_, f"Den har: {', '.join(known)}")
    return f"Den nasjonale utgaven har ingen {what} «{id_}». {suggestion}"
