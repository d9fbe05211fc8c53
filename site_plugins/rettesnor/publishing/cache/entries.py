"""The entries of all recommendations: what earlier runs read, and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rettesnor.model.recommendation_entry import Entry, TranslationEntry
from rettesnor.model.translation import language_of, source_path
from rettesnor.publishing.cache.store import Store, code_digest, file_digest
from rettesnor.publishing.workers.pool import WorkerPool
from rettesnor.reading.checks.run import content_paths
from rettesnor.reading.content import translation_row as translation_summary
from rettesnor.reading.content.recommendation_row import Row, from_row

_SOURCES, _TRANSLATIONS = "anbefalinger", "oversettelser"


@dataclass
class ReadInProgress:
    """Recommendations and translations being gathered: those known, and those begun to be read.

    Attributes:
        paths: every file; a translation follows its source.
        known: rows of what earlier runs read, by path.
        translations: likewise for translations.
        saved: the rows of recommendations as they were kept.
    """

    paths: list[str]
    known: dict[str, Row]
    translations: dict[str, Row]
    unread: list[str]
    saved: dict[str, Row]


def begin(root: Path, store: Store | None, pool: WorkerPool) -> ReadInProgress:
    """Find the recommendation files and begin to read those that are new or changed.

    A translation is read again when its source has changed, or was away, as well.
    """
    paths = content_paths(root) if (root / "recommendations").is_dir() else []
    own = [path for path in paths if path.count(".") == 1]
    saved: dict[str, Row] = store.load_rows(_SOURCES, code_digest()) if store else {}
    known = {
        path: saved[path] for path in own
        if path in saved and saved[path][1] == file_digest(f"{root}/{path}")
    }
    translations = {}
    if store is not None and len(own) < len(paths):
        kept: dict[str, Row] = store.load(_TRANSLATIONS, code_digest()) or {}
        translations = {
            path: kept[path] for path in paths
            if path in kept and kept[path][1] == file_digest(f"{root}/{path}")
            and source_path(path) in known and kept[path][2] == known[source_path(path)][1]
        }
    unread = [path for path in paths if path not in known and path not in translations]
    pool.start_reading(unread)
    return ReadInProgress(paths, known, translations, unread, saved)


def finish(gathering: ReadInProgress, store: Store | None, pool: WorkerPool) -> list[Entry]:
    """Return every recommendation's entry, by path; what was new is kept for the next run.

    After this ``translations`` gives those of the translations.
    """
    known, translations = gathering.known, gathering.translations
    for row in pool.finish_reading() if gathering.unread else ():
        (translations if language_of(row[0]) else known)[row[0]] = row
    rows = {path: known[path] for path in gathering.paths if path in known}
    if store is not None and gathering.unread:
        store.save_rows(_SOURCES, code_digest(), rows, gathering.saved)
        if translations:
            store.save(_TRANSLATIONS, code_digest(), translations)
    return [from_row(row) for row in rows.values()]


def translations(gathering: ReadInProgress) -> list[TranslationEntry]:
    """Return the entry of every translation, by path, when reading has been finished."""
    rows = gathering.translations
    return [translation_summary.from_row(rows[path]) for path in gathering.paths if path in rows]
