"""From a guideline's folder to values: the only way in.

Check, build, preview, release, the commands and the hearing desk all read through here, so they
cannot read different things. Nothing is written, and the day is not asked for: what depends on it
is ``checks/run.py``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from rettesnor.model.accessibility import AccessibilityReport
from rettesnor.model.edition import Edition, EditionTexts
from rettesnor.model.guideline import Guideline
from rettesnor.model.local_practice import LocalPractice
from rettesnor.model.problem import Problem
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.recommendation_entry import Entry, TranslationEntry
from rettesnor.model.translation import Text, language_of, source_path
from rettesnor.reading.content import (
    publish_settings,
    recommendation_row,
    site_settings,
    translation_row,
)
from rettesnor.reading.content.accessibility_report import read_report
from rettesnor.reading.content.change_fragments import FOLDER as UNRELEASED
from rettesnor.reading.content.change_fragments import ReadChanges, read_changes
from rettesnor.reading.content.guideline import parse, read_guideline
from rettesnor.reading.content.guideline_paths import (
    ACCESSIBILITY,
    GUIDELINE,
    HEARINGS,
    PARTS,
    PRACTICE,
)
from rettesnor.reading.content.guideline_reading import GuidelineReading
from rettesnor.reading.content.hearing_rounds import MAX_RESULT, ReadRounds, read_rounds
from rettesnor.reading.content.local_practice import read_practice
from rettesnor.reading.content.look import FOLDER as LOOK
from rettesnor.reading.content.recommendation import (
    Reading,
    open_recommendation,
    read_recommendation,
)
from rettesnor.reading.content.recommendation_files import RecommendationFiles
from rettesnor.reading.content.recommendation_paths import content_paths, split
from rettesnor.reading.content.recommendation_row import Row
from rettesnor.reading.content.translation import (
    TranslatedReading,
    kept_texts,
    read_translation,
)
from rettesnor.reading.content.translation_file import open_translation
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.folder import Folder, OverlaidFolder, Overlay, folder_of
from rettesnor.reading.files.pictures import FOLDER as PICTURES
from rettesnor.reading.files.pictures import MAX_BYTES as MAX_PICTURE
from rettesnor.reading.files.pictures import Pictures, read_pictures
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.files.stray_files import unread_files
from rettesnor.reading.read_cache import ReadCache, SharedValues
from rettesnor.reading.schema.readable_part import overlap
from rettesnor.reading.yaml import loader

T = TypeVar("T")


class ChangedError(Exception):
    """A file changed while the guideline was being read, or after."""


class RowReader(Protocol):
    """Reads files of recommendations: here, or in several processes.

    Between ``start_reading`` and ``finish_reading`` the caller may do other work.
    """

    def start_reading(self, paths: Sequence[str]) -> None:
        """Begin to read ``paths``."""

    def finish_reading(self) -> Iterable[Row]:
        """Return the rows of the files begun, in no order."""


class OneProcess:
    """Reads the files of ``folder`` when the rows are asked for."""

    def __init__(self, folder: Folder) -> None:
        self._files = RecommendationFiles(folder)
        self._paths: Sequence[str] = ()

    def start_reading(self, paths: Sequence[str]) -> None:
        """See ``RowReader``."""
        self._paths = paths

    def finish_reading(self) -> Iterable[Row]:
        """See ``RowReader``."""
        rows = self._files.rows(self._paths)
        self._files.forget()
        return rows


class SharedRows:
    """Reads files of ``folder`` whose rows no other reading has made already."""

    def __init__(self, folder: Folder, shared: SharedValues) -> None:
        self._folder, self._shared = folder, shared
        self._files = RecommendationFiles(folder)
        self._paths: Sequence[str] = ()

    def start_reading(self, paths: Sequence[str]) -> None:
        """See ``RowReader``."""
        self._paths = paths

    def finish_reading(self) -> Iterable[Row]:
        """See ``RowReader``."""
        rows = [self._row(path) for path in self._paths]
        self._files.forget()
        return rows

    def _row(self, path: str) -> Row:
        digest = self._folder.digest
        made_from = [path, source_path(path)] if language_of(path) else [path]
        digests = [digest(one) for one in made_from]
        if not all(digests):  # one cannot be read: what is said of it is not kept
            return self._files.rows([path])[0]
        return self._shared.value(
            "row", path, " ".join(digests), lambda: self._files.rows([path])[0]
        )


@dataclass(frozen=True)
class Project:
    """All that a guideline's folder says, and what is wrong with each file by itself.

    Attributes:
        files: the guideline files: the guideline with its laws, sources, terms and pages, and
            its translations.
        entries: what others see of each recommendation, by path.
        translations: likewise of each translation of one.
        pictures: the files in ``guideline/bilder/``.
        strays: a problem for each file that looks like content and is not read.
        changes: the change fragments.
        rounds: the hearing rounds and their results.
        report: the accessibility report; None when there is none, or it cannot be read.
        practice: what was collected of local plans; None when there is none, or it cannot be read.
        report_problems: what is wrong with the two.
        settings_problems: what is wrong with ``mkdocs.yml`` and ``publish.yml``.
    """

    folder: Folder = field(compare=False, repr=False)
    cache: ReadCache = field(compare=False, repr=False)
    files: GuidelineReading
    entries: tuple[Entry, ...]
    translations: tuple[TranslationEntry, ...]
    pictures: Pictures
    strays: tuple[Problem, ...]
    changes: ReadChanges
    rounds: ReadRounds
    report: AccessibilityReport | None
    practice: LocalPractice | None
    report_problems: tuple[Problem, ...]
    settings_problems: tuple[Problem, ...]

    @property
    def root(self) -> Path:
        """Where the guideline lies on disk."""
        return self.folder.root

    @property
    def guideline(self) -> Guideline | None:
        """The guideline; None when one of its files is not sound."""
        return self.files.guideline

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with each file by itself, sorted; the rules across files come on top."""
        return tuple(sorted((
            *self.files.problems, *(p for entry in self.entries for p in entry.problems),
            *(p for entry in self.translations for p in entry.problems),
            *self.pictures.problems, *self.strays, *self.changes.problems, *self.rounds.problems,
            *self.report_problems, *self.settings_problems,
        )))

    @property
    def known_pages(self) -> Sequence[str] | None:
        """The ids of the prose pages; None when they could not be read."""
        return _known_pages(self.files)

    def document(self, path: str) -> Document:
        """Return a YAML file of the folder, to place a finding in it; empty if unreadable."""
        data = self.folder.read(path)
        content = b"" if isinstance(data, Problem) else data
        return self.cache.value(
            "document", path, lambda: _digest(content), lambda: _document(content, path)
        )

    def reading(self, entry: Entry) -> Reading:
        """Return the recommendation of ``entry`` with its rendered prose.

        Raises:
            ChangedError: the file is no longer what was read.
        """
        return self.cache.value(
            "reading", entry.path, lambda: entry.digest,
            lambda: read_recommendation(self.contents(entry), entry.path, split(entry.path)[0]),
        )

    def recommendation(self, entry: Entry) -> Recommendation:
        """Return the recommendation of ``entry``, which is sound, without rendering its prose.

        Raises:
            ChangedError: the file is no longer what was read.
        """
        opened = self.cache.value(
            "recommendation", entry.path, lambda: entry.digest,
            lambda: open_recommendation(self.contents(entry), entry.path, entry.kapittel),
        )
        if isinstance(opened, list):
            raise ChangedError(entry.path)
        return opened.recommendation

    def translated(self, entry: Entry, translation: TranslationEntry) -> Recommendation:
        """Return the recommendation of ``entry`` with the texts of its sound ``translation``.

        Raises:
            ChangedError: a file is no longer what was read.
        """
        data = self.contents(translation)
        found = read_translation(data, translation.path, self.reading(entry)).recommendation
        if found is None:
            raise ChangedError(translation.path)
        return found

    def translated_reading(
        self, entry: Entry, translation: TranslationEntry
    ) -> TranslatedReading:
        """Return the translation of ``entry`` with its rendered prose, and what it lacks.

        Raises:
            ChangedError: a file is no longer what was read.
        """
        data = self.contents(translation)
        return read_translation(data, translation.path, self.reading(entry))

    def texts(self, translation: TranslationEntry, source: Recommendation) -> Mapping[str, Text]:
        """Return the texts of a sound translation of ``source``.

        Raises:
            ChangedError: the file is no longer what was read.
        """
        return self.cache.value(
            "texts", translation.path,
            lambda: f"{translation.digest} {translation.source_digest}",
            lambda: kept_texts(self.contents(translation), translation.path, source),
        )

    def with_rounds(self, overlay: Overlay) -> Project:
        """Return the same with its hearing rounds read again, through ``overlay``."""
        return replace(self, rounds=read_rounds(OverlaidFolder(self.folder, overlay)))

    def contents(self, entry: Entry | TranslationEntry) -> bytes:
        """Return the bytes of a file that was read.

        Raises:
            ChangedError: the file is no longer what was read.
        """
        data = self.folder.read(entry.path)
        if isinstance(data, Problem) or _digest(data) != entry.digest:
            raise ChangedError(entry.path)
        return data

    def picture(self, name: str) -> bytes:
        """Return the bytes of a sound picture in ``guideline/bilder``.

        Raises:
            ChangedError: the file is no longer what was read.
        """
        data = self.folder.read(f"{PICTURES}/{name}", limit=MAX_PICTURE)
        if isinstance(data, Problem):
            raise ChangedError(f"{PICTURES}/{name}")
        return data

    @cached_property
    def shown_pictures(self) -> frozenset[str]:
        """The names of the sound pictures that some text shows: those that are published."""
        fragments = [*self.files.fragments.values()]
        for translation in self.files.translations.values():
            fragments += translation.own.values()
        shown = {
            reference.target
            for entries in (self.entries, self.translations) for entry in entries
            for reference in entry.references if reference.kind == "bilde"
        }
        shown |= {
            reference.target
            for texts in fragments for fragment in texts.values()
            for reference in fragment.references if reference.kind == "bilde"
        }
        guideline = self.files.guideline or self.files.partial
        shown |= {
            slide.bilde.bildefil for course in (guideline.kurs if guideline else ())
            for slide in course.lysbilder if slide.bilde
        }
        return self.pictures.sound & shown

    @cached_property
    def edition(self) -> Edition:
        """What the folder says, as a release would; only when the guideline could be read.

        A recommendation that cannot be read is left out.

        Raises:
            ChangedError: a file is no longer what was read.
        """
        assert self.guideline is not None
        by_id = {entry.id: self.recommendation(entry) for entry in self.entries if entry.sound}
        pictures = {name: _digest(self.picture(name)) for name in sorted(self.shown_pictures)}
        return Edition(self.guideline, by_id, pictures, self._texts(by_id))

    def _texts(self, by_id: Mapping[str, Recommendation]) -> dict[str, EditionTexts]:
        """Return what the folder says in other languages; only what has a source."""
        assert self.guideline is not None
        found: dict[str, EditionTexts] = {}
        for language, own in self.files.kept_texts.items():
            said = {
                entry.id: self.texts(entry, by_id[entry.id])
                for entry in self.translations
                if entry.sound and entry.language == language and entry.id in by_id
            }
            if whole := EditionTexts(own, said):
                found[language] = whole
        return found


def recommendation_in(data: bytes, path: str) -> Recommendation | None:
    """Return the recommendation in ``data``, which once stood at ``path``; None if not sound."""
    return read_recommendation(data, path, split(path)[0]).recommendation


def texts_in(data: bytes, path: str) -> Mapping[str, Text] | None:
    """Return the texts in ``data``, a translation of a recommendation; None if not sound."""
    file, _ = open_translation(data, path, "recommendation")
    return file.translation.texts if file else None


def read_project(
    root: Path | Folder,
    overlay: Overlay | None = None,
    cache: ReadCache | None = None,
    reader: RowReader | None = None,
) -> Project:
    """Return what the guideline's folder ``root`` says, with ``overlay`` on top of it.

    Args:
        overlay: unsaved edits by path: the bytes that stand for the file, or None for a file that
            is removed.
        cache: what may be reused from an earlier reading.
        reader: reads the files of recommendations, of the same folder; one after the other here
            without.

    Raises:
        ValueError: a path in ``overlay`` cannot be overlaid (see ``OverlaidFolder``).
    """
    folder = folder_of(root)
    if overlay:
        folder = OverlaidFolder(folder, overlay)
    return ProjectReader(folder, cache, reader).project()


class ProjectReader:
    """Reads a guideline in steps, for a caller with work to do in between (see ``read_project``).

    The reading of recommendations begins at once.

    Attributes:
        unread: the files of recommendations that the cache does not know.
    """

    def __init__(
        self, folder: Folder, cache: ReadCache | None = None, reader: RowReader | None = None
    ) -> None:
        self._folder, self._cache = folder, cache or ReadCache()
        self._reader = reader or OneProcess(folder)
        self._paths = content_paths(folder)
        self._rows, self._translation_rows = self._known()
        self.unread = [
            path for path in self._paths
            if path not in self._rows and path not in self._translation_rows
        ]
        self._reader.start_reading(self.unread)

    def _known(self) -> tuple[dict[str, Row], dict[str, Row]]:
        """Return the rows in the cache that are those of the files as they are now.

        A translation is read again when its source has changed, or was away, as well.
        """
        own = [path for path in self._paths if path.count(".") == 1]
        digest, saved = self._folder.digest, self._cache.rows()
        rows = {p: saved[p] for p in own if p in saved and saved[p][1] == digest(p)}
        if len(own) == len(self._paths):
            return rows, {}
        kept = self._cache.translation_rows()
        return rows, {
            path: kept[path] for path in self._paths
            if path in kept and source_path(path) in rows
            and kept[path][2] == rows[source_path(path)][1] and kept[path][1] == digest(path)
        }

    @cached_property
    def files(self) -> GuidelineReading:
        """The guideline files."""
        return self._cache.value(
            "guideline", "guideline", partial(_guideline_state, self._folder),
            lambda: read_guideline(self._folder, self._parse),
        )

    @cached_property
    def rounds(self) -> ReadRounds:
        """The hearing rounds with their results."""
        return self._cache.value(
            "rounds", HEARINGS, partial(_rounds_state, self._folder),
            lambda: read_rounds(self._folder),
        )

    def project(self) -> Project:
        """Return the project, when all of it is read."""
        files, folder, value = self.files, self._folder, self._cache.value
        entries, translations = self._entries()
        pictures = value(
            "pictures", PICTURES,
            lambda: _state(folder, _files_in(folder, PICTURES), MAX_PICTURE),
            lambda: read_pictures(folder),
        )
        changes = value(
            "changes", UNRELEASED, lambda: _state(folder, _files_in(folder, UNRELEASED)),
            lambda: read_changes(folder),
        )
        report, report_problems = value(
            "report", ACCESSIBILITY, lambda: _state(folder, [ACCESSIBILITY]),
            lambda: read_report(folder),
        )
        practice, practice_problems = value(
            "practice", PRACTICE, lambda: _state(folder, [PRACTICE]),
            lambda: read_practice(folder),
        )
        settings = [site_settings.PATH, publish_settings.PATH]
        settings_problems = value(
            "settings", site_settings.PATH,
            lambda: _state(folder, [
                *(path for path in settings if folder.exists(path)), *_files_in(folder, LOOK),
            ], MAX_PICTURE),
            lambda: [
                *site_settings.problems(folder),
                *publish_settings.read_publish_settings(folder)[1],
            ],
        )
        return Project(
            folder, self._cache, files, entries, translations, pictures,
            tuple(unread_files(folder, _known_pages(files))), changes, self.rounds, report,
            practice, (*report_problems, *practice_problems), tuple(settings_problems),
        )

    def _entries(self) -> tuple[tuple[Entry, ...], tuple[TranslationEntry, ...]]:
        """Return the entries of recommendations and translations; rows are kept for the next."""
        rows, translations = self._rows, self._translation_rows
        for row in self._reader.finish_reading() if self.unread else ():
            (translations if language_of(row[0]) else rows)[row[0]] = row
        rows = {path: rows[path] for path in self._paths if path in rows}
        if self.unread:
            self._cache.keep_rows(rows, translations)
        return (
            tuple(self._entry(row, recommendation_row.from_row) for row in rows.values()),
            tuple(
                self._entry(translations[path], translation_row.from_row)
                for path in self._paths if path in translations
            ),
        )

    def _entry(self, row: Row, from_row: Callable[[Row], T]) -> T:
        if not row[1]:  # the file could not be opened, so no digest says what it holds
            return from_row(row)
        return self._cache.value(
            "entry", row[0], lambda: f"{row[1]} {row[2]}", lambda: from_row(row)
        )

    def _parse(self, text: str, path: str, kind: str) -> tuple[Any, list[Problem]]:
        found = self._cache.data(path, kind, text)
        if found is not None:
            return found, []
        content, problems = parse(text, path, kind)
        if not problems:
            self._cache.keep_data(path, kind, text, content)
        return content, problems


def _known_pages(files: GuidelineReading) -> Sequence[str] | None:
    known = files.guideline.sider if files.guideline else None
    if files.partial and not overlap(("sider",), files.unreadable.get(GUIDELINE, ())):
        known = files.partial.sider
    return known


def _document(data: bytes, path: str) -> Document:
    text, _ = decode(data, path)
    return Document(path, text, loader.load(text, path)[0])


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _files_in(folder: Folder, place: str) -> list[str]:
    return [f"{place}/{name}" for name in folder.names(place)]


def _guideline_state(folder: Folder) -> str:
    """Return what stands for all guideline files, and for the names of those next to them."""
    paths = [p for p in _files_in(folder, "guideline") if p.endswith((".yml", ".md"))]
    paths += [
        p for place in PARTS.values() for p in _files_in(folder, place) if p.endswith(".yml")
    ]
    return f"{_state(folder, paths)} {_files_in(folder, HEARINGS)}"


def _rounds_state(folder: Folder) -> str:
    """Return what stands for all files of hearing rounds: their names and what is in them."""
    places = [path for path in _files_in(folder, HEARINGS) if folder.is_dir(path)]
    paths = [*_files_in(folder, HEARINGS), *(p for one in places for p in _files_in(folder, one))]
    return _state(folder, paths, MAX_RESULT)


def _state(folder: Folder, paths: Iterable[str], limit: int = 0) -> str:
    """Return a digest of ``paths``, and of what is in each or what prevents it from being read."""
    found = hashlib.sha256()
    for path in paths:
        data = folder.read(path, limit=limit)
        said = data if isinstance(data, bytes) else repr(data).encode()
        head = f"{path} {folder.exists(path)} {len(said)}\n"
        found.update(head.encode("utf-8", "surrogateescape"))
        found.update(hashlib.sha256(said).digest())
    return found.hexdigest()
