"""The JSON Schemas (2020-12) of the API's answers, made of those that the content is checked by.

Every schema is whole: what it refers to stands in its own ``$defs``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rettesnor.model.guideline import Guideline
from rettesnor.model.plain import PARTS

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DEFS = "#/$defs/"
CONTENT = {
    "recommendation": "Anbefaling", "guideline": "Retningslinje", "laws": "Lover",
    "terms": "Termer", "sources": "Kilder", "hearing": "Runde", "hearing-result": "Resultat",
    "development": "Utvikling", "template": "Mal", "criteria": "Tilsyn", "course": "Kurs",
    "measures": "Kvalitetsmaalene", "self-check": "Egenkontroll",
    "release": "Utgave",
}
"""The kinds of content file that answers hold, and what their schemas are called here."""
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_DAY = {"type": "string", "format": "date"}
_HTML = {"type": "string", "description": "HTML. Lenker regnes fra denne fila (RFC 3986)."}
_HTMLS = {
    "type": "object", "additionalProperties": _HTML,
    "description": "Tekstene som HTML, etter feltets navn («begrunnelse.tekst»).",
}
_ADDRESS = {"type": "string", "format": "uri-reference"}
_LINKS = {
    "type": "object", "description": "Adresser, regnet fra denne fila (RFC 3986).",
    "additionalProperties": {
        "anyOf": [_ADDRESS, {"type": "object", "additionalProperties": _ADDRESS}],
    },
}
_LICENCE = {
    "type": "object", "additionalProperties": False, "required": ["id", "navn", "lenke"],
    "properties": {
        "id": {**_TEXT, "description": "SPDX-id."}, "navn": _TEXT,
        "lenke": {"type": "string", "format": "uri"},
    },
}
_NAMED = {
    "type": "array", "items": {
        "type": "object", "additionalProperties": False, "required": ["id"],
        "properties": {
            **{name: _TEXT for name in ("id", "navn", "om", "grad", "retning")},
        },
    },
}
_SENDER = {
    "type": "object", "additionalProperties": False, "required": ["navn"],
    "description": "Den som har skrevet teksten, når det ikke er eieren. Eieren står da bare bak "
                   "feltene i offisielle_felt.",
    "properties": {
        "navn": _TEXT, "forkortelse": _TEXT, "lenke": {"type": "string", "format": "uri"},
        "offisielle_felt": {"type": "array", "items": _TEXT},
    },
}
_OPTIONAL = ("merknad", "avsender")
_ORIGIN = {
    "retningslinje": {**_TEXT, "description": "Retningslinjas id."},
    "versjon": {**_TEXT, "description": "Retningslinjas versjon."},
    "status": {**_TEXT, "description": "Hvor retningslinja er i livsløpet sitt."},
    "arbeidsutgave": {
        "type": "boolean", "description": "Om teksten er endret siden den siste utgaven.",
    },
    "utgave": {
        **_TEXT, "description": "Hva dette er, i ord: en utgave, eller en arbeidsutgave etter en.",
    },
    "siste_utgave": {
        "type": ["string", "null"], "description": "Versjonen som sist ble gitt ut; null før det.",
    },
    "sprak": {**_TEXT, "description": "Språkkode (BCP 47)."},
    "lisens": {"$ref": f"{_DEFS}Lisens"},
    "merknad": {**_TEXT, "description": "Forbehold som skal følge teksten."},
    "avsender": _SENDER,
}
_CHANGED = {"type": ["string", "null"], "description": "Utgaven som sist endret anbefalingen."}
_UNRELEASED = {
    "enum": ["ny", "endret", "språk", None],
    "description": "Hvordan teksten skiller seg fra siste utgave: anbefalingen er ny, teksten er "
    "endret, eller språket er nytt. Ellers er teksten som den ble gitt ut.",
}
_CODES = {"type": "array", "items": _TEXT, "description": "Id-er fra kodeverk.json."}
_PART = {
    "type": "object", "additionalProperties": False,
    "required": ["nummer", "av", "svar", "innspill"],
    "description": "Hvilken del dette er, når innspillene er delt på flere filer, og hvor mange "
                   "svar og innspill det er i alt. Adressene til delene står i lenker.deler.",
    "properties": {name: {"type": "integer"} for name in ("nummer", "av", "svar", "innspill")},
}
_LIST_ITEM: Schema = {
    "type": "object", "additionalProperties": False,
    "required": [
        "id", "kapittel", "tittel", "kort_anbefaling", "styrke", "status", "maalgrupper",
        "faser", "datoer", "endret_i", "ikke_utgitt", "lenker",
    ],
    "properties": {
        **{name: _TEXT for name in ("id", "kapittel", "tittel", "kort_anbefaling", "status")},
        **{name: _CODES for name in ("maalgrupper", "faser")},
        "datoer": {
            "type": "object", "additionalProperties": False,
            "properties": {
                name: _DAY for name in ("publisert", "faglig_oppdatert", "neste_gjennomgang")
            },
        },
        "endret_i": _CHANGED, "ikke_utgitt": _UNRELEASED, "lenker": _LINKS,
    },
}


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a guideline declares that the shape of its data depends on: ids, in order."""

    strengths: tuple[str, ...] = ()
    dimensions: tuple[tuple[str, str], ...] = ()


def particulars(guideline: Guideline) -> Particulars:
    """Return the particulars of ``guideline``; of a dimension its id and its name."""
    return Particulars(
        tuple(one.id for one in guideline.scale),
        tuple((one.id, one.navn) for one in guideline.dimensjoner),
    )


def schemas(content: Mapping[str, Mapping[str, Any]], own: Particulars) -> dict[str, Schema]:
    """Return the schema of every answer, by name.

    Args:
        content: the schemas that the content's files are checked by, by kind (see ``CONTENT``).
    """
    known = _definitions(content, own)
    return {
        name: {
            "$schema": _DIALECT, "title": name, **schema,
            "$defs": {used: known[used] for used in sorted(_used(schema, known))},
        }
        for name, schema in _answers(own).items()
    }


def components(
    content: Mapping[str, Mapping[str, Any]], own: Particulars
) -> dict[str, Schema]:
    """Return the same schemas as OpenAPI keeps them: side by side, each once."""
    both = {
        **_definitions(content, own), **{_component(n): s for n, s in _answers(own).items()}
    }
    return {name: _moved(both[name], "#/components/schemas/") for name in sorted(both)}


def component(name: str) -> dict[str, str]:
    """Return the reference by which OpenAPI points to the schema of an answer."""
    return {"$ref": f"#/components/schemas/{_component(name)}"}


def schema_file(schema: Schema) -> bytes:
    """Return the file of a schema."""
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def _list_item(own: Particulars) -> Schema:
    """Return the schema of a recommendation in a list."""
    dimensions = [id_ for id_, _ in own.dimensions]
    return {
        **_LIST_ITEM, "required": [*_LIST_ITEM["required"], *dimensions],
        "properties": {
            **_LIST_ITEM["properties"], "styrke": {"enum": list(own.strengths)},
            **dict.fromkeys(dimensions, _CODES),
        },
    }


def _component(name: str) -> str:
    return f"Svar_{name}"


def _answers(own: Particulars) -> dict[str, Schema]:
    """Return the answers' schemas, whose references are not there yet."""
    return {
        "index": _loose("Veien inn: hva som finnes, og hvor."),
        "retningslinje": _file({"innhold": _ref("Retningslinje"), "html": _HTMLS}),
        "kapitler": _file({"kapitler": _array({
            "id": _TEXT, "tittel": _TEXT, "ingress": _TEXT, "html": _HTMLS,
            "anbefalinger": _array({"id": _TEXT, "lenke": _ADDRESS}), "lenker": _LINKS,
        })}),
        "anbefalinger": _file({"anbefalinger": {"type": "array", "items": _list_item(own)}}),
        "anbefaling": _file({"anbefaling": _ref("Anbefaling"), "html": _HTMLS}, {
            "endret_i": _CHANGED, "ikke_utgitt": _UNRELEASED,
            "ikke_oversatt": {
                **_TEXTS, "description": "Felter som står på språket de ble skrevet på.",
            },
            "foreldet_oversettelse": {
                **_TEXTS, "description": "Felter som er oversatt fra en eldre tekst.",
            },
        }),
        "kilder": _file({"kilder": {
            "type": "array", "items": _ref("Kilde"), "description": "CSL-JSON.",
        }}),
        "lover": _file({"lover": {"type": "array", "items": _ref("Lov")}}),
        "termer": _file({"termer": {"type": "array", "items": _ref("Term")}}),
        "tekstsider": _file({"tekstsider": _array({
            "id": _TEXT, "tittel": _TEXT, "tekst": _TEXT, "html": _HTML, "lenker": _LINKS,
        })}),
        "enkle-versjoner": _file({"enkle_versjoner": _array({
            "id": _TEXT, "versjoner": _array({
                "maalgruppe": _TEXT, "kort": _TEXT, "lenker": _LINKS,
            }, {
                **{name: _TEXTS for name in ("anbefalt", "vente", "si")},
                "ordforklaringer": _array({"ord": _TEXT, "betyr": _TEXT}),
            }), "lenker": _LINKS,
        }, {
            "gjennomlesing": _REVIEW,
            "skrevet_fra": _array({"kildefelt": _TEXT, "sjekksum": _TEXT}),
        })}),
        "rollesider": _file({"rollesider": _array({
            "id": _TEXT, "innledning": _TEXT, "lenker": _LINKS,
        }, {
            "gjennomlesing": _REVIEW, **{name: _POINTS for name in PARTS},
        })}),
        "maler": _file({"maler": {"type": "array", "items": _ref("Mal")}}),
        "kurs": _file({"kurs": {"type": "array", "items": _ref("Kurs")}}),
        "utvikling": _file({
            "utvikling": _ref("Utvikling"),
            "dager_til_svar_median": {
                "type": ["integer", "null"],
                "description": "Median av dagene fra et behov ble meldt til det var besvart; null "
                               "før noe er besvart.",
            },
            "sider": {"type": "object", "additionalProperties": _ADDRESS},
        }),
        "kriterier": _file({"tilsyn": _ref("Tilsyn")}),
        "oppgaver": _file({"oppgaver": _array(
            {
                **{name: _TEXT for name in ("id", "slag", "hendelse", "funnet")},
                "tilstand": {"enum": ["åpen", "avgjort"]},
                "venter": {
                    **_TEXTS, "description": "Anbefalingene som det ikke er avgjort for ennå.",
                },
                "endringer": _array(
                    {"hva": _TEXT, "av": _TEXT, "dato": _TEXT},
                    {"anbefalinger": _TEXTS, "versjon": _TEXT},
                ),
                "lenker": _LINKS,
            },
            {
                **{name: _TEXT for name in (
                    "tittel", "om", "lov", "paragraf", "kilde", "ikraft", "ved", "lenke",
                )},
                **{name: _TEXTS for name in (
                    "tekst_for", "tekst_etter", "anbefalinger", "steder",
                )},
                "funnet_i": {"type": "object"},
                "avgjorelser": _array(
                    {name: _TEXT for name in ("resultat", "grunn", "av", "dato")},
                    {"anbefalinger": _TEXTS},
                ),
            },
        )}),
        "kvalitetsmaal": _file({
            "kvalitetsmaal": {"type": "array", "items": _ref("Kvalitetsmaal")},
        }),
        "egenkontroll": _file({
            "egenkontroll": {
                "anyOf": [_ref("Egenkontroll"), {"type": "null"}],
                "description": "null når retningslinja ikke har noen egenkontroll.",
            },
        }),
        "kodeverk": _file({
            **{
                name: _NAMED
                for name in ("roller", *(i for i, _ in own.dimensions), "faser", "styrker")
            },
            "dimensjoner": _array({"id": _TEXT, "navn": _TEXT}),
            **{name: _TEXTS for name in ("statuser", "tillit")},
        }),
        "horinger": _file({"horinger": _array(
            {
                **{name: _TEXT for name in ("id", "tittel", "utgave", "stenger")},
                "innspill": {
                    "type": ["integer", "null"],
                    "description": "Antall publiserte innspill; null før de er publisert.",
                },
                "lenker": _LINKS,
            },
            {"aapner": _TEXT, "behandlet": _TEXT},
        )}),
        "horing": _file({
            "runde": _ref("Runde"),
            "resultat": {"anyOf": [_ref("Resultat"), {"type": "null"}]},
            "endringer": _array(
                {"fil": _TEXT, "hva": _TEXT, "innspill": _TEXTS},
                {"versjon": _TEXT, "anbefalinger": _TEXTS},
            ),
        }, {"del": _PART}),
        "horing-del": _file({"resultat": _ref("Resultat"), "del": _PART}),
        "endringer": {
            "type": "object", "additionalProperties": False,
            "required": ["retningslinje", "lisens", "utgaver", "lenker"],
            "properties": {
                "retningslinje": _TEXT, "lisens": _ref("Lisens"), "lenker": _LINKS,
                "utgaver": {"type": "array", "items": _ref("UtgaveMedLenker")},
            },
        },
    }


def _add_to_course(course: Schema) -> None:
    """Add what the data has of a course besides its file: quotes, changes, time and links."""
    number = {"type": "integer"}
    course["properties"] |= {
        "minutter": {**number, "description": "Hvor lenge kurset varer; 0 når det ikke er sagt."},
        "lenker": _LINKS,
        "endret": {
            "description": "Det som er endret siden utgaven før; null når ingenting er det.",
            "anyOf": [{"type": "null"}, _object({
                "siden": _TEXT, "nytt": {"type": "boolean"}, "tatt_ut": _TEXTS,
                "lysbilder": _array({"id": _TEXT, "nummer": number, "hva": _TEXTS}),
            })],
        },
    }
    course["required"] = [*course["required"], "minutter", "endret", "lenker"]
    slide = course["properties"]["lysbilder"]["items"]
    slide["properties"] |= {
        "nummer": number,
        "sitert": {
            "description": "Det lysbildet siterer, slik det står nå; null når det ikke siterer "
                           "noe.",
            "anyOf": [{"type": "null"}, _object(
                {"slag": _TEXT, "id": _TEXT, "tittel": _TEXT, "avsnitt": _array(
                    {"tekst": _TEXT},
                    {name: _TEXT for name in ("hvem", "naar", "kilde", "sted", "sprak")},
                )}, {"styrke": _TEXT},
            )],
        },
    }
    slide["required"] = [*slide["required"], "nummer", "sitert"]


def _definitions(
    content: Mapping[str, Mapping[str, Any]], own: Particulars
) -> dict[str, Schema]:
    known: dict[str, Schema] = {"Lisens": _LICENCE}
    for kind, name in CONTENT.items():
        known |= _hoisted(content[kind], name)
    for name in (
        "Anbefaling", "Retningslinje", "Utvikling", "Mal", "Tilsyn", "Egenkontroll", "Kurs",
    ):
        known[name]["properties"].pop("unntak", None)
        known[name]["properties"].pop("skjema", None)
    known["Mal"]["properties"] |= {
        "sist_endret": {
            "type": ["string", "null"], "description": "Utgaven som sist endret malen.",
        },
        "lenker": _LINKS,
    }
    known["Mal"]["required"] = [*known["Mal"]["required"], "sist_endret", "lenker"]
    _add_to_course(known["Kurs"])
    recommendation, guideline = known["Anbefaling"], known["Retningslinje"]
    recommendation["additionalProperties"] = False
    recommendation["properties"]["styrke"] = {"enum": list(own.strengths)}
    named = {"type": "array", "items": _ref("Retningslinje_navngitt")}
    for id_, title in own.dimensions:
        recommendation["properties"][id_] = {**_ref("Anbefaling_dimensjon"), "title": title}
        guideline["properties"][id_] = {**named, "title": title}
    known["Anbefaling"]["properties"]["kapittel"] = {"description": "Kapitlets id.", **_TEXT}
    known["Anbefaling"]["required"] = [*known["Anbefaling"]["required"], "kapittel"]
    for many, one, field in (
        ("Lover", "Lov", "lover"), ("Termer", "Term", "termer"), ("Kilder", "Kilde", "references"),
        ("Kvalitetsmaalene", "Kvalitetsmaal", "kvalitetsmaal"),
    ):
        known[one] = known.pop(many)["properties"][field]["items"]
    for name in ("Term", "Kvalitetsmaal"):
        known[name]["properties"]["lenker"] = _LINKS
    known["Tilsyn"].pop("required", None)  # a guideline without criteria has none
    criterion = known["Tilsyn"]["properties"]["kriterier"]["items"]
    criterion["properties"] |= {"kolonner": _TEXTS, "lenker": _LINKS}
    known["Tilsyn"]["properties"]["kriterier"].pop("minItems", None)
    section = known["Lov"]["properties"]["paragrafer"]["items"]
    section["properties"]["adresse"] = {
        "type": "string", "format": "uri", "description": "Adressen hos Lovdata.",
    }
    result = known["Resultat"]
    result["properties"].pop("format")
    result["required"] = [name for name in result["required"] if name != "format"]
    told = known["Utgave"]
    for part in known.values():  # what is false is left out of data
        if "vesentlig" in part.get("properties", {}):
            part["required"] = [name for name in part["required"] if name != "vesentlig"]
    known["UtgaveMedLenker"] = {
        **told, "properties": {**told["properties"], "lenker": _LINKS},
    }
    return known


def _hoisted(schema: Mapping[str, Any], name: str) -> dict[str, Schema]:
    """Return a content schema and what it defines, under names that hold for all of them."""
    own = {k: v for k, v in schema.items() if k not in ("$schema", "$id", "$defs")}
    found = {name: own}
    found |= {f"{name}_{key}": part for key, part in schema.get("$defs", {}).items()}
    return {key: _moved(part, f"{_DEFS}{name}_") for key, part in found.items()}


def _moved(schema: Any, place: str) -> Any:
    """Return a copy of ``schema`` whose references lead to ``place``."""
    if isinstance(schema, Mapping):
        return {
            key: place + value.removeprefix(_DEFS)
            if key == "$ref" and isinstance(value, str) else _moved(value, place)
            for key, value in schema.items()
        }
    return [_moved(item, place) for item in schema] if isinstance(schema, list) else schema


def _used(schema: Any, known: Mapping[str, Schema]) -> set[str]:
    """Return the names of all definitions that ``schema`` needs."""
    found: set[str] = set()
    todo = [*_references(schema)]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += _references(known[name])
    return found


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                yield value.removeprefix(_DEFS)
            else:
                yield from _references(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from _references(item)


def _file(content: Schema, more: Schema | None = None) -> Schema:
    """Return the schema of a file of a language: origin, ``content`` and links; ``more`` is
    optional."""
    needed = [name for name in _ORIGIN if name not in _OPTIONAL]
    return {
        "type": "object", "additionalProperties": False,
        "required": [*needed, *content, "lenker"],
        "properties": {**_ORIGIN, **content, **(more or {}), "lenker": _LINKS},
    }


def _array(needed: Schema, more: Schema | None = None) -> Schema:
    return {"type": "array", "items": _object(needed, more)}


def _object(needed: Schema, more: Schema | None = None) -> Schema:
    return {
        "type": "object", "additionalProperties": False, "required": list(needed),
        "properties": {**needed, **(more or {})},
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"{_DEFS}{name}"}


def _loose(about: str) -> Schema:
    return {
        "type": "object", "description": about,
        "required": [
            "retningslinje", "tittel", "versjon", "status", "gjeldende", "lisens", "sprak",
        ],
        "properties": {
            "retningslinje": _TEXT, "tittel": _TEXT, "versjon": _TEXT, "status": _TEXT,
            "merknad": _TEXT, "avsender": _SENDER, "lisens": _ref("Lisens"),
            "gjeldende": {"type": ["string", "null"], "description": "null før første utgave."},
            "sprak": {
                "type": "object",
                "additionalProperties": {"type": "object", "additionalProperties": _TEXT},
            },
        },
        "additionalProperties": _TEXT,
    }


_REVIEW: Schema = {
    "type": "object", "additionalProperties": False, "required": ["status"],
    "properties": {"status": _TEXT, "av": _TEXT, "dato": _DAY},
}
_POINTS = _array(
    {"setning": _TEXT},
    {"anbefalinger": _TEXTS, "hjemler": _array({"lov": _TEXT, "paragraf": _TEXT})},
)
