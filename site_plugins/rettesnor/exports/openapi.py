"""The description of the API in OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

import json
from typing import Any

_SHA = {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256, heksadesimalt."}
_DAY = {"type": "string", "format": "date"}
_EXAMPLE_SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_VERSION = {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"}
_FILE = {
    "type": "object", "required": ["adresse", "sha256"],
    "properties": {
        "adresse": {"type": "string", "description": "Regnet fra denne fila (RFC 3986)."},
        "sha256": _SHA,
    },
}
_LISTED = {
    "type": "object", "required": ["versjon", "fra", "til", "side", "endringer", "filer"],
    "properties": {
        "versjon": _VERSION,
        "fra": {**_DAY, "description": "Første dag versjonen gjaldt."},
        "til": {
            "type": ["string", "null"], "format": "date",
            "description": "Dagen neste versjon tok over; null for den gjeldende.",
        },
        "side": {"type": "string"},
        "endringer": {"type": "string"},
        "filer": {"type": "object", "additionalProperties": _FILE},
    },
}
_INDEX = {
    "type": "object", "required": ["retningslinje", "gjeldende", "versjoner"],
    "properties": {
        "retningslinje": {"type": "string"},
        "gjeldende": {"type": ["string", "null"], "description": "null før første utgave."},
        "versjoner": {"type": "array", "items": _LISTED, "description": "Eldste først."},
    },
}
_INDEX_EXAMPLE = {
    "retningslinje": "skolefravaer",
    "gjeldende": "1.0.0",
    "versjoner": [
        {
            "versjon": version, "fra": start, "til": end, "side": f"../../v/{version}/",
            "endringer": f"../../endringer/{version}/",
            "filer": {
                "snapshot.json": {
                    "adresse": f"versjoner/{version}/snapshot.json", "sha256": _EXAMPLE_SHA,
                },
            },
        }
        for version, start, end in (
            ("0.1.0", "2026-11-22", "2027-03-01"), ("1.0.0", "2027-03-01", None),
        )
    ],
}
_TEXTS = {
    "type": "object", "required": ["id", "versjoner"],
    "properties": {
        "id": {"type": "string"},
        "versjoner": {
            "type": "array",
            "items": {
                "type": "object", "required": ["versjon", "dato", "sha256", "anbefaling"],
                "properties": {
                    "versjon": _VERSION, "dato": _DAY, "sha256": _SHA,
                    "anbefaling": {"type": "object"},
                },
            },
        },
    },
}
_TEXTS_EXAMPLE = {
    "id": "skriftlig-plan",
    "versjoner": [
        {
            "versjon": "0.1.0", "dato": "2026-11-22", "sha256": _EXAMPLE_SHA,
            "anbefaling": {"id": "skriftlig-plan", "styrke": "bør"},
        },
    ],
}
_FILES = {
    "snapshot.json": "Alt versjonen sa, som kanonisk JSON (RFC 8785).",
    "manifest.json": "Kontrollsummene, lenket til manifestet før.",
    "release.json": "Endringene i versjonen, med grunn og vedtak.",
}


def openapi(title: str, version: str, address: str = "") -> bytes:
    """Return the description of the API of a site.

    Args:
        title: the guideline's.
        version: the guideline's version that applies; ``0`` before the first.
        address: where the site is published; relative to this file when not known.
    """
    paths = {
        "/versjoner.json": _get(
            "Alle versjoner og når de gjaldt", "Versjoner", {"$ref": "#/components/schemas/Index"},
            _INDEX_EXAMPLE,
        ),
        "/anbefalinger/{id}.json": _get(
            "Hver tekst en anbefaling har hatt", "Tekster",
            {"$ref": "#/components/schemas/Tekster"}, _TEXTS_EXAMPLE,
            ("id", {"type": "string"}, "skriftlig-plan"),
        ),
    }
    for name, about in _FILES.items():
        paths[f"/versjoner/{{versjon}}/{name}"] = _get(
            about, name.removesuffix(".json"), {"type": "object"}, None,
            ("versjon", _VERSION, "1.0.0"),
        )
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": title, "version": version,
            "description": "Statiske filer. Slik finner du hva som gjaldt en dag: ta versjonen "
            "der fra <= dagen < til (eller til er null), og hent snapshot.json.",
        },
        "servers": [{"url": f"{address}api/v1" if address else "."}],
        "paths": paths,
        "components": {"schemas": {"Index": _INDEX, "Tekster": _TEXTS}},
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _get(
    summary: str, operation: str, schema: dict[str, Any], example: Any,
    parameter: tuple[str, dict[str, Any], str] | None = None,
) -> dict[str, Any]:
    """Return a path that can only be read."""
    content: dict[str, Any] = {"schema": schema}
    if example is not None:
        content["example"] = example
    get: dict[str, Any] = {
        "operationId": f"hent{operation.capitalize()}", "summary": summary,
        "responses": {
            "200": {"description": "Funnet", "content": {"application/json": content}},
            "404": {"description": "Finnes ikke"},
        },
    }
    if parameter is not None:
        name, kind, given = parameter
        get["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": kind, "example": given}
        ]
    return {"get": get}
