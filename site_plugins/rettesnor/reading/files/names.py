"""Names of files and ids, made from what an editor wrote."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "aa"})

DEVICES = frozenset({
    "aux", "con", "nul", "prn",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
})
"""Names that Windows keeps for devices: no file or folder there can have them, with any ending."""


def stem(path: str) -> str:
    """Return a file's name without folders, ending and the mark of its written standard."""
    return path.rsplit("/", 1)[-1].split(".", 1)[0]


def slug(text: str) -> str:
    """Return ``text`` as an id: small letters, digits and single hyphens; perhaps nothing."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
