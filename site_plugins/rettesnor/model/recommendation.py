"""A recommendation and its grounds, as the editor wrote it.

Field names are the keys of the YAML files, the JSON Schema and the published JSON: one name
everywhere. Text fields hold Markdown source in the project's dialect; an empty string means
that nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rettesnor.model.legal_basis import Kontrollgrunnlag, Rettsgrunnlag


@dataclass(frozen=True, slots=True)
class Datoer:
    """Dates in ISO 8601 (``YYYY-MM-DD``); empty when not known.

    Attributes:
        kunngjort_senest: only of a guideline that was known elsewhere before its first release
            here: the day by which it was.
    """

    publisert: str = ""
    faglig_oppdatert: str = ""
    neste_gjennomgang: str = ""
    kunngjort_senest: str = ""


@dataclass(frozen=True, slots=True)
class Steg:
    """One step: who does what, and when.

    Attributes:
        hvem: who does it, in words.
        roller: the roles (ids) that ``hvem`` stands for.
        naar_i_lov: whether the time follows from law; any other is the guideline's own advice, and
            a proposal until the guideline is adopted.
    """

    hvem: str
    hva: str
    naar: str = ""
    naar_i_lov: bool = False
    roller: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ressurs:
    """Something that helps in carrying the recommendation out."""

    tittel: str
    lenke: str
    utgiver: str = ""
    om: str = ""


@dataclass(frozen=True, slots=True)
class PraktiskGjennomforing:
    """How it is done."""

    tekst: str
    steg: tuple[Steg, ...] = ()
    ressurser: tuple[Ressurs, ...] = ()


@dataclass(frozen=True, slots=True)
class Vurdering:
    """A judgement on one criterion, on GRADE's scale for it (``model.judgement``).

    Attributes:
        kriterium: the name of the part of the rationale that it is about.
        av: the group, role or organisation that judged, never a person.
    """

    kriterium: str
    vurdering: str
    av: str
    dato: str = ""


@dataclass(frozen=True, slots=True)
class Begrunnelse:
    """The rationale, by the criteria of GRADE's evidence-to-decision framework."""

    tekst: str
    fordeler_og_ulemper: str = ""
    verdier_og_preferanser: str = ""
    ressursbruk: str = ""
    gjennomforbarhet: str = ""
    utilsiktede_konsekvenser: str = ""
    likeverd: str = ""
    vurderinger: tuple[Vurdering, ...] = ()


@dataclass(frozen=True, slots=True)
class Forskningsfunn:
    """A finding, its source and the confidence in it (GRADE or GRADE-CERQual)."""

    kilde: str
    tillit: str
    funn: str = ""
    metode: str = ""

    @property
    def vurdert(self) -> bool:
        """Whether there is more to show than the source: what it found, or how sure that is."""
        return bool(self.funn) or self.tillit != "ikke vurdert"


@dataclass(frozen=True, slots=True)
class Problemstilling:
    """The question that the evidence answers: for whom, what, against what, by which outcomes."""

    sporsmaal: str
    gjelder: str = ""
    tiltak: str = ""
    sammenlignet_med: str = ""
    utfall: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kunnskapssok:
    """Whether research was searched for: «gjort» or «ikke gjort», by whom, when and where."""

    gjort: str
    av: str = ""
    dato: str = ""
    hvor: tuple[str, ...] = ()
    om: str = ""


@dataclass(frozen=True, slots=True)
class Kunnskapsgrunnlag:
    """The evidence: research, experience from practice, users' knowledge.

    Attributes:
        problemstilling, kunnskapssok: None when nothing is known of them.
    """

    tekst: str
    forskning: tuple[Forskningsfunn, ...] = ()
    forskning_ikke_vurdert: str = ""
    erfaringskunnskap: str = ""
    brukerkunnskap: str = ""
    problemstilling: Problemstilling | None = None
    kunnskapssok: Kunnskapssok | None = None


@dataclass(frozen=True, slots=True)
class Lovhenvisning:
    """A section of a law, why it matters, and whether it is the legal basis of a duty."""

    lov: str
    paragraf: str
    hvorfor: str
    hjemmel: bool = False


@dataclass(frozen=True, slots=True)
class JuridiskeRammer:
    """The legal frame."""

    tekst: str
    referanser: tuple[Lovhenvisning, ...] = ()


@dataclass(frozen=True, slots=True)
class Unntak:
    """A rule that does not apply in the file, with the reason."""

    kode: str
    grunn: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One actionable statement with its grounds; the unit of update.

    ``kapittel`` is the folder the file lies in; everything else is written in the file. In the
    file, in records and in the API each dimension is a field of its own, named by its id:
    ``dimensjoner`` holds them together (see ``edition.recommendation_data``).

    Attributes:
        kontrollgrunnlag: the legal basis of those control questions that have one of their own; the
            others follow from the recommendation.
        svarer_paa: questions that it answers, in readers' own words.
    """

    id: str
    kapittel: str
    tittel: str
    kort_anbefaling: str
    styrke: str
    status: str
    maalgrupper: tuple[str, ...] = ()
    praktisk_gjennomforing: PraktiskGjennomforing = PraktiskGjennomforing("")
    begrunnelse: Begrunnelse = Begrunnelse("")
    kunnskapsgrunnlag: Kunnskapsgrunnlag = Kunnskapsgrunnlag("")
    juridiske_rammer: JuridiskeRammer = JuridiskeRammer("")
    faser: tuple[str, ...] = ()
    kontrollsporsmaal: tuple[str, ...] = ()
    kontrollgrunnlag: tuple[Kontrollgrunnlag, ...] = ()
    svarer_paa: tuple[str, ...] = ()
    se_ogsaa: tuple[str, ...] = ()
    datoer: Datoer = Datoer()
    unntak: tuple[Unntak, ...] = ()
    dimensjoner: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def question_bases(self) -> tuple[tuple[int, tuple[Rettsgrunnlag, ...]], ...]:
        """The number of each control question with a legal basis of its own, and the basis."""
        own = {one.sporsmaalet: one.rettsgrunnlag for one in self.kontrollgrunnlag}
        return tuple(
            (number, own[question]) for number, question in enumerate(self.kontrollsporsmaal, 1)
            if question in own
        )
