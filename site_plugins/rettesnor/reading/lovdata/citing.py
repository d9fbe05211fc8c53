"""Where a guideline cites each section of a law."""

from __future__ import annotations

from dataclasses import dataclass

from rettesnor.model.legal_reference import canonical
from rettesnor.model.recommendation_entry import cited_laws
from rettesnor.reading.content.guideline_paths import LAWS
from rettesnor.reading.content.legal_grounds import asked_about, grounds
from rettesnor.reading.project import Project


@dataclass(frozen=True, slots=True)
class Citing:
    """Who cites a section, or any section of a law.

    Attributes:
        recommendations: ids, in the guideline's order.
        places: other files.
    """

    recommendations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.recommendations or self.places)


class Citations:
    """All that a guideline cites."""

    def __init__(self, project: Project) -> None:
        guideline = project.guideline
        laws = guideline.lover if guideline else ()
        known = {law.korttittel.casefold(): law.id for law in laws}
        known |= {law.id: law.id for law in laws}  # two laws may have one short name
        found: list[tuple[str, str, str, bool]] = []
        order = [
            id_ for chapter in (guideline.kapitler if guideline else ())
            for id_ in chapter.anbefalinger
        ]
        entries = sorted(
            (entry for entry in project.entries if entry.sound and entry.status != "opphevet"),
            key=lambda entry: order.index(entry.id) if entry.id in order else len(order),
        )
        for entry in entries:
            for law, section in sorted(cited_laws(entry)):
                found.append((known.get(law, law), section, entry.id, True))
        for ground in (*grounds(guideline), *asked_about(guideline)) if guideline else ():
            found.append((ground.lov, canonical(ground.paragraf), ground.path, False))
        for path, fragments in sorted(project.files.fragments.items()):
            if path == LAWS:
                continue
            for fragment in fragments.values():
                for reference in fragment.references:
                    if reference.kind == "lov":
                        law = known.get(reference.target, reference.target)
                        found.append((law, reference.detail, path, False))
        self._found = tuple(dict.fromkeys(found))

    def of(self, law: str, section: str = "") -> Citing:
        """Return who cites a section (as anybody writes it); any section of the law without."""
        wanted = canonical(section) if section else ""
        hits = [one for one in self._found if one[0] == law and (not section or one[1] == wanted)]
        return Citing(
            tuple(dict.fromkeys(one[2] for one in hits if one[3])),
            tuple(dict.fromkeys(one[2] for one in hits if not one[3])),
        )
