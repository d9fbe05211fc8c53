"""Two edits of the same data: put together field by field, or the fields that both changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rettesnor_editor.forms.fields import ABSENT, join

MINE, THEIRS = "mitt", "deres"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both changed, with what each wrote; ``ABSENT`` for a field taken out."""

    field: str
    before: Any
    mine: Any
    theirs: Any


def merged(
    before: Any, mine: Any, theirs: Any, chosen: Mapping[str, str], name: str = ""
) -> tuple[Any, list[Conflict]]:
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
    if all(isinstance(one, list) for one in (before, mine, theirs)) and (
        len(before) == len(mine) == len(theirs)
    ):
        pairs = [
            merged(*three, chosen, join(name, place))
            for place, three in enumerate(zip(before, mine, theirs, strict=True))
        ]
        return [one for one, _ in pairs], [c for _, found in pairs for c in found]
    wanted = chosen.get(name, "")
    if wanted in (MINE, THEIRS):
        return (mine if wanted == MINE else theirs), []
    return mine, [Conflict(name, before, mine, theirs)]


def _groups(
    before: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any],
    chosen: Mapping[str, str], name: str,
) -> tuple[Any, list[Conflict]]:
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


def _same(one: Any, other: Any) -> bool:
    if one is ABSENT or other is ABSENT:
        return one is other
    return type(one) is type(other) and bool(one == other)
