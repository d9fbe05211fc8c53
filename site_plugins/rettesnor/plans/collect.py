"""Collecting the registers of deviations that owners of plans have published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rettesnor.editing import yaml_emit
from rettesnor.model.local_plan import ADAPTED, FOLLOWED, REGISTER, REGISTER_FORMAT

_DEVIATION = ("anbefaling", "hva", "hvorfor", "besluttet_av", "besluttet_dato", "ny_vurdering")
_HEAD = """\
# Skrevet av «rettesnor plan collect», av filer som eierne av planene har publisert eller sendt.
# Ta bort en plan ved å slette posten.
"""


class CollectError(Exception):
    """A file is no register, or of another guideline; says why in Norwegian."""


def entry(data: bytes, guideline: str, day: str) -> dict[str, Any]:
    """Return the entry that the register in ``data`` gives.

    Only what it says of the plan, its relations and its deviations is taken.

    Args:
        guideline: the id of the guideline that it must be about.
        day: the day it is collected (ISO 8601).

    Raises:
        CollectError: it is no register, or about another guideline.
    """
    try:
        content = json.loads(data)
        if content["slag"] != REGISTER or content["format"] != REGISTER_FORMAT:
            raise CollectError("Fila er ikke laget av «rettesnor plan export».")
        if content["bygger_paa"]["retningslinje"] != guideline:
            raise CollectError(
                f"Planen bygger på «{content['bygger_paa']['retningslinje']}», ikke «{guideline}»."
            )
        plan, relations = content["plan"], content["forhold"]
        made = {
            "eier": plan["eier"], "tittel": plan["tittel"],
            **({"adresse": plan["adresse"]} if plan.get("adresse") else {}),
            "status": plan["status"], "sprak": plan["sprak"],
            "versjon": content["bygger_paa"]["versjon"], "innhentet": day,
        }
        for name, relation in (("folger", FOLLOWED), ("tilpasser", ADAPTED)):
            if ids := [id_ for id_, one in relations.items() if one == relation]:
                made[name] = ids
        deviations = [{name: one[name] for name in _DEVIATION} for one in content["avvik"]]
        return {**made, "avvik": deviations} if deviations else made
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CollectError("Fila kan ikke leses som et avviksregister.") from error


def with_entry(practice: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was collected with ``made`` in place of the same plan's, sorted by owner."""
    kept = [
        one for one in practice.get("planer", ())
        if (one["eier"], one["tittel"]) != (made["eier"], made["tittel"])
    ]
    return {"planer": sorted([*kept, made], key=lambda one: (one["eier"], one["tittel"]))}


def text(practice: Mapping[str, Any]) -> str:
    """Return the file that says ``practice``."""
    return _HEAD + yaml_emit.document(practice, lambda way: False)
