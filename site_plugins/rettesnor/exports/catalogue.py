"""What a catalogue publishes for programs: the list of guidelines, and a feed of their releases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.exports.api.envelope import ROOT, dump
from rettesnor.exports.feed import Entry, Feed, Publisher, atom
from rettesnor.model.catalogue import Catalogue, Forhold, Listing
from rettesnor.model.convert import to_data

DATA = f"{ROOT}guidelines.json"
SCHEMA = f"{ROOT}schema/guidelines.json"
FEED = "feed.xml"
_FEED_LENGTH = 60
"""The feed tells of this many releases; each guideline's own change log tells of all of its."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release of one of the guidelines.

    Attributes:
        guideline: its id.
        title: the guideline's short title.
        changes: one plain sentence for each change.
    """

    guideline: str
    title: str
    versjon: str
    dato: str
    changes: tuple[str, ...]


def guidelines(catalogue: Catalogue, items: Sequence[Listing]) -> bytes:
    """Return the list of guidelines; addresses are relative to it (RFC 3986, section 5)."""
    up = "../" * DATA.count("/")
    return dump({
        "katalog": {
            "tittel": catalogue.tittel, "om": catalogue.om, "utgiver": to_data(catalogue.utgiver),
            "side": up, "emner": [to_data(topic) for topic in catalogue.emner],
            "skjema": SCHEMA.removeprefix(ROOT),
        },
        "retningslinjer": [_item(item, up) for item in items],
    })


def _item(item: Listing, up: str) -> dict[str, Any]:
    return {
        "id": item.id, "tittel": item.titles, "korttittel": item.short_titles, "eier": item.eier,
        "status": item.status, "versjon": item.versjon, "siste_utgave": item.released or None,
        "dato": item.dato or None, "arbeidsutgave": item.working or not item.released,
        "anbefalinger": item.count, "emner": list(item.emner),
        "forhold": [_relation(one) for one in item.forhold],
        "side": {code: f"{up}{item.id}/{folder}" for code, folder in item.folders.items()},
        "api": f"{up}{item.id}/{ROOT}index.json",
        "strom": f"{up}{item.id}/endringer/{FEED}" if item.released else None,
    }


def _relation(one: Forhold) -> dict[str, str]:
    found = {"type": one.type, "til": one.til}
    return {**found, "om": one.om} if one.om else found


def schema() -> bytes:
    """Return the JSON Schema of the list of guidelines."""
    text: Mapping[str, Any] = {"type": "string"}
    texts = {"type": "object", "additionalProperties": text}
    maybe = {"type": ["string", "null"]}
    item = {
        "id": text, "tittel": texts, "korttittel": texts, "eier": text, "status": text,
        "versjon": text, "siste_utgave": maybe, "dato": maybe, "arbeidsutgave": {"type": "boolean"},
        "anbefalinger": {"type": "integer"}, "emner": {"type": "array", "items": text},
        "forhold": {"type": "array", "items": _object({"type": text, "til": text}, {"om": text})},
        "side": texts, "api": text, "strom": maybe,
    }
    return dump({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:rettesnor:api:guidelines",
        "title": "Retningslinjene på nettstedet",
        **_object({
            "katalog": {"type": "object", "required": ["tittel", "om", "utgiver", "side", "emner"]},
            "retningslinjer": {"type": "array", "items": _object(item)},
        }),
    })


def _object(
    required: Mapping[str, Any], optional: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "type": "object", "additionalProperties": False, "required": list(required),
        "properties": {**required, **(optional or {})},
    }


def feed(catalogue: Catalogue, releases: Sequence[Release], site_url: str) -> bytes:
    """Return the feed of the newest of ``releases``, of which there is at least one."""
    newest = sorted(releases, key=lambda one: (one.dato, one.guideline, _version(one)))
    days = [one.dato for one in newest]
    entries = [
        Entry(
            f"{one.guideline}/{one.versjon}", one.dato,
            f"{one.guideline}/endringer/{one.versjon}/", f"{one.title}: versjon {one.versjon}",
            one.changes, days[:place].count(one.dato),
        )
        for place, one in enumerate(newest)
    ]
    publisher = Publisher(
        catalogue.utgiver.navn, "katalog", catalogue.utgiver.lenke, days[0], site_url
    )
    shown = tuple(reversed(entries[-_FEED_LENGTH:]))
    whole = Feed("", f"{catalogue.korttittel}: nye utgaver", FEED, "", shown)
    return atom(whole, publisher).encode()


def _version(one: Release) -> tuple[int, ...]:
    return tuple(map(int, one.versjon.split(".")))
