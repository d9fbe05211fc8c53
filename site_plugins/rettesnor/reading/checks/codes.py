"""Every code a problem can have: how grave it is, and what it says in one line.

``catalogue/<code>.md`` holds the page of each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rettesnor.model.problem import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """What is known of a code.

    Attributes:
        says: one line for editors.
        severity: error or warning.
        suppressible: whether ``unntak`` in a file may set it aside. What leaves a file unsound,
            or text unread, may not.
    """

    says: str
    severity: Severity = Severity.ERROR
    suppressible: bool = True


def _fixed(**codes: str) -> dict[str, Code]:
    return {_dashed(name): Code(says, suppressible=False) for name, says in codes.items()}


def _errors(**codes: str) -> dict[str, Code]:
    return {_dashed(name): Code(says) for name, says in codes.items()}


def _warnings(**codes: str) -> dict[str, Code]:
    return {_dashed(name): Code(says, Severity.WARNING) for name, says in codes.items()}


def _advice_only(**codes: str) -> dict[str, Code]:
    """Warnings about files that hold no ``unntak``."""
    return {_dashed(name): Code(says, Severity.WARNING, False) for name, says in codes.items()}


def _dashed(name: str) -> str:
    return name.replace("_", "-")


_FILES = _fixed(
    fil_mangler="En fil som må være der, finnes ikke.",
    fil_uleselig="Fila kan ikke åpnes, eller er ikke en vanlig fil.",
    fil_for_stor="Fila er for stor.",
    fil_tom="Fila er tom.",
    fil_uten_felt="Fila består ikke av felt.",
    fil_ikke_lest="En fil har et navn eller en plass som gjør at den ikke blir lest.",
    fil_konflikt="Fila har merker etter en flettekonflikt.",
    ikke_utf8="Fila er ikke lagret som UTF-8.",
    skjult_tegn="Teksten har et usynlig tegn.",
    feil_tegnsett="En bokstav er lest med feil tegnsett.",
    side_mangler="En tekstside i «sider» har ingen fil.",
    side_tittel="En tekstside starter ikke med en tittel.",
)
_SITE = _fixed(
    nettsted_oppsett="Oppsettet av nettstedet (mkdocs.yml) kan ikke brukes.",
    utgave_skadet="En utgave i changelog/ er ikke slik den ble gitt ut.",
)
_PICTURES = {
    **_fixed(
        bilde_fil="En fil i guideline/bilder/ er ikke et bilde som kan vises.",
        bilde_for_stort="Et bilde er for stort.",
        bilde_svg="En SVG-tegning har noe i seg som ikke bare tegner.",
    ),
    **_advice_only(bilde_ubrukt="Ingen tekst viser bildet."),
}
_YAML = _fixed(
    yaml_syntaks="Linja kan ikke leses som YAML.",
    yaml_alias="YAML-alias er ikke lov.",
    yaml_anker="YAML-ankre er ikke lov.",
    yaml_tagg="YAML-tagger er ikke lov.",
    yaml_flettenokkel="Flettenøkkelen «<<» er ikke lov.",
    yaml_flere_dokumenter="Fila har flere YAML-dokumenter.",
    yaml_nokkel="Et feltnavn har tegn som ikke er lov.",
    yaml_dobbel_nokkel="Et felt står to ganger.",
    yaml_kommentar="Tekst etter # blir borte.",
    yaml_linjeskift="Linjeskift i en tekst blir borte.",
    yaml_for_dyp="Fila har for mange nivåer.",
    yaml_for_stor="Fila har for mange verdier.",
)
_FIELDS = _fixed(
    felt_mangler="Et felt som må være med, mangler.",
    felt_ukjent="Et felt finnes ikke i skjemaet.",
    felt_uforenlig="Et felt kan ikke stå sammen med et annet.",
    felt_valg="Ett av flere felt må velges.",
    felt_type="En verdi er av feil slag.",
    felt_tom="Et felt er tomt.",
    felt_verdi="En verdi er ikke en av dem som kan velges.",
    felt_lengde="En tekst er for kort eller for lang.",
    felt_antall="En liste har for få eller for mange punkter.",
    felt_monster="En verdi har ikke riktig form.",
    felt_dato="En dato er ikke gyldig.",
    felt_adresse="En nettadresse er ikke gyldig.",
    felt_dobbelt="Et punkt står to ganger i samme liste.",
    felt_tall="Et tall er for lite eller for stort.",
    felt_ugyldig="En verdi følger ikke skjemaet.",
    ukjent_styrke="Styrken er ikke skal, bør eller kan.",
    ukjent_status="Statusen finnes ikke.",
)
_PROSE = {
    **_fixed(
        prosa_for_dyp="Teksten har for mange nivåer inni hverandre.",
        prosa_for_langt="Et avsnitt er for langt.",
        prosa_tabell_bred="En tabell har for mange kolonner.",
        prosa_tabell_celler="En rad i en tabell har flere celler enn kolonner, eller er ingen rad.",
        prosa_henvisning="En henvisning kan ikke leses.",
        prosa_html="Teksten har HTML-kode.",
        prosa_lenke="En lenke har en adresse som ikke er lov, eller blir ikke en lenke.",
        prosa_bilde="Et bilde ligger ikke der bilder skal ligge.",
    ),
    **_errors(
        prosa_overskrift="En overskrift er på for høyt nivå, eller blir ikke en overskrift.",
        prosa_tabell_hode="En tabell mangler overskrifter, eller blir ikke en tabell.",
        prosa_liste="En liste blir ikke en liste, eller en del av en setning blir det.",
        prosa_kode="En kodeblokk har tekst ved siden av seg, eller slutter ikke.",
        prosa_sitat="En del av en setning blir et sitat.",
        prosa_dialekt="Tegn fra en annen skrivemåte enn denne Markdown-en blir stående i teksten.",
        prosa_utheving="Stjerner blir stående i teksten, eller deler et ord.",
        prosa_lenketekst="En lenketekst sier ikke hvor lenka fører.",
        prosa_bilde_alt="Et bilde mangler alternativ tekst.",
    ),
}
_IDENTITY = _errors(
    id_filnavn="Id-en er ikke lik filnavnet.",
    id_dobbel="To anbefalinger har samme id.",
    id_gjenbrukt="En id fra en tidligere utgave er brukt på nytt.",
    id_reservert="En id er opptatt, av nettstedet eller av Windows.",
    id_kollisjon="En tekstside og et kapittel har samme id.",
    post_dobbel="To poster i samme liste har samme id.",
    kapittel_ukjent="Mappa er ikke et kapittel.",
    kapittel_ulistet="En anbefaling står ikke i lista til kapitlet sitt.",
    kapittel_dobbelt="En anbefaling er ført opp to ganger.",
    kapittel_uten_fil="Et kapittel fører opp en anbefaling som ikke finnes der.",
)
_REFERENCES = _errors(
    kilde_ukjent="En kilde det vises til, finnes ikke.",
    kilde_dato="En kilde har en dato som ikke finnes.",
    lov_lenke="Adressen til en lov er adressen til en annen lov.",
    term_ukjent="Et ord det vises til, står ikke i ordlista.",
    term_tvetydig="To termer i ordlista gjør krav på samme ord.",
    anbefaling_ukjent="En anbefaling det lenkes til, finnes ikke.",
    anker_ukjent="En lenke peker på et sted som ikke finnes på siden.",
    side_ukjent="En tekstside det lenkes til, finnes ikke.",
    bilde_ukjent="Et bilde det vises til, finnes ikke.",
    rolle_ukjent="En målgruppe er ikke en av rollene.",
    skoleslag_ukjent="Et skoleslag finnes ikke.",
    fase_ukjent="En fase finnes ikke.",
    se_ogsaa_ukjent="«se_ogsaa» viser til noe som ikke finnes.",
    se_ogsaa_seg_selv="«se_ogsaa» viser til seg selv.",
)
_LAWS = _errors(
    lov_ukjent="En lov det vises til, finnes ikke i laws.yml.",
    lov_form="En lovhenvisning er skrevet på feil måte.",
    paragraf_ukjent="En paragraf det vises til, finnes ikke i laws.yml.",
    paragraf_opphevet="En paragraf det vises til, gjelder ikke lenger.",
    paragraf_ikke_i_kraft="En paragraf det vises til, gjelder ikke ennå.",
    skal_uten_hjemmel="En «skal»-anbefaling mangler rettsgrunnlag.",
)
_CONTENT = _errors(
    tegn_uten_skrift="Teksten har et tegn som ikke finnes i skriften i PDF-filene.",
    tekst_markering="Et felt som vises slik det er skrevet, har tegn fra Markdown i seg.",
    verb_styrke="Verbet i anbefalingen stemmer ikke med styrken.",
    verb_mangler="Anbefalingen har verken skal, bør eller kan.",
    kort_flere_setninger="Den korte anbefalingen er mer enn én setning.",
    forskning_mangler="Forskning er verken oppgitt eller sagt å ikke være vurdert.",
    forskning_motsigelse="Forskning er både oppgitt og sagt å ikke være vurdert.",
    dato_rekkefolge="Datoene står ikke i rekkefølge.",
    dato_i_framtida="En dato som skal være passert, ligger fram i tid.",
    gjennomgang_for_sen="Neste gjennomgang er mer enn fire år unna.",
)
_ADVICE = _warnings(
    adresse_mistenkelig="En nettadresse likner på en annen, eller fører ikke ut på nettet.",
    styrke_begrunnelse="Begrunnelsen nevner en annen styrke enn anbefalingen har.",
    navn_dobbelt="To poster i samme liste har samme navn.",
    kilde_ubrukt="Ingen viser til kilden.",
    term_ubrukt="Ingen viser til termen.",
    lov_ubrukt="Ingen viser til noen paragraf i loven.",
    gjennomgang_forfalt="Fristen for gjennomgang er passert.",
    kontrollsporsmaal_form="Et kontrollspørsmål kan ikke svares ja, delvis eller nei.",
)
_CHANGES = _fixed(
    endring_mangler="Ingen endringsfil forteller om en anbefaling som er endret.",
    endring_uten_virkning="En endringsfil nevner noe som ikke er endret.",
    endring_slag="Slaget i en endringsfil stemmer ikke med det som er endret.",
    endring_gjelder="En endringsfil sier ikke hva den gjelder.",
    endring_fra_til="«fra» og «til» stemmer ikke med slaget.",
    endring_filnavn="Navnet på en endringsfil har tegn som ikke er lov.",
)
_HEARINGS = {
    **_fixed(
        json_syntaks="Fila kan ikke leses som JSON.",
        horing_filnavn="Navnet på en fil i guideline/horinger/ er ikke lik id-en i den.",
        horing_tidspunkt="Et tidspunkt finnes ikke i kalenderen.",
        horing_rekkefolge="En høring stenger før den åpner.",
        horing_for_kort="En høring varer kortere enn seks uker.",
        horing_utgave_ukjent="Utgaven som er på høring, finnes ikke.",
        horing_sporsmaal_dobbel="To spørsmål eller alternativer har samme id.",
        horing_sporsmaal_ukjent="Et spørsmål gjelder noe som ikke finnes i utgaven.",
        horing_mottak="Svarene kan ikke nå fram til mottaket.",
        horing_behandlet="En høring er merket som behandlet før den er det.",
        horing_resultat="Et resultat hører ikke til runden det ligger hos.",
        innspill_dobbel="To innspill har samme nummer.",
        innspill_svar="Et innspill hører ikke til et svar.",
        innspill_adresse="Et innspill gjelder et sted som ikke finnes i utgaven.",
        innspill_sporsmaal="Et innspill svarer på noe det ikke er spurt om.",
        innspill_ukjent="En endring viser til et innspill som ikke finnes.",
        innspill_personlig="Det ser ut til å stå personopplysninger i et resultat.",
    ),
    **_advice_only(
        horing_under_tre_maaneder="En høring varer kortere enn tre måneder.",
        horing_utgave_kommer="Utgaven som er på høring, er ikke gitt ut ennå.",
        innspill_uten_vurdering="Et innspill er ikke vurdert.",
        innspill_uten_endring="Et innspill er tatt til følge uten at noen endring viser til det.",
        innspill_gateadresse="Det kan stå en gateadresse i et resultat.",
    ),
}
_TRANSLATIONS = {
    **_fixed(
        oversettelse_sprak="En oversettelse er på et språk retningslinja ikke kommer ut på.",
        oversettelse_uten_kilde="En oversettelse hører ikke til noen fil.",
        oversettelse_ukjent_felt="Et oversatt felt finnes ikke i originalen.",
        oversettelse_antall="En oversatt liste er ikke like lang som i originalen.",
        oversettelse_henvisning="En oversettelse viser ikke til det samme som originalen.",
    ),
    **_advice_only(
        oversettelse_foreldet="En oversettelse er laget av en eldre tekst.",
        oversettelse_umerket="En oversettelse er ikke merket med hva den er laget av.",
        oversettelse_mangler="Noe er ikke oversatt.",
    ),
}
_SUPPRESSIONS = _fixed(
    unntak_ukjent="Et unntak gjelder en kode som ikke finnes.",
    unntak_ubrukt="Et unntak trengs ikke.",
    unntak_ikke_lov="Et unntak gjelder en kode det ikke kan gjøres unntak fra.",
)

CODES: Mapping[str, Code] = {
    **_FILES, **_PICTURES, **_YAML, **_FIELDS, **_PROSE, **_IDENTITY, **_REFERENCES, **_LAWS,
    **_CONTENT, **_ADVICE, **_CHANGES, **_HEARINGS, **_TRANSLATIONS, **_SUPPRESSIONS, **_SITE,
}
"""All codes, in the order of the catalogue's index."""
