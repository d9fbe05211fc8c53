"""Opening the files of a record: a pipe put in the place of one must not be waited for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from rettesnor.platform import SYSTEM


def read_regular(path: Path) -> bytes:
    """Return the bytes of the regular file at ``path``.

    Raises:
        OSError: it cannot be opened, or is no regular file.
    """
    descriptor = os.open(path, SYSTEM.read_flags)
    with open(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} er ikke en vanlig fil")
        return stream.read()
