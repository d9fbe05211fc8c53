"""Between the data of a file and the fields of its form.

``to_fields`` gives what a browser posts when nothing is changed; ``from_fields`` the data of what
was posted. A field whose text is what the data gave keeps its value untouched, and so does all that
the form does not show: nothing is lost by being read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rettesnor_editor.forms.controls import Control
from rettesnor_editor.forms.prose import rewrapped, unwrapped

Fields = Mapping[str, Sequence[str]]
"""The fields of a form by name. A name is the dotted pointer of what it holds."""

ABSENT: Any = object()
"""The value of a field that the file does not have."""
FROM, SHOWN = "@fra", "@vist"
"""After the name of an item: the place that it had in the file, empty for a new one. After the
name of a list, of boxes or of a flag: that it is in the form, for an empty one posts nothing."""
YES, NO = "ja", "nei"
_PLACE = re.compile(r"(\d{1,4})" + FROM)


def join(name: str, key: str | int) -> str:
    """Return the name of the part ``key`` of ``name``."""
    return f"{name}.{key}" if name else str(key)


def places(fields: Fields, name: str) -> list[int]:
    """Return the numbers of the items of the list ``name``, in order."""
    start = f"{name}."
    found = (
        _PLACE.fullmatch(one[len(start):]) for one in fields if one.startswith(start)
    )
    return sorted(int(match[1]) for match in found if match)


def first(fields: Fields, name: str) -> str:
    """Return the value of the field ``name``; empty when there is none."""
    values = fields.get(name)
    return values[0] if values else ""


def text_of(control: Control, value: Any) -> str:
    """Return ``value`` as it stands in its field."""
    if value is ABSENT or value is None:
        return ""
    if control.kind == "csl-date":
        return _date_text(value)
    if control.kind in ("flag", "yesno"):
        return YES if value is True else NO if value is False else str(value)
    if control.kind == "markdown":
        return unwrapped(str(value))
    return str(value)


def to_fields(control: Control, value: Any, name: str = "") -> dict[str, list[str]]:
    """Return the fields that a form of ``value`` posts when nothing in it is changed."""
    found: dict[str, list[str]] = {}
    _collect(control, value, name, found)
    return found


def _collect(control: Control, value: Any, name: str, found: dict[str, list[str]]) -> None:
    if control.kind == "group":
        inner = value if isinstance(value, Mapping) else {}
        for part in control.within:
            _collect(part, inner.get(part.name, ABSENT), join(name, part.name), found)
    elif control.kind in ("list", "checks"):
        found[f"{name}{SHOWN}"] = ["1"]
        values = value if isinstance(value, list) else []
        if control.kind == "checks":
            if values:
                found[name] = [str(one) for one in values]
            return
        assert control.item is not None
        for place, one in enumerate(values):
            found[f"{join(name, place)}{FROM}"] = [str(place)]
            _collect(control.item, one, join(name, place), found)
    elif control.kind == "flag":
        found[f"{name}{SHOWN}"] = ["1"]
        if value is True:
            found[name] = [YES]
    else:
        found[name] = [text_of(control, value)]


def from_fields(control: Control, base: Any, fields: Fields, name: str = "") -> Any:
    """Return the data of ``fields``, laid on what the file had before.

    Args:
        base: that data; ``ABSENT`` for none.

    Returns: ``ABSENT`` when there is nothing left.
    """
    if control.kind == "group":
        return _group(control, base, fields, name)
    if control.kind == "list":
        return _list(control, base, fields, name)
    if control.kind == "checks":
        return _checks(base, fields, name)
    if control.kind == "flag":
        if f"{name}{SHOWN}" not in fields or (name in fields) == (base is True):
            return base
        return True if name in fields else ABSENT
    if name not in fields:
        return base
    return _single(control, base, first(fields, name))


def _group(control: Control, base: Any, fields: Fields, name: str) -> Any:
    made = dict(base) if isinstance(base, Mapping) else {}
    for part in control.within:
        value = from_fields(part, made.get(part.name, ABSENT), fields, join(name, part.name))
        if value is ABSENT:
            made.pop(part.name, None)
        else:
            made[part.name] = value
    if not made and base != {}:
        return ABSENT
    return made


def _list(control: Control, base: Any, fields: Fields, name: str) -> Any:
    if f"{name}{SHOWN}" not in fields:
        return base
    assert control.item is not None
    before = base if isinstance(base, list) else []
    made = []
    for place in places(fields, name):
        here = join(name, place)
        origin = first(fields, f"{here}{FROM}")
        old = before[int(origin)] if origin.isdigit() and int(origin) < len(before) else ABSENT
        value = from_fields(control.item, old, fields, here)
        if value is not ABSENT:
            made.append(value)
        elif control.fixed:  # keeps the places of those after it
            made.append({} if control.item.kind == "group" else None)
    if control.fixed and all(one in ({}, None) for one in made):
        made = made[:len(before)]  # nothing is translated: no more places are made
    if not made and base != []:
        return ABSENT
    return made


def _checks(base: Any, fields: Fields, name: str) -> Any:
    if f"{name}{SHOWN}" not in fields:
        return base
    before = base if isinstance(base, list) else []
    chosen = list(dict.fromkeys(fields.get(name, ())))
    kept = [one for one in before if str(one) in chosen]
    made = kept + [one for one in chosen if one not in {str(old) for old in kept}]
    if not made and base != []:
        return ABSENT
    return made


def _single(control: Control, base: Any, posted: str) -> Any:
    posted = posted.replace("\r\n", "\n").replace("\r", "\n")
    shown = text_of(control, base)
    if posted.strip() == shown.strip() and (base is not ABSENT or not posted.strip()):
        return base
    if not posted.strip():
        return ABSENT
    if control.kind == "markdown":
        before = base if isinstance(base, str) else ""
        return rewrapped(posted, before) or ABSENT
    if control.kind == "csl-date":
        return _date_of(posted)
    if control.kind in ("flag", "yesno"):
        return {YES: True, NO: False}.get(posted, posted)
    keeps = control.lines or "\n" in shown
    words = posted.strip() if keeps else " ".join(posted.split())
    number = control.whole_number or isinstance(base, int)
    if number and re.fullmatch(r"-?\d{1,9}", words) and str(int(words)) == words:
        return int(words)
    return words


def _date_text(value: Any) -> str:
    """Return the parts of a CSL-JSON date as 2025-08-15; two of them with a slash between."""
    if not isinstance(value, list):
        return ""
    return "/".join(
        "-".join(f"{n:02}" if isinstance(n, int) else str(n) for n in one)
        for one in value if isinstance(one, list)
    )


def _date_of(text: str) -> list[list[Any]]:
    """Return the parts of a date; what is no number stays text, for the check to report."""
    return [
        [int(n) if n.strip().isdigit() else n.strip() for n in one.strip().split("-")]
        for one in text.split("/")
    ]
