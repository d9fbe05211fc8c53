"""What the guidelines of a catalogue publish: read from the data of their finished sites.

The catalogue shows what a reader finds in the guideline: the release where that is what applies,
and the working edition where that is. So it asks the finished sites, not the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rettesnor.exports.api.envelope import ROOT
from rettesnor.exports.catalogue import Release
from rettesnor.model.catalogue import REPLACED, REPLACED_STATUS, Catalogue, Listing, Oppforing
from rettesnor.model.convert import from_data
from rettesnor.model.guideline import Guideline
from rettesnor.model.strength import Styrke
from rettesnor.rendering.pages.search import INDEX
from rettesnor.search.document import Document

MOST_GROUPS = 30
"""Above this many target groups a search cannot be narrowed by them: the browser has a bit each."""


@dataclass(frozen=True, slots=True)
class Published:
    """What one guideline publishes.

    Attributes:
        site: the folder of its site.
        guideline: the guideline, in the language written first.
    """

    site: Path
    guideline: Guideline
    listing: Listing
    releases: tuple[Release, ...]

    @property
    def scale(self) -> tuple[Styrke, ...]:
        """Its strengths, in order."""
        return self.guideline.scale

    def synonyms(self, code: str) -> list[list[str]]:
        """Return words that mean the same, by its terms in the language ``code`` if it can."""
        own = self.listing.language(code)
        terms = _json(self.site / ROOT / own / "termer.json")["termer"]
        return [
            [term["term"], *term.get("synonymer", ()), *term.get("sokeord", ())] for term in terms
        ]

    def documents(self, code: str, up: str) -> Iterator[Document]:
        """Yield what search knows of its pages, in the language ``code`` if it can.

        Args:
            up: the way from the root of the catalogue's pages in that language to the site's root.
        """
        folder = self.listing.folders[self.listing.language(code)]
        pages = self.site / f"{folder}{INDEX}sider"
        number = 0
        while (path := pages / f"{number}.js").is_file():
            line = path.read_bytes().removeprefix(b"rnSearch.page(%d," % number).rstrip()
            found = Document.of(line.removesuffix(b");"))
            yield replace(
                found, url=f"{up}{self.listing.id}/{folder}{found.url}",
                chapter=self.listing.short_title(code),
            )
            number += 1


def published(catalogue: Catalogue, entry: Oppforing, site: Path) -> Published:
    """Return what the guideline with the finished ``site`` publishes."""
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
    return Published(site, guideline, listing, releases)


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


def all_documents(
    all_: Iterable[Published], code: str, up: str
) -> list[Document]:
    """Return what search knows of all pages in the language ``code``, guideline by guideline."""
    found = [document for one in all_ for document in one.documents(code, up)]
    groups = {name for document in found for name in document.groups}
    if len(groups) > MOST_GROUPS:
        return [replace(document, groups=()) for document in found]
    return found


def _json(path: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(path.read_bytes())
    return found
