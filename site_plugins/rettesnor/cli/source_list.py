"""For the commands that read a list of sources from a reference manager."""

from __future__ import annotations

from pathlib import Path

from rettesnor.cli import common
from rettesnor.reading.importers.sources import bibtex, csl_json, ris
from rettesnor.reading.importers.sources.result import SourceList, UnreadableError

_LARGEST = 20_000_000
"""Bytes; a list of ten thousand sources is smaller."""
_READERS = {"csl-json": csl_json.read, "bibtex": bibtex.read, "ris": ris.read}


def read_list(path: Path, kind: str) -> SourceList:
    """Return the sources in the file at ``path``, whose format is ``kind``.

    Raises:
        UsageError: it is too large, or cannot be read.
    """
    if path.stat().st_size > _LARGEST:
        raise common.UsageError(f"«{path}» er for stor.")
    try:
        return _READERS[kind](path.read_bytes())
    except UnreadableError as error:
        raise common.UsageError(f"{path}: {error}") from error
