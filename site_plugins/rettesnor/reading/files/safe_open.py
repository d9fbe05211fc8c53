"""Opening content files: regular files inside the root, bounded in size, nothing else."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from rettesnor.model.problem import Code, Problem
from rettesnor.platform import SYSTEM
from rettesnor.reading.files.os_errors import reason

CODES = (
    Code("fil-uleselig", "Fila kan ikke åpnes, eller er ikke en vanlig fil.", suppressible=False),
    Code("fil-for-stor", "Fila er for stor.", suppressible=False),
)
"""The codes of what is found here."""

MAX_BYTES = 1_000_000
"""No content file is larger (bytes)."""
MAX_PAGE = 200_000
"""No prose page is larger (bytes): what is wrong with one must be found while the editor waits."""


def read_file(root: Path, path: str, *, limit: int = 0) -> bytes | Problem:
    """Return the bytes of ``path`` (relative to ``root``), or the problem that prevents it.

    Symbolic links that lead out of the root, devices, pipes and folders are refused, and so is
    a file above ``limit``, by default that of its kind.
    """
    limit = limit or limit_of(path)
    full = root / path
    try:
        if leads_out(root, path):
            return linked_outside(path)
        descriptor = os.open(full, SYSTEM.read_flags)
    except OSError as error:
        return _not_opened(path, error)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        return _refusal(path, "Dette er ikke en vanlig fil.")
    with open(descriptor, "rb") as stream:
        if status.st_size > limit:
            return too_large(path, status.st_size, limit)
        return stream.read(limit + 1)


def leads_out(root: Path, path: str) -> bool:
    """Whether symbolic links on the way of ``path`` lead out of ``root``."""
    here = str(root)
    for part in path.split("/"):
        here = f"{here}/{part}"
        if os.path.islink(here):
            inside = os.path.join(os.path.realpath(root), "")
            return not os.path.realpath(root / path).startswith(inside)
    return False


def limit_of(path: str) -> int:
    """Return how large a file of the kind of ``path`` may be (bytes)."""
    return MAX_PAGE if path.endswith(".md") else MAX_BYTES


def too_large(path: str, size: int, limit: int) -> Problem:
    """Return the problem of a file of ``size`` bytes that may have ``limit`` at most."""
    return Problem(
        path, 1, 1, "fil-for-stor", f"Fila er på {size} byte; grensen er {limit}.",
        "Del innholdet i flere filer.",
    )


def linked_outside(path: str) -> Problem:
    """Return the problem of a file that a symbolic link places outside the root."""
    return _refusal(path, "Fila er en lenke ut av mappa til retningslinja.")


def absent(path: str) -> Problem:
    """Return the problem of a file that does not exist."""
    return _not_opened(path, FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))


def _not_opened(path: str, error: OSError) -> Problem:
    return _refusal(path, f"Fila kan ikke åpnes ({reason(error)}).")


def _refusal(path: str, message: str) -> Problem:
    return Problem(path, 1, 1, "fil-uleselig", message, "Legg en vanlig fil der i stedet.")
