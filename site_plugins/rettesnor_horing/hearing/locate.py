"""Where the words of a comment stand in the text as it is being revised."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from rettesnor_horing.hearing.text import HeardText

_AKIN = 0.6
"""Least likeness of words (difflib's ratio) for a paragraph to be the same, changed."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What became of a place: ``uendret``, ``flyttet``, ``endret`` or ``borte``, and its words."""

    state: str
    recommendation: str = ""
    field: str = ""
    text: str = ""


def locate(
    heard: HeardText, draft: HeardText, recommendation: str, field: str, anchor: str
) -> Whereabouts | None:
    """Return where a paragraph of ``heard`` stands in ``draft``; None for no paragraph.

    The same words in another place count as moved only if they did not stand there before.
    """
    section = heard.sections.get(recommendation)
    paragraph = section.paragraph(anchor) if section else None
    if paragraph is None:
        return None
    stood = {
        (other.id, part.anchor)
        for other in heard.sections.values()
        for part in other.fields.values()
        for p in part.paragraphs
        if p.text == paragraph.text
    }
    best = Whereabouts("borte")
    likeness = _AKIN
    for now in draft.sections.values():
        for part in now.fields.values():
            for candidate in part.paragraphs:
                here = now.id == recommendation and part.anchor == field
                if candidate.text == paragraph.text and (
                    here or (now.id, part.anchor) not in stood
                ):
                    state = "uendret" if here else "flyttet"
                    return Whereabouts(state, now.id, part.anchor, candidate.text)
                if now.id != recommendation:
                    continue
                share = _likeness(paragraph.text, candidate.text, likeness)
                if share > likeness:
                    likeness = share
                    best = Whereabouts("endret", now.id, part.anchor, candidate.text)
    return best


def _likeness(one: str, other: str, least: float) -> float:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    if matcher.real_quick_ratio() <= least or matcher.quick_ratio() <= least:
        return 0.0
    return matcher.ratio()
