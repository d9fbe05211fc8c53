"""The documents stage of a build: PDF, Word and EPUB files next to their pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from rettesnor.model.edition import Edition
from rettesnor.model.look import PaperColours
from rettesnor.model.progress import SILENT, Progress
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.recommendation_entry import Entry, TranslationEntry
from rettesnor.publishing.cache.store import Store
from rettesnor.publishing.documents.sources import OFFLINE, DocumentSource, release_stamp, stamp_of
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.publishing.language_trees import LanguageTree
from rettesnor.publishing.output.static_files import names_in
from rettesnor.reading.checks.run import PICTURES
from rettesnor.reading.project import Project
from rettesnor.rendering.context import Context, Download


@dataclass
class DocumentStage:
    """Writes the documents of a build into the site in ``fresh``, and lists them.

    Attributes:
        formats: which to create (see ``documents.ALL``); may be empty.
        offline: whether to pack the site for reading without a network.
        files: what was written, relative to the site's root.
        faults: what could not be created, in Norwegian.
        colours: of the guideline's own look.
    """

    formats: Sequence[str]
    offline: bool
    release_index: ReleaseIndex
    store: Store
    jobs: int
    fresh: Path
    progress: Progress = SILENT
    files: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    colours: PaperColours = field(default_factory=PaperColours)

    def of_working(
        self, project: Project, context: Context, entries: Sequence[Entry]
    ) -> Context:
        """Write the documents of ``project``; return a context that links to them.

        Raises:
            ChangedError: a file has changed since it was read.
        """
        known = {entry.id: entry for entry in entries if entry.id in context.heads}
        return self._with_documents(DocumentSource(
            context, known, cache(lambda id_: project.recommendation(known[id_])),
            stamp_of(self.release_index, context), project.root / PICTURES,
            project.shown_pictures,
        ))

    def of_translation(
        self, project: Project, tree: LanguageTree, entries: Sequence[Entry]
    ) -> LanguageTree:
        """Write the documents of a translated tree; return a tree that links to them.

        Raises:
            ChangedError: a file has changed since it was read.
        """
        context, translations = tree.context, tree.translations or {}
        known = {
            entry.id: _translated(entry, translations.get(entry.id))
            for entry in entries if entry.id in context.heads
        }
        sources = {entry.id: entry for entry in entries}
        return replace(tree, context=self._with_documents(DocumentSource(
            context, known, _translator(project, sources, translations),
            stamp_of(self.release_index, context), project.root / PICTURES,
            project.shown_pictures,
        )))

    def of_release(
        self, context: Context, edition: Edition, entries: Sequence[Entry]
    ) -> Context:
        """Write the documents of the newest release; return a context that links to them."""
        newest = self.release_index.newest
        assert newest is not None
        folder = self.release_index.pictures
        return self._with_documents(DocumentSource(
            context, {entry.id: entry for entry in entries}, edition.recommendations.__getitem__,
            release_stamp(
                self.release_index, newest.versjon, newest.dato,
                recorded=newest.dato == context.recorded,
            ), folder,
            frozenset(names_in(folder)), self.release_index.key,
        ))

    def pack(self, folder: str) -> None:
        """Pack the finished site, with everything in ``folder``, if that was asked for."""
        if self.offline:
            from rettesnor.publishing.output.offline_zip import pack

            (self.fresh / OFFLINE).write_bytes(pack(self.fresh, folder, self.progress))

    def _with_documents(self, document_source: DocumentSource) -> Context:
        context = document_source.context
        found: Mapping[str, tuple[Download, ...]] = {}
        if self.formats:
            from rettesnor.publishing.documents.render import documents

            made = documents(
                document_source, self.formats, self.jobs, self.store, self.progress, self.colours
            )
            for path, content in made.files.items():
                target = self.fresh / context.prefix / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                self.files.add(f"{context.prefix}{path}")
            self.faults += made.faults
            found = made.downloads
        if self.offline and not context.prefix:
            whole = (*found.get("", ()), Download(OFFLINE, 0))
            self.files.add(OFFLINE)
            found = {**found, "": whole}
        return replace(context, downloads=found) if found else context


def _translator(
    project: Project, known: Mapping[str, Entry], translations: Mapping[str, TranslationEntry]
) -> Callable[[str], Recommendation]:
    @cache
    def read(id_: str) -> Recommendation:
        translation = translations.get(id_)
        if translation is None:
            return project.recommendation(known[id_])
        return project.translated(known[id_], translation)

    return read


def _translated(entry: Entry, translation: TranslationEntry | None) -> Entry:
    """Return ``entry`` with its translated texts, and a digest of both files."""
    if translation is None:
        return entry
    return replace(
        entry, tittel=translation.tittel, kort_anbefaling=translation.kort_anbefaling,
        digest=f"{entry.digest} {translation.digest}",
    )
