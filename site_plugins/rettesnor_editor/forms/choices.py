"""What an editor can choose from: roles, sources, laws and the rest, as the project says now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rettesnor.model.guideline import Guideline
from rettesnor.reading.project import Project

from rettesnor_editor.forms.blocks import Labels

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
        "limits": [(one.id, f"{one.hvem}: {one.grense}") for one in guideline.lokale_grenser],
        "terms": [(one.id, one.term) for one in guideline.termer],
        "needs": [(one.id, f"{one.id}: {one.sak[:80]}") for one in guideline.utvikling.meldinger],
        "questions": [(one.id, one.tittel) for one in guideline.utvikling.veikart],
        "levels": [(one.id, one.navn) for one in guideline.tilsyn.nivaaer],
        "criteria_groups": [(one.id, one.navn) for one in guideline.tilsyn.grupper],
        "criteria": [(one.id, one.tittel) for one in guideline.tilsyn.kriterier],
        "check_levels": [(one.id, one.navn) for one in guideline.egenkontroll.nivaaer],
        "templates": [(one.id, one.tittel) for one in guideline.maler],
        "courses": [(one.id, one.tittel) for one in guideline.kurs],
        "tasks": [
            (one.id, one.tittel or " ".join(filter(None, (one.lov, one.paragraf, one.ikraft))))
            for one in guideline.oppgaver
        ],
    }
    for dimension in guideline.dimensjoner:
        lists[f"dimension:{dimension.id}"] = [(one.id, one.navn) for one in dimension.verdier]
    sections = {
        law.korttittel or law.id: [
            (one.paragraf, f"{one.paragraf} {one.overskrift}".strip()) for one in law.paragrafer
        ]
        for law in guideline.lover
    }
    sections = {**{law.id: sections[law.korttittel or law.id] for law in guideline.lover},
                **sections}
    named = [one.korttittel or one.id for one in guideline.lover]
    lists["references"] = [
        *((f"{law} {value}", f"{law} {label}") for law in named for value, label in sections[law]),
        *((law, law) for law in named),
    ]
    lists["targets"] = [
        *((f"anbefaling:{value}", label) for value, label in lists["recommendations"]),
        *((f"side:{value}", label) for value, label in lists["pages"]),
    ]
    lists["words"] = [(one.term, one.term) for one in guideline.termer]
    return Choices(lists, sections)


Names = Mapping[str, Mapping[str, str]]
"""By the names of the lists to choose from: what each value is called."""


def names_of(*projects: Project) -> Names:
    """Return what the values in ``projects`` are called; what the first one says comes first.

    A section of a law is left out: the same number is in many laws.
    """
    found: dict[str, dict[str, str]] = {}
    for project in reversed(projects):
        for name, choices in choices_of(project).lists.items():
            found.setdefault(name, {}).update(choices)
    return found


def labels_of(project: Project) -> Labels:
    """Return what references in a text are called in the editor."""
    guideline = project.guideline
    if guideline is None:
        return Labels()
    choices = choices_of(project)
    titles = {f"kilde:{value}": label for value, label in choices.of("sources")}
    titles |= {f"lov:{value}": label for value, label in choices.of("references")}
    titles |= dict(choices.of("targets"))
    return Labels(
        short_sources(guideline), titles,
        frozenset(one.korttittel or one.id for one in guideline.lover),
    )


def short_sources(guideline: Guideline) -> dict[str, str]:
    """Return how each source is cited, by key."""
    return {key: cited_as(key, one) for key, one in guideline.kilder.items()}


def cited_as(key: str, source: Mapping[str, Any]) -> str:
    """Return how an editor sees a citation of a source: «Romerike mfl., 2025»."""
    authors = source.get("author") or source.get("editor") or ()
    names = [str(one.get("family") or one.get("literal") or "") for one in authors]
    names = [one for one in names if one]
    who = names[0] if names else str(source.get("title") or key)[:40]
    if len(names) == 2:
        who = f"{names[0]} og {names[1]}"
    elif len(names) > 2:
        who = f"{names[0]} mfl."
    issued = source.get("issued") or {}
    parts = issued.get("date-parts") or [[""]]
    year = str(parts[0][0]) if parts and parts[0] else ""
    return f"{who}, {year}" if year else who


def _named(key: str, title: str) -> str:
    return f"{title} ({key})" if title else key
