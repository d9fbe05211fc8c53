"""The static JSON API under ``/api/v1/``: versions, their periods, and their data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rettesnor.exports.api.envelope import dump, licence
from rettesnor.model.change import Utgave
from rettesnor.model.convert import to_data
from rettesnor.model.edition import recommendation_data
from rettesnor.model.guideline import Guideline
from rettesnor.model.recommendation import Recommendation

INDEX = "api/v1/versjoner.json"


@dataclass(frozen=True, slots=True)
class Version:
    """A release in the index.

    Attributes:
        files: SHA-256 (hexadecimal) of its files, by name.
    """

    versjon: str
    fra: str
    til: str | None
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """A recommendation's text as the release ``versjon`` of the day ``dato`` set it."""

    versjon: str
    dato: str
    sha256: str
    anbefaling: Recommendation


def index(guideline: Guideline, versions: Sequence[Version]) -> bytes:
    """Return the index of ``versions``, oldest first.

    A version is in force from ``fra`` until, but not on, the day ``til``; the newest one has no
    such day. Addresses are relative to the index (RFC 3986, section 5).
    """
    return dump({
        "retningslinje": guideline.id,
        "lisens": licence(guideline),
        "gjeldende": versions[-1].versjon if versions else None,
        "versjoner": [
            {
                "versjon": v.versjon,
                "fra": v.fra,
                "til": v.til,
                "side": f"../../v/{v.versjon}/",
                "endringer": f"../../endringer/{v.versjon}/",
                "filer": {
                    name: {"adresse": f"versjoner/{v.versjon}/{name}", "sha256": digest}
                    for name, digest in v.files.items()
                },
            }
            for v in versions
        ],
    })


def release(utgave: Utgave) -> bytes:
    """Return what a release tells of itself, as JSON."""
    return dump(to_data(utgave))


def texts(id_: str, versions: Sequence[Text], terms: Mapping[str, str]) -> bytes:
    """Return every text a recommendation has had, oldest first.

    Args:
        terms: the terms of reuse.
    """
    return dump({
        "id": id_,
        "lisens": terms,
        "versjoner": [
            {
                "versjon": t.versjon,
                "dato": t.dato,
                "sha256": t.sha256,
                "anbefaling": recommendation_data(t.anbefaling),
            }
            for t in versions
        ],
    })

