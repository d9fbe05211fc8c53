"""Courses: how they stand, a new one, and the mark of what slides were read against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rettesnor.editing import yaml_emit
from rettesnor.editing.yaml_writer import Refused, edit
from rettesnor.model.convert import to_data
from rettesnor.model.course import (
    CourseChange,
    Kurs,
    Quoted,
    Sitat,
    Taught,
    changes_since,
    marks_of,
    to_be_read,
)
from rettesnor.model.problem import Problem
from rettesnor.model.recommendation import Recommendation
from rettesnor.publishing.inspection import read_last
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.reading.content.guideline_paths import part_path
from rettesnor.reading.content.quotes import resolved, taught
from rettesnor.reading.project import Project
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.releases.atomic_write import replace_files

MARK = "lest_mot"
"""The field that keeps what slides were read against."""
_TODO = "FYLL UT: "


@dataclass(frozen=True, slots=True)
class CourseStatus:
    """How a course stands.

    Attributes:
        unread: ids of the slides that were not read against what they quote now.
        change: how it differs from the last release; None before the first, and when it does not.
    """

    course: Kurs
    unread: tuple[str, ...]
    change: CourseChange | None = None


def quoted(project: Project) -> dict[Sitat, Quoted]:
    """Return what the courses of ``project`` quote; what leads nowhere is left out."""
    guideline = project.guideline
    assert guideline is not None
    entries = {entry.id: entry for entry in project.entries if entry.sound}

    @cache
    def read(id_: str) -> Recommendation | None:
        return project.recommendation(entries[id_]) if id_ in entries else None

    return resolved(guideline.kurs, guideline, read)


def course_status(project: Project) -> list[CourseStatus]:
    """Return how each course stands.

    Raises:
        ManifestError, SnapshotError: the last release is not as it was made.
    """
    guideline = project.guideline
    if guideline is None or not guideline.kurs:
        return []
    quotes, last = quoted(project), read_last(project)
    changes: dict[str, CourseChange] = {}
    if last is not None:
        now = Taught(guideline.kurs, quotes, project.edition.bilder)
        found = changes_since(last.manifest.versjon, taught(last.edition), now)
        changes = {one.id: one for one in found if one}
    return [
        CourseStatus(
            course, tuple(course.lysbilder[n].id for n in to_be_read(course, quotes)),
            changes.get(course.id),
        )
        for course in guideline.kurs
    ]


def start_course(project: Project, id_: str, chapter: str) -> str:
    """Write a course to fill in, beside ``chapter``; return its path.

    It has a slide for each recommendation of the chapter, which quotes it.

    Raises:
        ToolError: there is such a course already, or no such chapter.
    """
    guideline = project.guideline
    assert guideline is not None
    path = part_path("course", id_)
    if project.folder.exists(path):
        raise ToolError(f"{path} finnes allerede.")
    chapters = {one.id: one for one in guideline.kapitler}
    if chapter not in chapters:
        raise ToolError(
            f"Kapitlet «{chapter}» finnes ikke. "
            + Names(chapters).suggestion(chapter, "Oppgi et kapittel med --chapter.")
        )
    titles = {entry.id: entry.tittel for entry in project.entries if entry.sound}
    slides: list[dict[str, Any]] = [
        {"id": one, "tittel": titles[one], "sitat": {"anbefaling": one},
         "notater": f"{_TODO}hva den som holder kurset, kan si.", "minutter": 10}
        for one in chapters[chapter].anbefalinger if one in titles
    ]
    data: dict[str, Any] = {
        "id": id_, "gjennomlesing": {"status": "utkast"}, "tittel": chapters[chapter].tittel,
        "kurskapittel": chapter, "innledning": f"{_TODO}hva kurset handler om.",
        "laeringsmaal": [f"{_TODO}hva deltakerne skal kunne etterpå."],
        "caser": [{
            "id": "eksempel", "tittel": f"{_TODO}hva eksemplet heter",
            "fortelling": [f"{_TODO}en fortelling som er diktet opp."],
            "refleksjon": [f"{_TODO}hva deltakerne skal snakke om?"],
        }],
        "lysbilder": [
            *slides, {"id": "eksempel", "tittel": "Tenkt eksempel", "case": "eksempel"},
        ],
    }
    head = "".join(f"# {line}\n" for line in (
        f"Kurs til kapitlet {chapters[chapter].tittel}.",
        "Lysbildene siterer med en henvisning. Skriv aldri av det som står i retningslinja.",
        "Felt: kursroller, forberedelser, punkter, refleksjon, bilde, belegg, deltakerark. "
        "Skjemaet forklarer hvert av dem.",
    ))
    (project.root / path).parent.mkdir(exist_ok=True)
    replace_files(project.root, {
        path: (head + yaml_emit.document(data, lambda _: False)).encode()
    })
    return path


def mark_courses(project: Project, ids: Sequence[str]) -> int:
    """Mark the slides of courses as read against what they quote now.

    Args:
        ids: those that somebody has read; none for all that have no mark. Others keep theirs.

    Returns: how many files changed.

    Raises:
        ToolError: there is no such course, or its file cannot be written.
    """
    guideline = project.guideline
    assert guideline is not None
    known = {course.id: course for course in guideline.kurs}
    for id_ in ids:
        if id_ not in known:
            raise ToolError(
                f"{part_path('course', id_)} finnes ikke. "
                + Names(known).suggestion(id_, f"Lag det med «rettesnor course --new {id_}».")
            )
    chosen = ids or [id_ for id_, course in known.items() if not course.lest_mot]
    quotes, new = quoted(project), dict[str, bytes]()
    for id_ in chosen:
        path = part_path("course", id_)
        data = project.folder.read(path)
        if isinstance(data, Problem):
            raise ToolError(f"{path}: {data.message}")
        marks = to_data(marks_of(known[id_], quotes))
        if not marks:
            continue
        try:
            after = edit(data.decode(), {(MARK,): marks}, "course").encode()
        except Refused as error:
            raise ToolError(f"{path} kan ikke merkes: {error}") from error
        if after != data:
            new[path] = after
    replace_files(project.root, new)
    return len(new)
