"""Marking texts that readers see, so that they are found for translation."""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """Return ``text`` as it is; the code that shows it looks it up in the reader's language.

    Imported as ``N_``, the name by which GNU gettext's tools find such texts.
    """
    return text
