"""Opening content files: regular files inside the root, bounded in size, nothing else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from rettesnor.model.problem import Problem

MAX_BYTES = 1_000_000
"""No content file is larger (bytes)."""


def read_file(root: Path, path: str) -> bytes | Problem:
    """Return the bytes of ``path`` (relative to ``root``), or the problem that prevents it.

    Symbolic links that lead out of the root, devices, pipes and folders are refused, and so is
    a file above ``MAX_BYTES``.
    """
    full = root / path
    try:
        if full.is_symlink() and not full.resolve().is_relative_to(root.resolve()):
            return _refusal(path, "Fila er en lenke ut av mappa til retningslinja.")
        descriptor = os.open(full, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        return _refusal(path, f"Fila kan ikke åpnes ({error.strerror}).")
    with open(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return _refusal(path, "Dette er ikke en vanlig fil.")
        if status.st_size > MAX_BYTES:
            return Problem(
                path, 1, 1, "fil-for-stor",
                f"Fila er på {status.st_size} byte; grensen er {MAX_BYTES}.",
                "Del innholdet i flere filer.",
            )
        return stream.read(MAX_BYTES + 1)


def _refusal(path: str, message: str) -> Problem:
    return Problem(path, 1, 1, "fil-uleselig", message, "Legg en vanlig fil der i stedet.")
