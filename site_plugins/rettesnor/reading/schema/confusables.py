"""Signs that look like others, as word processors put them in, and the plain ones for them."""

from __future__ import annotations

DASHES = "‐‑‒–—−"
"""What stands for a hyphen between numbers, for use between the brackets of a pattern."""
_SIGNS = {
    "\xa0": (" ", "et hardt mellomrom"),
    "\u202f": (" ", "et smalt mellomrom"),
    "‐": ("-", "en annen bindestrek"),
    "‑": ("-", "en hard bindestrek"),
    "–": ("-", "en tankestrek"),
    "—": ("-", "en lang tankestrek"),
    "−": ("-", "et minustegn"),
    "“": ("", "krøllete anførselstegn"),
    "”": ("", "krøllete anførselstegn"),
    "„": ("", "krøllete anførselstegn"),
    "‘": ("", "krøllete anførselstegn"),
    "’": ("", "krøllete anførselstegn"),
    "«": ("", "anførselstegn som er en del av teksten"),
    "»": ("", "anførselstegn som er en del av teksten"),
}
_PLAIN = str.maketrans({sign: plain for sign, (plain, _) in _SIGNS.items()})


def plainly(text: str) -> tuple[str, str]:
    """Return ``text`` as the keyboard writes it, and what was used instead; empty for nothing."""
    names = dict.fromkeys(_SIGNS[sign][1] for sign in text if sign in _SIGNS)
    return text.translate(_PLAIN).strip(), " og ".join(names)
