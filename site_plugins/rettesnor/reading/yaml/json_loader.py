"""The strict JSON loader, for what programs write for the guideline, such as a hearing's result."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from rettesnor.model.problem import Code, Problem
from rettesnor.reading.files.decoding import HIDDEN, hidden_message
from rettesnor.reading.yaml.loader import Pointer, dotted

CODES = (
    Code("json-syntaks", "Fila kan ikke leses som JSON.", suppressible=False),
)
"""The codes of what is found here."""

_HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair: JSON can write it and UTF-8 cannot."""
_HINT = "Hent fila på nytt fra programmet som skrev den."


class _Refused(ValueError):
    """The text is JSON, but of a kind that reads differently from reader to reader."""


def load(
    text: str, path: str, *,
    foreign: Callable[[Pointer], bool] = lambda pointer: False,
    name: Callable[[Any, Pointer], str] = lambda data, pointer: "",
) -> tuple[Any, list[Problem]]:
    """Return the data in ``text`` and the problems; the data is None when there are any.

    Beyond RFC 8259: no name twice in an object, no NaN or Infinity, no half of a surrogate pair,
    no hidden characters.

    Args:
        foreign: whether the text at a pointer was written by a person outside, who may use
            hidden characters.
        name: what to call the value at a pointer in a message.
    """
    try:
        data = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        message = "Fila kan ikke leses som JSON her."
        return None, [Problem(path, error.lineno, error.colno, "json-syntaks", message, _HINT)]
    except (ValueError, RecursionError) as error:
        sentence = str(error) if isinstance(error, _Refused) else "Fila har for mange nivåer."
        if isinstance(error, ValueError) and not isinstance(error, _Refused):
            sentence = "Fila har et tall med altfor mange sifre."
        return None, [Problem(path, 1, 1, "json-syntaks", sentence, _HINT)]
    if "\\u" not in text and not HIDDEN.search(text) and not _HALF.search(text):
        return data, []
    for pointer, words in _texts(data):
        where = name(data, pointer)
        sentence, hint = "", "Slett tegnet i teksten."
        if half := _HALF.search(words):
            sentence = f"Her står et halvt tegn (U+{ord(half[0]):04X}), som ikke kan lagres."
            hint = _HINT
        elif not foreign(pointer) and (found := HIDDEN.search(words)):
            sentence = hidden_message(found[0])
        if sentence:
            message = f"{where}: {sentence}" if where else sentence
            return None, [
                Problem(path, 1, 1, "skjult-tegn", message, hint, field=dotted(pointer))
            ]
    return data, []


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise _Refused(f"Feltet «{double}» står to ganger.")
    return found


def _constant(word: str) -> None:
    raise _Refused(f"«{word}» er ikke et tall.")


def _texts(data: Any) -> Iterator[tuple[Pointer, str]]:
    """Yield every text with its pointer; a field's name has the pointer of what holds it."""
    ahead: list[tuple[Pointer, Any]] = [((), data)]
    while ahead:
        pointer, here = ahead.pop()
        if isinstance(here, str):
            yield pointer, here
        elif isinstance(here, dict):
            for key, value in here.items():
                yield pointer, key
                ahead.append(((*pointer, key), value))
        elif isinstance(here, list):
            ahead += [((*pointer, index), value) for index, value in enumerate(here)]
