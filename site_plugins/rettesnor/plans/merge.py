"""Merging base, national and local by field: nothing local is lost, nothing overridden in silence.

Base is the national text that the plan was made from, national the same text as it is now, and
local what the plan says. A field, an item of a list or a paragraph of a text that only one of them
changed is taken from that one. Where both changed it, the plan keeps its own words, and the place
is named in a conflict with all three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rettesnor.editing.three_way import chunks
from rettesnor.plans.text_merge import merge_text
from rettesnor.plans.views import KEYS, View

TEXT, ITEMS, JUDGEMENT, GONE = "tekst", "liste", "vurdering", "borte"
"""The kinds of conflict; ``schema/plan-conflicts.schema.json`` says what they mean."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both the plan and the national guideline changed the text.

    Attributes:
        place: the way to it in the plan, with ids for entries: ``anbefalinger.rutiner.steg.2.hva``.
        kind: one of the constants above.
        about: what it concerns, in Norwegian; filled in by the caller.
        base, national, local: the text, or the items, of each; None where there is none.
    """

    place: str
    kind: str
    about: str = ""
    base: Any = None
    national: Any = None
    local: Any = None


@dataclass
class Merged:
    """What a merge gave.

    Attributes:
        value: the entry as the plan is to have it.
        conflicts: what the owner has to decide.
        taken: the places where the national change was taken in.
    """

    value: View
    conflicts: list[Conflict] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)


def merge_entry(place: str, base: View, national: View, local: Mapping[str, Any]) -> Merged:
    """Return ``local``, an entry of a plan, with what changed from ``base`` to ``national``.

    Fields that the plan has not replaced are left out of the plan, and so follow the national text.

    Args:
        place: the way to the entry in the plan.
    """
    merged = Merged(dict(local))
    for name in sorted({*base, *national}):
        if name not in local:
            continue
        here = f"{place}.{name}"
        old, new, own = base.get(name), national.get(name), local[name]
        if name in KEYS:
            value: Any = _items(here, name, old or [], new or [], own, merged)
        else:
            value = _text(here, old, new, own, merged)
        if value:
            merged.value[name] = value
        else:
            del merged.value[name]
    return merged


def _text(place: str, base: Any, national: Any, local: Any, merged: Merged) -> Any:
    """Return a text, part by part where both changed it (see ``text_merge``)."""
    if national in (base, local):
        return local
    if local == base:
        merged.taken.append(place)
        return national
    if not (base and national and local):
        merged.conflicts.append(Conflict(place, TEXT, "", base, national, local))
        return local
    made = merge_text(base, national, local)
    if made.taken:
        merged.taken.append(place)
    merged.conflicts += [
        Conflict(place, TEXT, "", one.base, one.national, one.local) for one in made.disputed
    ]
    return made.text


def _items(
    place: str, name: str, base: Sequence[Any], national: Sequence[Any], local: Sequence[Any],
    merged: Merged,
) -> list[Any]:
    """Return the items of a list, part by part: three-way as diff3 does it, then by field."""
    shared = KEYS[name]

    def key(item: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(item.get(one, "") for one in shared)

    made: list[Any] = []
    for old, own, new in chunks(base, local, national, key):
        keys = [[*map(key, part)] for part in (old, own, new)]
        if keys[2] in (keys[0], keys[1]):
            made += own
        elif keys[1] == keys[0] and len(new) != len(old) and not _extra(own, shared):
            merged.taken.append(place)
            made += new
        elif len(old) == len(own) == len(new):
            made += [
                _item(f"{place}.{len(made) + number}", shared, items, merged)
                for number, items in enumerate(zip(old, new, own, strict=True))
            ]
        elif _only_added(keys) and not old:
            made += [*own, *new]  # both added at the same place; neither changed a text
            merged.taken.append(place)
        else:
            merged.conflicts.append(Conflict(place, ITEMS, "", old, new, own))
            made += own
    return made


def _extra(items: Sequence[Mapping[str, Any]], shared: Sequence[str]) -> bool:
    """Whether an item has something that only plans have, such as a threshold of its own."""
    return any(set(item) - set(shared) for item in items)


def _only_added(keys: Sequence[Sequence[Any]]) -> bool:
    return not set(keys[1]) & set(keys[2])


def _item(
    place: str, shared: Sequence[str], items: tuple[Any, Any, Any], merged: Merged
) -> dict[str, Any]:
    base, national, local = items
    made = dict(local)
    differs = any(base.get(name, "") != national.get(name, "") for name in shared)
    if differs and _extra([local], shared):
        # The plan's own number belongs to the old words; the new ones may be about something else.
        merged.conflicts.append(
            Conflict(place.rpartition(".")[0], ITEMS, "", [base], [national], [local])
        )
        return made
    for name in shared:
        value = _text(
            f"{place}.{name}", base.get(name, ""), national.get(name, ""), local.get(name, ""),
            merged,
        )
        if value:
            made[name] = value
        else:
            made.pop(name, None)
    return made


def words(value: Any) -> Iterator[str]:
    """Yield every text in ``value``."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from words(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from words(item)
