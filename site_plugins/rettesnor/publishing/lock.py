"""One build at a time in a guideline's folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: builds are not kept apart there
    fcntl = None  # type: ignore[assignment]


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock of ``folder``, waiting for whoever has it; it ends with the process at last."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as stream:
        if fcntl is not None:
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
