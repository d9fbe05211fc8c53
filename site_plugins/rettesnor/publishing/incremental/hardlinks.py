"""Linking the files of the last build's site into the new one, each verified."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from rettesnor.platform import SYSTEM
from rettesnor.publishing.cache.store import file_digest

_CHUNK = 64
"""How many files a thread takes at a time."""


class HardLinker:
    """Links ``parts`` (the digest of each file, by path) in threads, one part after the other.

    Threads are enough: nearly all of the time goes to the system and to hashing, and neither holds
    Python's lock.
    """

    def __init__(
        self, old: Path, fresh: Path, parts: Sequence[Mapping[str, str]], jobs: int
    ) -> None:
        self._sites, self._parts, self._jobs = (str(old), str(fresh)), parts, jobs
        self._executor: ThreadPoolExecutor | None = None
        self._rejected: list[list[Future[list[str]]]] = []
        self._lying: dict[int, set[str]] = {}

    def start(self) -> None:
        """Begin to link, if that has not begun."""
        if self._executor:
            return
        self._executor = ThreadPoolExecutor(self._jobs)
        self._rejected = [
            [self._executor.submit(_link, *self._sites, chunk) for chunk in _chunks(files)]
            for files in self._parts
        ]
        # No more is coming: the threads end with the last chunk. While there are threads, worker
        # processes cannot be forked (workers/processes.py).
        self._executor.shutdown(wait=False)

    def lying(self, part: int) -> set[str]:
        """Return the files of that part which are unchanged: they, and no others of it, are in the
        new site. It is the same set each time; the caller removes from it what it removes there.
        """
        self.start()
        if part not in self._lying:
            rejected = {path for chunk in self._rejected[part] for path in chunk.result()}
            self._lying[part] = self._parts[part].keys() - rejected
        return self._lying[part]

    def close(self) -> None:
        """Stop linking, and return when no thread writes into the new site any more."""
        if self._executor:
            self._executor.shutdown(cancel_futures=True)


def _chunks(files: Mapping[str, str]) -> list[dict[str, str]]:
    items = [*files.items()]
    return [dict(items[start : start + _CHUNK]) for start in range(0, len(items), _CHUNK)]


def _link(old: str, fresh: str, files: Mapping[str, str]) -> list[str]:
    """Link those of ``files`` that still have their digest into ``fresh``; return the others.

    Size and time of change would be quicker and wrong: another file can have both. A file is
    linked first and then read by its new name, so that the bytes that were verified are the bytes
    that are published, even when the old name gets another file in between.
    """
    rejected = []
    for path, digest in files.items():
        target = f"{fresh}/{path}"
        try:
            _link_one(f"{old}/{path}", target)
        except OSError:  # gone, or a file system without hard links
            rejected.append(path)
            continue
        if file_digest(target) != digest:
            os.unlink(target)
            rejected.append(path)
    return rejected


def _link_one(source: str, target: str) -> None:
    try:
        SYSTEM.link(source, target)
    except FileNotFoundError:  # most often the folder exists, and asking first costs a call
        os.makedirs(os.path.dirname(target), exist_ok=True)
        SYSTEM.link(source, target)
