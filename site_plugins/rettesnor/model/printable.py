"""The characters that the fonts of the PDF files can show.

``printable.txt`` lists them as ranges of code points. A test compares it with the fonts inside
Typst and says how to write it again.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

INSTEAD = "□"
"""What a PDF shows for a character that it has no glyph for."""


@cache
def printable() -> frozenset[str]:
    """Return the characters that a PDF can show."""
    lines = files(__package__).joinpath("printable.txt").read_text(encoding="ascii").split()
    found: set[str] = set()
    for line in lines:
        first, last = (int(end, 16) for end in line.split("-"))
        found.update(map(chr, range(first, last + 1)))
    return frozenset(found)


def shown(text: str) -> str:
    """Return ``text`` with ``INSTEAD`` for each character that a PDF cannot show."""
    if printable().issuperset(text):
        return text
    return "".join(letter if letter in printable() else INSTEAD for letter in text)
