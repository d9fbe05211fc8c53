"""What is looked at again in a record before it is shown.

A record proves that it was not changed since it was made, not who made it: one that was forged
from end to end passed no check. Schemas grow stricter over the years, and what was released once
must stay readable, so not all of them is asked for again; what must hold always is that nothing in
a record runs in the reader's browser. Prose is cleaned whenever it is rendered; here the rest is
looked at: the fields that hold addresses, the kind of each value, and pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from rettesnor.model.problem import Code
from rettesnor.reading.files.pictures import MAX_BYTES
from rettesnor.reading.files.pictures import fault as picture_fault
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.web_address import is_address

CODES = (
    Code(
        "utgave-skadet", "En utgave i changelog/ er ikke slik den ble gitt ut.", suppressible=False,
    ),
)
"""The codes of what is found here."""

_KINDS = ("guideline", "recommendation", "laws", "sources", "terms", "development", "criteria",
          "measures", "self-check")


def fault(content: Any) -> str:
    """Return what in the data of a snapshot may not be shown; empty when all of it may."""
    return next(_faults(content, ""), "")


def pictures(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and fault of each file in a record's folder of pictures that may not be shown."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        with open(path, "rb") as stream:
            found = picture_fault(path.name, stream.read(MAX_BYTES + 1))
        if found is not None:
            yield path.name, found.message


def _faults(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _faults(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _faults(item, name)
    elif name in _addresses() and value and not (isinstance(value, str) and is_address(value)):
        yield f"«{name}» er ikke en nettadresse («{str(value)[:60]}»)."


@cache
def _addresses() -> frozenset[str]:
    """Return the names of the fields that hold addresses, by the schemas."""
    found: set[str] = set()

    def walk(part: Any, name: str, whole: Mapping[str, Any]) -> None:
        if isinstance(part, Mapping):
            reference = str(part.get("$ref", ""))
            target = whole.get("$defs", {}).get(reference.rpartition("/")[2], {})
            if {part.get("format"), target.get("format")} & {"uri", "iri"} and name:
                found.add(name)
            for key, item in part.items():
                if key == "properties":
                    for field, inner in item.items():
                        walk(inner, field, whole)
                else:
                    walk(item, name if key in ("items", "anyOf", "oneOf", "allOf") else "", whole)
        elif isinstance(part, list):
            for item in part:
                walk(item, name, whole)

    for kind in _KINDS:
        walk(schema.load(kind), "", schema.load(kind))
    return frozenset(found)
