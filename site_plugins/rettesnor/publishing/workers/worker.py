"""The work on single recommendations: reading them, and writing their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.output.page_file import PageFile, write
from rettesnor.publishing.preview.last_valid import StandIns
from rettesnor.publishing.preview.placeholder_page import placeholder_note, placeholder_page
from rettesnor.reading.content.from_snapshot import prose_of
from rettesnor.reading.content.recommendation import Reading
from rettesnor.reading.content.recommendation_files import RecommendationFiles
from rettesnor.reading.content.recommendation_row import Row
from rettesnor.reading.content.translation import TranslatedReading
from rettesnor.reading.files.folder import Folder
from rettesnor.reading.project import ChangedError
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages.guideline import chapter_page
from rettesnor.rendering.pages.recommendation import recommendation_page
from rettesnor.rendering.untranslated import Lacks, marked_recommendation, wholly_untranslated
from rettesnor.search.document import Document
from rettesnor.search.partitions import Lists, Partition, Tally
from rettesnor.search.scoring import Leads


@dataclass(frozen=True, slots=True)
class RenderJob:
    """What all pages of a build have in common.

    Attributes:
        stand_ins: what is shown instead of files with errors, in a preview.
    """

    context: Context
    shell: PageLayout
    folder: str
    stand_ins: StandIns = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """One page to write: a recommendation by its file's path, or a chapter by its id.

    Attributes:
        translation: the path of the translation to show, and ``translation_digest`` that of its
            bytes; empty where there is none.
    """

    kind: str
    name: str
    key: str
    digest: str = ""
    translation: str = ""
    translation_digest: str = ""

    @property
    def read_as(self) -> str:
        """The file whose reading the page is made from."""
        return self.translation or self.name


class Worker:
    """Reads recommendations and remembers them until their pages are written."""

    def __init__(self, folder: Folder) -> None:
        self._files = RecommendationFiles(folder)
        self._share = Partition(())

    def read(self, paths: Sequence[str]) -> list[Row]:
        """Return the rows of the recommendations, and of translations, in ``paths``."""
        return self._files.rows(paths)

    def render(self, assignment: RenderJob, tasks: Sequence[Task]) -> list[tuple[Any, ...]]:
        """Write the pages of ``tasks``; return the rows of their ``PageFile``s.

        Raises:
            ChangedError: a file is no longer what was surveyed.
        """
        return [self._render(assignment, task).row() for task in tasks]

    def count(self, documents: Sequence[bytes]) -> Tally:
        """Count a share of a search index, and keep it to be weighed; readings are dropped.

        Args:
            documents: of its pages, as JSON.
        """
        self.forget()
        self._share = Partition(Document.of(line) for line in documents)
        return self._share.tally()

    def weigh(self, leads: Leads, first: int) -> Lists:
        """Return the lists of the share that was counted, and drop it."""
        share, self._share = self._share, Partition(())
        return share.lists(leads, first)

    def forget(self) -> None:
        """Drop every reading."""
        self._files.forget()

    def _taken(self, task: Task, *, keep: bool) -> Reading:
        """Return the reading of a recommendation, and drop it unless it is to be kept.

        Raises:
            ChangedError: the file is no longer what was surveyed.
        """
        digest, reading = self._files.take(task.name, keep=keep)
        if digest != task.digest or reading.recommendation is None:
            raise ChangedError(task.name)
        return reading

    def _render(self, assignment: RenderJob, task: Task) -> PageFile:
        context = assignment.context
        if task.kind == "kapittel":
            page = chapter_page(context, context.chapters[task.name])
        else:
            page = self._page(context, task, assignment.stand_ins)
        return write(page, task.key, context, assignment.shell, Path(assignment.folder))

    def _page(self, context: Context, task: Task, stand_ins: StandIns) -> Page:
        source = stand_ins.get(task.name)
        one = stand_ins.get(task.translation) if task.translation else source
        if one is None:
            return self._sound_page(context, task)
        if source is not None and source.recommendation is not None:
            shown = Reading(source.recommendation, prose_of(source.recommendation))
        else:
            shown = self._taken(task, keep=True)
        page = placeholder_page(context, shown, one)
        note = str(placeholder_note(context, (one, source)))  # Markup would escape the body
        return replace(page, body=note + page.body)

    def _sound_page(self, context: Context, task: Task) -> Page:
        if task.translation:
            first = context.guideline.languages[0].id
            translated = self._taken_translation(task)
            assert translated.recommendation is not None
            lacks = Lacks(translated.untranslated, translated.stale)
            return recommendation_page(context, *marked_recommendation(
                translated.recommendation, translated.fragments, lacks, first
            ), lacks)
        reading = self._taken(task, keep=bool(context.others))
        recommendation, fragments = reading.recommendation, reading.fragments
        assert recommendation is not None
        if context.folder:
            recommendation, fragments = wholly_untranslated(
                recommendation, fragments, context.guideline
            )
        return recommendation_page(context, recommendation, fragments)

    def _taken_translation(self, task: Task) -> TranslatedReading:
        """Return the reading of a translation, and drop it.

        Raises:
            ChangedError: it, or what it translates, is no longer what was surveyed.
        """
        path = task.translation
        digest, translated = self._files.take_translation(
            path, partial(self._taken, task, keep=True)
        )
        if digest != task.translation_digest or translated.recommendation is None:
            raise ChangedError(path)
        return translated
