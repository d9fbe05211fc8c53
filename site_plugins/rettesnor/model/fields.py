"""The field catalogue: every field of every kind of content file, declared once.

What the code knows of a field follows from its entry here: whether it is Markdown, what readers
call it, where it stands on a page, whether it is translated, and how the items of a list are
recognised. Pages, documents, exports, search, redlines, translations and hearings are derived from
it, so that a new field cannot be forgotten in one of them.

The table is written here and not read from ``schema/``, because the model reads no files and
because it holds what a schema cannot say. ``tests/model/test_fields.py`` holds the two against each
other field by field. CONTRIBUTING.md says how to add a field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from rettesnor.model.gettext_marker import gettext_noop as N_

Kind = Literal[
    "markdown", "line", "id", "date", "time", "enum", "word", "flag", "number", "url",
    "group", "list", "lines", "ids", "enums",
]
"""What a field holds. ``line`` is text without markup, ``word`` one of the values that a guideline
has decided on. ``group`` has fields of its own, ``list``
has items with fields; ``lines``, ``ids`` and ``enums`` are lists of plain values."""
Translated = Literal["", "text", "name", "said", "words"]
"""How a field is translated: not at all; as a text that a translation must have; as a name (of a
law, an agency), which may stay as it is; as what somebody said once (a reported need, the reason of
a decision), which may stay too, and is then marked with its language; as a list of words that is
one text as a whole, because synonyms are not the same in number in two languages.

A need is said by whoever sent it: nobody can be asked to put it into nynorsk before it is shown.
The answer to it is the owner's, and should be in both."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of file.

    Attributes:
        path: its dotted name, with ``*`` for the items of a list.
        label: what readers call it, in bokmål; empty when it is named by the group it is in.
        translated: see ``Translated``.
        place: the place among its siblings for readers, where that is not the place in the file.
            A field at the top of a recommendation that has one is a section of its page.
        key: of a list, the fields by which a comparison recognises an item.
        named: whether a translation aligns the items of the list by ``key``, not by their places.
        alike: whether items without a key are recognised by their words.
        searched_by: words that readers ask for a section by, besides its heading.
        search_worth: what search counts a section, next to one that says what is to be done.
    """

    path: str
    kind: Kind
    label: str = ""
    translated: Translated = ""
    place: int = 0
    key: tuple[str, ...] = ()
    named: bool = False
    alike: bool = False
    searched_by: str = ""
    search_worth: float = 1

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]

    @property
    def parent(self) -> str:
        """The path of the group or of the list's items that it is in; empty at the top."""
        return self.path.rpartition(".")[0]


def _named(path: str, label: str) -> tuple[Field, ...]:
    """Return a list of things with an id and a name: roles, phases."""
    return (
        Field(path, "list", label, key=("id",), named=True),
        Field(f"{path}.*.id", "id"),
        Field(f"{path}.*.navn", "line", translated="text"),
        Field(f"{path}.*.om", "line", translated="text"),
    )


def _answers(path: str) -> Field:
    """Return the questions, in readers' own words, that a page answers."""
    return Field(path, "lines", N_("Spørsmål dette svarer på"), "words", alike=True)


def _evidence(path: str) -> tuple[Field, ...]:
    """Return a list of sources and the place in each."""
    return (
        Field(path, "list", key=("kilde",)),
        Field(f"{path}.*.kilde", "id"),
        Field(f"{path}.*.sted", "line"),
    )


def _legal_basis(path: str) -> tuple[Field, ...]:
    """Return a list of sections that something follows from."""
    return (
        Field(path, "list", N_("Rettsgrunnlag"), key=("lov", "paragraf")),
        Field(f"{path}.*.lov", "line"),
        Field(f"{path}.*.paragraf", "line"),
    )


def _agency(path: str) -> tuple[Field, ...]:
    return (
        Field(f"{path}.navn", "line", translated="name"),
        Field(f"{path}.forkortelse", "line", translated="name"),
        Field(f"{path}.lenke", "url"),
    )


def _people(path: str) -> tuple[Field, ...]:
    return (
        Field(path, "list"), Field(f"{path}.*.family", "line"), Field(f"{path}.*.given", "line"),
        Field(f"{path}.*.non-dropping-particle", "line"),
        Field(f"{path}.*.dropping-particle", "line"), Field(f"{path}.*.suffix", "line"),
        Field(f"{path}.*.literal", "line"),
    )


def _when(path: str) -> tuple[Field, ...]:
    return (
        Field(path, "group"), Field(f"{path}.date-parts", "date"),
        Field(f"{path}.season", "number"), Field(f"{path}.circa", "flag"),
        Field(f"{path}.literal", "line"),
    )


_DATES = (
    Field("datoer", "group", N_("Datoer")),
    Field("datoer.publisert", "date", N_("Først publisert")),
    Field("datoer.faglig_oppdatert", "date", N_("Sist faglig oppdatert")),
    Field("datoer.neste_gjennomgang", "date", N_("Neste gjennomgang")),
)
_EXCEPTIONS = (
    Field("unntak", "list"), Field("unntak.*.kode", "id"), Field("unntak.*.grunn", "line"),
)
_RECOMMENDATION = (
    Field("id", "id", N_("Id")),
    Field("tittel", "line", N_("Tittel"), "text"),
    Field("kort_anbefaling", "line", N_("Kort anbefaling"), "text"),
    Field("styrke", "word", N_("Styrke")),
    Field("status", "enum", N_("Status")),
    Field("maalgrupper", "ids", N_("Gjelder for")),
    Field("faser", "ids", N_("Faser")),
    Field("praktisk_gjennomforing", "group", N_("Praktisk gjennomføring"), place=10,
          searched_by=N_("framgangsmåte steg tiltak")),
    Field("praktisk_gjennomforing.tekst", "markdown", translated="text"),
    Field("praktisk_gjennomforing.steg", "list", N_("Steg for steg"), alike=True),
    Field("praktisk_gjennomforing.steg.*.hvem", "line", translated="text"),
    Field("praktisk_gjennomforing.steg.*.roller", "ids"),
    Field("praktisk_gjennomforing.steg.*.hva", "markdown", translated="text", place=1),
    Field("praktisk_gjennomforing.steg.*.naar", "line", translated="text"),
    Field("praktisk_gjennomforing.steg.*.naar_i_lov", "flag"),
    Field("praktisk_gjennomforing.ressurser", "list", N_("Ressurser"), key=("lenke",)),
    Field("praktisk_gjennomforing.ressurser.*.tittel", "line", translated="name"),
    Field("praktisk_gjennomforing.ressurser.*.lenke", "url", place=1),
    Field("praktisk_gjennomforing.ressurser.*.utgiver", "line", translated="name"),
    Field("praktisk_gjennomforing.ressurser.*.om", "line", translated="text", place=2),
    Field("begrunnelse", "group", N_("Begrunnelse"), place=40,
          searched_by=N_("hvorfor grunner kostnader koster ressurser"), search_worth=0.75),
    Field("begrunnelse.tekst", "markdown", translated="text"),
    Field("begrunnelse.fordeler_og_ulemper", "markdown", N_("Fordeler og ulemper"), "text"),
    Field("begrunnelse.verdier_og_preferanser", "markdown", N_("Verdier og preferanser"), "text"),
    Field("begrunnelse.ressursbruk", "markdown", N_("Ressursbruk"), "text"),
    Field("begrunnelse.gjennomforbarhet", "markdown", N_("Gjennomførbarhet"), "text"),
    Field("begrunnelse.likeverd", "markdown", N_("Likeverd"), "text"),
    Field("begrunnelse.utilsiktede_konsekvenser", "markdown", N_("Utilsiktede konsekvenser"),
          "text"),
    Field("begrunnelse.vurderinger", "list", N_("Vurderingene på en skala"), key=("kriterium",)),
    Field("begrunnelse.vurderinger.*.kriterium", "enum"),
    Field("begrunnelse.vurderinger.*.vurdering", "enum"),
    Field("begrunnelse.vurderinger.*.av", "line", translated="name"),
    Field("begrunnelse.vurderinger.*.dato", "date"),
    Field("kunnskapsgrunnlag", "group", N_("Kunnskapsgrunnlag"), place=50,
          searched_by=N_("forskning studier kilder erfaringer"), search_worth=0.75),
    Field("kunnskapsgrunnlag.tekst", "markdown", translated="text"),
    Field("kunnskapsgrunnlag.problemstilling", "group", N_("Spørsmålet bak anbefalingen")),
    Field("kunnskapsgrunnlag.problemstilling.sporsmaal", "line", translated="text"),
    Field("kunnskapsgrunnlag.problemstilling.gjelder", "line", N_("For hvem"), "text"),
    Field("kunnskapsgrunnlag.problemstilling.tiltak", "line", N_("Tiltak"), "text"),
    Field("kunnskapsgrunnlag.problemstilling.sammenlignet_med", "line", N_("Sammenlignet med"),
          "text"),
    Field("kunnskapsgrunnlag.problemstilling.utfall", "lines", N_("Utfall som teller"), "text",
          alike=True),
    Field("kunnskapsgrunnlag.kunnskapssok", "group", N_("Søk etter forskning")),
    Field("kunnskapsgrunnlag.kunnskapssok.gjort", "enum"),
    Field("kunnskapsgrunnlag.kunnskapssok.av", "line", N_("Søkt av"), "name"),
    Field("kunnskapsgrunnlag.kunnskapssok.dato", "date", N_("Sist søkt")),
    Field("kunnskapsgrunnlag.kunnskapssok.hvor", "lines", N_("Søkt i"), "words", alike=True),
    Field("kunnskapsgrunnlag.kunnskapssok.om", "line", N_("Om søket"), "text"),
    Field("kunnskapsgrunnlag.forskning", "list", N_("Forskning"), key=("kilde",)),
    Field("kunnskapsgrunnlag.forskning.*.kilde", "id"),
    Field("kunnskapsgrunnlag.forskning.*.funn", "markdown", translated="text", place=1),
    Field("kunnskapsgrunnlag.forskning.*.tillit", "enum"),
    Field("kunnskapsgrunnlag.forskning.*.metode", "enum"),
    Field("kunnskapsgrunnlag.forskning_ikke_vurdert", "line",
          N_("Hvorfor forskning ikke er vurdert"), "text"),
    Field("kunnskapsgrunnlag.erfaringskunnskap", "markdown", N_("Erfaringskunnskap"), "text"),
    Field("kunnskapsgrunnlag.brukerkunnskap", "markdown", N_("Brukerkunnskap"), "text"),
    Field("juridiske_rammer", "group", N_("Juridiske rammer"), place=30,
          searched_by=N_("lov lovverk regelverk jus plikter rettigheter")),
    Field("juridiske_rammer.tekst", "markdown", translated="text"),
    Field("juridiske_rammer.referanser", "list", N_("Henvisninger til lov og forskrift"),
          key=("lov", "paragraf")),
    Field("juridiske_rammer.referanser.*.lov", "line"),
    Field("juridiske_rammer.referanser.*.paragraf", "line"),
    Field("juridiske_rammer.referanser.*.hvorfor", "markdown", translated="text", place=1),
    Field("juridiske_rammer.referanser.*.hjemmel", "flag"),
    Field("kontrollsporsmaal", "lines", N_("Sjekk egen praksis"), "text", place=20, alike=True,
          searched_by=N_("kontrollspørsmål sjekkliste egenvurdering"), search_worth=0.85),
    Field("kontrollgrunnlag", "list", N_("Rettsgrunnlag for spørsmålene"), key=("sporsmaalet",)),
    Field("kontrollgrunnlag.*.sporsmaalet", "id"),
    *_legal_basis("kontrollgrunnlag.*.rettsgrunnlag"),
    _answers("svarer_paa"),
    Field("se_ogsaa", "ids", N_("Se også")),
    *_DATES,
    *_EXCEPTIONS,
)
_GUIDELINE = (
    Field("id", "id", N_("Id")),
    Field("tittel", "line", N_("Tittel"), "text"),
    Field("korttittel", "line", N_("Kort tittel"), "text"),
    Field("type", "word", N_("Type"), "name"),
    Field("status", "enum", N_("Status")),
    Field("versjon", "line", N_("Versjon")),
    Field("merknad", "line", N_("Merknad"), "text"),
    Field("eier", "group", N_("Ansvarlig")),
    *_agency("eier"),
    Field("avsender", "group", N_("Avsender av teksten")),
    *_agency("avsender"),
    Field("avsender.offisielle_felt", "enums"),
    Field("samarbeidspartnere", "list", N_("Samarbeidspartnere"), key=("navn",)),
    *_agency("samarbeidspartnere.*"),
    Field("formaal", "markdown", N_("Formål"), "text"),
    Field("maalgrupper", "group", N_("Målgrupper")),
    Field("maalgrupper.hoved", "ids"),
    Field("maalgrupper.andre", "ids"),
    Field("omfang", "markdown", N_("Omfang"), "text"),
    Field("avgrensning", "markdown", N_("Avgrensning"), "text"),
    Field("lisens", "group", N_("Lisens")),
    Field("lisens.id", "line"),
    Field("lisens.navn", "line", translated="name"),
    Field("lisens.lenke", "url"),
    *_DATES,
    Field("datoer.kunngjort_senest", "date"),
    *_named("roller", N_("Roller")),
    Field("dimensjoner", "list", N_("Inndelinger"), key=("id",), named=True),
    Field("dimensjoner.*.id", "id"),
    Field("dimensjoner.*.navn", "line", translated="text"),
    Field("dimensjoner.*.om", "line", translated="text"),
    *_named("dimensjoner.*.verdier", ""),
    *_named("faser", N_("Faser")),
    Field("faser.*.valg", "line", translated="text"),
    Field("faser.*.start", "line", N_("Når fasen begynner"), "text"),
    Field("faser.*.maal", "line", N_("Mål"), "text"),
    Field("faser.*.videre", "line", N_("Når saken går videre"), "text"),
    Field("faser.*.tegn", "list", N_("Tegn"), alike=True),
    Field("faser.*.tegn.*.kjennetegn", "line", translated="text"),
    *_evidence("faser.*.tegn.*.belegg"),
    Field("faser.*.kobles_paa", "list", N_("Hvem kobles på"), alike=True),
    Field("faser.*.kobles_paa.*.hvem", "line", translated="text"),
    Field("faser.*.kobles_paa.*.roller", "ids"),
    Field("faser.*.kobles_paa.*.naar", "line", translated="text"),
    *_evidence("faser.*.kobles_paa.*.belegg"),
    Field("faser.*.forst", "ids"),
    *_evidence("faser.*.belegg"),
    _answers("faser.*.svarer_paa"),
    Field("lokale_grenser", "list", N_("Lokale grenser"), key=("id",), named=True),
    Field("lokale_grenser.*.id", "id"),
    Field("lokale_grenser.*.hvem", "line", translated="name"),
    Field("lokale_grenser.*.grense", "line", translated="text"),
    Field("lokale_grenser.*.tiltak", "line", translated="text"),
    Field("lokale_grenser.*.fase", "id"),
    Field("lokale_grenser.*.kilde", "id"),
    Field("lokale_grenser.*.sted", "line"),
    Field("styrker", "list", N_("Styrker"), key=("id",), named=True),
    Field("styrker.*.id", "id"),
    Field("styrker.*.navn", "line", translated="text"),
    Field("styrker.*.om", "line", translated="text"),
    Field("styrker.*.grad", "enum"),
    Field("styrker.*.retning", "enum"),
    Field("styrker.*.verb", "lines", translated="words"),
    Field("styrker.*.tegn", "line"),
    Field("kapitler", "list", N_("Kapitler"), key=("id",), named=True),
    Field("kapitler.*.id", "id"),
    Field("kapitler.*.tittel", "line", translated="text"),
    Field("kapitler.*.ingress", "markdown", translated="text"),
    Field("kapitler.*.anbefalinger", "ids"),
    Field("sider", "ids", N_("Hvilke tekstsider det er")),
    Field("sporsmaal_til_sider", "list", N_("Spørsmål til andre sider"), key=("side",), named=True),
    Field("sporsmaal_til_sider.*.side", "id"),
    _answers("sporsmaal_til_sider.*.svarer_paa"),
    Field("hverdagsord", "list", N_("Hverdagsord i søket"), alike=True),
    Field("hverdagsord.*.leseren_skriver", "lines"),
    Field("hverdagsord.*.teksten_sier", "lines"),
    Field("sprak", "list", N_("Språk"), key=("id",)),
    Field("sprak.*.id", "line"),
    Field("sprak.*.navn", "line"),
    Field("gjennomgang", "group", N_("Hvor ofte innholdet gjennomgås")),
    Field("gjennomgang.aar", "number"),
    Field("paakrevde_deler", "enums", N_("Deler som alle anbefalinger har")),
    Field("gjelder", "line", N_("Hvem anbefalingene gjelder"), "name"),
    Field("metoderapport", "list", N_("Rapport om metoden"), key=("punkt",), named=True),
    Field("metoderapport.*.punkt", "enum"),
    Field("metoderapport.*.svar", "line", translated="text"),
    Field("metoderapport.*.felt", "enums"),
    Field("metoderapport.*.sider", "ids"),
    Field("metoderapport.*.mangler", "line", translated="text"),
    Field("tekster", "group", N_("Tekster på nettstedet")),
    Field("tekster.kontrollsporsmaal", "line", translated="text"),
    Field("tekster.egenkontroll", "line", translated="text"),
    Field("tekster.personvern", "line", translated="text"),
    Field("tekster.organisasjon", "line", translated="text"),
    Field("tekster.rolle", "line", translated="text"),
    Field("tekster.grenser", "line", translated="text"),
    Field("enkelt_sprak", "group", N_("Enkelt språk")),
    Field("enkelt_sprak.maalgrupper", "ids"),
    Field("enkelt_sprak.lix", "number"),
)
_FORMAT = (Field("skjema", "number"),)


def _announced(path: str) -> tuple[Field, ...]:
    """Return the list of what is decided of a law and does not apply yet."""
    return (
        Field(path, "list", N_("Vedtatt, men ikke i kraft"), key=("ved", "ikraft")),
        Field(f"{path}.*.ikraft", "date"),
        Field(f"{path}.*.ved", "line"),
        Field(f"{path}.*.oppheves", "flag"),
        Field(f"{path}.*.lenke", "url"),
    )


_LAWS = (
    Field("lover", "list", key=("id",), named=True),
    Field("lover.*.id", "id"),
    Field("lover.*.tittel", "line", translated="name"),
    Field("lover.*.korttittel", "line", translated="name"),
    Field("lover.*.type", "enum"),
    Field("lover.*.dato", "date"),
    Field("lover.*.nummer", "number"),
    Field("lover.*.lenke", "url"),
    Field("lover.*.eli", "url"),
    Field("lover.*.ikraft", "date"),
    Field("lover.*.opphevet", "date"),
    Field("lover.*.erstattet_av", "line"),
    *_announced("lover.*.varslet"),
    Field("lover.*.merknad", "line", translated="text"),
    Field("lover.*.kontrollert", "group"),
    Field("lover.*.kontrollert.dato", "date"),
    Field("lover.*.kontrollert.mot", "line", translated="text"),
    Field("lover.*.paragrafer", "list", key=("paragraf",), named=True),
    Field("lover.*.paragrafer.*.paragraf", "line"),
    Field("lover.*.paragrafer.*.overskrift", "line", translated="name"),
    Field("lover.*.paragrafer.*.sammendrag", "line", translated="text"),
    Field("lover.*.paragrafer.*.ikraft", "date"),
    Field("lover.*.paragrafer.*.endret", "date"),
    Field("lover.*.paragrafer.*.opphevet", "date"),
    *_announced("lover.*.paragrafer.*.varslet"),
    Field("lover.*.paragrafer.*.erstattet_av", "list", key=("lov", "paragraf")),
    Field("lover.*.paragrafer.*.erstattet_av.*.lov", "line"),
    Field("lover.*.paragrafer.*.erstattet_av.*.paragraf", "line"),
)
_TERMS = (
    Field("termer", "list", key=("id",), named=True),
    Field("termer.*.id", "id"),
    Field("termer.*.term", "line", translated="text"),
    Field("termer.*.definisjon", "line", translated="text"),
    Field("termer.*.synonymer", "lines", translated="words"),
    Field("termer.*.sokeord", "lines", translated="words"),
    Field("termer.*.kilde", "id"),
    Field("termer.*.se_ogsaa", "ids"),
)
_SOURCES = (
    Field("references", "list", key=("id",), named=True),
    Field("references.*.id", "id"),
    Field("references.*.type", "enum"),
    Field("references.*.title", "line"),
    Field("references.*.title-short", "line"),
    *_people("references.*.author"),
    *_people("references.*.editor"),
    *_people("references.*.translator"),
    *_when("references.*.issued"),
    *_when("references.*.original-date"),
    *_when("references.*.event-date"),
    *_when("references.*.accessed"),
    Field("references.*.publisher", "line"),
    Field("references.*.publisher-place", "line"),
    Field("references.*.container-title", "line"),
    Field("references.*.container-title-short", "line"),
    Field("references.*.event-title", "line"),
    Field("references.*.event-place", "line"),
    Field("references.*.collection-title", "line"),
    Field("references.*.collection-number", "line"),
    Field("references.*.volume", "line"),
    Field("references.*.issue", "line"),
    Field("references.*.page", "line"),
    Field("references.*.number-of-pages", "line"),
    Field("references.*.number", "line"),
    Field("references.*.edition", "line"),
    Field("references.*.version", "line"),
    Field("references.*.genre", "line", translated="name"),
    Field("references.*.medium", "line"),
    Field("references.*.archive", "line"),
    Field("references.*.DOI", "line"),
    Field("references.*.ISBN", "line"),
    Field("references.*.ISSN", "line"),
    Field("references.*.PMID", "line"),
    Field("references.*.PMCID", "line"),
    Field("references.*.URL", "url"),
    Field("references.*.language", "line"),
    Field("references.*.note", "line", translated="text"),
    Field("references.*.abstract", "line", translated="text"),
)
_HEARING = (
    Field("id", "id"),
    Field("tittel", "line", translated="text"),
    Field("utgave", "line"),
    Field("aapner", "time"),
    Field("stenger", "time"),
    Field("tidssone", "enum"),
    Field("slingring_minutter", "number"),
    Field("behandlet", "date"),
    Field("om", "line", translated="text"),
    Field("inviterte", "lines"),
    Field("kontakt", "group"),
    Field("kontakt.navn", "line", translated="name"),
    Field("kontakt.epost", "id"),
    Field("kontakt.telefon", "line"),
    Field("mottak", "group"),
    Field("mottak.type", "enum"),
    Field("mottak.adresse", "line"),
    Field("publisering", "line", translated="text"),
    Field("personvern", "line", translated="text"),
    Field("sporsmaal", "list", key=("id",), named=True),
    Field("sporsmaal.*.id", "id"),
    Field("sporsmaal.*.tekst", "line", translated="text"),
    Field("sporsmaal.*.hjelp", "line", translated="text"),
    Field("sporsmaal.*.kapittel", "id"),
    Field("sporsmaal.*.anbefaling", "id"),
    Field("sporsmaal.*.slag", "enum"),
    Field("sporsmaal.*.alternativer", "list", key=("id",), named=True),
    Field("sporsmaal.*.alternativer.*.id", "id"),
    Field("sporsmaal.*.alternativer.*.tekst", "line", translated="text"),
    Field("sporsmaal.*.flere", "flag"),
    Field("sporsmaal.*.skala", "group"),
    Field("sporsmaal.*.skala.fra", "number"),
    Field("sporsmaal.*.skala.til", "number"),
    Field("sporsmaal.*.skala.fra_tekst", "line", translated="text"),
    Field("sporsmaal.*.skala.til_tekst", "line", translated="text"),
    Field("hjemler", "list", key=("id",), named=True),
    Field("hjemler.*.id", "id"),
    Field("hjemler.*.hjemmel", "line"),
    Field("hjemler.*.gjelder", "line", translated="text"),
)
_PAGES = (
    Field("tekstsider", "list", key=("id",), named=True),
    Field("tekstsider.*.id", "id"),
    Field("tekstsider.*.tittel", "line", translated="text"),
    Field("tekstsider.*.tekst", "markdown", translated="text"),
)


def _review(path: str) -> tuple[Field, ...]:
    """Return whether a text was reviewed, by whom and when."""
    return (
        Field(f"{path}gjennomlesing", "group", N_("Gjennomlesing")),
        Field(f"{path}gjennomlesing.status", "enum"),
        Field(f"{path}gjennomlesing.av", "line"),
        Field(f"{path}gjennomlesing.dato", "date"),
    )


def _plain(path: str = "") -> tuple[Field, ...]:
    """Return the fields of a plain-language version."""
    inner = f"{path}versjoner.*"
    return (
        Field(f"{path}id", "id"),
        *_review(path),
        Field(f"{path}versjoner", "list", key=("maalgruppe",), named=True),
        Field(f"{inner}.maalgruppe", "id"),
        Field(f"{inner}.kort", "line", N_("Kort sagt"), "text"),
        Field(f"{inner}.anbefalt", "lines", N_("Hva anbefalingen går ut på"), "text", alike=True),
        Field(f"{inner}.vente", "lines", N_("Dette kan du vente deg"), "text", alike=True),
        Field(f"{inner}.si", "lines", N_("Dette kan du si eller be om"), "text", alike=True),
        Field(f"{inner}.ordforklaringer", "list", N_("Ord som er forklart"), alike=True),
        Field(f"{inner}.ordforklaringer.*.ord", "line", translated="text"),
        Field(f"{inner}.ordforklaringer.*.betyr", "line", translated="text"),
        Field(f"{path}skrevet_fra", "list", key=("kildefelt",)),
        Field(f"{path}skrevet_fra.*.kildefelt", "enum"),
        Field(f"{path}skrevet_fra.*.sjekksum", "id"),
    )


def _points(path: str, label: str) -> tuple[Field, ...]:
    """Return a list of sentences to a role, with what each rests on."""
    return (
        Field(path, "list", label, alike=True),
        Field(f"{path}.*.setning", "line", translated="text"),
        Field(f"{path}.*.anbefalinger", "ids"),
        Field(f"{path}.*.hjemler", "list", key=("lov", "paragraf")),
        Field(f"{path}.*.hjemler.*.lov", "line"),
        Field(f"{path}.*.hjemler.*.paragraf", "line"),
    )


def _role(path: str = "") -> tuple[Field, ...]:
    """Return the fields of a page written for a role."""
    return (
        Field(f"{path}id", "id"),
        *_review(path),
        Field(f"{path}innledning", "line", N_("Innledning"), "text"),
        *_points(f"{path}kan_vente", N_("Dette kan du vente deg")),
        *_points(f"{path}kan_be_om", N_("Dette kan du be om")),
        *_points(f"{path}hvis_ikke", N_("Hvis det ikke skjer")),
        _answers(f"{path}svarer_paa"),
    )


def _task(path: str = "") -> tuple[Field, ...]:
    """Return the fields of a review task."""
    inner = f"{path}avgjorelser.*"
    return (
        Field(f"{path}id", "id"),
        Field(f"{path}slag", "enum", N_("Grunn")),
        Field(f"{path}hendelse", "enum", N_("Hva som har skjedd")),
        Field(f"{path}funnet", "date", N_("Funnet")),
        Field(f"{path}funnet_i", "group", N_("Funnet i")),
        Field(f"{path}funnet_i.dato", "date"),
        Field(f"{path}funnet_i.mot", "line", translated="name"),
        Field(f"{path}tittel", "line", N_("Tittel"), "said"),
        Field(f"{path}om", "line", N_("Hva som må vurderes"), "said"),
        Field(f"{path}lov", "line"),
        Field(f"{path}paragraf", "line"),
        Field(f"{path}kilde", "id"),
        Field(f"{path}melding", "id"),
        Field(f"{path}ikraft", "date", N_("Gjelder fra")),
        Field(f"{path}ved", "line", N_("Ved")),
        Field(f"{path}lenke", "url"),
        Field(f"{path}tekst_for", "lines", N_("Teksten før"), alike=True),
        Field(f"{path}tekst_etter", "lines", N_("Teksten etter"), alike=True),
        Field(f"{path}anbefalinger", "ids", N_("Anbefalinger")),
        Field(f"{path}steder", "lines", N_("Andre steder")),
        Field(f"{path}avgjorelser", "list", N_("Avgjørelser"), alike=True),
        Field(f"{inner}.anbefalinger", "ids"),
        Field(f"{inner}.resultat", "enum"),
        Field(f"{inner}.grunn", "line", N_("Grunn"), "said"),
        Field(f"{inner}.av", "line", N_("Avgjort av"), "name"),
        Field(f"{inner}.dato", "date"),
    )


def _development(path: str = "") -> tuple[Field, ...]:
    """Return the fields of the work on a guideline."""
    return (
        Field(f"{path}mottak", "group", N_("Hvor behov meldes")),
        Field(f"{path}mottak.navn", "line", translated="name"),
        Field(f"{path}mottak.epost", "id"),
        Field(f"{path}mottak.adresse", "url"),
        Field(f"{path}mottak.svarfrist_dager", "number"),
        Field(f"{path}veikart", "list", N_("Veikart"), key=("id",), named=True),
        Field(f"{path}veikart.*.id", "id"),
        Field(f"{path}veikart.*.tittel", "line", translated="text"),
        Field(f"{path}veikart.*.om", "line", translated="text"),
        Field(f"{path}veikart.*.tilstand", "enum"),
        Field(f"{path}veikart.*.grunn", "line", translated="text"),
        Field(f"{path}veikart.*.siden", "date"),
        Field(f"{path}veikart.*.ventet", "id"),
        Field(f"{path}veikart.*.reist_av", "line", translated="name"),
        Field(f"{path}veikart.*.anbefalinger", "ids"),
        *_evidence(f"{path}veikart.*.belegg"),
        Field(f"{path}meldinger", "list", N_("Meldte behov"), key=("id",), named=True),
        Field(f"{path}meldinger.*.id", "id"),
        Field(f"{path}meldinger.*.mottatt", "date"),
        Field(f"{path}meldinger.*.melder", "enum"),
        Field(f"{path}meldinger.*.navn", "line", translated="name"),
        Field(f"{path}meldinger.*.samtykke", "flag"),
        Field(f"{path}meldinger.*.anbefalinger", "ids"),
        Field(f"{path}meldinger.*.sak", "line", translated="said"),
        Field(f"{path}meldinger.*.besvart", "date"),
        Field(f"{path}meldinger.*.avgjorelse", "enum"),
        Field(f"{path}meldinger.*.svar", "line", translated="text"),
        Field(f"{path}meldinger.*.paa_veikartet", "id"),
        Field(f"{path}medvirkning", "list", N_("Medvirkning"), key=("id",), named=True),
        Field(f"{path}medvirkning.*.id", "id"),
        Field(f"{path}medvirkning.*.navn", "line", translated="text"),
        Field(f"{path}medvirkning.*.form", "enum"),
        Field(f"{path}medvirkning.*.naar", "line", translated="text"),
        Field(f"{path}medvirkning.*.om", "line", translated="text"),
        Field(f"{path}medvirkning.*.anbefalinger", "ids"),
        Field(f"{path}medvirkning.*.ledet_til", "line", translated="text"),
        Field(f"{path}medvirkning.*.interesser", "line", translated="text"),
        Field(f"{path}medvirkning.*.medlemmer", "list", alike=True),
        Field(f"{path}medvirkning.*.medlemmer.*.funksjon", "line", translated="text"),
        Field(f"{path}medvirkning.*.medlemmer.*.virksomhet", "line", translated="name"),
        Field(f"{path}medvirkning.*.medlemmer.*.person", "line"),
        Field(f"{path}medvirkning.*.medlemmer.*.samtykke", "flag"),
        Field(f"{path}medvirkning.*.medlemmer.*.interesser", "line", translated="text"),
        *_evidence(f"{path}medvirkning.*.belegg"),
        Field(f"{path}sammenheng", "list",
              N_("Andre retningslinjer og veiledere"), key=("id",), named=True),
        Field(f"{path}sammenheng.*.id", "id"),
        Field(f"{path}sammenheng.*.tittel", "line", translated="name"),
        Field(f"{path}sammenheng.*.utgiver", "line", translated="name"),
        Field(f"{path}sammenheng.*.lenke", "url"),
        Field(f"{path}sammenheng.*.forhold", "line", translated="text"),
        Field(f"{path}sammenheng.*.anbefalinger", "ids"),
        *_evidence(f"{path}sammenheng.*.belegg"),
        Field(f"{path}utenfor", "list", N_("Det som ligger utenfor"), key=("id",), named=True),
        Field(f"{path}utenfor.*.id", "id"),
        Field(f"{path}utenfor.*.tittel", "line", translated="text"),
        Field(f"{path}utenfor.*.om", "line", translated="text"),
        Field(f"{path}utenfor.*.ansvarlig", "line", translated="name"),
        Field(f"{path}utenfor.*.videre", "line", translated="text"),
        Field(f"{path}utenfor.*.framdrift", "enum"),
        Field(f"{path}utenfor.*.anbefalinger", "ids"),
        *_evidence(f"{path}utenfor.*.belegg"),
        Field(f"{path}innforing", "list", N_("Innføring og evaluering"), key=("id",), named=True),
        Field(f"{path}innforing.*.id", "id"),
        Field(f"{path}innforing.*.tittel", "line", translated="text"),
        Field(f"{path}innforing.*.slags", "enum"),
        Field(f"{path}innforing.*.om", "line", translated="text"),
        Field(f"{path}innforing.*.ansvarlig", "line", translated="name"),
        Field(f"{path}innforing.*.framdrift", "enum"),
        Field(f"{path}innforing.*.ventet", "id"),
        Field(f"{path}innforing.*.anbefalinger", "ids"),
        Field(f"{path}innforing.*.resultater", "list", alike=True),
        Field(f"{path}innforing.*.resultater.*.kom_fram", "line", translated="text"),
        Field(f"{path}innforing.*.resultater.*.dato", "date"),
        Field(f"{path}innforing.*.resultater.*.oppfolging", "line", translated="text"),
        *_evidence(f"{path}innforing.*.resultater.*.belegg"),
        *_evidence(f"{path}innforing.*.belegg"),
        Field(f"{path}litteratursok", "list", N_("Lagrede søk"), key=("id",), named=True),
        Field(f"{path}litteratursok.*.id", "id"),
        Field(f"{path}litteratursok.*.tittel", "line", translated="text"),
        Field(f"{path}litteratursok.*.sokestreng", "line"),
        Field(f"{path}litteratursok.*.baser", "lines"),
        Field(f"{path}litteratursok.*.sist_kjort", "date"),
        Field(f"{path}litteratursok.*.kjort_av", "line", translated="name"),
        Field(f"{path}litteratursok.*.hver_maaned", "number"),
        Field(f"{path}litteratursok.*.anbefalinger", "ids"),
        Field(f"{path}litteratursok.*.paa_veikartet", "id"),
        Field(f"{path}litteratursok.*.treff", "list", key=("id",), named=True),
        Field(f"{path}litteratursok.*.treff.*.id", "id"),
        Field(f"{path}litteratursok.*.treff.*.tittel", "line"),
        Field(f"{path}litteratursok.*.treff.*.doi", "id"),
        Field(f"{path}litteratursok.*.treff.*.lenke", "url"),
        Field(f"{path}litteratursok.*.treff.*.aar", "number"),
        Field(f"{path}litteratursok.*.treff.*.funnet", "date"),
        Field(f"{path}litteratursok.*.treff.*.relevans", "enum"),
        Field(f"{path}litteratursok.*.treff.*.grunn", "line", translated="text"),
    )


def _template(path: str = "") -> tuple[Field, ...]:
    """Return the fields of a template to fill in."""
    inner = f"{path}deler.*.felter.*"
    return (
        Field(f"{path}id", "id"),
        Field(f"{path}tittel", "line", N_("Tittel"), "text"),
        Field(f"{path}brukes_til", "line", N_("Brukes til"), "text"),
        Field(f"{path}fylles_ut_av", "line", N_("Fylles ut av"), "text"),
        Field(f"{path}skriv_ikke", "line", N_("Skriv ikke"), "text"),
        Field(f"{path}oppbevares", "line", N_("Oppbevares"), "text"),
        Field(f"{path}anbefalinger", "ids", N_("Anbefalinger")),
        Field(f"{path}hjemler", "list", N_("Hjemmel"), key=("lov", "paragraf")),
        Field(f"{path}hjemler.*.lov", "line"),
        Field(f"{path}hjemler.*.paragraf", "line"),
        Field(f"{path}andres", "list", N_("Andres verktøy"), alike=True),
        Field(f"{path}andres.*.tittel", "line", translated="name"),
        Field(f"{path}andres.*.lenke", "url"),
        Field(f"{path}andres.*.utgiver", "line", translated="name"),
        Field(f"{path}andres.*.om", "line", translated="text"),
        Field(f"{path}skalaer", "list", N_("Skalaer"), key=("id",), named=True),
        Field(f"{path}skalaer.*.id", "id"),
        Field(f"{path}skalaer.*.navn", "line", translated="text"),
        *_chosen(f"{path}skalaer.*.trinn"),
        Field(f"{path}skalaer.*.trinn.*.farge", "enum"),
        Field(f"{path}skalaer.*.trinn.*.om", "line", translated="text"),
        Field(f"{path}deler", "list", N_("Deler"), key=("id",), named=True),
        Field(f"{path}deler.*.id", "id"),
        Field(f"{path}deler.*.tittel", "line", translated="text"),
        Field(f"{path}deler.*.om", "line", translated="text"),
        Field(f"{path}deler.*.felter", "list", key=("id",), named=True),
        Field(f"{inner}.id", "id"),
        Field(f"{inner}.slag", "enum"),
        Field(f"{inner}.ledetekst", "line", translated="text"),
        Field(f"{inner}.hjelp", "line", translated="text"),
        Field(f"{inner}.viktig", "flag"),
        Field(f"{inner}.skala", "id"),
        *_chosen(f"{inner}.alternativer"),
        Field(f"{inner}.kolonner", "list", key=("id",), named=True),
        Field(f"{inner}.kolonner.*.id", "id"),
        Field(f"{inner}.kolonner.*.navn", "line", translated="text"),
        Field(f"{inner}.kolonner.*.slag", "enum"),
        Field(f"{inner}.kolonner.*.skala", "id"),
        *_chosen(f"{inner}.kolonner.*.alternativer"),
        Field(f"{inner}.rader", "number"),
        *_chosen(f"{inner}.faste_rader"),
        Field(f"{path}gjennomgatt", "line", N_("Gjennomgått mot versjon")),
    )


def _chosen(path: str) -> tuple[Field, ...]:
    """Return a list of things to choose from."""
    return (
        Field(path, "list", key=("id",), named=True),
        Field(f"{path}.*.id", "id"),
        Field(f"{path}.*.navn", "line", translated="text"),
    )


def _audit(path: str = "") -> tuple[Field, ...]:
    """Return the fields of the criteria for audit."""
    inner = f"{path}kriterier.*"
    return (
        Field(f"{path}innledning", "line", N_("Innledning"), "text"),
        *_named(f"{path}nivaaer", N_("Nivåer")),
        *_named(f"{path}grupper", N_("Grupper")),
        Field(f"{path}kriterier", "list", N_("Kriterier"), key=("id",), named=True),
        Field(f"{inner}.id", "id"),
        Field(f"{inner}.gruppe", "id"),
        Field(f"{inner}.tittel", "line", translated="text"),
        Field(f"{inner}.krav", "line", N_("Krav eller forventning"), "text"),
        Field(f"{inner}.sporsmaal", "line", N_("Spørsmål"), "text"),
        *_legal_basis(f"{inner}.rettsgrunnlag"),
        Field(f"{inner}.fra_anbefalinger", "list", N_("Anbefalinger"),
              key=("anbefaling", "sporsmaalet")),
        Field(f"{inner}.fra_anbefalinger.*.anbefaling", "id"),
        Field(f"{inner}.fra_anbefalinger.*.sporsmaalet", "id"),
        Field(f"{inner}.hvordan", "line", N_("Slik ses det"), "text"),
        Field(f"{inner}.dokumentasjon", "lines", N_("Minst dokumentert"), "text", alike=True),
        Field(f"{inner}.ses_i", "enum", N_("Ses i")),
        Field(f"{inner}.nivaa", "ids", N_("Nivå")),
        Field(f"{inner}.roller", "ids", N_("Gjelder for")),
        Field(f"{inner}.bare_ja_nei", "flag"),
        Field(f"{inner}.deler", "list", N_("Det som svares på"), key=("id",), named=True),
        Field(f"{inner}.deler.*.id", "id"),
        Field(f"{inner}.deler.*.navn", "line", translated="text"),
        Field(f"{inner}.deler.*.sporsmaal", "line", translated="text"),
        Field(f"{inner}.deler.*.bare_ja_nei", "flag"),
        *_evidence(f"{inner}.belegg"),
    )


def _grounds(path: str) -> tuple[Field, ...]:
    """Return the sections of laws that something rests on."""
    return (
        Field(path, "list", N_("Hjemler"), key=("lov", "paragraf")),
        Field(f"{path}.*.lov", "line"),
        Field(f"{path}.*.paragraf", "line"),
    )


def _measures() -> tuple[Field, ...]:
    """Return the fields of the measures of quality."""
    one = "kvalitetsmaal.*"
    return (
        Field("kvalitetsmaal", "list", N_("Kvalitetsmål"), key=("id",), named=True),
        Field(f"{one}.id", "id"),
        Field(f"{one}.tittel", "line", translated="text"),
        Field(f"{one}.viser", "line", N_("Hva det viser"), "text"),
        Field(f"{one}.teller", "line", N_("Teller"), "text"),
        Field(f"{one}.nevner", "line", N_("Nevner"), "text"),
        Field(f"{one}.datakilde", "line", N_("Datakilde"), "text"),
        Field(f"{one}.nivaa", "lines", N_("Nivå"), "text", alike=True),
        Field(f"{one}.hyppighet", "line", N_("Hvor ofte"), "text"),
        Field(f"{one}.retning", "enum", N_("Retning")),
        Field(f"{one}.smaa_tall", "group", N_("Små tall")),
        Field(f"{one}.smaa_tall.minste_antall", "number"),
        Field(f"{one}.smaa_tall.regel", "line", translated="text"),
        Field(f"{one}.ikke_til", "lines", N_("Kan ikke brukes til"), "text", alike=True),
        Field(f"{one}.svakheter", "lines", N_("Kjente svakheter"), "text", alike=True),
        Field(f"{one}.anbefalinger", "ids", N_("Anbefalinger")),
        *_grounds(f"{one}.hjemler"),
        *_evidence(f"{one}.belegg"),
    )


def _self_check(path: str = "") -> tuple[Field, ...]:
    """Return the fields of the self-check."""
    duty, question = f"{path}plikter.*", f"{path}plikter.*.sporsmaal.*"
    return (
        Field(f"{path}om", "line", N_("Om egenkontrollen"), "text"),
        *_named(f"{path}nivaaer", N_("Nivåer")),
        Field(f"{path}svarskala", "list", N_("Svar"), key=("id",), named=True),
        Field(f"{path}svarskala.*.id", "id"),
        Field(f"{path}svarskala.*.navn", "line", translated="text"),
        Field(f"{path}svarskala.*.regnes_som", "enum", N_("Regnes som")),
        Field(f"{path}plikter", "list", N_("Plikter"), key=("id",), named=True),
        Field(f"{duty}.id", "id"),
        Field(f"{duty}.tittel", "line", translated="text"),
        Field(f"{duty}.om", "line", translated="text"),
        *_grounds(f"{duty}.hjemler"),
        Field(f"{duty}.anbefalinger", "ids", N_("Anbefalinger")),
        Field(f"{duty}.sporsmaal", "list", N_("Spørsmål"), key=("id",), named=True),
        Field(f"{question}.id", "id"),
        Field(f"{question}.ordlyd", "line", N_("Spørsmål"), "text"),
        Field(f"{question}.hjelp", "line", N_("Hjelp"), "text"),
        Field(f"{question}.nivaaer", "ids", N_("Nivåer")),
        Field(f"{question}.anbefalinger", "ids", N_("Anbefalinger")),
        Field(f"{question}.kriterier", "ids", N_("Kriterier")),
    )


def _course(path: str = "") -> tuple[Field, ...]:
    """Return the fields of a course."""
    case, slide = f"{path}caser.*", f"{path}lysbilder.*"
    return (
        Field(f"{path}id", "id"),
        *_review(path),
        Field(f"{path}tittel", "line", N_("Tittel"), "text"),
        Field(f"{path}kurskapittel", "id", N_("Kapittel")),
        Field(f"{path}innledning", "line", N_("Innledning"), "text"),
        Field(f"{path}kursroller", "ids", N_("For hvem")),
        Field(f"{path}laeringsmaal", "lines", N_("Læringsmål"), "text", alike=True),
        Field(f"{path}forberedelser", "lines", N_("Forberedelser"), "text", alike=True),
        Field(f"{path}caser", "list", N_("Tenkte eksempler"), key=("id",), named=True),
        Field(f"{case}.id", "id"),
        Field(f"{case}.tittel", "line", translated="text"),
        Field(f"{case}.fortelling", "lines", translated="text", alike=True),
        Field(f"{case}.refleksjon", "lines", N_("Spørsmål til refleksjon"), "text", alike=True),
        Field(f"{path}lysbilder", "list", N_("Lysbilder"), key=("id",), named=True),
        Field(f"{slide}.id", "id"),
        Field(f"{slide}.tittel", "line", translated="text"),
        Field(f"{slide}.punkter", "lines", translated="text", alike=True),
        Field(f"{slide}.sitat", "group", N_("Sitat")),
        Field(f"{slide}.sitat.anbefaling", "id"),
        Field(f"{slide}.sitat.fase", "id"),
        Field(f"{slide}.sitat.lov", "line"),
        Field(f"{slide}.sitat.paragraf", "line"),
        Field(f"{slide}.sitat.lokal_grense", "id"),
        Field(f"{slide}.sitat.begrep", "id"),
        Field(f"{slide}.sitat.kildefelt", "enum"),
        Field(f"{slide}.sitat.avsnitt", "number"),
        Field(f"{slide}.case", "id"),
        Field(f"{slide}.refleksjon", "lines", N_("Spørsmål til refleksjon"), "text", alike=True),
        Field(f"{slide}.bilde", "group", N_("Bilde")),
        Field(f"{slide}.bilde.bildefil", "id"),
        Field(f"{slide}.bilde.bildetekst", "line", translated="text"),
        Field(f"{slide}.notater", "line", N_("Notater"), "text"),
        Field(f"{slide}.minutter", "number"),
        *_evidence(f"{slide}.belegg"),
        Field(f"{path}deltakerark", "group", N_("Deltakerark")),
        Field(f"{path}deltakerark.innledning", "line", translated="text"),
        Field(f"{path}deltakerark.rubrikker", "lines", translated="text", alike=True),
        Field(f"{path}lest_mot", "list", key=("lysbilde",)),
        Field(f"{path}lest_mot.*.lysbilde", "id"),
        Field(f"{path}lest_mot.*.sjekksum", "id"),
    )


PARTS_OF_FRAME: Mapping[str, str] = {
    "plain": "enkle_versjoner", "role": "rollesider", "task": "oppgaver", "template": "maler",
    "course": "kurs",
}
"""Kinds of which there is a file for each item, and the list of the frame that holds the items."""
FILES = (
    "recommendation", "guideline", "terms", "laws", "sources", "development", "criteria",
    "measures", "self-check", "hearing",
    *PARTS_OF_FRAME,
)
"""The kinds in the catalogue that are files."""
FRAME = "frame"
"""The kind that is no file: the model's ``Guideline``, which holds what the guideline's own files
and pages say together."""
CATALOGUE: Mapping[str, tuple[Field, ...]] = {
    "recommendation": _RECOMMENDATION,
    "guideline": (*_FORMAT, *_GUIDELINE, *_EXCEPTIONS),
    "terms": (*_TERMS, *_EXCEPTIONS),
    "laws": (*_LAWS, *_EXCEPTIONS),
    "sources": (*_SOURCES, *_EXCEPTIONS),
    "development": (*_development(), *_EXCEPTIONS),
    "criteria": (*_audit(), *_EXCEPTIONS),
    "measures": (*_measures(), *_EXCEPTIONS),
    "self-check": (*_self_check(), *_EXCEPTIONS),
    "hearing": _HEARING,
    "plain": (*_plain(), *_EXCEPTIONS),
    "role": (*_role(), *_EXCEPTIONS),
    "task": (*_task(), *_EXCEPTIONS),
    "template": (*_template(), *_EXCEPTIONS),
    "course": (*_course(), *_EXCEPTIONS),
    FRAME: (
        *_GUIDELINE, *_TERMS, *_LAWS,
        *(replace(f, path=f.path.replace("references", "kilder", 1)) for f in _SOURCES),
        *_PAGES,
        Field("enkle_versjoner", "list", N_("Enkle versjoner"), key=("id",), named=True),
        *_plain("enkle_versjoner.*."),
        Field("rollesider", "list", N_("Rollesider"), key=("id",), named=True),
        *_role("rollesider.*."),
        Field("oppgaver", "list", N_("Oppgaver"), key=("id",), named=True),
        *_task("oppgaver.*."),
        Field("maler", "list", N_("Maler"), key=("id",), named=True),
        *_template("maler.*."),
        Field("utvikling", "group", N_("Arbeidet med retningslinja")),
        *_development("utvikling."),
        Field("tilsyn", "group", N_("Kriterier for tilsyn")),
        *_audit("tilsyn."),
        *_measures(),
        Field("egenkontroll", "group", N_("Egenkontroll")),
        *_self_check("egenkontroll."),
        Field("kurs", "list", N_("Kurs"), key=("id",), named=True),
        *_course("kurs.*."),
    ),
}
"""The fields by kind of file, in the order in which the file has them."""
EDITION = ("recommendation", FRAME)
"""The kinds that make up an edition: what is released and compared."""


@cache
def below(kind: str, path: str = "") -> tuple[Field, ...]:
    """Return the fields directly in the group or the items ``path``, as readers meet them."""
    found = [field for field in CATALOGUE[kind] if field.parent == path]
    return tuple(sorted(found, key=lambda field: field.place))


@cache
def field(kind: str, path: str) -> Field | None:
    """Return the field at ``path``; None when there is no such field."""
    return next((field for field in CATALOGUE[kind] if field.path == path), None)


@cache
def label(kind: str, name: str) -> str:
    """Return what readers call the field ``name``, in bokmål: its own label or its group's.

    Args:
        name: a dotted name without places in lists.

    Returns: empty when neither the field nor a group it is in has a label.
    """
    labels = _labels(kind)
    while name and name not in labels:
        name = name.rpartition(".")[0]
    return labels.get(name, "")


@cache
def _labels(kind: str) -> Mapping[str, str]:
    return {f.path.replace(".*", ""): f.label for f in CATALOGUE[kind] if f.label}


GUIDELINE_TEXTS: Mapping[str, str] = {
    field.name: field.label for field in below("guideline") if field.kind == "markdown"
}
"""The texts at the top of the guideline's own file, and what readers call them."""


def names_of(*kinds: Kind) -> frozenset[str]:
    """Return the last names of the fields of an edition that hold one of ``kinds``.

    One last name holds the same kind of text wherever it stands in an edition; a test holds that.
    """
    return frozenset(f.name for kind in EDITION for f in CATALOGUE[kind] if f.kind in kinds)


def lists() -> Iterator[Field]:
    """Yield the lists of an edition whose items are recognised when they are compared."""
    for kind in EDITION:
        yield from (f for f in CATALOGUE[kind] if f.key or f.alike)
