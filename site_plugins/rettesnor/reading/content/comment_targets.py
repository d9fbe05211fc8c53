"""The text of a release, cut into the places that can be commented on."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.model.edition import Edition, recommendation_data
from rettesnor.model.hearing import Place
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.sections import LINES
from rettesnor.reading.content.recommendation import prose_fields
from rettesnor.reading.markdown.render import digest, render

LEAD = "kort_anbefaling"
"""The field of the recommendation's own sentence, which is no section of the page."""


def places(recommendation: Recommendation) -> tuple[Place, ...]:
    """Return every paragraph of ``recommendation``, with the anchors that its page has."""
    r = recommendation
    found = [Place(r.id, LEAD, "", r.kort_anbefaling)]
    for prose in prose_fields(recommendation_data(r)):
        fragment, _ = render(
            prose.text, prefix=prose.prefix, min_heading=prose.min_heading, anchored=prose.anchored
        )
        if prose.anchored:
            found += [Place(r.id, prose.prefix, *pair) for pair in _anchored(fragment)]
        else:
            text = " ".join(fragment.text.split())
            found.append(Place(r.id, str(prose.pointer[0]), "", text))
    found += [Place(r.id, name, "", text) for name in LINES for text in getattr(r, name)]
    return tuple(found)


def all_places(edition: Edition) -> tuple[Place, ...]:
    """Return every paragraph of ``edition``, in order of id."""
    by_id = edition.recommendations
    return tuple(place for id_ in sorted(by_id) for place in places(by_id[id_]))


def _anchored(fragment: Fragment) -> Iterator[tuple[str, str]]:
    """Pair anchors with words; a block without words (a line across) has no line of its own."""
    lines = iter(fragment.text.split("\n"))
    blank = f"-{digest('')}"
    for anchor in fragment.anchors:
        yield anchor, "" if blank in anchor else next(lines, "")
