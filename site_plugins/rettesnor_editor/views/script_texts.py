"""What the scripts of the desk say, and the addresses they ask."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _


def script_texts() -> dict[str, Any]:
    """Return the texts of the scripts in the language of the page."""
    return {
        "addresses": {
            "choices": _address("valg", "liste"), "fresh": _address("nytt", "liste"),
            "blocks": _address("blokker"),
        },
        # lists
        "showList": _("Vis lista"),
        "oneHit": _("Ett treff. Gå i lista med piltastene."),
        "hits": _("{n} treff. Gå i lista med piltastene."),
        "none": _("Ingen treff. Prøv en kortere del av ordet."),
        "noneFree": _("Ikke i lista. Det du skriver, blir stående."),
        "tooMany": _("… og {n} til. Skriv for å søke."),
        "added": _("«{name}» er lagt til og valgt."),
        "newSource": _("Ny kilde"),
        "newSection": _("Ny paragraf"),
        "newTerm": _("Nytt begrep"),
        "newLaw": _("Ny lov"),
        # the text editor
        "asText": _("Skriv som tekst"),
        "withButtons": _("Skriv med knapper"),
        "tools": _("Verktøy for {name}"),
        "bold": _("Fet"),
        "italic": _("Kursiv"),
        "bullets": _("Punktliste"),
        "numbers": _("Nummerert liste"),
        "heading": _("Mellomtittel"),
        "quote": _("Sitat"),
        "table": _("Tabell"),
        "source": _("Kilde"),
        "law": _("Lov"),
        "term": _("Begrep"),
        "link": _("Lenke"),
        "undo": _("Angre"),
        "redo": _("Gjør om"),
        "rowBelow": _("Ny rad under"),
        "columnRight": _("Ny kolonne til høyre"),
        "deleteRow": _("Slett rad"),
        "deleteColumn": _("Slett kolonne"),
        "deleteTable": _("Slett tabell"),
        # its dialog
        "sourceTitle": _("Vis til en kilde"),
        "lawTitle": _("Vis til en lov"),
        "termTitle": _("Forklar et begrep"),
        "linkTitle": _("Lenke"),
        "insert": _("Sett inn"),
        "change": _("Endre"),
        "cancel": _("Avbryt"),
        "remove": _("Ta bort"),
        "unlink": _("Ta bort lenka"),
        "choose": _("Søk eller velg"),
        "place": _("Sted i kilden (valgfritt)"),
        "placeHelp": _("For eksempel: s. 12."),
        "moreSources": _("Legg til enda en kilde"),
        "chooseSource": _("Velg en kilde."),
        "shown": _("Ordene som vises (valgfritt)"),
        "shownHelp": _("Uten dem vises navnet."),
        "lawChoose": _("Velg en lov eller en paragraf."),
        "termChoose": _("Velg et begrep."),
        "linkWords": _("Ordene i lenka"),
        "linkWordsHelp": _("De skal si hvor lenka fører. Uten dem brukes tittelen."),
        "target": _("Anbefaling eller side"),
        "chooseTarget": _("Søk eller velg"),
        "targetHelp": _("Eller skriv en adresse på nettet under."),
        "address": _("Adresse på nettet"),
        "linkChoose": _("Velg en anbefaling eller en side, eller skriv en adresse som begynner "
                        "med https://."),
    }


def _address(name: str, *parts: str) -> str:
    """Return an address; empty on pages of the team's server that are outside a case."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""
