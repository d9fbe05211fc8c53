"""What holds for the whole guideline: its frame, its laws, terms, sources and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rettesnor.model.audit import Tilsyn
from rettesnor.model.course import Kurs
from rettesnor.model.development import Utvikling
from rettesnor.model.evidence import Belegg
from rettesnor.model.form_template import Mal
from rettesnor.model.measures import Kvalitetsmaal
from rettesnor.model.plain import LIX_LIMIT, EnkelVersjon, Rolleside
from rettesnor.model.recommendation import Datoer, Unntak
from rettesnor.model.self_check import Egenkontroll
from rettesnor.model.strength import DEFAULT_SCALE, Styrke
from rettesnor.model.task import Oppgave


@dataclass(frozen=True, slots=True)
class Etat:
    """An agency."""

    navn: str
    forkortelse: str
    lenke: str = ""


def leading(name: str) -> str:
    """Return ``name`` with a capital first letter, for where it begins a line."""
    return name[:1].upper() + name[1:]


@dataclass(frozen=True, slots=True)
class Avsender:
    """Who wrote the text, where that is not the owner of the guideline.

    Attributes:
        navn: as it stands inside a sentence: «prosjektet Rettesnor».
        offisielle_felt: the fields of a recommendation that the owner stands behind all the same.
    """

    navn: str
    forkortelse: str = ""
    lenke: str = ""
    offisielle_felt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Navngitt:
    """Something with an id and a shown name: a role, a value of a dimension, a phase."""

    id: str
    navn: str
    om: str = ""


@dataclass(frozen=True, slots=True)
class Tegn:
    """A sign that a case is in a phase, and the sources it is taken from."""

    kjennetegn: str
    belegg: tuple[Belegg, ...] = ()


@dataclass(frozen=True, slots=True)
class Tilkobling:
    """Who joins a case in a phase, and when.

    Attributes:
        hvem: in words; need not be a role of the guideline.
        roller: the roles (ids) that ``hvem`` stands for.
    """

    hvem: str
    naar: str
    roller: tuple[str, ...] = ()
    belegg: tuple[Belegg, ...] = ()


@dataclass(frozen=True, slots=True)
class Fase(Navngitt):
    """A phase of a case.

    Attributes:
        valg: what a reader sees when a case is in the phase, as a choice on the front page.
        start: when it begins.
        maal: what is to come of it.
        videre: when the case goes on to the next phase, or back.
        forst: recommendations (ids) that are shown first in the phase, in order.
        belegg: the sources of what is said of the phase.
        svarer_paa: questions that its page answers, in readers' own words.
    """

    valg: str = ""
    start: str = ""
    maal: str = ""
    videre: str = ""
    tegn: tuple[Tegn, ...] = ()
    kobles_paa: tuple[Tilkobling, ...] = ()
    forst: tuple[str, ...] = ()
    belegg: tuple[Belegg, ...] = ()
    svarer_paa: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sidesporsmaal:
    """Questions that a page of prose or an overview answers.

    Attributes:
        side: the page: the id of a page of prose, or the address of one of the site's own.
        svarer_paa: the questions, in readers' own words.
    """

    side: str
    svarer_paa: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hverdagsord:
    """Words that readers search by, and the guideline's own words for the same."""

    leseren_skriver: tuple[str, ...]
    teksten_sier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LokalGrense:
    """A threshold that somebody uses locally; the guideline does not set it.

    Attributes:
        hvem: who uses it.
        tiltak: what they do when it is reached.
        fase: the phase (id) it belongs to; empty for none.
        sted: the place in the source.
    """

    id: str
    hvem: str
    grense: str
    kilde: str
    tiltak: str = ""
    fase: str = ""
    sted: str = ""


@dataclass(frozen=True, slots=True)
class Dimensjon:
    """What recommendations are sorted by besides chapters, roles and phases.

    Attributes:
        id: also the name of the field in recommendations, in the API and in filters.
        navn: what readers call it.
        verdier: the values that a recommendation can have.
    """

    id: str
    navn: str
    verdier: tuple[Navngitt, ...]
    om: str = ""


@dataclass(frozen=True, slots=True)
class Gjennomgang:
    """At most how many years pass between reviews; None when no interval is promised."""

    aar: int | None = None


@dataclass(frozen=True, slots=True)
class Tekster:
    """Sentences that the site and the hearing desk say in the guideline's own words.

    Where one is empty the interface has a neutral sentence.

    Attributes:
        kontrollsporsmaal: above the questions of a recommendation.
        egenkontroll: on the page where all questions are answered.
        personvern: what not to write in an answer to a hearing.
        organisasjon: what an organisation that answers a hearing can be.
        rolle: examples of roles that a person who answers a hearing can have.
        grenser: above the local thresholds: what the guideline itself says of thresholds.
    """

    kontrollsporsmaal: str = ""
    egenkontroll: str = ""
    personvern: str = ""
    organisasjon: str = ""
    rolle: str = ""
    grenser: str = ""


@dataclass(frozen=True, slots=True)
class Rapportpunkt:
    """What the report on the method says to an item of RIGHT (``model.right``).

    Attributes:
        punkt: the item's id.
        svar: the answer in words.
        felt: the data that answers it (names in ``model.right.FIELDS``).
        sider: the prose pages that answer it.
        mangler: why there is no answer; the others are empty then.
    """

    punkt: str
    svar: str = ""
    felt: tuple[str, ...] = ()
    sider: tuple[str, ...] = ()
    mangler: str = ""


@dataclass(frozen=True, slots=True)
class EnkeltSprak:
    """What a guideline has decided on plain language.

    Attributes:
        maalgrupper: the roles (ids) that every recommendation should have a plain version for;
            empty where there are no plain versions.
        lix: the readability (LIX) that a version should not be above; None for ``LIX_LIMIT``.
    """

    maalgrupper: tuple[str, ...] = ()
    lix: int | None = None

    @property
    def limit(self) -> int:
        """The readability that a version should not be above."""
        return self.lix or LIX_LIMIT


@dataclass(frozen=True, slots=True)
class Sprak:
    """A language: its tag (BCP 47) and what it is called in the language itself."""

    id: str
    navn: str


NOT_ADOPTED = ("utkast", "høring")
"""The states of a guideline in which nobody has adopted its text yet."""
USUAL_SECTIONS = (
    "praktisk_gjennomforing", "begrunnelse", "kunnskapsgrunnlag", "juridiske_rammer",
)
"""The sections that a recommendation must have when the guideline does not say otherwise."""
BOKMAL = Sprak("nb", "Bokmål")
"""The language of a guideline that does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Kapittel:
    """A chapter and the order of its recommendations (ids)."""

    id: str
    tittel: str
    anbefalinger: tuple[str, ...]
    ingress: str = ""


@dataclass(frozen=True, slots=True)
class Maalgrupper:
    """Roles (ids) the guideline is written for, and others who may use it."""

    hoved: tuple[str, ...] = ()
    andre: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lisens:
    """Terms of reuse; ``id`` is the SPDX id."""

    id: str
    navn: str
    lenke: str


@dataclass(frozen=True, slots=True)
class Paragrafhenvisning:
    """A section of a law by the law's id and the section as the law writes it."""

    lov: str
    paragraf: str


@dataclass(frozen=True, slots=True)
class Varsel:
    """A change of a law that is decided and does not apply yet.

    Attributes:
        ved: the act or regulation that changes.
        ikraft: the day it applies from; empty when that is not decided.
        oppheves: whether what is decided is that it is repealed.
    """

    ved: str
    ikraft: str = ""
    oppheves: bool = False
    lenke: str = ""


@dataclass(frozen=True, slots=True)
class Paragraf:
    """A section (or chapter, article) with its heading and its time in force."""

    paragraf: str
    overskrift: str = ""
    sammendrag: str = ""
    ikraft: str = ""
    endret: str = ""
    opphevet: str = ""
    erstattet_av: tuple[Paragrafhenvisning, ...] = ()
    varslet: tuple[Varsel, ...] = ()


@dataclass(frozen=True, slots=True)
class Kontroll:
    """What an entry was last checked against: the source, and the day the source is from."""

    dato: str = ""
    mot: str = ""


@dataclass(frozen=True, slots=True)
class Lov:
    """An act, regulation or convention; dates in ISO 8601, empty when not known."""

    id: str
    tittel: str
    korttittel: str
    type: str
    dato: str
    paragrafer: tuple[Paragraf, ...]
    nummer: int | None = None
    lenke: str = ""
    eli: str = ""
    ikraft: str = ""
    opphevet: str = ""
    erstattet_av: str = ""
    merknad: str = ""
    kontrollert: Kontroll = Kontroll()
    varslet: tuple[Varsel, ...] = ()


Rule = TypeVar("Rule", Lov, Paragraf)


def in_force_first(rules: Iterable[Rule]) -> list[Rule]:
    """Return acts, or sections of one, as readers list them: those that are repealed come last."""
    return sorted(rules, key=lambda rule: rule.opphevet != "")


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry.

    Attributes:
        synonymer: other names of the same thing; shown, searched, and accepted in references.
        sokeord: words that people search by and that mean something else or something narrower;
            only searched, never shown as if they were the same.
    """

    id: str
    term: str
    definisjon: str
    synonymer: tuple[str, ...] = ()
    kilde: str = ""
    se_ogsaa: tuple[str, ...] = ()
    sokeord: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """A prose page: its id (file name), title and Markdown below the title line."""

    id: str
    tittel: str
    tekst: str = ""


def notes(source: Mapping[str, Any]) -> str:
    """Return what readers should know of a source besides its citation: its note and abstract."""
    return " ".join(str(source[name]) for name in ("note", "abstract") if source.get(name))


@dataclass(frozen=True, slots=True)
class Guideline:
    """The guideline without its recommendations.

    Attributes:
        kilder: CSL items by key, in file order (https://citeproc-js.readthedocs.io/en/latest/
            csl-json/markup.html); kept as data because CSL is itself an exchange format.
        sprak: the language that the guideline is written in, then those it is translated into;
            empty when it is written in bokmål only. ``languages`` is never empty.
        merknad: a reservation shown on every page; empty when there is none. It says nothing about
            the state of the text: ``draft`` does.
        avsender: who wrote the text; None when the owner stands behind all of it.
        styrker: the scale of strengths; empty for the usual one. ``scale`` is never empty.
        paakrevde_deler: the sections that a recommendation must have; empty for the usual ones.
        lokale_grenser: thresholds that others use, shown side by side.
        gjelder: whom the recommendations are about, as one person («Pasient»); empty when they
            are not about persons.
        skjema: the version of the schemas that the files are written for; no content.
        metoderapport: how the guideline was made, by the items of RIGHT; empty for no report.
        enkelt_sprak: what is decided on plain language.
        enkle_versjoner: the plain-language versions of recommendations, by id.
        rollesider: the pages written for roles.
        oppgaver: the review tasks, by id.
        maler: the templates to fill in, by id.
        utvikling: the work on the guideline: road map, reports, involvement and what follows.
        tilsyn: the criteria that practice is held against in an audit.
        kvalitetsmaal: what can be counted to see whether the guideline is followed.
        egenkontroll: the questions that those who follow the guideline ask themselves.
        sporsmaal_til_sider: what other pages than recommendations, phases and roles answer.
        hverdagsord: readers' words in search; they lead to the guideline's, not back.
        kurs: the courses beside chapters, by id.
    """

    id: str
    tittel: str
    korttittel: str
    type: str
    status: str
    versjon: str
    eier: Etat
    formaal: str
    omfang: str
    avgrensning: str
    lisens: Lisens
    kapitler: tuple[Kapittel, ...]
    sider: tuple[str, ...]
    maalgrupper: Maalgrupper = Maalgrupper()
    roller: tuple[Navngitt, ...] = ()
    samarbeidspartnere: tuple[Etat, ...] = ()
    datoer: Datoer = Datoer()
    faser: tuple[Fase, ...] = ()
    unntak: tuple[Unntak, ...] = ()
    lover: tuple[Lov, ...] = ()
    termer: tuple[Term, ...] = ()
    kilder: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tekstsider: tuple[Side, ...] = ()
    sprak: tuple[Sprak, ...] = ()
    merknad: str = ""
    avsender: Avsender | None = None
    dimensjoner: tuple[Dimensjon, ...] = ()
    styrker: tuple[Styrke, ...] = ()
    gjennomgang: Gjennomgang = Gjennomgang()
    paakrevde_deler: tuple[str, ...] = ()
    gjelder: str = ""
    tekster: Tekster = Tekster()
    lokale_grenser: tuple[LokalGrense, ...] = ()
    skjema: int = 0
    metoderapport: tuple[Rapportpunkt, ...] = ()
    enkelt_sprak: EnkeltSprak = EnkeltSprak()
    enkle_versjoner: tuple[EnkelVersjon, ...] = ()
    rollesider: tuple[Rolleside, ...] = ()
    oppgaver: tuple[Oppgave, ...] = ()
    maler: tuple[Mal, ...] = ()
    utvikling: Utvikling = Utvikling()
    tilsyn: Tilsyn = Tilsyn()
    kvalitetsmaal: tuple[Kvalitetsmaal, ...] = ()
    egenkontroll: Egenkontroll = Egenkontroll()
    sporsmaal_til_sider: tuple[Sidesporsmaal, ...] = ()
    hverdagsord: tuple[Hverdagsord, ...] = ()
    kurs: tuple[Kurs, ...] = ()

    @property
    def scale(self) -> tuple[Styrke, ...]:
        """The strengths that recommendations can have, the strongest first."""
        return self.styrker or DEFAULT_SCALE

    def strength_name(self, id_: str) -> str:
        """Return what other systems are told of the strength ``id_``: its declared name."""
        return next((one.navn for one in self.styrker if one.id == id_), id_)

    @property
    def required_sections(self) -> tuple[str, ...]:
        """The sections that every recommendation must have."""
        return self.paakrevde_deler or USUAL_SECTIONS

    @property
    def named(self) -> tuple[Navngitt, ...]:
        """Everything with an id and a name that recommendations can have."""
        values = (value for dimension in self.dimensjoner for value in dimension.verdier)
        return (*self.roller, *values, *self.faser)

    @property
    def draft(self) -> bool:
        """Whether the text is a draft. Only ``status`` decides that.

        Official fields are the owner's own words also while the rest is a draft.
        """
        return self.status in NOT_ADOPTED

    @property
    def author(self) -> Etat | Avsender:
        """Who wrote the text: the name that citations and documents give as author."""
        return self.avsender or self.eier

    @property
    def publisher(self) -> Etat | Avsender:
        """Who publishes the text: the owner, but of its own draft the sender."""
        return self.author if self.draft else self.eier

    @property
    def author_name(self) -> str:
        """The author's name where it does not stand inside a sentence."""
        return leading(self.author.navn)

    @property
    def publisher_name(self) -> str:
        """The publisher's name where it does not stand inside a sentence."""
        return leading(self.publisher.navn)

    def is_official(self, field: str) -> bool:
        """Whether the owner stands behind ``field`` of the recommendations.

        Always true when no sender is named: then the owner stands behind everything.
        """
        return self.avsender is None or field in self.avsender.offisielle_felt

    @property
    def languages(self) -> tuple[Sprak, ...]:
        """The languages of the site, the source language first."""
        return self.sprak or (BOKMAL,)

    @property
    def translations(self) -> tuple[Sprak, ...]:
        """The languages that the source is translated into."""
        return self.languages[1:]
