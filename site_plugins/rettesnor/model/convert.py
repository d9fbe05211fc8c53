"""Building frozen dataclasses from plain data, by their own annotations.

Field names are the same in YAML, schema, model and JSON, so one function serves all: it reads
each class's annotations once and compiles what to do with every field.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def from_data(cls: type[T], data: Mapping[str, Any], **extra: Any) -> T:
    """Return ``cls`` filled from ``data``; ``extra`` adds fields that the data does not hold.

    Nested dataclasses and tuples of them are built alike. ``data`` must already satisfy the
    schema: unknown keys are ignored, a missing key takes the field's default.

    Raises:
        TypeError: a field without a default is missing.
    """
    arguments = dict(extra)
    key: Any = cls
    for name, convert in _converters(key):
        if name in data:
            value = data[name]
            arguments[name] = value if convert is None else convert(value)
    return cls(**arguments)


def to_data(value: Any) -> Any:
    """Return a model value as plain data, leaving out fields that are empty."""
    kind: Any = type(value)
    names = _names(kind)
    if names:
        filled = {}
        for name in names:
            data = getattr(value, name)
            if type(data) is not str:  # most are, and stay as they are
                data = to_data(data)
            if data or not _is_empty(data):
                filled[name] = data
        return filled
    if isinstance(value, tuple):
        return [item if type(item) is str else to_data(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_data(item) for key, item in value.items()}
    return value


@cache
def _names(cls: Any) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass; nothing for any other class."""
    return tuple(f.name for f in dataclasses.fields(cls)) if _is_class(cls) else ()


@cache
def _converters(cls: Any) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    hints = typing.get_type_hints(cls)
    return tuple((f.name, _converter(hints[f.name])) for f in dataclasses.fields(cls))


def _is_empty(data: Any) -> bool:
    return not data and (data is None or data is False or data != 0)


def _is_class(hint: Any) -> bool:
    return dataclasses.is_dataclass(hint)


def _converter(hint: Any) -> Callable[[Any], Any] | None:
    if _is_class(hint):
        return lambda value: from_data(hint, value)
    if typing.get_origin(hint) is tuple:
        (item, *_) = typing.get_args(hint)
        if _is_class(item):
            return lambda values: tuple(from_data(item, value) for value in values)
        return tuple
    if typing.get_origin(hint) is types.UnionType:
        kinds = [one for one in typing.get_args(hint) if _is_class(one)]
        return _converter(kinds[0]) if len(kinds) == 1 else None
    return None
