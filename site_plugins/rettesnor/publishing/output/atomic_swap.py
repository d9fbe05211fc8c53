"""Putting a finished folder in place of the old one at once, whatever happens meanwhile."""

from __future__ import annotations

import atexit
import os
import time
from collections.abc import Callable
from pathlib import Path

from rettesnor.platform import SYSTEM


def aside(target: Path) -> Path:
    """Return a fresh, empty folder next to ``target``, on the same file system.

    What a killed build left there before is removed; a site that it had moved away is put back.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for old in target.parent.glob(f".{target.name}.*.old"):
        if target.exists():
            _remove(old)
        else:
            SYSTEM.rename(old, target)
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
        SYSTEM.rename(fresh, target)
        return
    old = _exchange(fresh, target)
    salvage(old)
    _remove(old)


def _remove(folder: Path) -> None:
    """Remove a folder nobody looks at any more.

    The process waits for it before it ends (``settle``), so that nothing that runs next meets a
    half-removed folder. What is left when the machine stops meanwhile, the next build removes.
    """
    SYSTEM.remove_tree(folder)


def settle() -> None:
    """Wait until every folder that was put away is removed."""
    SYSTEM.settle()


def _flush(folder: Path) -> None:
    SYSTEM.flush_tree(folder)


def _exchange(fresh: Path, target: Path) -> Path:
    return SYSTEM.exchange(fresh, target)


atexit.register(settle)
