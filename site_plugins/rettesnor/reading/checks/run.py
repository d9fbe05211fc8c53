"""The rules over a whole guideline: what is wrong with it on a given day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rettesnor.model.problem import Problem, Severity, Suppression
from rettesnor.reading.checks import project_rules as across
from rettesnor.reading.checks.checked_content import CheckedContent
from rettesnor.reading.checks.codes import CODES
from rettesnor.reading.checks.suppressions import apply
from rettesnor.reading.content.recommendation_paths import (
    content_paths,
    recommendation_paths,
    split,
)
from rettesnor.reading.files.pictures import FOLDER as PICTURES
from rettesnor.reading.project import Project

__all__ = [
    "PICTURES", "ProjectCheck", "check_project", "content_paths", "recommendation_paths", "split",
]


@dataclass(frozen=True)
class ProjectCheck:
    """What is known of a guideline after reading it.

    Attributes:
        problems: all of them, sorted by place, after suppression.
        pictures: names of the pictures that are published: sound ones that some text shows.
    """

    whole: CheckedContent
    problems: tuple[Problem, ...]
    suppressions: tuple[Suppression, ...]
    pictures: frozenset[str] = frozenset()

    @property
    def sound(self) -> bool:
        """Whether the guideline may be published: there are warnings at most."""
        return all(problem.severity is Severity.WARNING for problem in self.problems)


def check_project(
    project: Project, as_of: date, retired: Mapping[str, str] | None = None
) -> ProjectCheck:
    """Return what is wrong with the guideline files and the recommendations of ``project``.

    Args:
        as_of: the day that dates are compared with.
        retired: ids that were withdrawn or moved, each with the release that did it.
    """
    files, entries = project.files, project.entries
    fragments = dict(files.fragments)
    for translation in files.translations.values():
        fragments |= translation.own
    whole = CheckedContent(
        files.guideline, entries, files.documents, fragments, project.document, retired or {},
        project.pictures.names, project.translations,
        {language: found.guideline for language, found in files.translations.items()},
        files.translation_paths, files.partial,
        files.unreadable | {entry.path: entry.unreadable for entry in entries if entry.unreadable},
    )
    problems = [*files.problems, *(p for entry in entries for p in entry.problems)]
    problems += [
        problem for entry in project.translations
        if files.guideline is None or entry.language in files.translations
        for problem in entry.problems
    ]
    problems += across.check(whole, as_of)
    problems += project.strays
    problems += project.pictures.problems
    left, suppressions = apply(problems, whole, CODES)
    return ProjectCheck(whole, tuple(left), tuple(suppressions), project.shown_pictures)
