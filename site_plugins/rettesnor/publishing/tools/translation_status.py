"""How much of each file is translated into a language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rettesnor.model.translation import State, translated_path
from rettesnor.reading.project import Project

_TRANSLATED = frozenset({State.OK, State.STALE, State.UNMARKED})


@dataclass(frozen=True, slots=True)
class FileStatus:
    """How many texts of one file are translated.

    Attributes:
        path: the path of the translation.
        exists: whether the file exists; when it cannot be read, ``total`` is 0.
        done: how many texts are translated, including stale and unmarked ones.
    """

    path: str
    exists: bool
    total: int = 0
    done: int = 0
    stale: int = 0
    unmarked: int = 0

    @property
    def missing(self) -> int:
        """How many texts are not translated."""
        return self.total - self.done


def translation_status(project: Project, language: str) -> Iterator[FileStatus]:
    """Yield the status of each file: first the guideline-wide files, then the recommendations."""
    files = project.files.translations[language]
    read = files.contents.keys()
    for path, states in files.files.items():
        found = list(states.values())
        if not found:
            continue
        if path in read and path not in project.files.documents:
            yield FileStatus(path, True)
            continue
        yield FileStatus(
            path, path in read, sum(state is not State.ORPHAN for state in found),
            sum(state in _TRANSLATED for state in found), found.count(State.STALE),
            found.count(State.UNMARKED),
        )
    entries = {entry.path: entry for entry in project.translations}
    for source in project.entries:
        path = translated_path(source.path, language)
        entry = entries.get(path)
        if entry is None or not entry.sound:
            yield FileStatus(path, entry is not None)
            continue
        done = entry.total - len(entry.untranslated)
        yield FileStatus(
            path, True, entry.total, done, len(entry.stale), len(entry.unmarked)
        )
