"""A local plan: how one municipality carries out a national guideline.

Field names are those of ``schema/plan.schema.json``. All texts are plain: no Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rettesnor.model.gettext_marker import gettext_noop as N_

FILE = "plan.yml"
"""The file that makes a folder a plan."""
NATIONAL = "nasjonalt"
"""The folder with the national release that the plan builds on. Commands write it."""
SNAPSHOT = f"{NATIONAL}/snapshot.json"
CONFLICTS = "konflikter.yml"
"""What the owner of the plan has to decide after an update; not there when nothing is left."""

REGISTER, REGISTER_FORMAT = "rettesnor-avvik", 1
"""What tells a register of deviations from other files, and the number of its format."""

NOT_ASSESSED, FOLLOWED, ADAPTED, DEVIATES = "ikke vurdert", "følges", "tilpasset", "avviker"
RELATIONS: Mapping[str, str] = {
    FOLLOWED: N_("Følges"), ADAPTED: N_("Tilpasset"), DEVIATES: N_("Avviker"),
    NOT_ASSESSED: N_("Ikke vurdert ennå"),
}
"""How a plan can relate to a recommendation, and what that is called."""


@dataclass(frozen=True, slots=True)
class Grunnlag:
    """The national release that a plan builds on.

    Attributes:
        sha256: of the release's ``snapshot.json``, as the national site publishes it.
        nettsted: the address of the national site; empty when not known.
        direkte: whether pages may ask that site for newer versions in the reader's browser.
    """

    retningslinje: str
    versjon: str
    sha256: str
    nettsted: str = ""
    direkte: bool = False


@dataclass(frozen=True, slots=True)
class Planeier:
    """Who owns a plan: the body, and the role there that answers for it."""

    navn: str
    rolle: str = ""
    lenke: str = ""


@dataclass(frozen=True, slots=True)
class Vedtak:
    """Who adopted a plan, and when (ISO 8601)."""

    av: str
    dato: str = ""


@dataclass(frozen=True, slots=True)
class Aarshjul:
    """Something that is done with a plan every year."""

    naar: str
    hva: str
    hvem: str = ""


@dataclass(frozen=True, slots=True)
class Plangjennomgang:
    """When a plan was last gone through, when it will be, and what happens each year."""

    sist: str = ""
    neste: str = ""
    aarshjul: tuple[Aarshjul, ...] = ()


@dataclass(frozen=True, slots=True)
class Plantegn:
    """A sign to look for; ``grense`` is the plan's own number."""

    kjennetegn: str
    grense: str = ""


@dataclass(frozen=True, slots=True)
class Plansteg:
    """What a role does; ``naar`` is when, or the deadline."""

    hvem: str
    hva: str
    naar: str = ""


@dataclass(frozen=True, slots=True)
class Plankobling:
    """Who joins a case and when; ``tjeneste`` is the id of one of the plan's services."""

    hvem: str
    naar: str
    tjeneste: str = ""


@dataclass(frozen=True, slots=True)
class Utgaatt:
    """Says that something local belongs to a national text that is gone.

    Attributes:
        versjon: the national release that no longer has it.
        setning: the national sentence, or the phase's name, as it last was.
        i_stedet: ids of the recommendations that came instead.
    """

    versjon: str
    setning: str
    i_stedet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planfase:
    """A phase as the plan has it. What is empty is as the national guideline says.

    Attributes:
        navn: the plan's own name for it.
        start, maal, videre, tegn, kobles_paa: as of ``guideline.Fase``.
        steg: what is done in the phase, with deadlines.
    """

    id: str
    navn: str = ""
    om: str = ""
    start: str = ""
    maal: str = ""
    videre: str = ""
    tegn: tuple[Plantegn, ...] = ()
    steg: tuple[Plansteg, ...] = ()
    kobles_paa: tuple[Plankobling, ...] = ()
    utgaatt: Utgaatt | None = None


@dataclass(frozen=True, slots=True)
class Plangrense:
    """A threshold, and what is done when it is reached."""

    grense: str
    tiltak: str = ""


@dataclass(frozen=True, slots=True)
class Dokument:
    """A document that is used, such as a form."""

    tittel: str
    lenke: str = ""


@dataclass(frozen=True, slots=True)
class Planavvik:
    """A deviation from a recommendation.

    Attributes:
        besluttet_av: the role or body that decided it.
        ny_vurdering: the day it will be assessed again.
    """

    hva: str
    hvorfor: str
    besluttet_av: str
    besluttet_dato: str
    ny_vurdering: str


@dataclass(frozen=True, slots=True)
class Planpunkt:
    """What a plan says of a national recommendation.

    Attributes:
        forhold: a key of ``RELATIONS``.
    """

    id: str
    forhold: str = NOT_ASSESSED
    ansvarlig: str = ""
    merknad: str = ""
    steg: tuple[Plansteg, ...] = ()
    grenser: tuple[Plangrense, ...] = ()
    dokumenter: tuple[Dokument, ...] = ()
    avvik: Planavvik | None = None
    utgaatt: Utgaatt | None = None


@dataclass(frozen=True, slots=True)
class Tjeneste:
    """A service that can join a case.

    Attributes:
        henvisning: who may refer, and how.
        samtykke: who consents, and from which age.
        kontakt: the role or office to ask, never a person.
    """

    id: str
    navn: str
    mandat: str
    henvisning: str = ""
    samtykke: str = ""
    kontakt: str = ""
    lenke: str = ""


@dataclass(frozen=True, slots=True)
class Verktoy:
    """A tool, such as BTI or Stafettlogg, and when it is used."""

    navn: str
    om: str
    naar: str = ""
    lenke: str = ""


@dataclass(frozen=True, slots=True)
class Malbruk:
    """A national template that is used; ``om`` says how."""

    id: str
    om: str = ""


@dataclass(frozen=True, slots=True)
class LocalPlan:
    """What ``plan.yml`` says.

    Attributes:
        sprak: the language it is written in, ``nb`` or ``nn``.
        kilde: what the plan is made from, when it was not written here.
        adresse: where its site is published, ending in a slash; empty when not known.
        laget_av: roles and bodies, never persons.
        dokumenter: the owner's own, beside the national templates.
    """

    tittel: str
    korttittel: str
    om: str
    bygger_paa: Grunnlag
    eier: Planeier
    anbefalinger: tuple[Planpunkt, ...]
    skjema: int = 1
    sprak: str = "nb"
    status: str = "utkast"
    kilde: str = ""
    adresse: str = ""
    laget_av: tuple[str, ...] = ()
    vedtak: Vedtak | None = None
    gjennomgang: Plangjennomgang = Plangjennomgang()
    faser: tuple[Planfase, ...] = ()
    tjenester: tuple[Tjeneste, ...] = ()
    verktoy: tuple[Verktoy, ...] = ()
    maler: tuple[Malbruk, ...] = ()
    dokumenter: tuple[Dokument, ...] = ()

    @property
    def deviations(self) -> Iterator[Planpunkt]:
        """The entries that deviate from their recommendation."""
        return (one for one in self.anbefalinger if one.forhold == DEVIATES)


def is_newer(version: str, than: str) -> bool:
    """Whether the version number ``version`` comes after ``than``."""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
