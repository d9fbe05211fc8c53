"""Linux and macOS."""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from rettesnor.platform.system import BusyError, swap_by_renames

assert sys.platform != "win32"  # so that mypy knows which functions there are

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE, linux/fs.h; RENAME_SWAP, sys/stdio.h on macOS


class Posix:
    """See ``System``."""

    read_flags = os.O_RDONLY | os.O_NONBLOCK
    reuse_address = True
    own_group: Mapping[str, Any] = {"start_new_session": True}

    def __init__(self) -> None:
        self._removing: list[subprocess.Popen[bytes]] = []

    def limit_this_process(self, memory: int, seconds: int) -> None:
        """See ``System``."""
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    def flush_tree(self, folder: Path) -> None:
        """Flush the whole file system: that is one call, however many files there are."""
        library = ctypes.CDLL(None, use_errno=True)
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if not (hasattr(library, "syncfs") and library.syncfs(descriptor) == 0):
                os.sync()
        finally:
            os.close(descriptor)

    def flush_folder(self, folder: Path) -> None:
        """Flush the folder itself: a rename is on disk only after that."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def replace(self, source: str | Path, target: str | Path) -> None:
        """Rename; a program that has the old file open keeps it."""
        os.replace(source, target)

    def rename(self, source: str | Path, target: str | Path) -> None:
        """Rename."""
        os.rename(source, target)

    def rename_new(self, source: Path, target: Path) -> None:
        """Link, because a rename would replace what is there."""
        os.link(source, target)
        os.unlink(source)

    def link(self, source: str | Path, target: str | Path) -> None:
        """Link."""
        os.link(source, target)

    def symlink(self, target: str, link: Path) -> None:
        """Link."""
        os.symlink(target, link)

    def exchange(self, fresh: Path, target: Path) -> Path:
        """Exchange in one step where the file system can, else by two renames."""
        if self._exchanged(fresh, target):
            return fresh
        return swap_by_renames(self, fresh, target)

    def _exchanged(self, one: Path, other: Path) -> bool:
        library = ctypes.CDLL(None, use_errno=True)
        paths = os.fsencode(one), os.fsencode(other)
        if sys.platform == "linux" and hasattr(library, "renameat2"):
            return bool(
                library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE) == 0
            )
        if sys.platform == "darwin" and hasattr(library, "renamex_np"):
            return bool(library.renamex_np(paths[0], paths[1], _EXCHANGE) == 0)
        return False

    def remove_tree(self, folder: Path) -> None:
        """Remove in another process, so that nobody waits for it."""
        command = shutil.which("rm")
        if command is None:
            shutil.rmtree(folder, ignore_errors=True)
            return
        removing = subprocess.Popen(
            [command, "-rf", "--", str(folder)], **self.own_group, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        self._removing = [process for process in self._removing if process.poll() is None]
        self._removing.append(removing)

    def settle(self) -> None:
        """Wait for the processes that remove."""
        while self._removing:
            self._removing.pop().wait()

    def lock(self, stream: IO[Any], *, wait: bool) -> None:
        """Lock by ``flock``, which ends with the process."""
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise BusyError from error

    def is_private(self, status: os.stat_result) -> bool:
        """By the owner and the permission bits."""
        return status.st_mode & 0o077 == 0 and status.st_uid == os.geteuid()

    def state_folder(self, environment: Mapping[str, str], home: Path) -> Path:
        """By the XDG Base Directory Specification."""
        folder = environment.get("XDG_STATE_HOME", "")
        return Path(folder) if os.path.isabs(folder) else home / ".local" / "state"

    def claim(self, probe: socket.socket) -> None:
        """Do not mind connections of a server that has ended."""
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)

    def is_closed_pipe(self, error: OSError) -> bool:
        """By the kind of error."""
        return isinstance(error, BrokenPipeError)

    def threads(self) -> int:
        """Count those of libraries too; macOS says nothing of them."""
        try:
            return len(os.listdir("/proc/self/task"))
        except OSError:
            return threading.active_count()

    def processors(self) -> int:
        """Return those that this process may use."""
        if sys.platform == "linux":
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1
