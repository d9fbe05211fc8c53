"""Which state of a guideline a document shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EditionInfo:
    """Which state of the guideline a document shows.

    Attributes:
        versjon: its version.
        dato: the ISO day it was released on; empty for a working copy.
        sha256: of the release's ``manifest.json``, hexadecimal; empty for a working copy.
        dag: the ISO day its files are dated with, whether released or not.
        etter: of a working copy, the version it comes after; empty before the first release.
        innfort: whether the release was only recorded on its day, and was known before.
    """

    versjon: str
    dato: str = ""
    sha256: str = ""
    dag: str = ""
    etter: str = ""
    innfort: bool = False
