"""What people read, in bokmål and nynorsk.

Bokmål stands in the code; ``nynorsk.txt`` says the same in nynorsk, a line under each. An own
table in place of gettext's compiled catalogues: no build step and no binary file in git, and a
test finds every sentence without its sister. Django's own words come from Django's catalogues.
"""

from __future__ import annotations

from pathlib import Path

from django.utils.functional import lazy
from django.utils.translation import get_language


def read_table(text: str) -> dict[str, str]:
    """Return nynorsk by bokmål from pairs of lines with an empty line between."""
    pairs = (block.split("\n") for block in text.strip().split("\n\n"))
    return {bokmal: nynorsk for bokmal, nynorsk in pairs}


NYNORSK = read_table((Path(__file__).parent / "nynorsk.txt").read_text(encoding="utf-8"))



def language() -> str:
    """Return the written standard of the page being made: ``nb`` or ``nn``."""
    return "nn" if get_language() == "nn" else "nb"


def say(text: str, **values: object) -> str:
    """Return ``text`` in the page's written standard, with ``{name}`` filled from ``values``."""
    said = NYNORSK.get(text, text) if language() == "nn" else text
    return said.format(**values) if values else said


def count(one: str, many: str, number: int) -> str:
    """Return ``one`` for the number one, and otherwise ``many`` with ``{number}`` filled in."""
    return say(one) if number == 1 else say(many, number=number)


say_later = lazy(say, str)
"""``say`` for what is written before the page's language is known."""
