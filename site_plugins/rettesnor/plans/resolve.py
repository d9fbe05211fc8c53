"""Carrying out what the owner of a plan decided about the conflicts of an update."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rettesnor.plans.merge import GONE, ITEMS, JUDGEMENT
from rettesnor.plans.text_merge import replaced

KEEP, NATIONAL, OWN = "behold", "nasjonal", "egen"
Data = dict[str, Any]


class ResolveError(Exception):
    """A choice cannot be carried out; says which and why, in Norwegian."""


def undecided(conflicts: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    """Yield the number, from 0, of each conflict that has no choice."""
    return (number for number, one in enumerate(conflicts) if not one["valg"])


def resolve(data: Mapping[str, Any], conflicts: Sequence[Mapping[str, Any]]) -> Data:
    """Return the plan with every choice carried out.

    Args:
        data: what ``plan.yml`` says; it is not changed.
        conflicts: those in ``konflikter.yml``; each has a choice.

    Raises:
        ResolveError: a choice cannot be carried out; nothing is then.
    """
    made: Data = copy.deepcopy(dict(data))
    # Lists shrink and grow: the last places first, so that the others stay where they are.
    for one in reversed(conflicts):
        if one["valg"] != KEEP:
            _carry_out(made, one)
    return made


def _carry_out(data: Data, one: Mapping[str, Any]) -> None:
    place, kind, choice = str(one["sted"]), one["slag"], one["valg"]
    if choice == OWN and "egen" not in one:
        raise ResolveError(f"{place}: skriv teksten under «egen», eller velg noe annet.")
    top, id_, *rest = place.split(".")
    entry = next((found for found in data.get(top, ()) if found["id"] == id_), None)
    if entry is None:
        raise ResolveError(f"{place}: posten «{id_}» finnes ikke i planen lenger. Velg «behold».")
    if kind == JUDGEMENT or (kind == GONE and choice == OWN):
        raise ResolveError(
            f"{place}: her er det ingen tekst å ta inn. Endre posten i plan.yml, og velg «behold»."
        )
    if kind == GONE:
        data[top].remove(entry)
        if not data[top]:
            del data[top]
        return
    value = one["egen"] if choice == OWN else one.get("nasjonal", [] if kind == ITEMS else "")
    if isinstance(value, list) != (kind == ITEMS):
        raise ResolveError(f"{place}: «egen» må være av samme slag som «lokal».")
    if kind == ITEMS:
        _put_items(entry, rest[0], one, value)
    else:
        _put_text(entry, rest, one, value)


def _put_items(entry: Data, name: str, one: Mapping[str, Any], value: Sequence[Any]) -> None:
    """Put ``value`` in place of the plan's items; where it had none, at the end."""
    items, local = list(entry.get(name, ())), list(one.get("lokal", ()))
    if not local:
        entry[name] = [*items, *value]
        return
    size = len(local)
    at = next((n for n in range(len(items)) if items[n : n + size] == local), None)
    if at is None:
        raise _changed(one)
    items[at : at + size] = value
    if items:
        entry[name] = items
    else:
        entry.pop(name, None)


def _put_text(entry: Data, way: Sequence[str], one: Mapping[str, Any], value: str) -> None:
    local = one.get("lokal", "")
    if len(way) == 1:
        holder, name = entry, way[0]
    else:
        name = way[2]
        items = entry.get(way[0], ())
        number = int(way[1])
        same = [n for n, item in enumerate(items)
                if replaced(item.get(name, ""), local, value) is not None]
        if not same:
            raise _changed(one)
        holder = items[number if number in same else same[0]]
    made = replaced(holder.get(name, ""), local, value)
    if made is None:
        raise _changed(one)
    if made:
        holder[name] = made
    else:
        holder.pop(name, None)


def _changed(one: Mapping[str, Any]) -> ResolveError:
    return ResolveError(
        f"{one['sted']}: teksten i planen er en annen enn den som står under «lokal». "
        "Velg «behold» når den er slik den skal være."
    )
