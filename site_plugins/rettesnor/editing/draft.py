"""The files of a guideline while an edit is being planned: nothing is written to disk."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from rettesnor.editing import yaml_writer
from rettesnor.editing.plan import FileChange, NotPossible, Plan, digest
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.model.translation import language_of
from rettesnor.reading.content.guideline_paths import FILES, kind_of_part


class Draft:
    """Files that can be read and changed, and in the end become a plan.

    Attributes:
        files: what the edit started from.
        notes: what the editor should look at afterwards.
    """

    def __init__(self, files: ProjectFiles) -> None:
        self.files = files
        self.notes: list[str] = []
        self._texts: dict[str, str] = {}
        self._removed: set[str] = set()
        self._moved: dict[str, str] = {}
        self._data: dict[str, Any] = {}

    def paths(self, *starts: str) -> list[str]:
        """Return the paths there are now that begin with one of ``starts``, sorted."""
        now = ({*self.files.contents} | {*self._texts}) - self._removed
        return sorted(path for path in now if path.startswith(starts))

    def exists(self, path: str) -> bool:
        """Whether there is a file at ``path`` now."""
        return path not in self._removed and (path in self._texts or path in self.files.contents)

    def text(self, path: str) -> str:
        """Return the text of a file, with its byte order mark and line ends.

        Raises:
            NotPossible: it is not UTF-8.
        """
        if path not in self._texts:
            try:
                return self.files.contents[path].decode()
            except UnicodeDecodeError as error:
                raise NotPossible(
                    f"{path} er ikke lagret som UTF-8. «rettesnor check» sier mer."
                ) from error
        return self._texts[path]

    def data(self, path: str) -> Any:
        """Return the data in a YAML file; the caller may change it.

        Raises:
            NotPossible: the file cannot be read as YAML.
        """
        if path not in self._data:
            try:
                self._data[path] = yaml_writer.read(self.text(path))
            except yaml_writer.Refused as error:
                raise NotPossible(f"{path} kan ikke leses: {error}") from error
        return copy.deepcopy(self._data[path])

    def put(self, path: str, text: str) -> None:
        """Let a file have ``text``."""
        self._texts[path] = text
        self._removed.discard(path)
        self._data.pop(path, None)

    def write(self, path: str, data: Any) -> None:
        """Let a YAML file say ``data``, with everything else in it as it is.

        Raises:
            NotPossible: that cannot be shown to have been done.
        """
        if data == self.data(path):
            return
        try:
            self.put(path, yaml_writer.write(self.text(path), data, kind_of(path)))
        except yaml_writer.Refused as error:
            raise NotPossible(
                f"{path} kan ikke endres: {error} Gjør endringen for hånd."
            ) from error

    def remove(self, path: str) -> None:
        """Take a file away."""
        self._texts.pop(path, None)
        self._data.pop(path, None)
        self._moved.pop(path, None)
        self._removed.add(path)

    def move(self, old: str, new: str) -> None:
        """Give a file another path.

        Raises:
            NotPossible: there is a file already.
        """
        if old == new:
            return
        if self.exists(new):
            raise NotPossible(f"{new} finnes allerede.")
        text, origin = self.text(old), self._moved.get(old, old)
        self.remove(old)
        self.put(new, text)
        self._moved[new] = origin

    def touched(self) -> Iterator[str]:
        """Yield the paths of the files that are not as they were."""
        yield from (change.path for change in self.changes())

    def changes(self) -> list[FileChange]:
        """Return what differs from the files that the edit started from, by path."""
        found = []
        for path in sorted({*self._texts} | {*self._removed}):
            old = self.files.contents.get(path)
            new = self._texts[path].encode() if path in self._texts else None
            if new == old:
                continue
            origin = self._moved.get(path, "")
            moved_from = origin if origin != path and not self.exists(origin) else ""
            found.append(FileChange(path, digest(old) if old is not None else "", new, moved_from))
        return found

    def plan(self, summary: str) -> Plan:
        """Return the edit."""
        return Plan(summary, tuple(self.changes()), tuple(self.notes))


def kind_of(path: str) -> str:
    """Return the kind of the file at ``path`` in the field catalogue; empty when it has none."""
    known = {place: kind for kind, place in FILES.items()}
    if path in known:
        return known[path]
    if language_of(path):
        return ""
    return "recommendation" if path.startswith("recommendations/") else kind_of_part(path)
