"""The first form of ``guideline.yml``, and what it left unsaid.

Before version 2 of the schemas there was one guideline, about school, and what was particular to
it was part of the program: one dimension with a field of its own, the interval between reviews,
and some sentences. Now a guideline says these itself. Files and records in the first form are read
as if they did (``current_guideline``), and what can be said in the first form is still recorded in
it (``recorded_guideline``), so that digests of released texts stay what they are.

This module is the only one that knows the words of that guideline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rettesnor.model.translation import MADE_FROM, Text, digest

FIELD = "skoleslag"
"""The field that makes a file or record one of the first form."""
CURRENT = 2
"""The version of the schemas."""
LANGUAGE = "nn"
"""The one language that texts of the first form were translated into."""
_NAME = "Skoleslag"
SETTINGS: Mapping[str, Any] = {
    "gjennomgang": {"aar": 4},
    "gjelder": "Elev",
    "tekster": {
        "kontrollsporsmaal": "Spørsmål en skole eller kommune kan stille seg selv.",
        "egenkontroll": "Ikke skriv navn på elever.",
        "personvern": "Ikke skriv opplysninger som kan kjennes igjen om et barn, for eksempel "
                      "navn, diagnose, skole eller det som har skjedd i en sak.",
        "organisasjon": "En organisasjon, skole, kommune eller annen virksomhet",
        "rolle": "lærer, elev eller forelder",
    },
}
"""What was part of the program, by field of ``guideline.yml``."""
_DIMENSION = f"dimensjoner.{FIELD}"
_VALUES = f"{_DIMENSION}.verdier."
TEXTS: Mapping[str, Mapping[str, str]] = {
    LANGUAGE: {
        f"{_DIMENSION}.navn": "Skuleslag",
        "gjelder": "Elev",
        "tekster.kontrollsporsmaal": "Spørsmål ein skule eller kommune kan stille seg sjølv.",
        "tekster.egenkontroll": "Ikkje skriv namn på elevar.",
        "tekster.personvern": "Ikkje skriv opplysningar som kan kjennast igjen om eit barn, til "
                              "dømes namn, diagnose, skule eller det som har hendt i ei sak.",
        "tekster.organisasjon": "Ein organisasjon, skule, kommune eller anna verksemd",
        "tekster.rolle": "lærar, elev eller forelder",
    },
}
"""The same by language and pointer, where it was translated."""
_ABSENT = ""
"""What a record has for a text of ``TEXTS`` that is not translated."""
MOVED = ((("dimensjoner", 0, "verdier"), (FIELD,)),)
"""Where values stand now (pointers), and where they stand in a file of the first form."""


def is_first(data: Any) -> bool:
    """Return whether the data of a file or a record is in the first form."""
    return isinstance(data, Mapping) and FIELD in data and "dimensjoner" not in data


def current_guideline(data: Any) -> Any:
    """Return the data of ``guideline.yml``, or of a record, with what the first form left unsaid.

    Data in the current form, and what is no mapping, is returned as it is.
    """
    if not is_first(data):
        return data
    made: dict[str, Any] = {}
    for name, value in data.items():
        if name == FIELD:
            made["dimensjoner"] = [{"id": FIELD, "navn": _NAME, "verdier": value}]
        else:
            made[name] = value
    return {**SETTINGS, **made}


def current_translation(data: Any, language: str) -> Any:
    """Return the data of a translation of ``guideline.yml`` likewise, with its marks."""
    if not is_first(data):
        return data
    said = TEXTS.get(language, {})
    made = {name: value for name, value in data.items() if name != FIELD}
    own: dict[str, Any] = {"id": FIELD, "verdier": data[FIELD]}
    groups: dict[str, Any] = {}
    for pointer, text in said.items():
        if pointer == f"{_DIMENSION}.navn":
            own["navn"] = text
            continue
        group, _, name = pointer.rpartition(".")
        (groups.setdefault(group, {}) if group else groups)[name] = text
    marks = data.get(MADE_FROM)
    if isinstance(marks, Mapping):
        source = {f"{_DIMENSION}.navn": _NAME, **dict(_leaves(SETTINGS, ""))}
        made[MADE_FROM] = {
            **_renamed(marks), **{p: digest(source[p]) for p in said if p not in marks}
        }
    return {**groups, **made, "dimensjoner": [own]}


def current_texts(texts: Mapping[str, Text], language: str) -> dict[str, Text]:
    """Return the texts of a record in the first form, by the pointers of today.

    A record without texts of the field had no translation of ``guideline.yml``, and gets none.
    """
    if not any(pointer.startswith(f"{FIELD}.") for pointer in texts):
        return dict(texts)
    known = {**TEXTS.get(language, {}), **_renamed(texts)}
    return {pointer: text for pointer, text in known.items() if text != _ABSENT}


def current_file(data: Any, kind: str, language: str = "") -> Any:
    """Return the data of a file of ``kind`` (see ``schema.validate.KINDS``) in the current form."""
    if kind.partition(".")[0] != "guideline":
        return data
    return current_translation(data, language) if language else current_guideline(data)


def recorded_guideline(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the data of a guideline in the first form, if that says the same; else as it is."""
    dimensions = data.get("dimensjoner", [])
    if len(dimensions) != 1 or dimensions[0].keys() - {"verdier"} != {"id", "navn"}:
        return data
    if (dimensions[0]["id"], dimensions[0]["navn"]) != (FIELD, _NAME):
        return data
    if any(data.get(name) != value for name, value in SETTINGS.items()):
        return data
    if data.keys() & {"styrker", "paakrevde_deler"}:
        return data
    hidden = {"dimensjoner", *SETTINGS}
    rest = {name: value for name, value in data.items() if name not in hidden}
    return {**rest, FIELD: dimensions[0]["verdier"]}


def recorded_texts(texts: Mapping[str, Text], language: str) -> dict[str, Text]:
    """Return the texts of a guideline that is recorded in the first form, by its pointers."""
    if not any(pointer.startswith(_VALUES) for pointer in texts):
        return dict(texts)
    known = TEXTS.get(language, {})
    return {pointer: _ABSENT for pointer in known if pointer not in texts} | {
        f"{FIELD}.{pointer.removeprefix(_VALUES)}" if pointer.startswith(_VALUES) else pointer: text
        for pointer, text in texts.items() if known.get(pointer) != text
    }


def _renamed(texts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        _VALUES + pointer.removeprefix(f"{FIELD}.") if pointer.startswith(f"{FIELD}.") else pointer:
        text for pointer, text in texts.items()
    }


def _leaves(value: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for name, inner in value.items():
        own = f"{path}.{name}" if path else name
        if isinstance(inner, Mapping):
            yield from _leaves(inner, own)
        elif isinstance(inner, str):
            yield own, inner
