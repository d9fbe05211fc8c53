"""Putting a finished folder in place of the old one at once, whatever happens meanwhile."""

from __future__ import annotations

import atexit
import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

_AT_FDCWD = -100
_REMOVING: list[subprocess.Popen[bytes]] = []
_EXCHANGE = 2  # RENAME_EXCHANGE, linux/fs.h; RENAME_SWAP, sys/stdio.h on macOS


def aside(target: Path) -> Path:
    """Return a fresh, empty folder next to ``target``, on the same file system.

    What a killed build left there before is removed; a site that it had moved away is put back.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for old in target.parent.glob(f".{target.name}.*.old"):
        if target.exists():
            _remove(old)
        else:
            os.rename(old, target)
    for old in target.parent.glob(f".{target.name}.*.new"):
        _remove(old)
    fresh = target.parent / f".{target.name}.{os.getpid()}-{time.monotonic_ns()}.new"
    fresh.mkdir()
    return fresh


def put(fresh: Path, target: Path, salvage: Callable[[Path], None] = lambda old: None) -> None:
    """Make ``fresh`` stand where ``target`` stood, in one step, and remove the old one.

    What is still of use in the old one, ``salvage`` takes out before.

    Everything is flushed to disk before. On systems that cannot exchange two folders in one
    step there is a moment between two renames in which ``target`` is missing.
    """
    _flush(fresh)
    if not target.exists():
        os.rename(fresh, target)
        return
    if not _exchange(fresh, target):
        old = fresh.with_suffix(".old")
        os.rename(target, old)
        os.rename(fresh, target)
        fresh = old
    salvage(fresh)
    _remove(fresh)


def _remove(folder: Path) -> None:
    """Remove a folder nobody looks at any more, without keeping the caller waiting for it.

    The process waits for it before it ends (``settle``), so that nothing that runs next meets a
    half-removed folder. What is left when the machine stops meanwhile, the next build removes.
    """
    command = shutil.which("rm")
    if command is None:
        shutil.rmtree(folder, ignore_errors=True)
        return
    removing = subprocess.Popen(
        [command, "-rf", "--", str(folder)], start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    _REMOVING[:] = [process for process in _REMOVING if process.poll() is None]
    _REMOVING.append(removing)


def settle() -> None:
    """Wait until every folder that was put away is removed."""
    while _REMOVING:
        _REMOVING.pop().wait()


def _flush(folder: Path) -> None:
    """Write everything on the folder's file system to disk."""
    library = ctypes.CDLL(None, use_errno=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if not (hasattr(library, "syncfs") and library.syncfs(descriptor) == 0):
            os.sync()
    finally:
        os.close(descriptor)


def _exchange(one: Path, other: Path) -> bool:
    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return bool(library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE) == 0)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return bool(library.renamex_np(paths[0], paths[1], _EXCHANGE) == 0)
    return False


atexit.register(settle)
