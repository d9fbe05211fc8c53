"""For the commands that read a list of sources from a reference manager."""

from __future__ import annotations

from pathlib import Path

from rettesnor.cli import common
from rettesnor.reading.importers.sources import bibtex, csl_json, ris
from rettesnor.reading.importers.sources.result import SourceList, UnreadableError

_LARGEST = 20_000_000
"""Bytes; a list of ten thousand sources is smaller."""
ENDINGS = {
    ".json": "csl-json", ".bib": "bibtex", ".bibtex": "bibtex", ".biblatex": "bibtex",
    ".ris": "ris",
}
"""The format of a list, by the ending of its name."""
_READERS = {"csl-json": csl_json.read, "bibtex": bibtex.read, "ris": ris.read}


def is_list(path: Path) -> bool:
    """Whether the name of ``path`` is that of a list of sources."""
    return path.suffix.casefold() in ENDINGS


def read_list(path: Path, kind: str = "") -> SourceList:
    """Return the sources in the file at ``path``.

    Args:
        kind: the format; what the ending says by default.

    Raises:
        UsageError: it is too large, cannot be read, or its ending says nothing.
    """
    kind = kind or ENDINGS.get(path.suffix.casefold(), "")
    if not kind:
        raise common.UsageError(
            f"Kjenner ikke formatet til «{path}». Kjente endelser er {', '.join(ENDINGS)}."
        )
    if path.stat().st_size > _LARGEST:
        raise common.UsageError(f"«{path}» er for stor.")
    try:
        return _READERS[kind](path.read_bytes())
    except UnreadableError as error:
        raise common.UsageError(f"{path}: {error}") from error
