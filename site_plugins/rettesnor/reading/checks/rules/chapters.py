"""Rules for chapters: the folders, and the order of what is in them."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.model.recommendation_entry import Entry
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.content.guideline_paths import GUIDELINE
from rettesnor.reading.files.names import stem
from rettesnor.reading.schema.did_you_mean import Names


@rule("kapittel-ukjent", summary="Mappa er ikke et kapittel.")
def folder_is_chapter(project: ProjectIndex) -> Iterator[Finding]:
    """The folder of a recommendation is a chapter of the guideline."""
    if not project.knows(GUIDELINE, "kapitler.id", "kapitler.anbefalinger"):
        return
    chapters = {chapter.id for chapter in project.guideline.kapitler}
    names = Names(chapters)
    for entry in project.whole.entries:
        if entry.kapittel not in chapters:
            yield Finding(
                f"Mappa «{entry.kapittel}» er ikke et kapittel i {GUIDELINE}.",
                names.suggestion(entry.kapittel, "Flytt fila, eller legg til kapitlet."),
                path=entry.path,
            )


@rule("kapittel-ulistet", summary="En anbefaling står ikke i lista til kapitlet sitt.")
def file_is_listed(project: ProjectIndex) -> Iterator[Finding]:
    """Every recommendation has its place in the order of its chapter."""
    if not project.knows(GUIDELINE, "kapitler.id", "kapitler.anbefalinger"):
        return
    chapters = {chapter.id for chapter in project.guideline.kapitler}
    listed = {id_ for chapter in project.guideline.kapitler for id_ in chapter.anbefalinger}
    unlisted = [
        entry for entry in project.whole.entries
        if stem(entry.path) not in listed and entry.kapittel in chapters
        and not (entry.id in listed and _is_misnamed(entry))
    ]
    if not unlisted:
        return
    closest = project.recommendation_names.closest
    meant = {closest(id_) for id_ in listed.difference(project.recommendations)}
    for entry in unlisted:
        if stem(entry.path) not in meant:  # a misspelt line is a finding of its own
            yield Finding(
                f"Anbefalingen står ikke i lista til kapitlet «{entry.kapittel}».",
                f"Legg til «- {stem(entry.path)}» under «anbefalinger» i {GUIDELINE}.",
                path=entry.path,
            )


@rule("kapittel-dobbelt", summary="En anbefaling er ført opp to ganger.")
def listed_once(project: ProjectIndex) -> Iterator[Finding]:
    """No recommendation is listed twice."""
    seen: set[str] = set()
    for number, chapter in enumerate(project.guideline.kapitler):
        for index, id_ in enumerate(chapter.anbefalinger):
            if id_ in seen:
                yield Finding(
                    f"Anbefalingen «{id_}» er ført opp to ganger.", "Slett den ene.",
                    ("kapitler", number, "anbefalinger", index), GUIDELINE,
                )
            seen.add(id_)


@rule("kapittel-uten-fil", summary="Et kapittel fører opp en anbefaling som ikke finnes der.")
def listed_exists(project: ProjectIndex) -> Iterator[Finding]:
    """What a chapter lists lies in the chapter's folder."""
    if not project.knows(GUIDELINE, "kapitler.id", "kapitler.anbefalinger"):
        return
    files = {(entry.kapittel, stem(entry.path)) for entry in project.whole.entries}
    for number, chapter in enumerate(project.guideline.kapitler):
        for index, id_ in enumerate(chapter.anbefalinger):
            if (chapter.id, id_) in files:
                continue
            other = project.recommendations.get(id_)
            wanted = f"recommendations/{chapter.id}/{id_}.yml"
            if other and other.kapittel == chapter.id and _is_misnamed(other):
                continue
            if other:
                hint = f"Den ligger i «{other.kapittel}». Flytt fila eller linja."
            else:
                names = project.recommendation_names
                hint = names.suggestion(id_, f"Lag {wanted}, eller slett linja.")
            yield Finding(
                f"Fila {wanted} finnes ikke.", hint,
                ("kapitler", number, "anbefalinger", index), GUIDELINE,
            )


def _is_misnamed(entry: Entry) -> bool:
    """Whether the file has another name than its id, which is a finding of its own."""
    differs = entry.id != stem(entry.path)
    return differs and all(exempt.kode != "id-filnavn" for exempt in entry.unntak)
