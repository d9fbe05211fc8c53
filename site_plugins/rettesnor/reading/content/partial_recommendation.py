"""What can be read of a recommendation file with errors, for a preview.

Never used to publish: fields that are missing or wrong are filled in, so that there is a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rettesnor.model.edition import recommendation_from
from rettesnor.model.guideline import USUAL_SECTIONS
from rettesnor.model.recommendation import Recommendation
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.schema.readable_part import readable_part
from rettesnor.reading.yaml import loader

UNREADABLE = "(kan ikke leses)"
"""Stands for a text that is missing or wrong."""
_LINE = re.compile(r"^(tittel|kort_anbefaling|styrke|status):[ \t]+(\S.*)$", re.M)


def salvage(data: bytes, path: str, kapittel: str, id_: str) -> Recommendation:
    """Return what can be read of the recommendation in ``data``, under the id ``id_``."""
    text, _ = decode(data, path)
    content, problems = loader.load(text, path)
    raw = ""
    if problems or not isinstance(content, dict):
        content = {name: value.strip("\"' ") for name, value in _LINE.findall(text)}
        raw = text or data.decode("utf-8", "replace")
    part = readable_part({**content, "id": id_}, "recommendation")
    known = _shown(part.data) if part else {}
    if raw:
        known.pop("praktisk_gjennomforing", None)  # there the file is shown as it is
    return recommendation_from(_filled(known, id_, raw), kapittel=kapittel)


def _filled(content: Mapping[str, Any], id_: str, raw: str) -> dict[str, Any]:
    """Return ``content`` with every field that a page must have.

    Args:
        raw: the file's text, to be shown as it is; empty when its fields could be read.
    """
    shown = f"```\n{raw.replace('```', '')}\n```" if raw else UNREADABLE
    filled: dict[str, Any] = {
        "tittel": id_, "kort_anbefaling": UNREADABLE, "styrke": UNREADABLE,
        "status": "utkast", "maalgrupper": [UNREADABLE],
        **{section: {"tekst": UNREADABLE} for section in USUAL_SECTIONS},
    }
    if raw:
        filled["praktisk_gjennomforing"] = {"tekst": shown}
    return {**filled, **content, "id": id_}


def _shown(value: Any) -> Any:
    """Return ``value`` without what could not be read; a section's text is replaced by a note."""
    if isinstance(value, dict):
        shown = {name: _shown(inner) for name, inner in value.items()}
        return {
            name: inner or UNREADABLE for name, inner in shown.items()
            if inner not in ("", [], {}) or name == "tekst"
        }
    if isinstance(value, list):
        return [_shown(item) for item in value if not _has_gap(item)]
    return value


def _has_gap(item: Any) -> bool:
    """Return whether a field that an item of a list must have could not be read."""
    return item in ("", {}) or (isinstance(item, dict) and "" in item.values())
