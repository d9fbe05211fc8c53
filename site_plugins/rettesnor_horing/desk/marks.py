"""What the program has marked an answer or a comment with, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rettesnor_horing.words import say, say_later

_MARKS = {
    "brev": say_later("brev"),
    "e-post": say_later("e-post"),
    "tabell": say_later("fra et regneark"),
    "utsatt frist": say_later("utsatt frist"),
    "ingen merknader": say_later("ingen merknader"),
    "personopplysninger": say_later("kan ha personopplysninger"),
    "honeypot": say_later("kan være sendt av et program"),
    "bedt trukket": say_later("avsenderen har bedt om å trekke svaret"),
    "fødselsnummer": say_later("fødselsnummer"),
    "telefonnummer": say_later("telefonnummer"),
    "e-postadresse": say_later("e-postadresse"),
    "adresse": say_later("adresse"),
}
_ADDS = re.compile("tillegg til (H-[0-9]+)")


def marks(kept: Iterable[str]) -> list[str]:
    """Return the marks as they are kept, in words of the page's written standard."""
    found = []
    for mark in kept:
        adds = _ADDS.fullmatch(mark)
        if adds:
            found.append(say("tillegg til {number}", number=adds[1]))
        else:
            found.append(str(_MARKS.get(mark, mark)))
    return found
