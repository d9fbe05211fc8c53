"""The schemas of translation files, made from the schemas of what they translate.

A translation has the tree of its source, but for everything that is no text; nothing is required,
because a translation may be half done. The result is kept in ``schema/`` for the editors that
complete fields from it; a test holds it to what is made here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rettesnor.model.fields import FILES
from rettesnor.model.translated_fields import Branch, Leaf, shape
from rettesnor.model.translation import MADE_FROM
from rettesnor.reading.schema import validate as schema

ENDING = ".oversettelse"
"""What the kind of a translation adds to the kind of its source."""
_LIMITS = ("type", "maxLength", "pattern", "minLength", "maxItems", "title", "description",
           "examples", "contentMediaType")
_MADE_FROM = {
    "title": "Oversatt fra",
    "description": "Sjekksummen av teksten som hvert felt er oversatt fra. Skrives av «rettesnor "
                   "translate --mark», aldri for hånd.",
    "type": "object", "additionalProperties": False,
    "patternProperties": {".": {"type": "string", "pattern": "^[0-9a-f]{12}$"}},
    "examples": [{"tittel": "0123456789ab"}],
}


def derived(kind: str) -> dict[str, Any]:
    """Return the schema of a translation of ``kind``, one of ``model.fields.FILES``."""
    source = schema.load(kind)
    fields = _group(shape(kind), source, source)["properties"]
    title = source["title"]
    return {
        "$schema": source["$schema"],
        "$id": f"{source['$id']}{ENDING}",
        "title": f"{title}, oversatt",
        "description": f"Tekstene i «{title}» på et annet språk. Fila heter som originalen, med "
                       "språkkoden før endelsen: <navn>.nn.yml.",
        "type": "object",
        "additionalProperties": False,
        "properties": {**fields, MADE_FROM: _MADE_FROM},
    }


def written(kind: str) -> str:
    """Return the file that keeps the schema of a translation of ``kind``."""
    return json.dumps(derived(kind), ensure_ascii=False, indent=2) + "\n"


def write(folder: Path) -> None:
    """Write the schemas of all translations into ``folder``."""
    for kind in FILES:
        path = folder / f"{kind}{ENDING}.schema.json"
        path.write_text(written(kind), encoding="utf-8", newline="\n")


def _made(
    node: Branch | Leaf, field: Mapping[str, Any], whole: Mapping[str, Any]
) -> dict[str, Any]:
    field = _resolved(field, whole)
    if isinstance(node, Leaf):
        return _unfilled(_list(field) if node.whole else _kept(field))
    if node.item is None:
        return {**_titled(field), **_group(node, field, whole)}
    return {
        **_titled(field), "type": "array", "maxItems": field["maxItems"],
        "items": _item(*node.item, field["items"], whole),
    }


def _item(
    key: str, below: Branch | Leaf, field: Mapping[str, Any], whole: Mapping[str, Any]
) -> dict[str, Any]:
    field = _resolved(field, whole)
    if isinstance(below, Leaf):
        return _may_be_empty(field)
    group = _group(below, field, whole)
    if not key:
        return group
    named = _kept(_resolved(field["properties"][key], whole))
    return {**group, "required": [key], "properties": {key: named, **group["properties"]}}


def _group(node: Branch, field: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    inner = field["properties"]
    return {
        "type": "object", "additionalProperties": False,
        "properties": {
            name: _made(below, inner[name], whole) for name, below in node.fields.items()
        },
    }


def _list(field: Mapping[str, Any]) -> dict[str, Any]:
    return {**_kept(field), "items": _kept(field["items"])}


def _may_be_empty(field: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an item of a list of texts may be: empty where nothing is translated."""
    item = _kept(field, "minLength")
    if "pattern" in item:
        item["pattern"] = f"^$|{item['pattern']}"
    return _unfilled(item)


def _unfilled(field: dict[str, Any]) -> dict[str, Any]:
    """Return ``field`` such that it may stand with nothing after its colon."""
    return {**field, "type": [field["type"], "null"]}


def _titled(field: Mapping[str, Any]) -> dict[str, Any]:
    return {name: field[name] for name in ("title", "description") if name in field}


def _kept(field: Mapping[str, Any], *but: str) -> dict[str, Any]:
    return {name: field[name] for name in _LIMITS if name in field and name not in but}


def _resolved(field: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in field:
        return field
    target = whole["$defs"][field["$ref"].removeprefix("#/$defs/")]
    return {**target, **{name: value for name, value in field.items() if name != "$ref"}}
