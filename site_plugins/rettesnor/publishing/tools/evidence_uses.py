"""What uses each source of a guideline: recommendations, and other files."""

from __future__ import annotations

from rettesnor.editing.evidence_update import Citing
from rettesnor.publishing.usage import usage
from rettesnor.reading.content.guideline_paths import DEVELOPMENT, GUIDELINE, TERMS
from rettesnor.reading.project import Project


def source_uses(project: Project) -> dict[str, Citing]:
    """Return what uses each source that something uses, by its key.

    Only what is sound counts; the guideline's own files must be.
    """
    guideline = project.guideline
    assert guideline is not None
    places: dict[str, set[str]] = {}

    def used(key: str, path: str) -> None:
        places.setdefault(key, set()).add(path)

    for path, fragments in project.files.fragments.items():
        for fragment in fragments.values():
            for reference in fragment.references:
                if reference.kind == "kilde":
                    used(reference.target, path)
    for term in guideline.termer:
        if term.kilde:
            used(term.kilde, TERMS)
    for phase in guideline.faser:
        given = (*phase.belegg, *(b for sign in phase.tegn for b in sign.belegg),
                 *(b for one in phase.kobles_paa for b in one.belegg))
        for one in given:
            used(one.kilde, GUIDELINE)
    for limit in guideline.lokale_grenser:
        used(limit.kilde, GUIDELINE)
    work = guideline.utvikling
    for belegg in (
        *(item.belegg for item in work.veikart), *(item.belegg for item in work.medvirkning),
        *(item.belegg for item in work.sammenheng), *(item.belegg for item in work.utenfor),
        *(item.belegg for item in work.innforing),
        *(found.belegg for item in work.innforing for found in item.resultater),
    ):
        for one in belegg:
            used(one.kilde, DEVELOPMENT)
    by_source = {
        key.removeprefix("kilde:"): ids
        for key, ids in usage([entry for entry in project.entries if entry.sound]).items()
        if key.startswith("kilde:")
    }
    order = {id_: n for n, id_ in enumerate(
        id_ for chapter in guideline.kapitler for id_ in chapter.anbefalinger
    )}
    return {
        key: Citing(
            tuple(sorted(by_source.get(key, ()), key=lambda id_: order.get(id_, len(order)))),
            tuple(sorted(places.get(key, ()))),
        )
        for key in {*by_source, *places}
    }
