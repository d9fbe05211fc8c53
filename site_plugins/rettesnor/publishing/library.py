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
from rettesnor.reading.survey import recommendation_paths
from rettesnor.reading.summary import Row, from_row


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
    candidates = [saved[url] for url, key in wanted.items() if url in saved and saved[url].key == key]
    with ThreadPoolExecutor(2) as pool:
        whole = pool.map(lambda page: _intact(old, page), candidates, chunksize=64)
        kept = [page for page, sound in zip(candidates, whole, strict=True) if sound]
    folders: set[str] = set()
    for page in kept:
        target = f"{fresh}/{page.url}"
        if target not in folders:
            os.makedirs(target, exist_ok=True)
            folders.add(target)
        os.link(f"{old}/{path_of(page.url)}", f"{target}index.html")
    return kept


def _intact(site: Path, page: PageFile) -> bool:
    return _digest(f"{site}/{path_of(page.url)}") == page.digest


def _digest(path: Path | str) -> str:
    try:
        with open(path, "rb", buffering=0) as stream:
            return hashlib.sha256(stream.readall()).hexdigest()
    except OSError:
        return ""
