"""Two edits of the same data: put together field by field, or the fields that both changed.

Lists whose items have ids (sources, terms, chapters) are merged item by item, whatever their order;
other lists like lines of a text. No word of either side is ever left out silently: it is in the
result, or it was taken out by the other side alone, or its field is a conflict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.editing.three_way import chunks

from rettesnor_editor.forms.fields import ABSENT, join

MINE, THEIRS = "mitt", "deres"
_ID = "id"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both changed, with what each wrote; ``ABSENT`` for a field taken out."""

    field: str
    before: Any
    mine: Any
    theirs: Any


Merged = tuple[Any, list[Conflict]]


def merged(
    before: Any, mine: Any, theirs: Any, chosen: Mapping[str, str], name: str = ""
) -> Merged:
    """Return both edits of ``before`` in one, and the fields that nobody has decided on.

    Args:
        chosen: by field, ``MINE`` or ``THEIRS``.
    """
    if _same(mine, theirs) or _same(before, theirs):
        return mine, []
    if _same(before, mine):
        return theirs, []
    if all(isinstance(one, dict) for one in (mine, theirs)):
        return _groups(before if isinstance(before, dict) else {}, mine, theirs, chosen, name)
    if all(isinstance(one, list) for one in (before, mine, theirs)):
        found = _lists(before, mine, theirs, chosen, name)
        if found is not None:
            return found
    return _decided(before, mine, theirs, chosen, name)


def _decided(
    before: Any, mine: Any, theirs: Any, chosen: Mapping[str, str], name: str
) -> Merged:
    wanted = chosen.get(name, "")
    if wanted in (MINE, THEIRS):
        return (mine if wanted == MINE else theirs), []
    return mine, [Conflict(name, before, mine, theirs)]


def _groups(
    before: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any],
    chosen: Mapping[str, str], name: str,
) -> Merged:
    made, conflicts = {}, []
    for key in [*theirs, *(key for key in mine if key not in theirs)]:
        value, found = merged(
            before.get(key, ABSENT), mine.get(key, ABSENT), theirs.get(key, ABSENT), chosen,
            join(name, key),
        )
        conflicts += found
        if value is not ABSENT:
            made[key] = value
    return made, conflicts


def _lists(
    before: list[Any], mine: list[Any], theirs: list[Any], chosen: Mapping[str, str], name: str
) -> Merged | None:
    """Return the merged list; None when the two changed the same part of it."""
    keys = [_keys(one) for one in (before, mine, theirs)]
    if all(one is not None for one in keys):
        return _by_id(before, mine, theirs, chosen, name)
    made: list[Any] = []
    conflicts: list[Conflict] = []
    for old, own, other in chunks(before, mine, theirs, repr):
        if _same(own, other) or _same(old, other):
            made += own
        elif _same(old, own):
            made += other
        elif len(old) == len(own) == len(other):
            for three in zip(old, own, other, strict=True):
                value, found = merged(*three, chosen, join(name, len(made)))
                made.append(value)
                conflicts += found
        else:
            return None
    return made, conflicts


def _by_id(
    before: list[Any], mine: list[Any], theirs: list[Any], chosen: Mapping[str, str], name: str
) -> Merged | None:
    old, own, other = ({one[_ID]: one for one in items} for items in (before, mine, theirs))
    order = _order(list(old), list(own), list(other))
    if order is None:
        return None
    made: list[Any] = []
    conflicts: list[Conflict] = []
    for place, key in enumerate(order):
        value, found = merged(
            old.get(key, ABSENT), own.get(key, ABSENT), other.get(key, ABSENT), chosen,
            join(name, place),
        )
        conflicts += found
        if value is not ABSENT:
            made.append(value)
    return made, conflicts


def _order(before: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any] | None:
    """Return the order of the ids of both, with those that only one side has taken out.

    None when both moved the same ids, to different places.
    """
    kept = [key for key in before if key in mine and key in theirs]
    own, other = ([key for key in keys if key in kept] for keys in (mine, theirs))
    if own != kept and other != kept and own != other:
        return None
    base, added = (mine, theirs) if own != kept else (theirs, mine)
    made = list(base)
    for place, key in enumerate(added):
        if key not in made:
            after = next((one for one in reversed(added[:place]) if one in made), None)
            made.insert(made.index(after) + 1 if after is not None else 0, key)
    return made


def _keys(items: Sequence[Any]) -> list[Any] | None:
    """Return the ids of items; None unless each has one of its own."""
    found = [one.get(_ID) for one in items if isinstance(one, dict)]
    whole = len(found) == len(items) and all(isinstance(one, str) for one in found)
    return found if whole and len(set(found)) == len(found) else None


def _same(one: Any, other: Any) -> bool:
    if one is ABSENT or other is ABSENT:
        return one is other
    return type(one) is type(other) and bool(one == other)
