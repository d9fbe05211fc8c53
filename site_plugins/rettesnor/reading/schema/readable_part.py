"""The part of a file that its schema accepts, so that one fault does not hide another.

The check goes on with it after a schema error. It is never published.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.schema.fields import Fields, Schema
from rettesnor.reading.schema.validate import load, validator
from rettesnor.reading.yaml.loader import Pointer, dotted


@dataclass(frozen=True, slots=True)
class ReadablePart:
    """What could be read of a file.

    Attributes:
        data: has every field that the schema requires. A value that could not be read is empty,
            and an item of a list keeps its number, so that places can still be looked up.
        unreadable: dotted pointers of the fields whose value is not known, sorted.
    """

    data: Any
    unreadable: tuple[str, ...]


def readable_part(data: Any, kind: str) -> ReadablePart | None:
    """Return what can be read of ``data``, which breaks the schema ``kind``.

    None when that is nothing: the file is not made of fields.
    """
    if not isinstance(data, dict):
        return None
    fields = Fields(load(kind))
    wrong: set[Pointer] = set()
    unknown: set[Pointer] = set()
    for error in validator(kind).iter_errors(data):
        pointer: Pointer = tuple(error.absolute_path)
        if fields.is_misplaced(pointer, data):
            name, allowed = pointer[0], fields.names(load(kind))
            wrong.add((name,))
            unknown |= set(_meant(str(name), (), allowed, fields, data))
        elif error.schema is False:  # a condition rules fields out; either side may be the fault
            condition, consequence = fields.condition(error.absolute_schema_path)
            names = (*fields.names(condition), *fields.names(consequence))
            unknown |= {(*pointer, name) for name in names}
        elif error.validator == "required":
            unknown |= {
                (*pointer, name) for name in error.validator_value if name not in error.instance
            }
        elif error.validator == "additionalProperties":
            allowed = fields.names(error.schema)
            for name in error.instance:
                if name not in allowed:
                    wrong.add((*pointer, name))
                    unknown |= set(_meant(name, pointer, allowed, fields, data))
        elif error.validator == "uniqueItems":
            unknown |= {(*pointer, index) for index in _repeated(error.instance)}
        else:
            wrong.add(pointer)
    if () in wrong:
        return None
    sound = deepcopy(data)
    for pointer in sorted(wrong, key=len):
        _cut(sound, pointer, fields)
    _complete(sound, (), fields)
    _complete_by_conditions(sound, kind, wrong | unknown, fields)
    return ReadablePart(sound, tuple(sorted(map(dotted, wrong | unknown))))


def at_or_below(field: str, others: Collection[str]) -> bool:
    """Return whether ``field`` is one of ``others``, or part of one (dotted pointers)."""
    return any(field == other or field.startswith(f"{other}.") for other in others)


def overlap(fields: Collection[str], others: Collection[str]) -> bool:
    """Return whether some field is one of ``others``, part of one, or holds one."""
    return any(at_or_below(field, others) for field in fields) or any(
        at_or_below(other, fields) for other in others
    )


def unnumbered(field: str) -> str:
    """Return a dotted pointer without the numbers of items: ``lover.id`` for ``lover.3.id``."""
    return ".".join(part for part in field.split(".") if not part.isdigit())


def _meant(
    name: str, group: Pointer, allowed: Schema, fields: Fields, data: Any
) -> Iterator[Pointer]:
    """Yield the fields that the unknown ``name`` may be: misspelt, or in the wrong group."""
    near = Names(allowed).closest(name)
    candidates = [(*group, near)] if near else []
    candidates += fields.pointers(name)
    for pointer in candidates:
        if not _is_there(data, pointer):
            yield pointer


def _is_there(data: Any, pointer: Pointer) -> bool:
    for part in pointer:
        if not isinstance(data, dict) or part not in data:
            return False
        data = data[part]
    return True


def _repeated(items: list[Any]) -> Iterator[int]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        form = json.dumps(item, sort_keys=True)
        if form in seen:
            yield index
        seen.add(form)


def _cut(data: Any, pointer: Pointer, fields: Fields) -> None:
    """Remove the value at ``pointer``; an item of a list becomes empty, and keeps its number."""
    for part in pointer[:-1]:
        if isinstance(data, dict) and part not in data:
            return  # what holds it was removed
        data = data[part]
    if isinstance(data, list):
        data[int(pointer[-1])] = _empty(pointer, fields)
    elif isinstance(data, dict):
        data.pop(pointer[-1], None)


def _complete_by_conditions(
    data: Any, kind: str, unknown: Collection[Pointer], fields: Fields
) -> None:
    """Add an empty value for what is not known, and required because of another field's value."""
    for error in list(validator(kind).iter_errors(data)):
        if error.validator == "required":
            for name in error.validator_value:
                pointer = (*error.absolute_path, name)
                if pointer in unknown:
                    error.instance.setdefault(name, _empty(pointer, fields))


def _complete(value: Any, pointer: Pointer, fields: Fields) -> None:
    """Add an empty value for every field that is required and missing in ``value``."""
    if isinstance(value, dict):
        for name in fields.at(pointer).get("required", ()):
            if name not in value:
                value[name] = _empty((*pointer, name), fields)
        for name, inner in value.items():
            _complete(inner, (*pointer, name), fields)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _complete(item, (*pointer, index), fields)


def _empty(pointer: Pointer, fields: Fields) -> Any:
    kind = fields.at(pointer).get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if "array" in kinds:
        return []
    if "object" in kinds:
        return {}
    if "boolean" in kinds:
        return False
    return 0 if "integer" in kinds else ""
