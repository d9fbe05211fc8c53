"""The description of the API in OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rettesnor.exports.api.schemas import Particulars, component

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
    "type": "object", "required": ["retningslinje", "lisens", "gjeldende", "versjoner"],
    "properties": {
        "retningslinje": {"type": "string"},
        "lisens": {"$ref": "#/components/schemas/Lisens"},
        "gjeldende": {"type": ["string", "null"], "description": "null før første utgave."},
        "versjoner": {"type": "array", "items": _LISTED, "description": "Eldste først."},
    },
}
_NLOD = {
    "id": "NLOD-2.0", "navn": "Norsk lisens for offentlige data (NLOD) 2.0",
    "lenke": "https://data.norge.no/nlod/no/2.0",
}
_INDEX_EXAMPLE = {
    "retningslinje": "eksempel",
    "lisens": _NLOD,
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
    "type": "object", "required": ["id", "lisens", "versjoner"],
    "properties": {
        "id": {"type": "string"},
        "lisens": {"$ref": "#/components/schemas/Lisens"},
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
    "lisens": _NLOD,
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
_JSON = "application/json"
_NOW, _HISTORY = "Innhold", "Versjoner"
_TAGS = {
    _NOW: "Innholdet på hvert språk, slik nettstedet viser det.",
    _HISTORY: "Versjonene, endringene og det som gjaldt en bestemt dag.",
}
_SAME_LANGUAGE = "Tekstene er på språket i adressen, ellers på kildespråket."
_ALL_LANGUAGES = "Fila er den samme for alle språk."
_TABLES = {
    "anbefalinger.csv": ("Oversikten som CSV", "text/csv"),
    "anbefalinger.xlsx": (
        "Oversikten som regneark",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
_IN_A_LANGUAGE = (
    ("retningslinje.json", "Retningslinja uten anbefalingene", "retningslinje"),
    ("kapitler.json", "Kapitlene og rekkefølgen i dem", "kapitler"),
    ("anbefalinger.json", "Alle anbefalingene, i korthet", "anbefalinger"),
    ("kilder.json", "Kildene, som CSL-JSON", "kilder"),
    ("lover.json", "Lovene og paragrafene", "lover"),
    ("termer.json", "Ordlista", "termer"),
    ("tekstsider.json", "Tekstsidene", "tekstsider"),
    ("enkle-versjoner.json", "Anbefalingene i enkelt språk", "enkle-versjoner"),
    ("rollesider.json", "Det som er skrevet til hver rolle", "rollesider"),
    ("kurs.json", "Kursene, med det lysbildene siterer", "kurs"),
    ("utvikling.json", "Veikart, meldte behov, medvirkning og innføring", "utvikling"),
    ("maler.json", "Maler til å fylle ut: hvert felt, med id, slag og ledetekst", "maler"),
    ("oppgaver.json", "Det som må vurderes, og hva som er avgjort", "oppgaver"),
    ("kriterier.json", "Kriteriene for tilsyn", "kriterier"),
    ("kvalitetsmaal.json", "Kvalitetsmålene: hva som telles, og hva de ikke kan brukes til",
     "kvalitetsmaal"),
    ("egenkontroll.json", "Spørsmålene i egenkontrollen, etter plikt og nivå", "egenkontroll"),
    ("kodeverk.json", "Roller, dimensjoner, faser, styrker og statuser", "kodeverk"),
    ("horinger.json", "Høringsrundene", "horinger"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter in a path: its schema, and an id that is there."""

    name: str
    schema: Mapping[str, Any]
    example: str


@dataclass(frozen=True, slots=True)
class Described:
    """What a site's API is described by.

    Attributes:
        version: the guideline's version that applies; ``0`` before the first.
        languages: tags of the site's languages, the first one the source's.
        recommendation: the id of one of the recommendations; empty when there is none.
        hearing: the id of one of the hearings; empty when there is none.
        long_hearing: the id of one whose comments are in several files; empty when there is none.
        contact: name of who publishes the guideline, and its address (``url``) when known.
        address: where the site is published; empty when it is not known.
        schemas: the schemas of the answers and of the content, by name (see ``components``).
        own: what the shape of the data depends on.
    """

    title: str
    version: str
    languages: Sequence[str]
    recommendation: str
    hearing: str
    licence: Mapping[str, str]
    schemas: Mapping[str, Mapping[str, Any]]
    contact: Mapping[str, str]
    address: str = ""
    own: Particulars = field(default_factory=Particulars)
    long_hearing: str = ""


def openapi(described: Described) -> bytes:
    """Return the description of the API of a site; addresses in it count from its own."""
    d = described
    version = Given("versjon", _VERSION, "1.0.0")
    paths = {
        "/index.json": _get("Veien inn: hva som finnes, og hvor", "Indeks", component("index")),
        "/versjoner.json": _get(
            "Alle versjoner og når de gjaldt", "Versjoner", {"$ref": "#/components/schemas/Index"},
            (), _INDEX_EXAMPLE,
        ),
        "/endringer.json": _get("Endringsloggen", "Endringer", component("endringer")),
        **_by_language(d),
        "/anbefalinger/{id}.json": _get(
            "Hver tekst en anbefaling har hatt", "Tekster",
            {"$ref": "#/components/schemas/Tekster"},
            (_recommendation(d),), _TEXTS_EXAMPLE,
        ),
    }
    for name, about in _FILES.items():
        paths[f"/versjoner/{{versjon}}/{name}"] = _get(
            about, name.removesuffix(".json"), {"type": "object"}, (version,)
        )
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": d.title, "version": d.version,
            "description": "Statiske filer. Slik finner du hva som gjaldt en dag: ta versjonen "
            "der fra <= dagen < til (eller til er null), og hent snapshot.json. Utenfor API-et: "
            "hver side i nettstedet har teksten som Markdown i index.md ved siden av seg, og "
            "llms.txt øverst i nettstedet er lista over dem.",
            "contact": d.contact,
            "license": {"name": d.licence["navn"], "url": d.licence["lenke"]},
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": f"{d.address}api/v1" if d.address else "."}],
        "security": [],
        "tags": [{"name": name, "description": about} for name, about in _TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": {"Index": _INDEX, "Tekster": _TEXTS, **d.schemas},
        },
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _by_language(d: Described) -> dict[str, Any]:
    """Return the paths that there are in every language."""
    language = Given("sprak", {"type": "string", "enum": list(d.languages)}, d.languages[0])
    paths = {
        f"/{{sprak}}/{file}": _get(about, name, component(name), (language,))
        for file, about, name in _IN_A_LANGUAGE
    }
    paths["/{sprak}/anbefalinger/{id}.json"] = _get(
        "En anbefaling: hvert felt som data, og teksten som HTML", "anbefaling",
        component("anbefaling"), (language, _recommendation(d)),
    )
    if d.hearing:
        paths["/{sprak}/horinger/{horing}.json"] = _get(
            "En høringsrunde, innspillene og det som kom ut av dem. Er det mange innspill, står "
            "de første her, og adressene til resten i lenker.deler", "horing",
            component("horing"),
            (language, Given("horing", {"type": "string"}, d.hearing)),
        )
    if d.long_hearing:
        paths["/{sprak}/horinger/{horing}/{nummer}.json"] = _get(
            "Flere av innspillene i en høringsrunde", "horingDel", component("horing-del"), (
                language, Given("horing", {"type": "string"}, d.long_hearing),
                Given("nummer", {"type": "string", "pattern": "^[1-9][0-9]*$"}, "2"),
            ),
        )
    for file, (about, kind) in _TABLES.items():
        paths[f"/{{sprak}}/{file}"] = _get(
            about, file.replace(".", ""), {"type": "string"}, (language,), kind=kind
        )
    return paths


def _recommendation(d: Described) -> Given:
    return Given("id", {"type": "string"}, d.recommendation or "anbefaling")


def _get(
    summary: str, operation: str, schema: Mapping[str, Any], given: Sequence[Given] = (),
    example: Any = None, kind: str = _JSON,
) -> dict[str, Any]:
    """Return a path that can only be read."""
    content: dict[str, Any] = {"schema": schema}
    tag = _NOW if any(one.name == "sprak" for one in given) else _HISTORY
    if example is not None:
        content["example"] = example
    get: dict[str, Any] = {
        "operationId": f"hent{operation[:1].upper()}{operation[1:]}", "summary": summary,
        "description": f"{summary}. {_SAME_LANGUAGE if tag == _NOW else _ALL_LANGUAGES}",
        "tags": [tag],
        "responses": {
            "200": {"description": "Funnet", "content": {kind: content}},
            "404": {"description": "Finnes ikke"},
        },
    }
    if given:
        get["parameters"] = [
            {
                "name": one.name, "in": "path", "required": True, "schema": one.schema,
                "example": one.example,
            }
            for one in given
        ]
    return {"get": get}
