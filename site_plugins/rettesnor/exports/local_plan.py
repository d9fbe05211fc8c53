"""What a local plan publishes for programs: the plan, and the register of its deviations."""

from __future__ import annotations

from typing import Any

from rettesnor.exports.api.envelope import dump
from rettesnor.model.convert import to_data
from rettesnor.model.edition import Edition
from rettesnor.model.local_plan import (
    NOT_ASSESSED,
    REGISTER,
    REGISTER_FORMAT,
    LocalPlan,
    Planpunkt,
)


def plan_file(plan: LocalPlan) -> bytes:
    """Return the plan as JSON, in the words of ``schema/plan.schema.json``."""
    data: dict[str, Any] = to_data(plan)
    return dump({"plan": data, "bygger_paa": data["bygger_paa"]})


def register(plan: LocalPlan, national: Edition) -> bytes:
    """Return how the plan relates to each recommendation, and its deviations whole, as JSON."""
    said = {one.id: one for one in plan.anbefalinger}
    relations = {id_: said.get(id_, Planpunkt(id_)).forhold for id_ in national.recommendations}
    return dump({
        "slag": REGISTER, "format": REGISTER_FORMAT,
        "plan": {
            "tittel": plan.tittel, "eier": plan.eier.navn, "status": plan.status,
            "sprak": plan.sprak,
            **({"adresse": plan.adresse} if plan.adresse else {}),
        },
        "bygger_paa": {
            "retningslinje": plan.bygger_paa.retningslinje, "versjon": plan.bygger_paa.versjon,
        },
        "forhold": {id_: one for id_, one in relations.items() if one != NOT_ASSESSED},
        "avvik": [_deviation(one, national) for one in plan.deviations],
    })


def _deviation(point: Planpunkt, national: Edition) -> dict[str, Any]:
    found = national.recommendations.get(point.id)
    data: dict[str, Any] = to_data(point.avvik)
    sentence = found.kort_anbefaling if found else point.utgaatt.setning if point.utgaatt else ""
    return {"anbefaling": point.id, "setning": sentence, **data}
