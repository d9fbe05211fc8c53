"""What is asked of every operating system."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Protocol


class BusyError(Exception):
    """Another process has the lock."""


class System(Protocol):
    """One operating system. Every method may raise OSError unless it says otherwise."""

    read_flags: int
    """How ``os.open`` opens a file to read its bytes, without waiting for a pipe."""
    reuse_address: bool
    """Whether a server must set SO_REUSEADDR to get the port of one that has just ended.

    Windows needs it not, and gives with it the port of one that is still running.
    """

    own_group: Mapping[str, Any]
    """What ``subprocess.Popen`` takes to keep Ctrl-C in the terminal away from the new process."""

    def limit_this_process(self, memory: int, seconds: int) -> None:
        """Let this process have so many bytes of memory and seconds of processor time.

        Where there are no such limits, nothing is done.
        """

    def flush_tree(self, folder: Path) -> None:
        """Write every file below ``folder`` to disk, and the folders where that is possible."""

    def flush_folder(self, folder: Path) -> None:
        """Write the names in ``folder`` to disk, where folders can be flushed."""

    def replace(self, source: str | Path, target: str | Path) -> None:
        """Rename ``source`` to ``target``, in place of a file that may be there."""

    def rename(self, source: str | Path, target: str | Path) -> None:
        """Rename ``source``, a file or a folder, to ``target``, which is not there."""

    def rename_new(self, source: Path, target: Path) -> None:
        """Rename the file ``source`` to ``target``, but never in place of another.

        Raises:
            FileExistsError: ``target`` is there; ``source`` may be left.
        """

    def link(self, source: str | Path, target: str | Path) -> None:
        """Give the file ``source`` the second name ``target``."""

    def symlink(self, target: str, link: Path) -> None:
        """Make ``link`` a symbolic link to ``target``."""

    def exchange(self, fresh: Path, target: Path) -> Path:
        """Put the folder ``fresh`` in place of the folder ``target``; return where the old one is.

        When it fails, ``target`` is what it was.
        """

    def remove_tree(self, folder: Path) -> None:
        """Remove ``folder``, perhaps after the call returns. Never raises."""

    def settle(self) -> None:
        """Wait until every folder given to ``remove_tree`` is removed. Never raises."""

    def lock(self, stream: IO[Any], *, wait: bool) -> None:
        """Lock an open file until it is closed, or the process ends.

        Raises:
            BusyError: another process has it, and ``wait`` is false.
        """

    def is_private(self, status: os.stat_result) -> bool:
        """Whether only this user can read and write the file with that ``os.lstat``."""

    def state_folder(self, environment: Mapping[str, str], home: Path) -> Path:
        """Return the folder where this user's programs keep what is not a document."""

    def claim(self, probe: socket.socket) -> None:
        """Make ``bind`` fail exactly when another program serves the port. Called before it."""

    def is_closed_pipe(self, error: OSError) -> bool:
        """Whether ``error`` says that the reader of our output has ended. Never raises."""

    def threads(self) -> int:
        """Return how many threads this process has, as far as is known. Never raises."""

    def processors(self) -> int:
        """Return how many processes can work at once. Never raises."""


def swap_by_renames(system: System, fresh: Path, target: Path) -> Path:
    """Exchange two folders by two renames; ``target`` is missing between them.

    What a crash leaves in between, the next build puts right (``atomic_swap.aside``).
    """
    old = fresh.with_suffix(".old")
    system.rename(target, old)
    try:
        system.rename(fresh, target)
    except OSError:
        system.rename(old, target)
        raise
    return old
