"""What can be read of a recommendation file with errors, for a preview.

Never used to publish: fields that are missing or wrong are filled in, so that there is a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rettesnor.model.convert import from_data
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.sections import REQUIRED, SECTIONS
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.yaml import loader

UNREADABLE = "(kan ikke leses)"
"""Stands for a text that is missing or wrong."""
_ATTEMPTS = 100
_LINE = re.compile(r"^(tittel|kort_anbefaling|styrke|status):[ \t]+(\S.*)$", re.M)
_VERB = re.compile(r"\b(skal|bør|kan)\b", re.I)
_SECTIONS = [name for name in REQUIRED if name in SECTIONS]


def salvage(data: bytes, path: str, kapittel: str, id_: str) -> Recommendation:
    """Return what can be read of the recommendation in ``data``, under the id ``id_``."""
    text, _ = decode(data, path)
    content, problems = loader.load(text, path)
    raw = ""
    if problems or not isinstance(content, dict):
        content = {name: value.strip("\"' ") for name, value in _LINE.findall(text)}
        raw = text or data.decode("utf-8", "replace")
    sound = _pruned({**_filled(content, id_, raw)}, id_)
    return from_data(Recommendation, sound, kapittel=kapittel)


def _filled(content: Mapping[str, Any], id_: str, raw: str) -> dict[str, Any]:
    """Return ``content`` with every field that a recommendation must have.

    Args:
        raw: the file's text, to be shown as it is; empty when its fields could be read.
    """
    shown = f"```\n{raw.replace('```', '')}\n```" if raw else UNREADABLE
    sentence = content.get("kort_anbefaling")
    verb = _VERB.search(sentence) if isinstance(sentence, str) else None
    filled: dict[str, Any] = {
        "tittel": id_, "kort_anbefaling": UNREADABLE, "styrke": verb[0].lower() if verb else "kan",
        "status": "utkast", "maalgrupper": [UNREADABLE], "skoleslag": [UNREADABLE],
        **{section: {"tekst": UNREADABLE} for section in _SECTIONS},
    }
    if raw:
        filled["praktisk_gjennomforing"] = {"tekst": shown}
    return {**filled, **content, "id": id_}


def _pruned(content: dict[str, Any], id_: str) -> dict[str, Any]:
    """Return ``content`` without what the schema does not allow, filled again where it must be."""
    check = schema.validator("recommendation")
    for _ in range(_ATTEMPTS):
        error = next((e for e in check.iter_errors(content) if not _is_filling(e)), None)
        if error is None:
            break
        way = list(error.absolute_path)
        if error.validator == "additionalProperties":
            group = _at(content, way)
            for name in [name for name in group if name not in error.schema["properties"]]:
                del group[name]
        elif error.validator == "required" and way and "tekst" in error.validator_value:
            _at(content, way)["tekst"] = UNREADABLE
        elif way:
            del _at(content, way[:-1])[way[-1]]
        else:
            break
        content = _filled(content, id_, "")
    else:
        return _filled({}, id_, "")
    return content


def _is_filling(error: Any) -> bool:
    """Whether the schema objects to what was filled in here."""
    return bool(error.instance == UNREADABLE)


def _at(content: Any, way: list[Any]) -> Any:
    for step in way:
        content = content[step]
    return content
