"""What the scripts of the desk say, and the addresses they ask."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from rettesnor_editor.language import say


def script_texts() -> dict[str, Any]:
    """Return the texts of the scripts in the language of the page."""
    return {
        "addresses": {
            "choices": _address("valg", "liste"), "fresh": _address("nytt", "liste"),
            "blocks": _address("blokker"),
        },
        # drafts
        "error": say("Feil:"),
        "advice": say("Råd:"),
        "kept": say("Utkast tatt vare på kl. {time}."),
        "lost": say("Ingen kontakt med skrivebordet. Det du skriver, tas vare på i nettleseren til "
                    "det svarer igjen."),
        "full": say("Disken er full, så utkastet er ikke tatt vare på i skrivebordet. Det du "
                    "skriver, tas vare på i nettleseren. Prøver igjen om litt."),
        "rescued": say("Du har tekst her som ikke ble tatt vare på sist. Vil du hente den fram?"),
        "restore": say("Hent fram teksten"),
        "discard": say("Kast den"),
        "again": say("Ingen kontakt med skrivebordet. Prøv igjen."),
        # lists
        "showList": say("Vis lista"),
        "oneHit": say("Ett treff. Gå i lista med piltastene."),
        "hits": say("{n} treff. Gå i lista med piltastene."),
        "none": say("Ingen treff. Prøv en kortere del av ordet."),
        "noneFree": say("Ikke i lista. Det du skriver, blir stående."),
        "tooMany": say("… og {n} til. Skriv for å søke."),
        "added": say("«{name}» er lagt til og valgt."),
        "newSource": say("Ny kilde"),
        "newSection": say("Ny paragraf"),
        "newTerm": say("Nytt begrep"),
        "newLaw": say("Ny lov"),
        # the text editor
        "asText": say("Skriv som tekst"),
        "withButtons": say("Skriv med knapper"),
        "tools": say("Verktøy for {name}"),
        "bold": say("Fet"),
        "italic": say("Kursiv"),
        "bullets": say("Punktliste"),
        "numbers": say("Nummerert liste"),
        "heading": say("Mellomtittel"),
        "quote": say("Sitat"),
        "table": say("Tabell"),
        "source": say("Kilde"),
        "law": say("Lov"),
        "term": say("Begrep"),
        "link": say("Lenke"),
        "undo": say("Angre"),
        "redo": say("Gjør om"),
        "rowBelow": say("Ny rad under"),
        "columnRight": say("Ny kolonne til høyre"),
        "deleteRow": say("Slett rad"),
        "deleteColumn": say("Slett kolonne"),
        "deleteTable": say("Slett tabell"),
        # its dialog
        "sourceTitle": say("Vis til en kilde"),
        "lawTitle": say("Vis til en lov"),
        "termTitle": say("Forklar et begrep"),
        "linkTitle": say("Lenke"),
        "insert": say("Sett inn"),
        "change": say("Endre"),
        "cancel": say("Avbryt"),
        "remove": say("Ta bort"),
        "unlink": say("Ta bort lenka"),
        "choose": say("Søk eller velg"),
        "place": say("Sted i kilden (valgfritt)"),
        "placeHelp": say("For eksempel: s. 12."),
        "moreSources": say("Legg til enda en kilde"),
        "chooseSource": say("Velg en kilde."),
        "shown": say("Ordene som vises (valgfritt)"),
        "shownHelp": say("Uten dem vises navnet."),
        "lawChoose": say("Velg en lov eller en paragraf."),
        "termChoose": say("Velg et begrep."),
        "linkWords": say("Ordene i lenka"),
        "linkWordsHelp": say("De skal si hvor lenka fører. Uten dem brukes tittelen."),
        "target": say("Anbefaling eller side"),
        "chooseTarget": say("Søk eller velg"),
        "targetHelp": say("Eller skriv en adresse på nettet under."),
        "address": say("Adresse på nettet"),
        "linkChoose": say("Velg en anbefaling eller en side, eller skriv en adresse som begynner "
                        "med https://."),
    }


def _address(name: str, *parts: str) -> str:
    """Return an address; empty on pages of the team's server that are outside a case."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""
