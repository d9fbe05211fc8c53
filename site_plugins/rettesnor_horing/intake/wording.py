"""Another wording of a paragraph: the reviewer edits the words, and the desk keeps both.

A comment keeps the wording and the reason as one text, as people read it, so that everything that
is done to a comment's text (redaction, removal, export) is done to the wording too. ``forslag``
says where in it the wording stands, and what the paragraph said when it was heard.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from rettesnor_horing.words import NYNORSK

LEAD = "kort_anbefaling"
_LABEL, _WHY = "Forslag til ny tekst:", "Hvorfor"


@dataclass(frozen=True, slots=True)
class Parts:
    """A comment's text taken apart.

    Attributes:
        heard: what the paragraph said.
        wording: what it should say.
        why: the reason; may be empty.
    """

    heard: str
    wording: str
    why: str


def squeezed(text: str) -> str:
    """Return ``text`` with single spaces, for comparing."""
    return " ".join(text.split())


def digest(text: str) -> str:
    """Return what tells one text from another."""
    return hashlib.sha256(squeezed(text).encode()).hexdigest()[:32]


def can_be_reworded(field: str, paragraph: str) -> bool:
    """Whether a place is one paragraph, and not a whole field or recommendation."""
    return bool(paragraph) or field == LEAD


def together(wording: str, why: str, heard: str, written_in: str) -> tuple[str, dict[str, Any]]:
    """Return the text of a comment that proposes ``wording``, and what is kept of its parts."""
    label, reason = (
        NYNORSK.get(text, text) if written_in == "nn" else text for text in (_LABEL, _WHY)
    )
    start = len(label) + 1
    text = f"{label}\n{wording}"
    after = f"\n\n{reason}:\n{why}" if why.strip() else ""
    return text + after, {
        "start": start, "slutt": len(text), "hvorfor": len(text) + len(reason) + 4,
        "sum": digest(wording), "grunnlag": heard,
    }


def apart(text: str, kept: Any) -> Parts | None:
    """Return the parts of a comment's text; None when it proposes nothing, or no longer whole.

    Args:
        kept: what ``together`` returned with it.
    """
    if not isinstance(kept, dict):
        return None
    wording = text[kept["start"] : kept["slutt"]]
    if digest(wording) != kept["sum"]:
        return None  # something in it was taken out
    return Parts(kept["grunnlag"], wording, text[kept["hvorfor"] :].strip())

