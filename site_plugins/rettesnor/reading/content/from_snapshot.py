"""Reading what a record kept: the prose of an edition, which was judged when it was released."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rettesnor.model.edition import guideline_data, recommendation_data
from rettesnor.model.guideline import Guideline
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.recommendation_entry import Entry
from rettesnor.reading.content.guideline_paths import GUIDELINE
from rettesnor.reading.content.guideline_prose import fields
from rettesnor.reading.content.recommendation import Reading, prose_fields
from rettesnor.reading.content.recommendation_row import summarise
from rettesnor.reading.markdown.render import render

_REMEMBERED = 20_000
"""Fields kept in memory: from one release to the next most of them stay the same."""


Prose = Mapping[str, Fragment]
"""Rendered prose by dotted pointer."""
_NONE = Fragment("")


def prose_of(recommendation: Recommendation, source: Prose | None = None) -> dict[str, Fragment]:
    """Return the rendered text fields of ``recommendation``, by dotted pointer.

    Args:
        source: those of what it translates, whose anchors it shares.
    """
    given = source or {}
    return {
        field.name: _fragment(
            field.text, field.prefix, field.min_heading, field.anchored,
            given.get(field.name, _NONE).anchors,
        )
        for field in prose_fields(recommendation_data(recommendation))
    }


def guideline_prose(
    guideline: Guideline, source: Mapping[str, Prose] | None = None
) -> dict[str, dict[str, Fragment]]:
    """Return the rendered prose of the guideline, by the path it was written in and the pointer.

    Args:
        source: that of what it translates, whose anchors it shares.
    """
    given = source or {}

    def anchors(path: str, name: str) -> tuple[str, ...]:
        return given.get(path, {}).get(name, _NONE).anchors

    found = {}
    for field in fields(guideline_data(guideline)):
        own = anchors(GUIDELINE, field.name) if field.anchored else ()
        found[field.name] = _fragment(field.text, field.prefix, 3, field.anchored, own)
    pages = {
        path: {"": _fragment(page.tekst, "avsnitt", 2, True, anchors(path, ""))}
        for page in guideline.tekstsider for path in (f"guideline/{page.id}.md",)
    }
    return {GUIDELINE: found, **pages}


def entry_of(recommendation: Recommendation, prose: Mapping[str, Fragment]) -> Entry:
    """Return the entry of ``recommendation``, whose rendered fields are ``prose``."""
    path = f"recommendations/{recommendation.kapittel}/{recommendation.id}.yml"
    reading = Reading(recommendation, dict(prose))
    return summarise(reading, path, "", recommendation.kapittel, recommendation.id)


@lru_cache(_REMEMBERED)
def _fragment(
    text: str, prefix: str, min_heading: int, anchored: bool, anchors: tuple[str, ...] = ()
) -> Fragment:
    fragment, _ = render(
        text, prefix=prefix, min_heading=min_heading, anchored=anchored, anchors=anchors
    )
    return fragment
