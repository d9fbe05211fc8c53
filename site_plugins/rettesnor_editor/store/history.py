"""Git behind the desk: each save a commit. The only module that knows dulwich.

A guideline in a Git repository gets its commits on the branch it is on. Another gets a repository
of its own in the desk's folder, with the content files only. No Git program is needed.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dulwich.errors import NotGitRepository
from dulwich.index import IndexEntry
from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.repo import Repo

_FILE, _FOLDER = 0o100644, 0o040000
_ATTEMPTS = 3


class HistoryError(Exception):
    """The history could not be written; says why, in Norwegian. The files themselves are saved."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a file: who saved it, when, and why."""

    commit: str
    who: str
    when: datetime
    message: str


class History:
    """The history of the files below ``root``."""

    def __init__(self, root: Path, own: Path) -> None:
        """Use the repository that ``root`` is in, or else one at ``own``."""
        self._root = root
        try:
            self._repo = Repo.discover(str(root))
            self._is_own = False
        except NotGitRepository:
            self._repo = Repo(str(own)) if own.exists() else Repo.init_bare(
                str(own), mkdir=True, default_branch=b"main"
            )
            self._is_own = True
        place = root.resolve()
        base = place if self._is_own else Path(self._repo.path).resolve()
        self._prefix = place.relative_to(base).as_posix().strip(".")

    def begin(self, paths: Sequence[str]) -> None:
        """Let an own repository that is empty begin with the files at ``paths`` as they are now.

        Raises:
            HistoryError: it could not be written.
        """
        if self._is_own and self._head() is None:
            self.record(paths, "Rettesnor", "Filene slik de var da historikken begynte.")

    def record(self, paths: Iterable[str], who: str, message: str) -> str:
        """Commit the files at ``paths`` as they are on disk; return the commit's id.

        Args:
            who: the editor's name.

        Raises:
            HistoryError: it could not be written.
        """
        try:
            return self._commit(list(paths), who, message)
        except (OSError, KeyError, ValueError) as error:
            raise HistoryError(f"Historikken kunne ikke skrives: {error}") from error

    def versions(self, path: str, most: int = 50) -> list[Version]:
        """Return the versions of a file, the newest first."""
        head = self._head()
        if head is None:
            return []
        walker = self._repo.get_walker(
            include=[head], paths=[self._name(path)], max_entries=most
        )
        return [_version(entry.commit) for entry in walker]

    def content(self, commit: str, path: str) -> bytes | None:
        """Return a file as it was in a commit; None when it was not there, or no such commit."""
        try:
            found = self._repo[ObjectID(commit.encode())]
            if not isinstance(found, Commit):
                return None
            node = self._repo[found.tree]
            for part in self._name(path).split(b"/"):
                if not isinstance(node, Tree):
                    return None
                node = self._repo[node[part][1]]
        except (KeyError, ValueError, AssertionError):
            return None
        return node.data if isinstance(node, Blob) else None

    def _name(self, path: str) -> bytes:
        return (f"{self._prefix}/{path}" if self._prefix else path).encode()

    def _head(self) -> ObjectID | None:
        try:
            return self._repo.head()
        except KeyError:
            return None

    def _commit(self, paths: list[str], who: str, message: str) -> str:
        store = self._repo.object_store
        blobs: dict[bytes, ObjectID | None] = {}
        for path in paths:
            file = self._root / path
            blobs[self._name(path)] = None
            if file.is_file():
                blob = Blob.from_string(file.read_bytes())
                store.add_object(blob)
                blobs[self._name(path)] = blob.id
        for _ in range(_ATTEMPTS):
            head, tree, before = self._head(), Tree(), None
            if head is not None:
                parent = self._repo[head]
                assert isinstance(parent, Commit)
                before = parent.tree
                old = self._repo[before]
                assert isinstance(old, Tree)
                tree = old
            for name, blob_id in blobs.items():
                tree = self._with(tree, name.split(b"/"), blob_id)
            store.add_object(tree)
            if head is not None and tree.id == before:
                return head.decode()
            made = _commit_of(tree.id, head, who, message)
            store.add_object(made)
            if self._repo.refs.set_if_equals(b"HEAD", head, made.id):  # type: ignore[arg-type]
                self._stage(blobs)
                return made.id.decode()
        raise ValueError("en annen skrev samtidig")

    def _with(self, tree: Tree, parts: list[bytes], blob: ObjectID | None) -> Tree:
        """Return ``tree`` with a file set, or taken out."""
        first, *rest = parts
        made = tree.copy()
        assert isinstance(made, Tree)
        if not rest:
            if blob is None:
                if first in made:
                    del made[first]
            else:
                made[first] = (_FILE, blob)
            return made
        inner = self._repo[made[first][1]] if first in made else Tree()
        assert isinstance(inner, Tree)
        inner = self._with(inner, rest, blob)
        if len(inner):
            self._repo.object_store.add_object(inner)
            made[first] = (_FOLDER, inner.id)
        elif first in made:
            del made[first]
        return made

    def _stage(self, blobs: dict[bytes, ObjectID | None]) -> None:
        """Let the index of a repository with a work tree agree with what was committed."""
        if self._is_own or self._repo.bare:
            return
        index = self._repo.open_index()
        for name, blob in blobs.items():
            if blob is None:
                if name in index:
                    del index[name]
                continue
            status = os.stat(Path(self._repo.path) / name.decode())
            index[name] = IndexEntry(
                status.st_ctime, status.st_mtime, status.st_dev, status.st_ino,
                _FILE | (stat.S_IMODE(status.st_mode) & 0o111 and 0o111), status.st_uid,
                status.st_gid, status.st_size, blob, 0, 0,
            )
        index.write()


def _commit_of(tree: ObjectID, parent: ObjectID | None, who: str, message: str) -> Commit:
    made = Commit()
    made.tree = tree
    made.parents = [parent] if parent is not None else []
    name = "".join(sign for sign in who if sign not in "<>\n\r\0").strip() or "Redaktør"
    made.author = made.committer = f"{name} <>".encode()
    made.author_time = made.commit_time = int(time.time())
    made.author_timezone = made.commit_timezone = 0
    made.encoding = b"UTF-8"
    made.message = f"{message}\n".encode()
    return made


def _version(commit: Commit) -> Version:
    return Version(
        commit.id.decode(), commit.author.decode(errors="replace").partition(" <")[0],
        datetime.fromtimestamp(commit.author_time, UTC),
        commit.message.decode(errors="replace").strip(),
    )
