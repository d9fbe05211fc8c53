"""What of the national text a plan can have in words of its own, in the shape of the plan.

Both are plain data with the same field names, so that they can be merged field by field.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rettesnor.model.edition import Edition
from rettesnor.model.guideline import Fase
from rettesnor.model.prose import SLOT
from rettesnor.model.recommendation import Recommendation
from rettesnor.reading.markdown.render import render

KEYS: Mapping[str, tuple[str, ...]] = {
    "steg": ("hvem", "hva", "naar"), "tegn": ("kjennetegn",), "kobles_paa": ("hvem", "naar"),
}
"""The fields that an item of each list shares with the national one."""
TEXTS = ("start", "maal", "videre")
"""The texts of a phase that a plan can replace."""
View = dict[str, Any]


def recommendation_view(recommendation: Recommendation) -> View:
    """Return the steps of a national recommendation as a plan would write them."""
    steps = [
        _filled(hvem=one.hvem, hva=in_plain(one.hva), naar=one.naar)
        for one in recommendation.praktisk_gjennomforing.steg
    ]
    return {"steg": steps} if steps else {}


def phase_view(phase: Fase) -> View:
    """Return a national phase as a plan would write it."""
    view: View = {name: text for name in TEXTS if (text := getattr(phase, name))}
    if phase.tegn:
        view["tegn"] = [{"kjennetegn": one.kjennetegn} for one in phase.tegn]
    if phase.kobles_paa:
        view["kobles_paa"] = [_filled(hvem=one.hvem, naar=one.naar) for one in phase.kobles_paa]
    return view


def recommendation_views(edition: Edition) -> dict[str, View]:
    """Return what a plan can replace of each recommendation, by id."""
    return {id_: recommendation_view(one) for id_, one in edition.recommendations.items()}


def phase_views(edition: Edition) -> dict[str, View]:
    """Return what a plan can replace of each phase, by id."""
    return {one.id: phase_view(one) for one in edition.guideline.faser}


def sentence(edition: Edition, id_: str) -> str:
    """Return the national sentence of the recommendation ``id_``."""
    return edition.recommendations[id_].kort_anbefaling.rstrip(".") + "."


def order(edition: Edition) -> list[str]:
    """Return the ids of the recommendations in the order of the guideline."""
    listed = [
        id_ for chapter in edition.guideline.kapitler for id_ in chapter.anbefalinger
        if id_ in edition.recommendations
    ]
    return [*listed, *(id_ for id_ in edition.recommendations if id_ not in listed)]


@lru_cache(4096)
def in_plain(markdown: str) -> str:
    """Return a national text without Markdown, its paragraphs and items on lines of their own."""
    fragment, _ = render(markdown, prefix="x", min_heading=2, anchored=False)
    return SLOT.sub("", fragment.text).strip()


def _filled(**values: str) -> dict[str, str]:
    return {name: text for name, text in values.items() if text}
