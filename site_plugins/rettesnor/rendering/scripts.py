"""The pages' scripts, and their texts in the page's language.

What many pages' scripts say, and the forms that they show, is in one file for each language
(``text_files``). What only some pages say stands in the page, as data next to the script.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import Dimensjon
from rettesnor.model.sections import top_fields
from rettesnor.model.self_check_sheet import COLUMNS, CONSENT, FACTS, STATES, WIDTHS
from rettesnor.model.strength import Styrke
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.i18n import SOURCE, Language, catalogue, codes, language

_SAYS: Mapping[str, Mapping[str, Any]] = {
    "site": {
        "notCopied": N_("Nettleseren lot oss ikke kopiere."),
        "linkCopied": N_("Lenka til dette stedet er kopiert."),
        "textCopied": N_("Teksten er kopiert."),
        "copyLink": N_("Kopier lenke"),
        "dark": N_("Mørk visning"),
        "contents": N_("På denne siden"),
        "inGlossary": N_("Se «{term}» i ordlista"),
        "openAll": N_("Åpne alle"),
        "closeAll": N_("Lukk alle"),
        "noSearch": N_("Søket kunne ikke lastes."),
        "offline": N_("Uten nett"),
        "readOffline": N_("Les uten nett"),
    },
    "search": {
        "close": N_("Lukk"),
        "all": N_("Se alle treff på en egen side"),
        "searchFailed": N_("Søket virker ikke nå. Bruk oversikten på forsiden."),
        "searchShort": N_("Skriv minst to bokstaver."),
        "oneHit": N_("1 treff"),
        "hits": N_("{n} treff"),
        "bestHits": N_(", de {n} beste vises"),
        "keys": N_("Gå i lista med piltastene."),
        "noHits": N_("Ingen treff på «{q}». Prøv et annet ord, eller en kortere del av ordet."),
        "taken": N_("Viser treff på {words}."),
        "meant": N_("Mente du «{q}»?"),
        "unknown": N_("Fant ikke {words}."),
        "near": N_("Ord som begynner likt:"),
        "ways": N_("Her kan du finne fram uten å søke:"),
        "unmark": N_("Fjern utheving"),
        "alsoIn": N_("Også i:"),
        "also": N_("Også:"),
        "answers": N_("Svarer på:"),
        "strengths": {"skal": N_("Skal"), "bør": N_("Bør"), "kan": N_("Kan")},
    },
    "hearing": {
        "planned": N_("Høringen har ikke åpnet ennå."),
        "open": N_("Høringen er åpen."),
        "closed": N_("Fristen er gått ut."),
        "results": N_("Se innspillene og hva som blir gjort"),
        "give": N_("Gi innspill"),
        "giveSection": N_("Gi innspill til delen «{name}»"),
        "giveParagraph": N_("Gi innspill til avsnittet «{name} …»"),
        "comment": N_("Kommenter dette"),
        "commentWords": N_("Kommenter dette: «{words}»"),
        "propose": N_("Foreslå en annen tekst i avsnittet"),
        "tab": N_("Trykk tabulator for å kommentere det du har merket."),
        "shown": N_("{n} innspill vises."),
    },
    "trust": {
        "working": N_("Kontrollerer …"),
        "good": N_("Filene er slik utgaven ble publisert."),
        "file": N_("{file} er endret: kontrollsummen er ikke den som er publisert."),
        "chain": N_("Manifestet viser ikke til versjon {version} slik den er publisert."),
        "unread": N_("Filene kunne ikke hentes, så utgaven er ikke kontrollert."),
        "allGood": N_("Alle utgavene stemmer med kontrollsummene."),
        "someBad": N_("Minst én utgave stemmer ikke. Ikke bruk den, og si fra til den ansvarlige."),
        "someUnread": N_("Ikke alle utgavene kunne kontrolleres."),
        "unable": N_(
            "Nettleseren kan bare kontrollere sider som er hentet over en sikker forbindelse "
            "(HTTPS)."
        ),
        "notASum": N_("Dette er ikke en kontrollsum. Den har 64 tegn: sifre og bokstavene a–f."),
        "same": N_("Kontrollsummen er den til versjon {version}."),
        "unknown": N_("Ingen utgave her har denne kontrollsummen."),
    },
    "history": {
        "noVersion": N_("Ingen versjon var gitt ut her den dagen."),
        "oneChange": N_("Én endring."),
        "changes": N_("{n} endringer."),
        "basis": N_("Hjemmel"),
        "added": N_("lagt til:"),
        "removed": N_("fjernet:"),
        "end": N_("(slutt)"),
        "same": N_("Teksten er den samme."),
        "fields": {
            "kapittel": N_("Kapittel"),
            **{name: label for name, label in top_fields().items() if name != "id"},
        },
        "noFetch": N_("Versjonene kunne ikke hentes. Bruk lista under."),
    },
    "overview": {
        "hits": N_("{n} av {all} anbefalinger"),
        "none": N_("Ingen anbefalinger passer. Fjern et filter."),
        "loading": N_("Henter lista …"),
        "failed": N_("Lista kunne ikke hentes. Bruk kapitlene under."),
    },
    "sampling": {
        "answers": {
            "ja": N_("Ja"), "delvis": N_("Delvis"), "nei": N_("Nei"),
            "ikke relevant": N_("Ikke relevant"), "ikke vurdert": N_("Ikke vurdert"),
        },
        "folder": N_("Mappe"),
        "grid": N_("Svar for hver mappe"),
        "basis": N_("Grunnlag"),
        "first": N_("{answer} i {n} av {all} mapper"),
        "next": N_("{answer} i {n}"),
        "percent": N_("({percent} prosent)"),
        "notShown": N_("{answer}: tallet vises ikke"),
        "ofAssessed": N_("Andelene er av de {n} som er vurdert."),
        "otherSource": N_("versjon {version}"),
        "heading": N_("{folders} mapper er holdt mot kriterier fra {source}."),
        "fewer": N_("færre enn {n}"),
        "note": N_("Stikkprøven viser det som er dokumentert i mappene. Mer kan være gjort enn "
                   "det som er skrevet ned."),
        "shareNote": N_("Andelene er av mappene som er vurdert, i hele prosent."),
        "hiddenNote": N_("Tall fra 1 til {n} vises ikke. Der de kunne vært regnet ut av de andre "
                         "tallene, vises heller ikke flere. «–» står for et tall som ikke vises."),
        "given": N_("Mappe {folder}, {column}: {answer}"),
        "noAnswer": N_("«{answer}» er ikke et svar her."),
        "badCount": N_("Skriv et antall mapper fra 1 til {n}."),
        "noneChosen": N_("Velg minst én ting å se etter."),
        "wouldLose": N_("Noen av mappene som ville blitt borte, har svar. Fjern svarene først."),
        "noColumns": N_("Fila har ingen av kolonnene i dette skjemaet."),
        "otherFile": N_("Fila er ikke et skjema som kan åpnes her. Den må være CSV, eller JSON "
                        "lagret fra denne siden."),
        "otherGuideline": N_("Skjemaet er laget for en annen retningslinje."),
        "otherVersion": N_("Skjemaet er laget fra en annen utgave ({version}). Rapporten sier "
                           "det."),
        "tooMany": N_("Skjemaet har flere enn {n} mapper."),
        "named": N_("Rad {row}: mappa har noe annet enn et nummer. Det er ikke tatt med."),
        "unknown": N_("Rad {row}, «{column}»: svaret er ikke kjent, og er ikke tatt med."),
        "more": N_("… og {n} til."),
        "noFindings": N_("Ingen svar er delvis eller nei, så det er ingen funn å lagre."),
    },
    "course": {
        "open": N_("Vis ett lysbilde om gangen"),
        "keys": N_("Bla med piltastene. Home og End går til første og siste, og Esc lukker."),
        "title": N_("Lysbilder"),
        "previous": N_("Forrige"),
        "next": N_("Neste"),
        "notes": N_("Notater"),
        "none": N_("Ingen notater til dette lysbildet."),
        "full": N_("Full skjerm"),
        "close": N_("Lukk"),
        "place": N_("Lysbilde {n} av {all}: {title}"),
    },
    "catalogue": {
        "hits": N_("{n} av {all} retningslinjer"),
        "none": N_("Ingen retningslinjer passer. Fjern et filter."),
    },
    "recommendation": {
        "ticks": N_("Kryss av det som er gjort. Avkryssingene lagres bare i denne nettleseren."),
        "untick": N_("Fjern avkryssing"),
        "tick": N_("Steg {n} er gjort"),
        "ticked": N_("{n} av {all} steg er krysset av. Avkryssingene lagres bare i denne "
                     "nettleseren."),
        "notKept": N_("Nettleseren lot oss ikke lagre. Avkryssingene blir borte når du lukker "
                      "siden."),
        "back": N_("Tilbake til treffene"),
        "open": N_("Svar på spørsmålene"),
        "close": N_("Lukk spørsmålene"),
        "answered": N_("{n} av {all} spørsmål er besvart."),
        "columns": N_("Anbefaling;Versjon;Nr.;Spørsmål;Svar;Notat"),
        "sheet": N_("Egenkontroll"),
        "sheetOf": N_("{title}. {guideline}, {version}."),
        "copyText": N_("Kopier teksten"),
        "programs": N_("Til referanseprogram: BibTeX, RIS og CSL-JSON"),
        "copied": N_("Referansen er kopiert."),
        "notCopied": N_("Nettleseren lot oss ikke kopiere."),
    },
    "offline": {
        "notice": N_(
            "Du er uten nett, eller nettstedet svarer ikke. Dette er teksten slik den var da den "
            "ble lagret på denne maskinen {date}. Det kan ha kommet en nyere versjon."
        ),
        "newer": N_("Du er på nett igjen, og denne siden er endret siden den ble lagret."),
        "reload": N_("Vis siden slik den er nå"),
        "missing": N_("Denne siden er ikke lagret"),
        "missingWhy": N_(
            "Du er uten nett, eller nettstedet svarer ikke. Det som er lagret på denne maskinen, "
            "er forsiden, anbefalingene, fasene, ordlista og tekstsidene."
        ),
        "front": N_("Til forsiden"),
        "offer": N_(
            "Du kan lagre forsiden, anbefalingene, fasene, ordlista og tekstsidene på denne "
            "maskinen, og lese dem når du er uten nett. Søk, historikk og dokumenter blir ikke "
            "lagret. Når du er på nett, ser du alltid siste versjon."
        ),
        "save": N_("Lagre for bruk uten nett ({size} MB)"),
        "saving": N_("Lagrer …"),
        "saved": N_(
            "Lagret på denne maskinen {date}. Det lagrede blir oppdatert når du besøker "
            "nettstedet på nett."
        ),
        "remove": N_("Fjern det som er lagret"),
        "failed": N_("Sidene kunne ikke lagres. Ingenting er lagret."),
        "again": N_("Prøv igjen"),
    },
    "form": {
        "row": N_("rad {n}"),
        "saved": N_("Lagret i en fil på maskinen din. Ta vare på den der slike opplysninger skal "
                    "ligge."),
        "opened": N_("Fila er åpnet."),
        "unread": N_("Fila kan ikke leses. Velg en fil som er lagret fra denne siden."),
        "other": N_("Fila hører til en annen mal: {name}. Åpne den der."),
        "newer": N_("Fila er lagret fra en nyere utgave av siden. Åpne den der."),
        "replace": N_("Det du har skrevet, blir byttet ut med det som står i fila. Vil du det?"),
        "lost": N_("Fila er åpnet. Dette i den har ikke noe felt i malen lenger. Skriv det et "
                   "annet sted før du lagrer:"),
        "clear": N_("Alt du har skrevet i skjemaet, blir slettet. Vil du det?"),
        "cleared": N_("Skjemaet er tomt."),
    },
    "self-check": {
        "answered": N_("{n} av {all} spørsmål er besvart."),
        "counts": N_("Fra sist: {better} bedre, {worse} dårligere, {same} som sist."),
        "added": N_("Spørsmålet er nytt siden sist."),
        "reworded": N_("Ordlyden er endret. Sist sto det: «{words}» Svaret da: {answer}."),
        "last": N_("Sist ({date}): {answer}."),
        "version": N_("versjon {n}"),
        "note": N_("Notat: {note}"),
        "unanswered": N_("ikke besvart"),
        "better": N_("▲ Bedre enn sist"),
        "worse": N_("▼ Dårligere enn sist"),
        "same": N_("= Som sist"),
        "other": N_("Et annet svar enn sist"),
        "answer": N_("Svaret er {answer}."),
        "fromLast": N_("Ikke lukket sist."),
        "gone": N_("Spørsmålet «{id}» er ikke med lenger."),
        "person": N_("«{text}» ser ut som et navn, et fødselsnummer eller en e-postadresse. Skriv "
                     "en rolle, og ikke noe som noen kan kjennes igjen på."),
        "notOurs": N_("Dette er ikke en egenkontroll som er lagret herfra. Ingenting er endret."),
        "convert": N_("Siden åpner bare JSON. Gjør om fila med «rettesnor self-check convert». "
                      "Ingenting er endret."),
        "noLevel": N_("Egenkontrollen er for nivået «{level}», som ikke finnes her. Ingenting er "
                      "endret."),
        "otherGuideline": N_("Egenkontrollen hører til en annen retningslinje. Ingenting er "
                             "endret."),
        "opened": N_("{file} er åpnet."),
        "openedLast": N_("Svarene i {file} vises ved siden av. De er ikke fylt inn."),
        "left": N_("{n} spørsmål har fått ny ordlyd. Svarene på dem er ikke tatt med; åpne fila "
                   "som «fra sist» for å se dem."),
        "removed": N_("Spørsmål som ikke er med lenger: {words}"),
        "otherVersion": N_("Fila er fra versjon {old}. Dette er versjon {now}."),
        "otherLanguage": N_("Fila er fylt ut på et annet språk, så ordlyden er ikke sammenlignet."),
        "columns": COLUMNS, "widths": WIDTHS, "facts": FACTS, "states": STATES,
        "yes": CONSENT[True],
        "sure": N_("Slette alle svarene i dette skjemaet?"),
    },
    "answer": {
        "saved": N_("Lagret i denne nettleseren."),
        "notSaved": N_("Nettleseren lot oss ikke lagre. Last ned svaret før du lukker siden."),
        "deleted": N_("Svaret er slettet fra nettleseren."),
        "version": N_("Versjon {n}"),
    },
}
"""What each script says, by the names it knows the texts by; ``{n}`` and its like it fills in."""
SHARED = ("site", "search", "recommendation")
"""The scripts whose texts are in the shared files."""


def script(
    name: str, root: str, code: str, dimensions: Sequence[Dimensjon] = ()
) -> str:
    """Return the markup that loads the script ``name`` with its texts in the language ``code``.

    Args:
        root: the path from the page to the site's root.
        dimensions: those whose names the script needs.
    """
    texts = "" if name in SHARED else words(name, code, tuple(dimensions))
    return f'{texts}<script src="{root}assets/rettesnor/{name}.js" defer></script>'


def files_script(root: str) -> str:
    """Return the markup that loads what makes files in the browser; scripts that use it follow."""
    return f'<script src="{root}assets/rettesnor/files.js" defer></script>'


def site_texts(root: str, code: str, scale: tuple[Styrke, ...] = ()) -> str:
    """Return the markup that brings the shared texts in the language ``code``.

    Args:
        root: the path from the page to the site's root.
        scale: the strengths that the guideline declares; empty for the usual ones.
    """
    own = ""
    if scale:
        own = _block("own", {
            "strengths": {one.id: one.label for one in scale},
            "looks": {one.id: one.look for one in scale},
        })
    return f'{own}<script src="{root}assets/rettesnor/{text_file(code)}" defer></script>'


@cache
def words(name: str, code: str, dimensions: tuple[Dimensjon, ...] = ()) -> str:
    """Return the data block (``rn-texts-<name>``) with what the script ``name`` says.

    Args:
        dimensions: those whose names the script needs.
    """
    texts = said(name, code)
    if dimensions:
        texts["fields"] = _with(texts["fields"], {one.id: one.navn for one in dimensions})
    return _block(name, texts)


def said(name: str, code: str) -> dict[str, Any]:
    """Return what the script ``name`` says in the language ``code``."""
    speech = language(code)
    return {key: _said(speech, text) for key, text in _SAYS[name].items()}


def _block(name: str, said: object) -> str:
    return f'<script type="application/json" id="rn-texts-{name}">{_dump(said)}</script>'


def text_file(code: str) -> str:
    """Return the name of the file with the shared texts in the language ``code``."""
    return f"texts-{code if catalogue(code).is_file() else SOURCE}.js"


def text_files() -> dict[str, bytes]:
    """Return the files with the shared texts, by name: one for each language of the interface."""
    return {text_file(code): _shared(code).encode() for code in codes()}


def _shared(code: str) -> str:
    speech = language(code)
    said = {
        name: {key: _said(speech, text) for key, text in _SAYS[name].items()} for name in SHARED
    }
    forms = environment.environment(code).get_template("question_form.html").module
    said["forms"] = {
        "questions": str(forms.questions()),  # type: ignore[attr-defined]
        "formats": str(forms.formats()),  # type: ignore[attr-defined]
    }
    return f'"use strict";\nwindow.rnTexts = {_dump(said)};\n'


def _dump(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def stylesheet(name: str, root: str) -> str:
    """Return the markup that loads the style sheet ``name``; see ``script`` for ``root``."""
    return f'<link rel="stylesheet" href="{root}assets/rettesnor/{name}.css">'


def _with(fields: Mapping[str, str], dimensions: Mapping[str, str]) -> dict[str, str]:
    """Return the names of fields with those of dimensions in their place."""
    made: dict[str, str] = {}
    for name, label in fields.items():
        made[name] = label
        if name == "maalgrupper":
            made |= dimensions
    return made


def _said(speech: Language, text: Any) -> Any:
    if isinstance(text, str):
        return speech.gettext(text)
    if not isinstance(text, Mapping):
        return text
    return {key: _said(speech, inner) for key, inner in text.items()}
