"""One build, or one release, at a time in a guideline's folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rettesnor.platform import SYSTEM
from rettesnor.platform.system import BusyError as BusyError


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
        SYSTEM.lock(stream, wait=wait)
        yield


def _opened(folder: Path, name: str) -> TextIO | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return open(folder / name, "a", encoding="utf-8")
    except OSError:
        return None
