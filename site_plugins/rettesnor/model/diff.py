"""What differs between two editions, as values.

Fields are named by dotted pointers as elsewhere (``praktisk_gjennomforing.steg.0.hva``); the
number of a list item is its place in the new edition, or in the old when it was removed.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rettesnor.model.edition import Edition, guideline_data, plain_texts, recommendation_data
from rettesnor.model.fields import lists

TRANSLATIONS = "oversettelser"
"""The first part of the fields that texts in other languages are named by, before the language."""
Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    Attributes:
        kind: for ``moved`` the list item is the same (if it is changed, too, there is a second
            change), and ``old`` and ``new`` are its places.
        field: the dotted pointer.
        item: what the nearest list item is known by, such as «opplæringslova § 10-6».
    """

    kind: Kind
    field: str
    old: Any = None
    new: Any = None
    item: str = ""

    @property
    def name(self) -> str:
        """The field without places in lists."""
        return ".".join(part for part in self.field.split(".") if not part.isdigit())


@dataclass(frozen=True, slots=True)
class Difference:
    """A recommendation that differs; ``changes`` name its fields when it is in both editions."""

    id: str
    kind: Kind
    changes: tuple[Change, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ, each once."""
        return tuple(dict.fromkeys(change.name for change in self.changes))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two editions: recommendations by id, and the
    guideline's own files (``frame``)."""

    recommendations: tuple[Difference, ...]
    frame: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.recommendations or self.frame)


_KEYS = {field.name: field.key for field in lists() if field.key}
"""The fields that tell the items of a list apart, by the list's last name."""
_BY_LIKENESS = frozenset(field.name for field in lists() if field.alike)
"""Lists whose items have no key: the one most alike is taken to be the same."""
_NAMED = 6
"""Words by which an item without a name is known when it has moved."""
_LIKE = 0.4
"""Share of words in common from which two items count as the same one, rewritten."""


def diff(old: Edition, new: Edition) -> Comparison:
    """Return what differs between ``old`` and ``new``; falsy when nothing does."""
    ids = dict.fromkeys((*old.recommendations, *new.recommendations))
    found = []
    for id_ in ids:
        before, after = old.recommendations.get(id_), new.recommendations.get(id_)
        if before is None or after is None:
            found.append(Difference(id_, "added" if before is None else "removed"))
        else:
            changes = [] if before == after else compare(
                recommendation_data(before), recommendation_data(after)
            )
            changes += _translated(old, new, id_)
            if changes:
                found.append(Difference(id_, "changed", tuple(changes)))
    frame = compare(guideline_data(old.guideline), guideline_data(new.guideline))
    frame += compare(dict(old.bilder), dict(new.bilder), "bilder", keyed=True)
    frame += _translated(old, new)
    return Comparison(tuple(found), tuple(frame))


def _translated(old: Edition, new: Edition, id_: str = "") -> list[Change]:
    """Return what differs in other languages: in a recommendation, without an id in the
    guideline's own files."""
    if not (old.oversettelser or new.oversettelser):
        return []
    return compare(_texts(old, id_), _texts(new, id_), TRANSLATIONS)


def _texts(edition: Edition, id_: str) -> dict[str, Any]:
    """Return the texts by language, for the languages that have any."""
    found = {
        language: texts.anbefalinger.get(id_, {}) if id_ else texts.ramme
        for language, texts in edition.oversettelser.items()
    }
    return {language: plain_texts(said) for language, said in found.items() if said}


def compare(
    old: Any, new: Any, field: str = "", item: str = "", *, keyed: bool = False
) -> list[Change]:
    """Return what differs between two pieces of plain data at ``field``.

    Args:
        item: what the list item around them is known by.
        keyed: the keys of the mapping are names of items, and not of fields.
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        changes = []
        for key in dict.fromkeys((*old, *new)):
            inner = f"{field}.{key}" if field else key
            named = key if keyed else item
            if key not in new:
                changes.append(Change("removed", inner, old=old[key], item=named))
            elif key not in old:
                changes.append(Change("added", inner, new=new[key], item=named))
            else:
                changes += compare(old[key], new[key], inner, named)
        return changes
    if old == new and type(old) is type(new):
        return []
    if isinstance(old, list) and isinstance(new, list):
        name = field.rpartition(".")[2]
        if name in _KEYS or name in _BY_LIKENESS or _are_names(old, new):
            return _compare_lists(old, new, field, name)
    return [Change("changed", field, old, new, item)]


def _are_names(*lists: Sequence[Any]) -> bool:
    return all(isinstance(item, str) for items in lists for item in items)


def _compare_lists(
    old: Sequence[Any], new: Sequence[Any], field: str, name: str
) -> list[Change]:
    origin = _matched(old, new, name)
    kept = set(origin.values())
    changes = [
        Change("removed", f"{field}.{i}", old=item, item=_label(item, name))
        for i, item in enumerate(old) if i not in kept
    ]
    still = _in_order([origin[i] for i in sorted(origin)])
    for i, item in enumerate(new):
        label = _label(item, name)
        if i not in origin:
            changes.append(Change("added", f"{field}.{i}", new=item, item=label))
            continue
        if origin[i] not in still:
            named = label or _opening(item)
            changes.append(Change("moved", f"{field}.{i}", origin[i], i, named))
        changes += compare(old[origin[i]], item, f"{field}.{i}", label)
    return changes


def _matched(old: Sequence[Any], new: Sequence[Any], name: str) -> dict[int, int]:
    """Return which item of ``old`` each item of ``new`` is, by places."""
    places: dict[str, list[int]] = {}
    for i, item in enumerate(old):
        places.setdefault(_identity(item, name), []).append(i)
    for same in places.values():
        same.reverse()
    origin = {}
    for i, item in enumerate(new):
        same = places.get(_identity(item, name), [])
        if same:
            origin[i] = same.pop()
    if name in _BY_LIKENESS:
        left = sorted(i for same in places.values() for i in same)
        origin |= _alike(old, new, left, [i for i in range(len(new)) if i not in origin])
    return origin


def _alike(
    old: Sequence[Any], new: Sequence[Any], left: Sequence[int], right: Sequence[int]
) -> dict[int, int]:
    """Pair the items at ``left`` and ``right`` that share most words; lists are short."""
    words = {("old", i): _words(old[i]) for i in left} | {("new", i): _words(new[i]) for i in right}
    likeness = sorted(
        (
            (-_share(words["old", i], words["new", j]), abs(i - j), i, j)
            for i in left for j in right
        ),
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for unlike, _, i, j in likeness:
        if -unlike >= _LIKE and i not in taken and j not in pairs:
            pairs[j] = i
            taken.add(i)
    return pairs


def _words(item: Any) -> frozenset[str]:
    values = item.values() if isinstance(item, Mapping) else (item,)
    return frozenset(re.findall(r"\w+", " ".join(map(str, values)).casefold()))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _identity(item: Any, name: str) -> str:
    if name in _KEYS and isinstance(item, Mapping):
        return "\0".join(str(item.get(key, "")) for key in _KEYS[name])
    return item if isinstance(item, str) else json.dumps(item, sort_keys=True)


def _label(item: Any, name: str) -> str:
    if isinstance(item, Mapping):
        return " ".join(str(item.get(key, "")) for key in _KEYS.get(name, ()))
    return "" if name in _BY_LIKENESS else str(item)


def _opening(item: Any) -> str:
    """Return the first words of a list item that has no name, in quotation marks."""
    values = item.values() if isinstance(item, Mapping) else (item,)
    said = " ".join(map(str, values)).split()
    return f"«{' '.join(said[:_NAMED])}{' …' if len(said) > _NAMED else ''}»"


def _in_order(places: Sequence[int]) -> set[int]:
    """Return the most of ``places`` that still follow each other: a longest rising run of them.

    By patience sorting (Fredman 1975); what is not in it has been moved.
    """
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        pile = bisect_left(tops, place)
        before[place] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [place]
    run: set[int] = set()
    place_: int | None = tops[-1] if tops else None
    while place_ is not None:
        run.add(place_)
        place_ = before[place_]
    return run
