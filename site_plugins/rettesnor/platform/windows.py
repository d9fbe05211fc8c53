"""Windows, and any Python without the POSIX modules.

A file that another program has open can most often not be renamed or replaced here. Virus scanners,
indexers and browsers hold files for moments, so each such step is tried again for some seconds.

This module has not been run on Windows yet. The tests run it elsewhere, with the POSIX functions
taken away (``tests/project/test_without_posix.py``); only ``lock`` then has no real counterpart.
"""

from __future__ import annotations

import errno
import os
import shutil
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from rettesnor.platform.system import BusyError, swap_by_renames

_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 1.0)
"""Seconds between attempts at a file that another program has open."""
_LOCK_PAUSE = 0.1
"""Seconds between attempts at a lock."""
_MOST_PROCESSES = 60
"""Windows waits for at most 63 handles at once; Python's process pools take 61."""
_FLUSHING = 8
"""Threads that flush files: each call waits for the disk."""

if sys.platform == "win32":
    _NEW_GROUP = subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _NEW_GROUP = 0


class Windows:
    """See ``System``."""

    read_flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    reuse_address = False
    own_group: Mapping[str, Any] = {"creationflags": _NEW_GROUP}

    def limit_this_process(self, memory: int, seconds: int) -> None:
        """See ``System``: there is no such limit; who started it can end it."""

    def flush_tree(self, folder: Path) -> None:
        """Flush each file that has one name only; nothing flushes a volume without being root.

        A file with more names was taken over from the last site, and flushed with that one.
        """
        files = [
            f"{inner}/{name}" for inner, _, names in os.walk(folder) for name in names
        ]
        with ThreadPoolExecutor(_FLUSHING) as threads:
            for _ in threads.map(_flush_file, files):
                pass  # the first error is raised here

    def flush_folder(self, folder: Path) -> None:
        """Do nothing: a folder cannot be opened here, and NTFS keeps a journal of its names."""

    def replace(self, source: str | Path, target: str | Path) -> None:
        """Replace when no program has ``target`` open any more."""
        _persist(lambda: os.replace(source, target))

    def rename(self, source: str | Path, target: str | Path) -> None:
        """Rename when no program has anything in ``source`` open any more."""
        _persist(lambda: os.rename(source, target))

    def rename_new(self, source: Path, target: Path) -> None:
        """Rename: Windows refuses when ``target`` is there. Elsewhere it is asked for before."""
        if sys.platform != "win32" and target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        self.rename(source, target)

    def link(self, source: str | Path, target: str | Path) -> None:
        """Link; NTFS can, FAT and most network drives cannot."""
        os.link(source, target)

    def symlink(self, target: str, link: Path) -> None:
        """Link; Windows asks for a right that administrators have, or for developer mode."""
        os.symlink(target, link)

    def exchange(self, fresh: Path, target: Path) -> Path:
        """Exchange by two renames."""
        return swap_by_renames(self, fresh, target)

    def remove_tree(self, folder: Path) -> None:
        """Remove now; what is in use stays for the next build to remove."""
        shutil.rmtree(folder, onerror=_remove_read_only)

    def settle(self) -> None:
        """Nothing is removed in the background."""

    def lock(self, stream: IO[Any], *, wait: bool) -> None:
        """Lock the first byte, which need not exist; the lock ends with the process."""
        while not _lock_first_byte(stream):
            if not wait:
                raise BusyError
            time.sleep(_LOCK_PAUSE)

    def is_private(self, status: os.stat_result) -> bool:
        """True: the user's own folder is closed to other users."""
        return True

    def state_folder(self, environment: Mapping[str, str], home: Path) -> Path:
        """Return the folder of programs on this machine; it does not follow the user to others."""
        folder = environment.get("LOCALAPPDATA", "")
        return Path(folder) if os.path.isabs(folder) else home / "AppData" / "Local"

    def claim(self, probe: socket.socket) -> None:
        """Ask for the port alone: else ``bind`` may succeed beside another program."""
        if sys.platform == "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)

    def is_closed_pipe(self, error: OSError) -> bool:
        """By kind or number: Windows says EINVAL when a console program has ended."""
        nameless = error.errno == errno.EINVAL and error.filename is None
        return isinstance(error, BrokenPipeError) or nameless

    def threads(self) -> int:
        """Count those of Python."""
        return threading.active_count()

    def processors(self) -> int:
        """Return those of the machine, but no more than Python can wait for."""
        return min(os.cpu_count() or 1, _MOST_PROCESSES)


def _persist(step: Callable[[], None]) -> None:
    for pause in _PAUSES:
        try:
            return step()
        except PermissionError:
            time.sleep(pause)
    return step()


def _flush_file(path: str) -> None:
    if os.stat(path).st_nlink > 1:
        return
    with open(path, "rb+", buffering=0) as stream:  # Windows flushes a writable file only
        os.fsync(stream.fileno())


def _remove_read_only(remove: Callable[..., Any], path: str, _: Any) -> None:
    with suppress(OSError):
        os.chmod(path, stat.S_IWRITE)
        remove(path)


if sys.platform == "win32":
    import msvcrt

    def _lock_first_byte(stream: IO[Any]) -> bool:
        stream.seek(0)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EDEADLK):
                raise
            return False
        return True
else:

    def _lock_first_byte(stream: IO[Any]) -> bool:
        return True  # no lock that ends with the process
