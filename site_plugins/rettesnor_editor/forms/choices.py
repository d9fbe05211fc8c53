"""What an editor can choose from: roles, sources, laws and the rest, as the project says now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rettesnor.reading.project import Project

Choice = tuple[str, str]
"""A value, and what the editor sees."""


@dataclass(frozen=True)
class Choices:
    """Lists to choose from, by the names that ``controls`` gives them.

    Attributes:
        sections: the sections of each law, by what the law is called in references.
    """

    lists: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    sections: Mapping[str, Sequence[Choice]] = field(default_factory=dict)

    def of(self, name: str, law: str = "") -> Sequence[Choice]:
        """Return a list to choose from; for sections, those of one ``law``, or of all."""
        if name != "sections":
            return self.lists.get(name, ())
        if law in self.sections:
            return self.sections[law]
        return tuple({value: (value, label) for one in self.sections.values()
                      for value, label in one}.values())


def choices_of(project: Project) -> Choices:
    """Return what ``project`` has to choose from; nothing when its own files cannot be read."""
    guideline = project.guideline
    if guideline is None:
        return Choices()
    titles = {entry.id: entry.tittel for entry in project.entries}
    order = [id_ for chapter in guideline.kapitler for id_ in chapter.anbefalinger]
    ids = [*order, *(id_ for id_ in titles if id_ not in order)]
    pages = {page.id: page.tittel for page in guideline.tekstsider}
    lists: dict[str, Sequence[Choice]] = {
        "roles": [(one.id, one.navn) for one in guideline.roller],
        "strengths": [(one.id, one.navn) for one in guideline.scale],
        "phases": [(one.id, one.navn) for one in guideline.faser],
        "recommendations": [(id_, titles.get(id_, id_)) for id_ in ids],
        "chapters": [(one.id, one.tittel) for one in guideline.kapitler],
        "pages": list(pages.items()),
        "sources": [
            (key, _named(key, str(one.get("title", "")))) for key, one in guideline.kilder.items()
        ],
        "laws": [(one.korttittel or one.id, one.korttittel or one.tittel)
                 for one in guideline.lover],
        "law_ids": [(one.id, one.korttittel or one.tittel) for one in guideline.lover],
        "terms": [(one.id, one.term) for one in guideline.termer],
    }
    for dimension in guideline.dimensjoner:
        lists[f"dimension:{dimension.id}"] = [(one.id, one.navn) for one in dimension.verdier]
    sections = {
        law.korttittel or law.id: [
            (one.paragraf, f"{one.paragraf} {one.overskrift}".strip()) for one in law.paragrafer
        ]
        for law in guideline.lover
    }
    return Choices(lists, sections)


def _named(key: str, title: str) -> str:
    return f"{title} ({key})" if title else key
