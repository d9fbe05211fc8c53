"""Adding, removing and moving items of a list, in the fields of a form."""

from __future__ import annotations

from typing import Literal, get_args

from rettesnor_editor.forms.controls import Control
from rettesnor_editor.forms.fields import FROM, SHOWN, Fields, join, places, to_fields

Deed = Literal["opp", "ned", "bort", "ny"]


def changed(control: Control, fields: Fields, asked: str) -> tuple[dict[str, list[str]], str]:
    """Return the fields after the deed ``asked``, and the name of what should have focus.

    Args:
        asked: «opp:steg.2», «ned:…», «bort:…» or «ny:steg». What is none of it changes nothing.
    """
    deed, _, name = asked.partition(":")
    whole = {key: list(values) for key, values in fields.items()}
    if deed not in get_args(Deed):
        return whole, ""
    if deed == "ny":
        return _added(control, whole, name)
    list_, _, last = name.rpartition(".")
    order = places(whole, list_)
    if not last.isdigit() or int(last) not in order or f"{list_}{SHOWN}" not in whole:
        return whole, ""
    at = order.index(int(last))
    if deed == "bort":
        del order[at]
        at = min(at, len(order) - 1)
    else:
        other = at - 1 if deed == "opp" else at + 1
        if not 0 <= other < len(order):
            return whole, name
        order[at], order[other] = order[other], order[at]
        at = other
    focus = join(list_, at) if order else list_
    return _renumbered(whole, list_, order), focus


def _added(
    control: Control, fields: dict[str, list[str]], name: str
) -> tuple[dict[str, list[str]], str]:
    try:
        found = control.part(*("*" if part.isdigit() else part for part in name.split(".")))
    except KeyError:
        return fields, ""
    if found.kind != "list" or found.item is None or found.fixed:
        return fields, ""
    order = places(fields, name)
    made = _renumbered(fields, name, order)
    here = join(name, len(order))
    made |= to_fields(found.item, {}, here) if found.item.kind == "group" else {here: [""]}
    made[f"{here}{FROM}"] = [""]
    made[f"{name}{SHOWN}"] = ["1"]
    return made, here


def _renumbered(
    fields: dict[str, list[str]], name: str, order: list[int]
) -> dict[str, list[str]]:
    """Return the fields with the items ``order`` of a list, numbered from 0."""
    def inside(item: str) -> tuple[str, str]:
        return f"{item}.", f"{item}@"

    start = f"{name}."
    made = {
        key: values for key, values in fields.items()
        if not (key.startswith(start) and key[len(start):][:1].isdigit())
    }
    for place, old in enumerate(order):
        here = join(name, old)
        for key in [one for one in fields if one == here or one.startswith(inside(here))]:
            made[join(name, place) + key[len(here):]] = fields[key]
    return made
