"""``manifest.json``: the hashes by which anybody can see that a record is as it was made.

It is canonical JSON and ends in a hash of itself (``samlet``), so that every byte of it counts,
and it names the hash of the manifest before it, so that no record can be taken out or put in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rettesnor.model.convert import from_data, to_data
from rettesnor.releases.canonical_json import canonical, digest

FORMAT = 1
NAME = "manifest.json"


class ManifestError(Exception):
    """A manifest cannot be read; says why in Norwegian."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A recommendation in a release.

    Attributes:
        sha256: of its canonical JSON.
        versjon: the release that last changed it: the recommendation's own version.
        fil: the file it was written in, from the guideline's root.
        fil_sha256: of that file's bytes at the release; equal bytes need not be read again.
    """

    sha256: str
    versjon: str
    fil: str
    fil_sha256: str


@dataclass(frozen=True, slots=True)
class ListedTexts:
    """What a release says in another language.

    Attributes:
        ramme: SHA-256 of the canonical JSON of the frame's texts.
        anbefalinger: SHA-256 of the canonical JSON of each recommendation's texts, by id.
        filer: SHA-256 of the bytes of each recommendation's translation at the release, by id;
            equal bytes need not be read again.
    """

    ramme: str
    anbefalinger: Mapping[str, str] = field(default_factory=dict)
    filer: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """The record before, by version and the SHA-256 of its manifest's bytes."""

    versjon: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The hashes of one release.

    Attributes:
        ramme: SHA-256 of the frame's canonical JSON.
        filer: SHA-256 of each other file of the record, by path inside it.
        tatt_ut: every id ever withdrawn or moved from, with the release that did it. Repeated
            in each manifest, so that the newest one tells it all.
        oversettelser: what is said in other languages, by tag; empty when there is none.
        fjernet: hash of the newest notice of a removal at the release (``removal``); empty when
            nothing had been removed.
        nokkel: SHA-256 of the public key (DER) that the record is signed for; empty without.
    """

    retningslinje: str
    versjon: str
    dato: str
    ramme: str
    forrige: Link | None = None
    anbefalinger: Mapping[str, Listed] = field(default_factory=dict)
    filer: Mapping[str, str] = field(default_factory=dict)
    tatt_ut: Mapping[str, str] = field(default_factory=dict)
    nokkel: str = ""
    oversettelser: Mapping[str, ListedTexts] = field(default_factory=dict)
    fjernet: str = ""


def dump(manifest: Manifest) -> bytes:
    """Return ``manifest`` as the bytes of its file."""
    data = {"format": FORMAT, **_data(manifest)}
    return canonical({**data, "samlet": digest(data)})


def parse(data: bytes) -> Manifest:
    """Return the manifest in ``data``.

    Raises:
        ManifestError: a byte is not as it was written, or the format is not known.
    """
    try:
        content = json.loads(data)
        whole = content.pop("samlet")
        if content["format"] != FORMAT:
            raise ManifestError("Formatet er ukjent.")
        if whole != digest(content) or data != canonical({**content, "samlet": whole}):
            raise ManifestError("Innholdet stemmer ikke med sin egen sjekksum («samlet»).")
        return _manifest(content)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ManifestError("Fila kan ikke leses som et manifest.") from error


def sha256(data: bytes) -> str:
    """Return the SHA-256 of ``data``, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _data(manifest: Manifest) -> dict[str, Any]:
    data: dict[str, Any] = to_data(manifest)
    data.setdefault("forrige", None)
    for name in ("anbefalinger", "filer", "tatt_ut"):
        data.setdefault(name, {})
    return data


def _manifest(content: Mapping[str, Any]) -> Manifest:
    link = content["forrige"]
    return Manifest(
        content["retningslinje"], content["versjon"], content["dato"], content["ramme"],
        Link(**link) if link else None,
        {id_: Listed(**listed) for id_, listed in content["anbefalinger"].items()},
        content["filer"], content["tatt_ut"], content.get("nokkel", ""),
        {
            language: from_data(ListedTexts, listed)
            for language, listed in content.get("oversettelser", {}).items()
        },
        content.get("fjernet", ""),
    )
