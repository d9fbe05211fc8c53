"""One build, or one release, at a time in a guideline's folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
    that is left behind locks nobody out.

    Args:
        wait: whether to wait for the process that has it.

    Raises:
        BusyError: another process has it, and it is not to be waited for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / name, "w") as stream:
        if fcntl is not None:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError as error:
                raise BusyError from error
        yield
