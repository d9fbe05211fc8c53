"""What earlier runs left for this one: entries of files, and the pages made from them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rettesnor.model.entry import Entry
from rettesnor.publishing.crew import Crew
from rettesnor.publishing.page_file import PageFile, path_of
from rettesnor.publishing.store import Store, code_digest
from rettesnor.reading.summary import Row, from_row
from rettesnor.reading.survey import recommendation_paths


@dataclass
class Gathering:
    """Recommendations being gathered: those known, and those begun to be read."""

    paths: list[str]
    known: dict[str, Row]
    unread: list[str]


def begin(root: Path, store: Store | None, crew: Crew) -> Gathering:
    """Find the recommendation files and begin to read those that are new or changed."""
    paths = recommendation_paths(root) if (root / "recommendations").is_dir() else []
    saved: dict[str, Row] = (store.load("anbefalinger", code_digest()) or {}) if store else {}
    known = {
        path: saved[path] for path in paths
        if path in saved and saved[path][1] == _digest(root / path)
    }
    unread = [path for path in paths if path not in known]
    crew.start_reading(unread)
    return Gathering(paths, known, unread)


def finish(gathering: Gathering, store: Store | None, crew: Crew) -> list[Entry]:
    """Return every recommendation's entry, by path; what was new is kept for the next run."""
    known = gathering.known
    if gathering.unread:
        known |= {row[0]: row for row in crew.finish_reading()}
    rows = {path: known[path] for path in gathering.paths}
    if store is not None and gathering.unread:
        store.save("anbefalinger", code_digest(), rows)
    return [from_row(row) for row in rows.values()]


def saved_pages(store: Store, name: str) -> dict[str, PageFile]:
    """Return the pages of the last build of the kind ``name``, by address."""
    rows: Sequence[tuple[object, ...]] = store.load(name, code_digest()) or ()
    return {page.url: page for page in (PageFile(*row) for row in rows)}  # type: ignore[arg-type]


def save_pages(store: Store, name: str, pages: Iterable[PageFile]) -> None:
    """Keep what is known of the pages of a build of the kind ``name``."""
    store.save(name, code_digest(), [page.row() for page in pages])


def reuse(
    old: Path, fresh: Path, saved: Mapping[str, PageFile], wanted: Mapping[str, str]
) -> list[PageFile]:
    """Link the pages of the ``old`` site that are still right into ``fresh``; return them.

    A page is taken over when it was made from the same things (``wanted`` gives each address's
    key) and its bytes are still those that were written then.
    """
    right = (url for url, key in wanted.items() if url in saved and saved[url].key == key)
    candidates = [saved[url] for url in right]
    half = len(candidates) // 2
    with ThreadPoolExecutor(2) as pool:
        first, second = (
            pool.submit(_take_over, old, fresh, part)
            for part in (candidates[:half], candidates[half:])
        )
    return first.result() + second.result()


def _take_over(old: Path, fresh: Path, pages: Sequence[PageFile]) -> list[PageFile]:
    """Link those of ``pages`` whose bytes are still what they were; return them."""
    kept = []
    for page in pages:
        if _digest(f"{old}/{path_of(page.url)}") == page.digest:
            os.makedirs(f"{fresh}/{page.url}", exist_ok=True)
            os.link(f"{old}/{path_of(page.url)}", f"{fresh}/{path_of(page.url)}")
            kept.append(page)
    return kept


def reuse_files(
    old: Path, fresh: Path, saved: Mapping[str, tuple[str, str]], wanted: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Link the files of the ``old`` site that are still right into ``fresh``; return them.

    Args:
        saved: key and digest of each file that was made before, by path.
        wanted: the key of each file, by path.
    """
    kept = {}
    for path, key in wanted.items():
        made = saved.get(path)
        if made is None or made[0] != key or _digest(f"{old}/{path}") != made[1]:
            continue
        target = f"{fresh}/{path}"
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.link(f"{old}/{path}", target)
        kept[path] = made
    return kept


def _digest(path: Path | str) -> str:
    try:
        with open(path, "rb", buffering=0) as stream:
            return hashlib.sha256(stream.readall()).hexdigest()
    except OSError:
        return ""
