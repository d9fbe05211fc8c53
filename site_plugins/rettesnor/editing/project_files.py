"""The files of a guideline that edits read and change, as they are at one time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rettesnor.model.edition import Edition
from rettesnor.model.problem import Problem
from rettesnor.reading.content.change_fragments import FOLDER as FRAGMENTS
from rettesnor.reading.content.guideline_paths import GUIDELINE, HEARINGS, PARTS
from rettesnor.reading.files.folder import Folder, folder_of


@dataclass(frozen=True)
class ProjectFiles:
    """What an edit is planned from.

    Attributes:
        contents: the bytes of every content file by path.
        last: what the last release said; None before the first.
        retired: ids that an earlier release took out, each with its version.
    """

    contents: Mapping[str, bytes]
    last: Edition | None = None
    retired: Mapping[str, str] = field(default_factory=dict)


class UnreadableError(Exception):
    """A file cannot be read; says which and why, in Norwegian."""


def read_files(
    root: Path | Folder, last: Edition | None = None, retired: Mapping[str, str] | None = None
) -> ProjectFiles:
    """Return the content files below ``root``.

    Raises:
        UnreadableError: one of them cannot be read.
    """
    folder = folder_of(root)
    chapters = [f"recommendations/{name}" for name in folder.names("recommendations")]
    found: dict[str, bytes] = {}
    for place, ending in (
        ("guideline", ".yml"), ("guideline", ".md"), (HEARINGS, ".yml"),
        *((chapter, ".yml") for chapter in chapters), (FRAGMENTS, ".yml"),
        *((part, ".yml") for part in PARTS.values()),
    ):
        for name in folder.names(place):
            if not name.endswith(ending):
                continue
            path = f"{place}/{name}"
            data = folder.read(path)
            if isinstance(data, Problem):
                raise UnreadableError(f"{path}: {data.message}")
            found[path] = data
    if GUIDELINE not in found:
        raise UnreadableError(f"{GUIDELINE} mangler.")
    return ProjectFiles(found, last, retired or {})
