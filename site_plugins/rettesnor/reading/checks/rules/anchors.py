"""Rules for links to a place on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from rettesnor.model.prose import Fragment
from rettesnor.model.sections import anchors
from rettesnor.reading.checks.index import Mention, ProjectIndex
from rettesnor.reading.checks.rule import Finding, pointer, rule
from rettesnor.reading.checks.subjects.recommendation import RecommendationSubject
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.schema.readable_part import overlap

PAGE_FIELDS = (
    "praktisk_gjennomforing", "kontrollsporsmaal", "juridiske_rammer", "begrunnelse",
    "kunnskapsgrunnlag",
)
"""The fields of a recommendation that become places on its page."""
_LOCAL = re.compile(r'<a href="#([^"]*)"')


@rule(
    "anker-ukjent",
    summary="En lenke peker på et sted som ikke finnes på siden.",
    reads=PAGE_FIELDS,
)
def resolve_in_recommendation(file: RecommendationSubject) -> Iterator[Finding]:
    """Links to places on the same page lead to something."""
    found = [
        (field, anchor)
        for field, fragment in file.fragments.items()
        for anchor in _local(fragment)
    ]
    if not found:
        return
    blocks = (a for fragment in file.fragments.values() for a in fragment.anchors)
    known = frozenset((*anchors(file.recommendation), *blocks))
    for field, anchor in found:
        if anchor not in known:
            yield _finding("", field, anchor, known)


@resolve_in_recommendation.also
def resolve_across(project: ProjectIndex) -> Iterator[Finding]:
    """Links to places on other pages, and on the prose pages themselves, lead to something."""
    for path, ref in _to_places(project, "anbefaling"):
        entry = project.recommendations.get(ref.target)
        known: Sequence[str] | None = None
        if entry and entry.readable and not overlap(PAGE_FIELDS, entry.unreadable):
            known = project.anchors(entry, path)
        if known is not None and ref.detail not in known:
            place = ref.line, ref.column
            yield _finding(path, ref.field, ref.detail, known, ref.target, place)
    for path, ref in _to_places(project, "side"):
        known = project.page_anchors(ref.target, path)
        if known is not None and ref.detail not in known:
            place = ref.line, ref.column
            yield _finding(path, ref.field, ref.detail, known, ref.target, place)
    for path, fragments in project.whole.fragments.items():
        for field, fragment in fragments.items():
            for anchor in _local(fragment):
                if anchor not in fragment.anchors:
                    yield _finding(path, field, anchor, fragment.anchors)


def _to_places(project: ProjectIndex, kind: str) -> Iterator[Mention]:
    """Yield the references of ``kind`` in prose that lead to a place on a page."""
    for mentions in project.prose[kind].values():
        for mention in mentions:
            if mention[1].detail:
                yield mention


def _local(fragment: Fragment) -> list[str]:
    """Return the places on its own page that ``fragment`` links to; pins do not count."""
    return [unquote(anchor) for anchor in _LOCAL.findall(fragment.html)]


def _finding(
    path: str,
    field: str,
    anchor: str,
    known: Iterable[str],
    target: str = "",
    spot: tuple[int, int] | None = None,
) -> Finding:
    where = f"på siden «{target}»" if target else "på denne siden"
    return Finding(
        f"Stedet «#{anchor}» finnes ikke {where}.",
        Names(known).suggestion(
            anchor, "Kopier adressen fra lenketegnet ved avsnittet på nettstedet."
        ),
        pointer(field), path, spot=spot, words=f"#{anchor}",
    )
