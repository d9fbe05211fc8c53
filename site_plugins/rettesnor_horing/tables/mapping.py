"""What each column of a table is: the choices, what a header suggests, and what is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.letters.places import GENERAL, Choices, choices
from rettesnor_horing.words import say

PLACE = "sted:"
"""Before a place (``letters.places``) that a column's texts are about, or a question."""
SINGLE = ("navn", "organisasjon", "slag", "epost", "rolle", "mottatt", "maalform", "offentlig",
          "kapittel", "anbefaling", "felt")
"""What only one column can be."""
_QUESTION = "sporsmaal/"
_HINTS = (
    ("epost", r"e-?post|e-?mail"), ("mottatt", r"dato|mottatt|tidspunkt|timestamp|fullført|sendt"),
    ("slag", r"avsendertype|type avsender|svarer (du|de) (for|som)|^type$|^slag$"),
    ("offentlig", r"publiser|offentlig"), ("maalform", r"målform|språk"),
    ("organisasjon", r"virksomhet|organisasjon|kommune|etat|firma|instans"),
    ("rolle", r"rolle|stilling"), ("anbefaling", r"anbefaling|tiltak"),
    ("kapittel", r"kapit"), ("felt", r"^felt$|^del$|avsnitt"),
    ("navn", r"navn|avsender|^name$"),
    ("tekst", r"kommentar|merknad|innspill|tekst|tilbakemelding|høringssvar|^svar$|comment"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that a column can be: the value of its option, and what it is called."""

    value: str
    name: str


def kinds() -> list[Kind]:
    """Return what a column can be, apart from a place."""
    return [
        Kind("", say("Ikke med")), Kind("navn", say("Navn")),
        Kind("organisasjon", say("Organisasjon")),
        Kind("slag", say("Privatperson eller organisasjon")), Kind("epost", say("E-post")),
        Kind("rolle", say("Rolle")), Kind("offentlig", say("Navnet kan publiseres (ja eller nei)")),
        Kind("mottatt", say("Dagen svaret kom")), Kind("maalform", say("Målform")),
        Kind("kapittel", say("Kapitlet kommentaren gjelder")),
        Kind("anbefaling", say("Anbefalingen kommentaren gjelder")),
        Kind("felt", say("Delen av anbefalingen kommentaren gjelder")),
        Kind("tekst", say("Kommentar")),
    ]


def place_choices(hearing: Hearing, language: str) -> list[Choices]:
    """Return the places that a column can be about as a whole; paragraphs are left out."""
    return [
        Choices(group.heading, tuple(c for c in group.choices if "avsnitt" not in c.address))
        for group in choices(hearing, language)
    ]


def suggested(header: Sequence[str], hearing: Hearing, kept: Mapping[str, str]) -> list[str]:
    """Return what each column is likely to be.

    Args:
        kept: what columns were said to be in the last table of the round, by their name.
    """
    found: list[str] = []
    for name in header:
        value = kept[name] if name in kept else _guess(name, hearing)
        found.append("" if value in SINGLE and value in found else value)
    return found


def valid(values: Sequence[str], hearing: Hearing, language: str) -> list[str]:
    """Return ``values`` without those that are no choice."""
    known = {kind.value for kind in kinds()}
    known |= {
        f"{PLACE}{c.value}" for group in place_choices(hearing, language) for c in group.choices
    }
    return [value if value in known else "" for value in values]


def _guess(name: str, hearing: Hearing) -> str:
    said = _plain(name)
    for question in (*hearing.nb.sporsmaal, *hearing.nn.sporsmaal):
        if said in (_plain(question.tekst), question.id):
            return f"{PLACE}{_QUESTION}{question.id}"
    for text in filter(None, (hearing.text, hearing.text_nn)):
        for section in text.sections.values():
            if said in (_plain(section.tittel), section.id):
                return f"{PLACE}{section.id}"
    if said in ("generelt", "generelle merknader", "generelle kommentarer"):
        return f"{PLACE}{GENERAL}"
    return next((value for value, hint in _HINTS if re.search(hint, said)), "")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(":?*. ")
