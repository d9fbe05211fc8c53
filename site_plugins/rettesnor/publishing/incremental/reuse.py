"""Taking over what is still right of the site that stands.

Most of a build after an edit is looking at what the last build laid. So that begins at once
(``linking``): every file that the last build left is linked into the new site and looked at, while
sources are read and judged. When it is known which of them are wanted they lie there; the others
are taken away again.
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
    """What a build left for the next one of its kind.

    Attributes:
        pages: every page outside the versions' folders, by address.
        files: key and digest of every file that has a key of its own, by path.
    """

    pages: Mapping[str, PageFile] = field(default_factory=dict)
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def previous_build(store: Store, state: str) -> PreviousBuild:
    """Return what the last build left; ``state`` tells kinds of build apart."""
    rows = store.load_rows(f"{_PAGES}{state}", code_digest())
    files = store.load(f"{_FILES}{state}", code_digest()) or {}
    return PreviousBuild({url: PageFile(*row) for url, row in rows.items()}, files)


def save_build_state(store: Store, state: str, left: PreviousBuild, before: PreviousBuild) -> None:
    """Keep what a build leaves for the next one.

    Args:
        before: what ``leavings`` returned.
    """
    now, then = (
        {url: page.lasting_row() for url, page in one.pages.items()} for one in (left, before)
    )
    store.save_rows(f"{_PAGES}{state}", code_digest(), now, then)
    if left.files != before.files:
        store.save(f"{_FILES}{state}", code_digest(), left.files)


class OutputReuse:
    """What is taken over from the ``old`` site into the ``fresh`` one.

    A file that lies in both is the old site's own, and never written into: what is not wanted is
    taken away first, the pages all at once, before any is written.

    Attributes:
        fresh: the new site.
        left: what the last build left.

    Args:
        jobs: how many processes may work.
    """

    def __init__(self, old: Path, fresh: Path, left: PreviousBuild, jobs: int) -> None:
        self.fresh, self.left = fresh, left
        pages = {
            path: digest for page in left.pages.values() if page.key
            for path, digest in _files_of(page)
        }
        files = {path: digest for path, (key, digest) in left.files.items() if key}
        self._linking = HardLinker(old, fresh, (pages, files), apart=jobs > 1)
        self._out = {*pages, *files}

    def __enter__(self) -> OutputReuse:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._linking.close()

    def pages(self, wanted: Mapping[str, str]) -> list[PageFile]:
        """Return the pages that are still right, which lie in the new site now.

        A page is taken over when it was made from the same things (``wanted`` gives each address's
        key) and its bytes, and those of what lies beside it, are still those that were written
        then.

        Raises:
            CrewError: the process that looks at them died.
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

        Raises:
            CrewError: the process that looks at them died.
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
        """Lay ``files`` into the new site: taken over where they are still right, else made.

        Returns:
            key and digest of each file, by path.

        Raises:
            CrewError: the process that looks at the old ones died.
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
        """Take away what nobody asked for, and folders that nothing lies in any more.

        Raises:
            CrewError: the process that looks at the old files died.
        """
        self._remove(self._linking.lying(1))
        for path in self._out:
            folder = os.path.dirname(path)
            with suppress(OSError):  # something lies there
                while folder:
                    os.rmdir(f"{self.fresh}/{folder}")
                    folder = os.path.dirname(folder)

    def _remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            os.unlink(f"{self.fresh}/{path}")


def _files_of(page: PageFile) -> tuple[tuple[str, str], ...]:
    """Return path and digest of the files that ``page`` consists of."""
    return ((path_of(page.url), page.digest), *page.beside)
