"""The history of the files on disk: each save a commit.

A guideline in a Git repository gets its commits on the branch it is on. Another gets a repository
of its own in the desk's folder, with the content files only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rettesnor_editor.store.repository import (
    MAIN,
    Person,
    Repository,
    RepositoryError,
    Version,
)


class HistoryError(Exception):
    """The history could not be written; says why, in Norwegian. The files themselves are saved."""


class History:
    """The history of the files below ``root``, on one branch."""

    def __init__(self, root: Path, repository: Repository, branch: str = MAIN) -> None:
        self._root, self._repository, self._branch = root, repository, branch

    def begin(self, paths: Sequence[str]) -> None:
        """Let an own repository that is empty begin with the files at ``paths`` as they are now.

        Raises:
            HistoryError: it could not be written.
        """
        if self._repository.is_own and not self._repository.head():
            self.record(paths, Person("Rettesnor"), "Filene slik de var da historikken begynte.")

    def record(self, paths: Iterable[str], who: Person, message: str) -> str:
        """Commit the files at ``paths`` as they are on disk; return the commit's id.

        Raises:
            HistoryError: it could not be written.
        """
        try:
            contents = {path: self._on_disk(path) for path in paths}
            made = self._repository.commit(self._branch, contents, who, message)
            self._repository.stage(list(contents))
        except (OSError, RepositoryError) as error:
            raise HistoryError(str(error)) from error
        return made

    def versions(self, path: str | Sequence[str], most: int = 50) -> list[Version]:
        """Return the versions of a file, or of some, the newest first."""
        return self._repository.versions(self._branch, path, most)

    def content(self, commit: str, path: str) -> bytes | None:
        """Return a file as it was in a commit; None when it was not there, or no such commit."""
        return self._repository.content(commit, path)

    def _on_disk(self, path: str) -> bytes | None:
        file = self._root / path
        return file.read_bytes() if file.is_file() else None
