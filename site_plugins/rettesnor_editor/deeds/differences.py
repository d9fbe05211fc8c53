"""What differs between two versions of a document, field by field, with the words that changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from markupsafe import Markup, escape
from rettesnor.reading.checks.phrases import day
from rettesnor.releases.redline.compare import words

from rettesnor_editor.forms.choices import Names
from rettesnor_editor.forms.controls import Control
from rettesnor_editor.forms.fields import ABSENT, join
from rettesnor_editor.forms.prose import unwrapped
from rettesnor_editor.language import N_, say

_YES, _NO = N_("ja"), N_("nei")
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-\d\d")
_NO_NAMES: Names = {}
_NAMED_BY = ("tittel", "korttittel", "term", "title", "navn", "hva", "id", "tekst")
"""Keys whose value tells which item of a list is meant."""
_LIKE = 0.5
"""Share of text in common from which two items are one that changed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs.

    Attributes:
        field: where it stands in the new version; in the old one when it is taken out.
        label: what an editor calls it.
        before: its text before; empty when it is new.
        after: its text now; empty when it is taken out.
    """

    field: str
    label: str
    before: str
    after: str

    @property
    def redline(self) -> Markup:
        """Its text with the words that are added and taken out."""
        return redline(self.before, self.after)


def differences(
    control: Control | None, before: Any, after: Any, names: Names = _NO_NAMES
) -> list[Difference]:
    """Return what differs, in the order of the form; what no form shows comes last.

    Args:
        control: its form; None for a file that has none.
        before: the data; ``ABSENT`` for a document that is new.
        after: the data; ``ABSENT`` for a document that is taken out.
        names: what ids are called; an id that has no name is shown as it is.
    """
    return list(_found(control, before, after, "", "", names))


def redline(old: str, new: str) -> Markup:
    """Return ``new`` as HTML, with the words that differ from ``old`` in ``ins`` and ``del``."""
    tags = {"ins": "ins", "del": "del"}
    return Markup("").join(
        Markup("<{0}>{1}</{0}>").format(tags[piece.kind], piece.text) if piece.kind in tags
        else escape(piece.text)
        for piece in words(old, new)
    )


def _found(
    control: Control | None, before: Any, after: Any, field: str, label: str, names: Names
) -> Iterator[Difference]:
    if before == after and type(before) is type(after):
        return
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = (one if isinstance(one, dict) else {} for one in (before, after))
        for key in _keys(control, old, new):
            part = _part(control, key)
            name = say(part.title) if part and part.title else key
            yield from _found(
                part, old.get(key, ABSENT), new.get(key, ABSENT), join(field, key),
                f"{label}, {name[:1].lower()}{name[1:]}" if label else name, names,
            )
    elif _has_items(before) or _has_items(after):
        item = control.item if control else None
        for place, old, new in _pairs(_items(before), _items(after)):
            yield from _found(
                item, old, new, join(field, place), f"{label} {_name(new, old, place)}".strip(),
                names,
            )
    else:
        was, is_ = (_shown(control, one, names) for one in (before, after))
        if was == is_:  # two that are called the same
            was, is_ = _text(before), _text(after)
        yield Difference(field, label or say("Teksten"), was, is_)


def _keys(control: Control | None, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    shown = [one.name for one in control.within] if control else []
    return list(dict.fromkeys([
        *(key for key in shown if key in old or key in new), *new, *old
    ]))


def _part(control: Control | None, key: str) -> Control | None:
    if control is None or control.kind != "group":
        return None
    return next((one for one in control.within if one.name == key), None)


def _has_items(value: Any) -> bool:
    """Whether it is a list of more than plain values."""
    return isinstance(value, list) and any(isinstance(one, dict | list) for one in value)


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _pairs(old: list[Any], new: list[Any]) -> Iterator[tuple[int, Any, Any]]:
    """Yield a place and the items of both lists that are the same item, or ``ABSENT``."""
    ids = [[one.get("id") for one in items if isinstance(one, dict)] for items in (old, new)]
    if all(len(set(found)) == len(items) and None not in found
           for found, items in zip(ids, (old, new), strict=True)):
        known = dict(zip(ids[0], old, strict=True))
        for place, (key, one) in enumerate(zip(ids[1], new, strict=True)):
            yield place, known.get(key, ABSENT), one
        for place, (key, one) in enumerate(zip(ids[0], old, strict=True)):
            if key not in ids[1]:
                yield place, one, ABSENT
        return
    matcher = SequenceMatcher(None, [*map(repr, old)], [*map(repr, new)], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        left = list(range(a, b))
        for place in range(c, d):
            like = next((n for n in left if _alike(old[n], new[place])), None)
            if like is not None:
                left.remove(like)
            yield place, ABSENT if like is None else old[like], new[place]
        for place in left:
            yield place, old[place], ABSENT


def _alike(one: Any, other: Any) -> bool:
    return SequenceMatcher(None, _text(one), _text(other), autojunk=False).ratio() >= _LIKE


def _name(new: Any, old: Any, place: int) -> str:
    known = next((one for one in (new, old) if isinstance(one, dict)), {})
    for key in _NAMED_BY if "id" in known else ():
        if known.get(key):
            return f"«{_text(known[key])}»"
    return str(place + 1)


def _shown(control: Control | None, value: Any, names: Names) -> str:
    """Return a value as the form shows it: the names of ids, and dates in words."""
    if isinstance(value, list):
        item = control and (control.item or control)
        between = "; " if item and item.picks else "\n"  # a redline has no lines of its own
        return between.join(_shown(item, one, names) for one in value)
    if isinstance(value, str) and control is not None:
        if control.kind == "date" and _DAY.fullmatch(value):
            return day(value)
        if value in (called := dict(control.options)):
            return say(called[value])
        return names.get(control.picks, {}).get(value) or _text(value)
    return _text(value)


def _text(value: Any) -> str:
    """Return a value as a person reads it."""
    if value is ABSENT or value is None:
        return ""
    if isinstance(value, bool):
        return say(_YES if value else _NO)
    if isinstance(value, dict):
        return "\n".join(_text(one) for one in value.values() if one is not None)
    if isinstance(value, list):
        return "\n".join(_text(one) for one in value)
    return unwrapped(value) if isinstance(value, str) else str(value)
