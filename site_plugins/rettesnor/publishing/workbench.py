"""The work on single recommendations: reading them, and writing their pages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rettesnor.model.problem import Problem
from rettesnor.publishing.page_file import PageFile, write
from rettesnor.publishing.shell import Shell
from rettesnor.reading.files import read_file
from rettesnor.reading.recommendation import Reading, read_recommendation
from rettesnor.reading.summary import Row, summarise, to_row
from rettesnor.reading.survey import split
from rettesnor.rendering.context import Context
from rettesnor.rendering.frame_pages import chapter_page
from rettesnor.rendering.recommendation import recommendation_page


@dataclass(frozen=True, slots=True)
class Assignment:
    """What all pages of a build have in common."""

    context: Context
    shell: Shell
    folder: str


@dataclass(frozen=True, slots=True)
class Task:
    """One page to write: a recommendation by its file's path, or a chapter by its id."""

    kind: str
    name: str
    key: str
    digest: str = ""


class StaleError(Exception):
    """A file changed between being read and being rendered."""


class Workbench:
    """Reads recommendations and remembers them until their pages are written."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._readings: dict[str, tuple[str, Reading]] = {}

    def read(self, paths: Sequence[str]) -> list[Row]:
        """Return the rows of the recommendations in ``paths``."""
        rows = []
        for path in paths:
            digest, reading = self._read(path)
            self._readings[path] = (digest, reading)
            rows.append(to_row(summarise(reading, path, digest, *split(path))))
        return rows

    def render(self, assignment: Assignment, tasks: Sequence[Task]) -> list[tuple[Any, ...]]:
        """Write the pages of ``tasks``; return the rows of their ``PageFile``s.

        Raises:
            StaleError: a file is no longer what was surveyed.
        """
        return [self._render(assignment, task).row() for task in tasks]

    def forget(self) -> None:
        """Let go of every reading."""
        self._readings.clear()

    def _taken(self, path: str) -> tuple[str, Reading]:
        return self._readings.pop(path) if path in self._readings else self._read(path)

    def _read(self, path: str) -> tuple[str, Reading]:
        data = read_file(self._root, path)
        if isinstance(data, Problem):
            return "", Reading(None, problems=(data,))
        return hashlib.sha256(data).hexdigest(), read_recommendation(data, path, split(path)[0])

    def _render(self, assignment: Assignment, task: Task) -> PageFile:
        context = assignment.context
        if task.kind == "kapittel":
            page = chapter_page(context, context.chapters[task.name])
        else:
            digest, reading = self._taken(task.name)
            if digest != task.digest or reading.recommendation is None:
                raise StaleError(task.name)
            page = recommendation_page(context, reading.recommendation, reading.fragments)
        return write(page, task.key, context, assignment.shell, Path(assignment.folder))
