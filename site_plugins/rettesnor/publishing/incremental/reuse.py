"""Reusing the files of the last build that are still right.

Most of a build after an edit is verifying what the last build wrote. So that begins at once
(``hardlinks``): every file of the last build is linked into the new site and verified while the
sources are read and checked. Those that turn out not to be wanted are removed again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from rettesnor.publishing.cache.store import Store, code_digest
from rettesnor.publishing.incremental.hardlinks import HardLinker
from rettesnor.publishing.output.page_file import PageFile, path_of
from rettesnor.publishing.output.static_files import write_file
from rettesnor.publishing.targets import DeclaredFile

_PAGES, _FILES = "sider", "filer"


@dataclass(frozen=True, slots=True)
class PreviousBuild:
    """What a build keeps for the next one of its kind.

    Attributes:
        pages: every page outside the versions' folders, by address.
        files: key and digest of every file that has a key of its own, by path.
    """

    pages: Mapping[str, PageFile] = field(default_factory=dict)
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def previous_build(store: Store, state: str) -> PreviousBuild:
    """Return what the last build kept; ``state`` separates kinds of build."""
    rows = store.load_rows(f"{_PAGES}{state}", code_digest())
    files = store.load(f"{_FILES}{state}", code_digest()) or {}
    return PreviousBuild({url: PageFile(*row) for url, row in rows.items()}, files)


def save_build_state(store: Store, state: str, left: PreviousBuild, before: PreviousBuild) -> None:
    """Keep the state of a build for the next one.

    Args:
        before: what ``previous_build`` returned.
    """
    now, then = (
        {url: page.lasting_row() for url, page in one.pages.items()} for one in (left, before)
    )
    store.save_rows(f"{_PAGES}{state}", code_digest(), now, then)
    if left.files != before.files:
        store.save(f"{_FILES}{state}", code_digest(), left.files)


class OutputReuse:
    """The files of the ``old`` site that are reused in the ``fresh`` one.

    A file in both is one file with two names, so it is never written into: what is not wanted is
    removed first, the pages all at once, before any is written.

    Attributes:
        fresh: the new site.
        left: what the last build kept.

    Args:
        jobs: how many threads may work.
    """

    def __init__(self, old: Path, fresh: Path, left: PreviousBuild, jobs: int) -> None:
        self.fresh, self.left = fresh, left
        pages = {
            path: digest for page in left.pages.values() if page.key
            for path, digest in _files_of(page)
        }
        files = {path: digest for path, (key, digest) in left.files.items() if key}
        self._linking = HardLinker(old, fresh, (pages, files), jobs)
        self._out = {*pages, *files}

    def begin(self) -> None:
        """Begin to link and verify, in threads; without this it begins when it is needed.

        Worker processes are to be started before: a process with threads is not forked.
        """
        self._linking.start()

    def __enter__(self) -> OutputReuse:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._linking.close()

    def pages(self, wanted: Mapping[str, str]) -> list[PageFile]:
        """Return the pages that are still right, which are in the new site now.

        A page is reused when it was made from the same things (``wanted`` gives each address's
        key) and its bytes, and those of its own files, are still those that were written then.
        """
        lying = self._linking.lying(0)
        kept = []
        for url, key in wanted.items():
            page = self.left.pages.get(url)
            if page is None or page.key != key:
                continue
            paths = {path for path, _ in _files_of(page)}
            if paths <= lying:
                kept.append(page)
                lying -= paths
                self._out -= paths
        self._remove(lying)
        return kept

    def files(self, wanted: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Return key and digest of those of the files that are still right, by path.

        Args:
            wanted: the key of each file, by path.
        """
        if not wanted:
            return {}
        lying = self._linking.lying(1)
        asked = wanted.keys() & lying
        lying -= asked
        taken = {
            path: self.left.files[path] for path, key in wanted.items()
            if path in asked and self.left.files[path][0] == key
        }
        self._out -= taken.keys()
        self._remove(asked - taken.keys())
        return taken

    def lay_files(self, files: Iterable[DeclaredFile]) -> dict[str, tuple[str, str]]:
        """Put ``files`` into the new site: reused where they are still right, else made.

        Returns:
            key and digest of each file, by path.
        """
        declared = {file.path: file for file in files}
        laid = self.files({path: file.key for path, file in declared.items()})
        for path, file in declared.items():
            if path in laid:
                continue
            data = file.make()
            write_file(f"{self.fresh}/{path}", data)
            laid[path] = (file.key, hashlib.sha256(data).hexdigest())
        return laid

    def finish(self) -> None:
        """Remove what nobody asked for, and folders that have become empty."""
        self._remove(self._linking.lying(1))
        for path in self._out:
            folder = os.path.dirname(path)
            with suppress(OSError):  # it is not empty
                while folder:
                    os.rmdir(f"{self.fresh}/{folder}")
                    folder = os.path.dirname(folder)

    def _remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            os.unlink(f"{self.fresh}/{path}")


def _files_of(page: PageFile) -> tuple[tuple[str, str], ...]:
    """Return path and digest of the files that ``page`` consists of."""
    return ((path_of(page.url), page.digest), *page.beside)
