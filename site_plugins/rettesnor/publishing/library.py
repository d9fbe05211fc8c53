"""What earlier runs left for this one: entries of files, and the pages made from them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from rettesnor.model.entry import Entry, TranslationEntry
from rettesnor.model.translation import language_of, source_path
from rettesnor.publishing.crew import Crew
from rettesnor.publishing.declared import DeclaredFile
from rettesnor.publishing.files import write_file
from rettesnor.publishing.page_file import PageFile, path_of
from rettesnor.publishing.store import Store, code_digest
from rettesnor.reading import translation_summary
from rettesnor.reading.summary import Row, from_row
from rettesnor.reading.survey import content_paths

_SOURCES, _TRANSLATIONS = "anbefalinger", "oversettelser"


@dataclass
class Gathering:
    """Recommendations and translations being gathered: those known, and those begun to be read.

    Attributes:
        paths: every file; a translation follows its source.
        known: rows of what earlier runs read, by path.
        translations: likewise for translations.
    """

    paths: list[str]
    known: dict[str, Row]
    translations: dict[str, Row]
    unread: list[str]


def begin(root: Path, store: Store | None, crew: Crew) -> Gathering:
    """Find the recommendation files and begin to read those that are new or changed.

    A translation is read again when its source has changed as well.
    """
    paths = content_paths(root) if (root / "recommendations").is_dir() else []
    own = [path for path in paths if path.count(".") == 1]
    saved: dict[str, Row] = (store.load(_SOURCES, code_digest()) or {}) if store else {}
    known = {
        path: saved[path] for path in own
        if path in saved and saved[path][1] == _digest(root / path)
    }
    translations = {}
    if store is not None and len(own) < len(paths):
        kept: dict[str, Row] = store.load(_TRANSLATIONS, code_digest()) or {}
        translations = {
            path: kept[path] for path in paths
            if path in kept and kept[path][1] == _digest(root / path)
            and kept[path][2] == known.get(source_path(path), (path, ""))[1]
        }
    unread = [path for path in paths if path not in known and path not in translations]
    crew.start_reading(unread)
    return Gathering(paths, known, translations, unread)


def finish(gathering: Gathering, store: Store | None, crew: Crew) -> list[Entry]:
    """Return every recommendation's entry, by path; what was new is kept for the next run.

    After this ``translations`` gives those of the translations.
    """
    known, translations = gathering.known, gathering.translations
    for row in crew.finish_reading() if gathering.unread else ():
        (translations if language_of(row[0]) else known)[row[0]] = row
    rows = {path: known[path] for path in gathering.paths if path in known}
    if store is not None and gathering.unread:
        store.save(_SOURCES, code_digest(), rows)
        if translations:
            store.save(_TRANSLATIONS, code_digest(), translations)
    return [from_row(row) for row in rows.values()]


def translations(gathering: Gathering) -> list[TranslationEntry]:
    """Return the entry of every translation, by path, when reading has been finished."""
    rows = gathering.translations
    return [translation_summary.from_row(rows[path]) for path in gathering.paths if path in rows]


@dataclass(frozen=True)
class Leavings:
    """What a build left for the next one of its kind.

    Attributes:
        pages: every page outside the versions' folders, by address.
        files: key and digest of every declared file, by path.
    """

    pages: Mapping[str, PageFile] = field(default_factory=dict)
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def leavings(store: Store, state: str) -> Leavings:
    """Return what the last build left; ``state`` tells kinds of build apart."""
    rows, files = store.load(f"sider{state}", code_digest()) or ((), {})
    return Leavings({row[0]: PageFile(*row) for row in rows}, files)


def leave(store: Store, state: str, left: Leavings) -> None:
    """Keep what a build leaves for the next one."""
    rows = [page.lasting_row() for page in left.pages.values()]
    store.save(f"sider{state}", code_digest(), (rows, left.files))


def reuse(
    old: Path, fresh: Path, saved: Mapping[str, PageFile], wanted: Mapping[str, str]
) -> list[PageFile]:
    """Link the pages of the ``old`` site that are still right into ``fresh``; return them.

    A page is taken over when it was made from the same things (``wanted`` gives each address's
    key) and its bytes, and those of what lies beside it, are still those that were written then.
    """
    right = [saved[url] for url, key in wanted.items() if url in saved and saved[url].key == key]
    files = {page.url: ((path_of(page.url), page.digest), *page.beside) for page in right}
    taken = _take_over(old, fresh, {path: digest for own in files.values() for path, digest in own})
    kept = []
    for page in right:
        paths = {path for path, _ in files[page.url]}
        if paths <= taken:
            kept.append(page)
        for path in paths & taken if page not in kept[-1:] else ():
            os.unlink(f"{fresh}/{path}")  # it is the old site's own file, not to be written into
    return kept


def reuse_files(
    old: Path, fresh: Path, saved: Mapping[str, tuple[str, str]], wanted: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Link the files of the ``old`` site that are still right into ``fresh``; return them.

    Args:
        saved: key and digest of each file that was made before, by path.
        wanted: the key of each file, by path.
    """
    right = [path for path, key in wanted.items() if path in saved and saved[path][0] == key]
    taken = _take_over(old, fresh, {path: saved[path][1] for path in right})
    return {path: saved[path] for path in right if path in taken}


def _take_over(old: Path, fresh: Path, digests: Mapping[str, str]) -> set[str]:
    """Link the files that still have their digest; return their paths.

    Size and time of change would tell quicker, and wrongly: another file can be put in a file's
    place with both kept. What is published has been looked at.
    """
    files = list(digests.items())
    half = len(files) // 2
    with ThreadPoolExecutor(2) as pool:  # reading and hashing let the other one work
        parts = [
            pool.submit(_link, str(old), str(fresh), part) for part in (files[:half], files[half:])
        ]
        return {path for part in parts for path in part.result()}


def _link(old: str, fresh: str, files: Sequence[tuple[str, str]]) -> list[str]:
    """Link those of ``files`` (path, digest) whose bytes are what they were; return the paths."""
    kept = []
    for path, digest in files:
        if _digest(f"{old}/{path}") != digest:
            continue
        target = f"{fresh}/{path}"
        try:
            os.link(f"{old}/{path}", target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.link(f"{old}/{path}", target)
        kept.append(path)
    return kept


def lay_files(
    old: Path, fresh: Path, saved: Mapping[str, tuple[str, str]], files: Iterable[DeclaredFile]
) -> dict[str, tuple[str, str]]:
    """Lay ``files`` into ``fresh``: from the ``old`` site where they are still right, else made.

    Args:
        saved: what the last build returned.

    Returns:
        key and digest of each file, by path.
    """
    declared = {file.path: file for file in files}
    wanted = {path: file.key for path, file in declared.items() if file.key}
    laid = reuse_files(old, fresh, saved, wanted)
    for path, file in declared.items():
        if path in laid:
            continue
        data = file.make()
        write_file(f"{fresh}/{path}", data)
        laid[path] = (file.key, hashlib.sha256(data).hexdigest())
    return laid


def _digest(path: Path | str) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return ""
    try:
        size = os.fstat(descriptor).st_size
        data = os.read(descriptor, size + 1)
        if len(data) != size:  # changing under our hands, or no plain file
            return ""
        return hashlib.sha256(data).hexdigest()
    except OSError:
        return ""
    finally:
        os.close(descriptor)
