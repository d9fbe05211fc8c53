"""Linking files of the site that stands into the new one, looked at each."""

from __future__ import annotations

import marshal
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from rettesnor.publishing.cache.store import file_digest
from rettesnor.publishing.workers.pool import WorkerPoolError
from rettesnor.publishing.workers.processes import may_fork

_CHUNK = 64
"""How many files are looked at in one go, at least."""
_DIED = "Prosessen som så over det gamle nettstedet, stanset uventet."


class HardLinker:
    """The linking of ``parts`` (digest of each file, by path), one after the other.

    Whoever is free takes the next chunk of files, whose numbers wait in a pipe: a process of its
    own from now on, and this one as soon as it needs them.

    Args:
        apart: whether there may be a process of its own.
    """

    def __init__(
        self, old: Path, fresh: Path, parts: Sequence[Mapping[str, str]], *, apart: bool
    ) -> None:
        self._sites, self._parts = (str(old), str(fresh)), parts
        self._chunks: list[dict[str, str]] = []
        self._ends: list[int] = []
        for files in parts:
            self._chunks += _chunks(files)
            self._ends.append(len(self._chunks))
        self._others: dict[int, list[str]] = {}
        self._lying: dict[int, set[str]] = {}
        self._process = 0
        self._waiting, ahead = os.pipe()
        with open(ahead, "wb") as stream:
            stream.write(b"".join(n.to_bytes(2, "big") for n in range(len(self._chunks))))
        if apart and self._chunks and may_fork():
            self._start()

    def lying(self, part: int) -> set[str]:
        """Return which files of the part with that number are right: they, and no others of it,
        lie in the new site.

        Raises:
            CrewError: the process died.
        """
        if part not in self._lying:
            end = self._ends[part]
            number = 0
            while number < end and (number := self._next()) >= 0:
                self._others[number] = _link(*self._sites, self._chunks[number])
            while not self._others.keys() >= {*range(end)}:
                self._hear()
            start = self._ends[part - 1] if part else 0
            others = {path for number in range(start, end) for path in self._others[number]}
            self._lying[part] = self._parts[part].keys() - others
        return self._lying[part]

    def close(self) -> None:
        """End the process."""
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._telling.close()
            self._process = 0
        os.close(self._waiting)

    def _start(self) -> None:
        """Begin in a process of its own, which keeps the build's lock until it has ended, too."""
        ours, theirs = os.pipe()
        self._process = os.fork()
        if not self._process:
            status = 1
            try:
                with open(theirs, "wb") as stream:
                    while (number := self._next()) >= 0:
                        others = _link(*self._sites, self._chunks[number])
                        marshal.dump((number, others), stream)
                        stream.flush()
                status = 0
            finally:
                os._exit(status)  # what the build has open is not this process's to end
        os.close(theirs)
        self._telling = open(ours, "rb")  # noqa: SIM115 (closed with the process)

    def _next(self) -> int:
        """Return the number of the next chunk that nobody has taken; -1 when there is none."""
        taken = os.read(self._waiting, 2)
        return int.from_bytes(taken, "big") if taken else -1

    def _hear(self) -> None:
        """Hear what came of a chunk that the process took."""
        try:
            number, others = marshal.load(self._telling)
        except (EOFError, ValueError, TypeError) as error:
            raise WorkerPoolError(_DIED) from error
        self._others[number] = others


def _chunks(files: Mapping[str, str]) -> list[dict[str, str]]:
    """Return ``files`` in chunks, no more than the pipe has room for the numbers of."""
    items = [*files.items()]
    size = max(_CHUNK, len(items) // 500)
    return [dict(items[start : start + size]) for start in range(0, len(items), size)]


def _link(old: str, fresh: str, files: Mapping[str, str]) -> list[str]:
    """Link those of ``files`` that still have their digest into ``fresh``; return the others.

    Size and time of change would tell quicker, and wrongly: another file can be put in a file's
    place with both kept. What is published has been looked at: a file is linked first and then
    read by its new name, so that what was looked at is what is published, whatever is put in its
    old place meanwhile.
    """
    others = []
    for path, digest in files.items():
        target = f"{fresh}/{path}"
        try:
            _link_one(f"{old}/{path}", target)
        except OSError:  # gone, or a file system that knows no links
            others.append(path)
            continue
        if file_digest(target) != digest:
            os.unlink(target)
            others.append(path)
    return others


def _link_one(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.link(source, target)
