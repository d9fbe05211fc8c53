"""The pages' scripts, and their texts in the page's language, as data next to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import Dimensjon
from rettesnor.model.sections import top_fields
from rettesnor.model.strength import Styrke
from rettesnor.rendering.i18n import Language, language

_SAYS: Mapping[str, Mapping[str, Any]] = {
    "site": {
        "notCopied": N_("Nettleseren lot oss ikke kopiere."),
        "linkCopied": N_("Lenka til dette stedet er kopiert."),
        "textCopied": N_("Teksten er kopiert."),
        "noSearch": N_("Søket kunne ikke lastes."),
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
        "tab": N_("Trykk tabulator for å kommentere det du har merket."),
        "shown": N_("{n} innspill vises."),
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
    "catalogue": {
        "hits": N_("{n} av {all} retningslinjer"),
        "none": N_("Ingen retningslinjer passer. Fjern et filter."),
    },
    "recommendation": {
        "tick": N_("Steg {n} er gjort"),
        "ticked": N_("{n} av {all} steg er krysset av. Avkryssingene lagres bare i denne "
                     "nettleseren."),
        "notKept": N_("Nettleseren lot oss ikke lagre. Avkryssingene blir borte når du lukker "
                      "siden."),
        "back": N_("Tilbake til treffene"),
        "close": N_("Lukk spørsmålene"),
        "answered": N_("{n} av {all} spørsmål er besvart."),
        "columns": N_("Anbefaling;Versjon;Nr.;Spørsmål;Svar;Notat"),
        "sheet": N_("Egenkontroll"),
        "sheetOf": N_("{title}. {guideline}, {version}."),
        "copied": N_("Referansen er kopiert."),
        "notCopied": N_("Nettleseren lot oss ikke kopiere."),
    },
    "answer": {
        "saved": N_("Lagret i denne nettleseren."),
        "notSaved": N_("Nettleseren lot oss ikke lagre. Last ned svaret før du lukker siden."),
        "deleted": N_("Svaret er slettet fra nettleseren."),
        "version": N_("Versjon {n}"),
    },
}
"""What each script says, by the names it knows the texts by; ``{n}`` and its like it fills in."""


def script(
    name: str, root: str, code: str, dimensions: Sequence[Dimensjon] = ()
) -> str:
    """Return the markup that loads the script ``name`` with its texts in the language ``code``.

    Args:
        root: the path from the page to the site's root.
        dimensions: those whose names the script needs.
    """
    texts = words(name, code, (), tuple(dimensions))
    return f'{texts}<script src="{root}assets/rettesnor/{name}.js" defer></script>'


@cache
def words(
    name: str, code: str, scale: tuple[Styrke, ...] = (), dimensions: tuple[Dimensjon, ...] = ()
) -> str:
    """Return the data block (``rn-texts-<name>``) with what the script ``name`` says.

    Args:
        scale: the strengths that the guideline declares; empty for the usual ones.
        dimensions: those whose names the script needs.
    """
    speech = language(code)
    said = {key: _said(speech, text) for key, text in _SAYS[name].items()}
    if scale:
        said["strengths"] = {one.id: one.label for one in scale}
        said["looks"] = {one.id: one.look for one in scale}
    if dimensions:
        said["fields"] = _with(said["fields"], {one.id: one.navn for one in dimensions})
    data = json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="rn-texts-{name}">{data}</script>'


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
    return {key: _said(speech, inner) for key, inner in text.items()}
