"""What a release tells of its changes, drawn from the comparison and the fragments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rettesnor.model.change import OMPLASSERT, RAMME, EndretAnbefaling, EndretRamme, TattUt
from rettesnor.model.diff import TRANSLATIONS, Change
from rettesnor.model.edition import guideline_data
from rettesnor.model.fields import FRAME, below
from rettesnor.releases.requirements import Documented

GROUPS = frozenset(one.name for one in below(FRAME) if one.kind == "group")
"""The parts of the frame that have their posts in lists below them."""
_SAYS = {"added": "ny", "removed": "tatt ut", "changed": "endret"}


def changed_recommendations(account: Documented) -> tuple[EndretAnbefaling, ...]:
    """Return the recommendations that differ, by id."""
    gone = set(account.withdrawn)
    return tuple(
        EndretAnbefaling(
            id_, "tatt ut" if id_ in gone else _SAYS[difference.kind], difference.fields,
            tuple(fragment.fil for fragment in account.telling.get(id_, ())),
        )
        for id_, difference in sorted(account.differing.items())
    )


def changed_guideline(account: Documented) -> tuple[EndretRamme, ...]:
    """Return the parts of the frame that differ, each with the posts in it."""
    data = guideline_data(account.new.guideline)
    return tuple(
        _part(name, account.frame_parts[name], data)
        for name in RAMME if name in account.frame_parts
    )


def tombstones(account: Documented, day: str) -> tuple[TattUt, ...]:
    """Return a tombstone for each recommendation that stops applying on ``day``."""
    stones = []
    for id_ in sorted(account.withdrawn):
        recommendation = account.old.recommendations[id_]
        fragment = next(
            f for f in account.telling[id_] if f.slag in ("opphevet", *OMPLASSERT)
        )
        moved = fragment.slag in OMPLASSERT
        stones.append(TattUt(
            id_, recommendation.tittel, recommendation.kapittel, fragment.slag, day,
            fragment.hva if moved else fragment.grunn,
            fragment.til if moved else fragment.i_stedet,
        ))
    return tuple(stones)


def _part(name: str, changes: Any, data: dict[str, Any]) -> EndretRamme:
    posts: dict[str, dict[str, None]] = {"added": {}, "removed": {}, "changed": {}}
    for change in changes:
        kind, post = _post(name, change, data)
        posts[kind][post] = None
    fresh, gone = posts["added"], posts["removed"]
    altered = [post for post in posts["changed"] if post not in fresh]
    return EndretRamme(name, tuple(fresh), tuple(altered), tuple(gone))


def _post_of_group(
    parts: Sequence[str], change: Change, data: Mapping[str, Any]
) -> tuple[str, str]:
    """Return what ``_post`` does, of a part whose posts are in lists below it."""
    if len(parts) == 3 and change.item and change.kind in ("added", "removed"):
        return change.kind, change.item
    listed = data.get(parts[1], ()) if len(parts) > 3 and parts[2].isdigit() else ()
    if listed and int(parts[2]) < len(listed):
        return "changed", str(listed[int(parts[2])].get("id", parts[1]))
    return "changed", parts[1] if len(parts) > 1 else parts[0]


def _post(name: str, change: Change, data: dict[str, Any]) -> tuple[str, str]:
    """Return how the post that ``change`` is in differs, and what it is called."""
    parts = change.field.split(".")
    if name == RAMME[0]:
        return "changed", parts[0]
    if parts[0] == TRANSLATIONS:
        return "changed", parts[3]
    if name == "bilder":
        return change.kind, change.field.partition(".")[2]
    if name in GROUPS:
        return _post_of_group(parts, change, data.get(name, {}))
    if len(parts) == 2 and change.kind in ("added", "removed"):
        return change.kind, change.item
    return "changed", str(data[name][int(parts[1])]["id"]) if len(parts) > 1 else name
