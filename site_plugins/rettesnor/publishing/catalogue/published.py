"""What the guidelines of a catalogue publish: read from the data of their finished sites.

The catalogue shows what a reader finds in the guideline: the release where that is what applies,
and the working edition where that is. So it asks the finished sites, not the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rettesnor.exports.api.envelope import ROOT
from rettesnor.exports.catalogue import Release
from rettesnor.model.catalogue import REPLACED, REPLACED_STATUS, Catalogue, Listing, Oppforing
from rettesnor.model.convert import from_data
from rettesnor.model.guideline import Guideline
from rettesnor.model.strength import Styrke


@dataclass(frozen=True, slots=True)
class Published:
    """What one guideline publishes.

    Attributes:
        site: the folder of its site.
        digests: SHA-256 (hexadecimal) of every file of the site, by path.
        guideline: the guideline, in the language written first.
        groups: the names of its target groups, in all its languages.
    """

    site: Path
    digests: Mapping[str, str]
    guideline: Guideline
    groups: frozenset[str]
    listing: Listing
    releases: tuple[Release, ...]

    @property
    def scale(self) -> tuple[Styrke, ...]:
        """Its strengths, in order."""
        return self.guideline.scale

    def synonyms(self, code: str) -> list[list[str]]:
        """Return words that mean the same, by its terms in the language ``code`` if it can."""
        terms = _json(self.site / self._terms(code))["termer"]
        return [
            [term["term"], *term.get("synonymer", ()), *term.get("sokeord", ())] for term in terms
        ]

    def terms_digest(self, code: str) -> str:
        """Return what stands for ``synonyms``."""
        return self.digests[self._terms(code)]

    def _terms(self, code: str) -> str:
        return f"{ROOT}{self.listing.language(code)}/termer.json"


def published(
    catalogue: Catalogue, entry: Oppforing, site: Path, digests: Mapping[str, str]
) -> Published:
    """Return what the guideline with the finished ``site`` publishes.

    Args:
        digests: SHA-256 (hexadecimal) of every file of the site, by path.
    """
    index = _json(site / ROOT / "index.json")
    folders = {code: told["side"].removeprefix("../../") for code, told in index["sprak"].items()}
    files = {code: _json(site / ROOT / code / "retningslinje.json") for code in folders}
    frames = {code: from_data(Guideline, told["innhold"]) for code, told in files.items()}
    first = next(iter(folders))
    told, guideline = files[first], frames[first]
    releases = _releases(entry.id, guideline.korttittel, site)
    released = told.get("siste_utgave") or ""
    relations = tuple(catalogue.relations(entry.id))
    replaced = any(one.type == REPLACED for one in relations)
    listing = Listing(
        entry.id, folders,
        {code: frame.tittel for code, frame in frames.items()},
        {code: frame.korttittel for code, frame in frames.items()},
        {code: frame.merknad for code, frame in frames.items() if frame.merknad},
        {code: entry.eier or frame.publisher_name for code, frame in frames.items()},
        REPLACED_STATUS if replaced else guideline.status, guideline.versjon, released,
        next((one.dato for one in releases if one.versjon == released), ""),
        bool(told.get("arbeidsutgave")) and bool(released),
        sum(len(chapter.anbefalinger) for chapter in guideline.kapitler), entry.emner, relations,
        catalogue.languages[0].id,
    )
    groups = frozenset(role.navn for frame in frames.values() for role in frame.roller)
    return Published(site, digests, guideline, groups, listing, releases)


def _releases(id_: str, title: str, site: Path) -> tuple[Release, ...]:
    path = site / ROOT / "endringer.json"
    told = _json(path).get("utgaver", []) if path.is_file() else []
    return tuple(
        Release(
            id_, title, one["versjon"], one["dato"],
            tuple(change["hva"] for change in one.get("endringer", ())) or _PLAIN,
        )
        for one in told
    )


_PLAIN = ("Ny utgave.",)


def scale_of(all_: Iterable[Published]) -> tuple[Styrke, ...]:
    """Return the strengths of all guidelines, each id once."""
    found: dict[str, Styrke] = {}
    for one in all_:
        for strength in one.scale:
            found.setdefault(strength.id, strength)
    return tuple(found.values())


def _json(path: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(path.read_bytes())
    return found
