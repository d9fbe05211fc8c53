"""Rettesnor: structured guideline publishing, from validated YAML to a versioned site."""

import os
from importlib.util import find_spec
from pathlib import Path

__version__ = "0.1.0"


def _pin_pandoc() -> None:
    """Let pypandoc use the pandoc that comes with it, and no other.

    It would take the newest on the machine, so the same content could give other bytes; and its
    search shows another one for a moment to threads that ask meanwhile. The package's version,
    which is part of every cache key, thereby stands for pandoc's. Done here, before any thread or
    process starts; processes inherit it.
    """
    found = find_spec("pypandoc")
    if found is None or found.origin is None:
        return
    for name in ("pandoc", "pandoc.exe"):
        bundled = Path(found.origin).parent / "files" / name
        if bundled.is_file():
            os.environ["PYPANDOC_PANDOC"] = str(bundled)


_pin_pandoc()
