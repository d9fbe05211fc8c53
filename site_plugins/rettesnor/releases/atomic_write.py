"""Replacing files of the working tree: all of them, or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from rettesnor.platform import SYSTEM


def replace_files(root: Path, contents: Mapping[str, bytes]) -> None:
    """Write ``contents`` to files below ``root``, by path.

    Everything is first written and flushed next to the files; each then takes its place by a
    rename. What cannot be written leaves all of them as they were.

    Raises:
        OSError: a file could not be written.
    """
    aside = {path: root / f"{path}.{os.getpid()}.tmp" for path in contents}
    try:
        for path, data in contents.items():
            with open(aside[path], "xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if (root / path).exists():
                shutil.copymode(root / path, aside[path])
        for path, new in aside.items():
            SYSTEM.replace(new, root / path)
    finally:
        for new in aside.values():
            with suppress(OSError):
                new.unlink()
