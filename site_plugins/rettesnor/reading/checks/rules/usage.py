"""Rules for what is in the guideline files and not used.

They say nothing when a file could not be read whole: what it uses is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.model.problem import Severity
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.rules import audit, development, measures
from rettesnor.reading.content.guideline_paths import LAWS, SOURCES, TERMS
from rettesnor.reading.content.legal_grounds import grounds


@rule("kilde-ubrukt", severity=Severity.WARNING, summary="Ingen viser til kilden.")
def sources_are_used(project: ProjectIndex) -> Iterator[Finding]:
    """Somebody cites every source."""
    if not project.all_sound:
        return
    used = set(project.prose["kilde"])
    used.update(term.kilde for term in project.guideline.termer)
    used.update(key for key, _ in project.guideline_sources())
    used.update(key for key, _ in development.cited(project))
    used.update(key for key, _ in audit.cited(project))
    used.update(key for key, _ in measures.cited(project))
    used.update(key for entry in project.readable for key in entry.kilder)
    used.update(
        one.kilde for course in project.guideline.kurs for slide in course.lysbilder
        for one in slide.belegg
    )
    for index, key in enumerate(project.guideline.kilder):
        if key not in used:
            yield Finding(
                f"Ingen viser til kilden «{key}».",
                f"Vis til den med [@{key}], eller slett den.", ("references", index, "id"), SOURCES,
            )


@rule("term-ubrukt", severity=Severity.WARNING, summary="Ingen viser til termen.")
def terms_are_used(project: ProjectIndex) -> Iterator[Finding]:
    """Some text refers to every term."""
    if not project.all_sound:
        return
    used = {term.id for word, language in project.words if (term := project.term(word, language))}
    used |= {
        slide.sitat.begrep for course in project.guideline.kurs for slide in course.lysbilder
        if slide.sitat
    }
    for index, term in enumerate(project.guideline.termer):
        if term.id not in used:
            yield Finding(
                f"Ingen tekst viser til «{term.term}».",
                f"Vis til ordet med [[{term.term}]], eller slett det.",
                ("termer", index, "term"), TERMS,
            )


@rule("lov-ubrukt", severity=Severity.WARNING, summary="Ingen viser til noen paragraf i loven.")
def laws_are_used(project: ProjectIndex) -> Iterator[Finding]:
    """Somebody refers to some section of every law."""
    if not project.all_sound:
        return
    used = {law for law, _ in project.sections}
    used |= {one.lov for one in grounds(project.guideline)}  # those that slides quote too
    for index, law in enumerate(project.guideline.lover):
        if law.id not in used:
            yield Finding(
                f"Ingen viser til noen paragraf i «{law.id}».",
                "Slett loven, eller gjør unntak med «lov-ubrukt» og si hvorfor den står her.",
                ("lover", index, "id"), LAWS,
            )
