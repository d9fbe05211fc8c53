"""One build, or one release, at a time in a guideline's folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

try:
    import fcntl
except ImportError:  # Windows: builds are not kept apart there
    fcntl = None  # type: ignore[assignment]


class BusyError(Exception):
    """Another process has the lock."""


@contextmanager
def held(folder: Path, name: str = "lock", *, wait: bool = True) -> Iterator[None]:
    """Hold the lock ``name`` of ``folder``.

    The operating system lets go of it when the process ends, however it ends, so a lock file
    that is left behind locks nobody out. Where nothing can be written (a read-only checkout) no
    build writes to the folder, so none needs to be kept from it.

    Args:
        wait: whether to wait for the process that has it.

    Raises:
        BusyError: another process has it, and it is not to be waited for.
    """
    stream = _opened(folder, name)
    if stream is None:
        yield
        return
    with stream:
        if fcntl is not None:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError as error:
                raise BusyError from error
        yield


def _opened(folder: Path, name: str) -> TextIO | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return open(folder / name, "w")
    except OSError:
        return None
