"""A catalogue: several guidelines on one site, and how they relate to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import BOKMAL, Sprak
from rettesnor.model.pages import RESERVED

FILE = "catalogue.yml"
"""The file that makes a folder a catalogue."""
GUIDELINES = "guidelines"
"""The folder that has a folder for each guideline."""
SHARED = "shared"
"""The folder of sources, laws and terms that guidelines have in common."""
RESERVED_IDS = RESERVED | {"katalog"}
"""Names that no guideline can have: the site's own addresses begin with them."""

BUILDS_ON, OVERLAPS, REPLACED = "bygger-på", "overlapper", "erstattet-av"
LABELS = {
    BUILDS_ON: N_("Bygger på"), OVERLAPS: N_("Overlapper med"), REPLACED: N_("Erstattet av"),
    "grunnlag-for": N_("Er grunnlag for"), "erstatter": N_("Erstatter"),
}
"""What each type of relation is called, as seen from either end."""
REPLACED_STATUS = "erstattet"
"""The status of a guideline that another one applies in place of."""
INVERSE = {BUILDS_ON: "grunnlag-for", OVERLAPS: OVERLAPS, REPLACED: "erstatter"}
"""What a relation is from its other end."""
ORDER = (REPLACED, "erstatter", BUILDS_ON, "grunnlag-for", OVERLAPS)
"""The order that a guideline's relations are shown in."""

Translations = Mapping[str, str]
"""A text in other languages, by their tags."""


@dataclass(frozen=True, slots=True)
class Utgiver:
    """Who publishes the site."""

    navn: str
    lenke: str = ""


@dataclass(frozen=True, slots=True)
class Lenke:
    """A link in the footer of the catalogue's pages."""

    navn: str
    lenke: str


@dataclass(frozen=True, slots=True)
class Emne:
    """A topic."""

    id: str
    navn: str
    oversettelser: Translations = field(default_factory=dict)

    def name(self, language: str) -> str:
        """Return its name in ``language``, or the language written first."""
        return self.oversettelser.get(language, self.navn)


@dataclass(frozen=True, slots=True)
class Forhold:
    """A relation from a guideline to the guideline ``til``."""

    type: str
    til: str
    om: str = ""
    oversettelser: Translations = field(default_factory=dict)

    def about(self, language: str) -> str:
        """Return what it is about in ``language``, or the language written first."""
        return self.oversettelser.get(language, self.om)


@dataclass(frozen=True, slots=True)
class Oppforing:
    """A guideline's entry in the catalogue.

    Attributes:
        id: its folder, and its address on the site.
        eier: the owner's name, where it is another than the guideline itself says.
    """

    id: str
    emner: tuple[str, ...] = ()
    eier: str = ""
    forhold: tuple[Forhold, ...] = ()

    @property
    def folder(self) -> str:
        """Its folder, relative to the catalogue's root."""
        return f"{GUIDELINES}/{self.id}"


@dataclass(frozen=True, slots=True)
class Tekster:
    """The catalogue's own texts in another language; what is empty is not translated."""

    tittel: str = ""
    korttittel: str = ""
    om: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What ``catalogue.yml`` says.

    Attributes:
        retningslinjer: in the order they are shown.
        tekster: translations of title, short title and introduction, by language.
    """

    tittel: str
    korttittel: str
    om: str
    utgiver: Utgiver
    retningslinjer: tuple[Oppforing, ...]
    sprak: tuple[Sprak, ...] = ()
    emner: tuple[Emne, ...] = ()
    lenker: tuple[Lenke, ...] = ()
    tekster: Mapping[str, Tekster] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[Sprak, ...]:
        """The languages of its own pages, that of the texts first."""
        return self.sprak or (BOKMAL,)

    def folder(self, language: str) -> str:
        """Return where its pages in ``language`` are: ``nn/``, or empty for the first one."""
        return "" if language == self.languages[0].id else f"{language}/"

    def texts(self, language: str) -> Tekster:
        """Return title, short title and introduction in ``language``, as far as it has them."""
        told = self.tekster.get(language, Tekster())
        return Tekster(
            told.tittel or self.tittel, told.korttittel or self.korttittel, told.om or self.om
        )

    def relations(self, id_: str) -> list[Forhold]:
        """Return the relations of the guideline ``id_``, also those that others declare.

        ``til`` is the other end, and ``type`` is what the relation is from this one.
        """
        found: dict[tuple[str, str], Forhold] = {}
        for entry in self.retningslinjer:
            for one in entry.forhold:
                if entry.id == id_:
                    found.setdefault((one.type, one.til), one)
                elif one.til == id_:
                    inverse = Forhold(INVERSE[one.type], entry.id, one.om, one.oversettelser)
                    found.setdefault((inverse.type, inverse.til), inverse)
        return sorted(found.values(), key=lambda one: ORDER.index(one.type))

    def replaced_by(self, id_: str) -> str:
        """Return the id of the guideline that applies in place of ``id_``; empty for none.

        Where that one is replaced too, it is the last of them.
        """
        told = {
            entry.id: one.til for entry in self.retningslinjer for one in entry.forhold
            if one.type == REPLACED
        }
        found = ""
        for _ in told:  # the check refuses cycles; this ends in any case
            if id_ in told:
                found = id_ = told[id_]
        return found


@dataclass(frozen=True, slots=True)
class Listing:
    """A guideline as the catalogue shows it, by what its own site publishes.

    Attributes:
        id: its folder, and its address on the site.
        folders: where its pages in each language are, below its address; the first language first.
        titles: its title by language.
        short_titles: its short title by language.
        notes: its reservation by language; empty where it has none.
        owners: who stands behind the text, by language.
        status: ``gjeldende``, ``utkast`` …; ``erstattet`` when another one applies instead.
        versjon: the version of the text.
        released: the last release; empty before the first.
        dato: the day of the last release (ISO 8601); empty before the first.
        working: whether the text differs from what was released.
        count: how many recommendations it has.
        emner: ids of its topics.
        forhold: its relations, from its own end (see ``Catalogue.relations``).
        otherwise: the language to show it in when it is not published in the one that is wanted.
    """

    id: str
    folders: Mapping[str, str]
    titles: Mapping[str, str]
    short_titles: Mapping[str, str]
    notes: Mapping[str, str]
    owners: Mapping[str, str]
    status: str
    versjon: str
    released: str = ""
    dato: str = ""
    working: bool = False
    count: int = 0
    emner: tuple[str, ...] = ()
    forhold: tuple[Forhold, ...] = ()
    otherwise: str = ""

    @property
    def eier(self) -> str:
        """Who stands behind the text, in the language it was written in."""
        return next(iter(self.owners.values()))

    def language(self, wanted: str) -> str:
        """Return the language to show it in: ``wanted``, or the nearest that it is published in."""
        return next(one for one in (wanted, self.otherwise, *self.folders) if one in self.folders)

    def address(self, wanted: str) -> str:
        """Return its address below the catalogue's root, in the language ``wanted`` if it can."""
        return f"{self.id}/{self.folders[self.language(wanted)]}"

    def title(self, wanted: str) -> str:
        """Return its title in the language that ``address`` leads to."""
        return self.titles[self.language(wanted)]

    def short_title(self, wanted: str) -> str:
        """Return its short title in the language that ``address`` leads to."""
        return self.short_titles[self.language(wanted)]


@dataclass(frozen=True, slots=True)
class LinkUp:
    """The link from a guideline's pages to the catalogue that it is part of.

    Attributes:
        titles: the catalogue's short title by language, that of the texts first.
        replaced_by: the id of the guideline that applies instead; empty for none.
    """

    titles: Mapping[str, str]
    replaced_by: str = ""

    def folder(self, language: str) -> str:
        """Return where the catalogue's pages in ``language`` are, or in the first language."""
        first = next(iter(self.titles))
        return "" if language == first or language not in self.titles else f"{language}/"


def link_up(catalogue: Catalogue, id_: str) -> LinkUp:
    """Return the link from the pages of the guideline ``id_`` to ``catalogue``."""
    titles = {one.id: catalogue.texts(one.id).korttittel for one in catalogue.languages}
    return LinkUp(titles, catalogue.replaced_by(id_))


def cycles(edges: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield each closed way through ``edges`` once, beginning with its first id in sort order."""
    seen: set[frozenset[str]] = set()
    done: set[str] = set()
    for start in sorted(edges):
        way: list[str] = []
        pending = [(start, iter(edges.get(start, ())))]
        while pending:
            node, following = pending[-1]
            if node not in way:
                way.append(node)
            nearest = next(following, None)
            if nearest is None:
                pending.pop()
                way.pop()
                done.add(node)
            elif nearest in way:
                ring = tuple(way[way.index(nearest) :])
                if frozenset(ring) not in seen:
                    seen.add(frozenset(ring))
                    least = ring.index(min(ring))
                    yield ring[least:] + ring[:least]
            elif nearest not in done:
                pending.append((nearest, iter(edges.get(nearest, ()))))
