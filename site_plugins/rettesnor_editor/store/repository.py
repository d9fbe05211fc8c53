"""The Git repository of a guideline. The only module that knows dulwich; no Git program is needed.

Contents are files by their path below the guideline's folder, which may be a folder of the
repository. A branch is moved by comparing and setting, so no commit is lost when two write at once.
"""

from __future__ import annotations

import os
import stat
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from dulwich.client import FetchPackResult, SendPackResult, get_transport_and_path
from dulwich.diff_tree import tree_changes
from dulwich.errors import GitProtocolError, NotGitRepository
from dulwich.file import FileLocked
from dulwich.graph import can_fast_forward, find_merge_base
from dulwich.index import IndexEntry
from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.refs import Ref
from dulwich.repo import Repo
from rettesnor.publishing.output.build_lock import held

from rettesnor_editor.language import say
from rettesnor_editor.store.failures import in_words

T = TypeVar("T")
_FILE, _FOLDER = 0o100644, 0o040000
_ATTEMPTS = 5
_LOCK = "rettesnor.lock"
"""What keeps the desk's own writers apart, also those of several processes."""
_WAIT, _PATIENCE = 0.02, 10.0
"""How long another program's lock file is waited for, each time and in all (seconds)."""
_STALE, _STALE_INDEX = 5.0, 60.0
"""How old a lock file is when its program must have been killed (seconds)."""
_BRANCH = "refs/heads/"
MAIN = "HEAD"
"""The branch that the guideline's folder shows."""


class RepositoryError(Exception):
    """The repository could not be read or written; says why, in Norwegian."""


class NotWritten(RepositoryError):
    """The disk is full, or the repository cannot be written to; says why, in Norwegian."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote a commit. The address tells two of the same name apart; it may be empty."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A commit: who made it, when, and why."""

    commit: str
    who: str
    when: datetime
    message: str
    address: str = ""


class Repository:
    """The repository that a guideline's folder is in, or one of its own beside it."""

    def __init__(self, root: Path, own: Path | None = None) -> None:
        """Open the repository that ``root`` is in, or else the one at ``own``, made if need be.

        Raises:
            RepositoryError: ``root`` is in no repository, and there is no ``own``.
        """
        self._lock = threading.RLock()
        try:
            self._repo = Repo.discover(str(root))
            self.is_own = False
        except NotGitRepository:
            if own is None:
                raise RepositoryError(say("{root} er ikke i et Git-depot.", root=root)) from None
            self._repo = Repo(str(own)) if own.exists() else Repo.init_bare(
                str(own), mkdir=True, default_branch=b"main"
            )
            self.is_own = True
        weakref.finalize(self, self._repo.close)  # also when the process ends
        store: Any = self._repo.object_store
        store.fsync_object_files = True  # what is answered as saved survives a power cut
        place = root.resolve()
        base = place if self.is_own else Path(self._repo.path).resolve()
        self._prefix = place.relative_to(base).as_posix().strip(".")

    def head(self, branch: str = MAIN) -> str:
        """Return the commit that a branch is at; empty when there is none."""
        try:
            return self._repo.refs[_ref(branch)].decode()
        except KeyError:
            return ""

    def branches(self, start: str) -> list[str]:
        """Return the names of the branches that begin with ``start``, sorted."""
        refs = self._repo.refs.as_dict(Ref(_BRANCH.encode()))
        return sorted(name.decode() for name in refs if name.decode().startswith(start))

    def begin(self, branch: str, at: str) -> None:
        """Let a new branch begin at a commit.

        Raises:
            RepositoryError: there is a branch of that name.
        """
        if not self._alone(
            lambda: self._repo.refs.add_if_new(_ref(branch), ObjectID(at.encode()))
        ):
            raise RepositoryError(say("Grenen {branch} finnes allerede.", branch=branch))

    def commit(
        self, branch: str, contents: Mapping[str, bytes | None], who: Person, message: str,
        also: Sequence[str] = (), expected: str | None = None,
    ) -> str:
        """Commit ``contents`` on top of a branch; return the commit: the old one if none differs.

        Args:
            contents: by path: the new bytes, or None for a file that is removed.
            also: further parents: commits that are merged by this one.
            expected: the commit that the branch must be at; any without.

        Raises:
            RepositoryError: it could not be written, or the branch has moved from ``expected``.
        """
        try:
            return self._alone(
                lambda: self._commit(branch, contents, who, message, also, expected)
            )
        except OSError as error:
            raise NotWritten(
                say("Historikken kunne ikke skrives: {error}", error=in_words(error))
            ) from error
        except (KeyError, ValueError) as error:
            raise RepositoryError(
                say("Historikken kunne ikke skrives: {error}", error=error)
            ) from error

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

    def changed(self, old: str, new: str) -> dict[str, bytes | None]:
        """Return the files that differ from ``old`` to ``new``, as ``new`` has them."""
        found: dict[str, bytes | None] = {}
        start = f"{self._prefix}/" if self._prefix else ""
        for change in tree_changes(self._repo.object_store, self._tree(old), self._tree(new)):
            for side in (change.old, change.new):
                if side is None or side.path is None:
                    continue
                path = side.path.decode(errors="replace")
                if path.startswith(start):
                    name = path.removeprefix(start)
                    found[name] = self.content(new, name)
        return found

    def merge_base(self, one: str, other: str) -> str:
        """Return the last commit that both come from; empty when there is none."""
        found = find_merge_base(self._repo, [ObjectID(one.encode()), ObjectID(other.encode())])
        return found[0].decode() if found else ""

    def contains(self, commit: str, earlier: str) -> bool:
        """Whether ``earlier`` is ``commit`` or one that it comes from."""
        return can_fast_forward(
            self._repo, ObjectID(earlier.encode()), ObjectID(commit.encode())
        )

    def versions(
        self, branch: str = MAIN, path: str | Sequence[str] = "", most: int | None = 50,
        since: str = "",
    ) -> list[Version]:
        """Return the commits of a branch, the newest first: of one file, of some, or all.

        Args:
            since: a commit; it and those that it comes from are left out.
        """
        head = self.head(branch)
        if not head:
            return []
        paths = [path] if isinstance(path, str) else path
        walker = self._repo.get_walker(
            include=[ObjectID(head.encode())],
            exclude=[ObjectID(since.encode())] if since else None,
            paths=[self._name(one) for one in paths] if path else None, max_entries=most,
        )
        return [_version(entry.commit) for entry in walker]

    def move(self, branch: str, old: str, new: str) -> bool:
        """Let a branch be at ``new`` if it is at ``old``; return whether it was.

        Raises:
            OSError: it could not be written.
        """
        return self._alone(lambda: self._set(branch, old, new))

    def _set(self, branch: str, old: str, new: str) -> bool:
        return self._repo.refs.set_if_equals(
            _ref(branch), ObjectID(old.encode()) if old else None, ObjectID(new.encode())
        )

    def _alone(self, write: Callable[[], T], stale: float = _STALE) -> T:
        """Return what ``write`` does, which needs lock files beside what it writes.

        Only one thread of one of the desk's processes writes at a time. So a lock file that is
        there is that of a Git program, which lets go of it soon, or it was left by a process that
        was killed, or when the disk was full. It is removed when it is too old to be the first.
        Those of objects are only ever ours: Git programs have other names for them.

        Args:
            stale: how old a lock file is when its program must have been killed (seconds).

        Raises:
            OSError: it could not be written.
        """
        ends = time.monotonic() + _PATIENCE
        with self._lock, held(Path(self._repo.controldir()), _LOCK):
            while True:
                try:
                    return write()
                except FileLocked as locked:
                    lock = Path(os.fsdecode(locked.lockfilename))
                    with suppress(FileNotFoundError):  # it was let go of
                        age = abs(time.time() - lock.stat().st_mtime)
                        if age > stale or lock.parent.parent.name == "objects":
                            lock.unlink()
                    if time.monotonic() > ends:
                        raise BlockingIOError(say("{file} er låst.", file=lock.name)) from locked
                    time.sleep(_WAIT)

    def fetch(self, remote: str, branch: str) -> str:
        """Fetch a branch of a remote repository; return its commit, empty when it has none.

        Args:
            remote: an address or a folder, as Git knows them.

        Raises:
            RepositoryError: it could not be reached or read.
        """
        wanted = Ref(f"{_BRANCH}{branch}".encode())
        try:
            client, path = get_transport_and_path(remote, quiet=True)
            result: FetchPackResult = client.fetch(
                path, self._repo,
                determine_wants=lambda refs, depth=None: [refs[wanted]] if wanted in refs else [],
            )
        except (OSError, GitProtocolError, NotGitRepository, ValueError, KeyError) as error:
            raise RepositoryError(say(
                "Kunne ikke hente fra {remote}: {error}", remote=_public(remote), error=error
            )) from error
        found = result.refs.get(wanted)
        return found.decode() if found else ""

    def push(self, remote: str, branch: str, commit: str) -> None:
        """Let a branch of a remote repository be at ``commit``, which must come from where it is.

        Raises:
            RepositoryError: it could not be reached, or has moved meanwhile.
        """
        name, wanted = Ref(f"{_BRANCH}{branch}".encode()), ObjectID(commit.encode())

        def update(refs: dict[Ref, ObjectID]) -> dict[Ref, ObjectID]:
            if (there := refs.get(name)) and not can_fast_forward(self._repo, there, wanted):
                raise ValueError(say("den andre siden er endret i mellomtiden"))
            return {name: wanted}

        try:
            client, path = get_transport_and_path(remote, quiet=True)
            result: SendPackResult = client.send_pack(
                path.encode(), update, self._repo.object_store.generate_pack_data
            )
        except (OSError, GitProtocolError, NotGitRepository, ValueError, KeyError) as error:
            raise RepositoryError(_not_sent(remote, error)) from error
        if result.ref_status and (fault := result.ref_status.get(name)):
            raise RepositoryError(_not_sent(remote, fault))

    def copy(self, to: Path) -> None:
        """Copy all branches, with what they come from, into a new bare repository.

        Raises:
            RepositoryError: it could not be written.
        """
        try:
            made = Repo.init_bare(str(to), mkdir=True, default_branch=b"main")
            refs = self._repo.refs
            heads = refs.as_dict(Ref(_BRANCH.encode()))
            self._repo.fetch(made, _wanting([*heads.values()]))
            for name, commit in heads.items():
                made.refs[Ref(_BRANCH.encode() + name)] = commit
            chain, _ = refs.follow(Ref(b"HEAD"))
            made.refs.set_symbolic_ref(Ref(b"HEAD"), chain[-1])
            made.close()
        except (OSError, KeyError, ValueError) as error:
            raise RepositoryError(
                say("Depotet kunne ikke kopieres: {error}", error=error)
            ) from error

    def stage(self, paths: Sequence[str]) -> None:
        """Let the index agree with the newest commit of ``paths``, which are as that on disk.

        While a Git program has the index, it is left: nothing but ``git status`` asks it.
        """
        if self.is_own or self._repo.bare:
            return
        with suppress(BlockingIOError):
            self._alone(lambda: self._stage(paths), _STALE_INDEX)

    def _stage(self, paths: Sequence[str]) -> None:
        head = self.head()
        index = self._repo.open_index()
        for path in paths:
            name, data = self._name(path), self.content(head, path)
            if data is None:
                if name in index:
                    del index[name]
                continue
            status = os.stat(Path(self._repo.path) / name.decode())
            index[name] = IndexEntry(
                status.st_ctime, status.st_mtime, status.st_dev, status.st_ino,
                _FILE | (stat.S_IMODE(status.st_mode) & 0o111 and 0o111), status.st_uid,
                status.st_gid, status.st_size, Blob.from_string(data).id, 0, 0,
            )
        index.write()

    def _name(self, path: str) -> bytes:
        return (f"{self._prefix}/{path}" if self._prefix else path).encode()

    def _tree(self, commit: str) -> ObjectID | None:
        if not commit:
            return None
        found = self._repo[ObjectID(commit.encode())]
        assert isinstance(found, Commit)
        tree: ObjectID = found.tree
        return tree

    def _commit(
        self, branch: str, contents: Mapping[str, bytes | None], who: Person, message: str,
        also: Sequence[str], expected: str | None,
    ) -> str:
        store = self._repo.object_store
        blobs: dict[bytes, ObjectID | None] = {}
        for path, data in contents.items():
            blobs[self._name(path)] = None
            if data is not None:
                blob = Blob.from_string(data)
                store.add_object(blob)
                blobs[self._name(path)] = blob.id
        for _ in range(_ATTEMPTS):
            head = self.head(branch)
            if expected is not None and head != expected:
                raise ValueError(say("den er endret i mellomtiden"))
            before = self._tree(head)
            tree: Any = Tree() if before is None else self._repo[before]
            for name, blob_id in blobs.items():
                tree = self._with(tree, name.split(b"/"), blob_id)
            store.add_object(tree)
            if head and tree.id == before and not also:
                return head
            made = _commit_of(tree.id, [*filter(None, [head]), *also], who, message)
            store.add_object(made)
            if self._set(branch, head, made.id.decode()):
                return made.id.decode()
        raise ValueError(say("en annen skrev samtidig"))

    def _with(self, tree: Tree, parts: list[bytes], blob: ObjectID | None) -> Tree:
        """Return ``tree`` with a file set, or taken out."""
        first, *rest = parts
        made = tree.copy()
        assert isinstance(made, Tree)
        if not rest:
            if blob is not None:
                made[first] = (_FILE, blob)
            elif first in made:
                del made[first]
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


def people(versions: Sequence[Version]) -> Iterator[Person]:
    """Yield who made ``versions``, each once."""
    yield from dict.fromkeys(Person(one.who, one.address) for one in versions)


def _wanting(
    commits: list[ObjectID]
) -> Callable[[Mapping[Ref, ObjectID], int | None], list[ObjectID]]:
    """Return what asks a repository for ``commits``, whatever branches it has."""

    def wanted(found: Mapping[Ref, ObjectID], depth: int | None = None) -> list[ObjectID]:
        return commits

    return wanted


def _ref(branch: str) -> Ref:
    return Ref(branch.encode() if branch == MAIN else f"{_BRANCH}{branch}".encode())


def _not_sent(remote: str, why: object) -> str:
    return say("Kunne ikke sende til {remote}: {error}", remote=_public(remote), error=why)


def _public(remote: str) -> str:
    """Return an address without the name and password that may be in it."""
    scheme, mark, rest = remote.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}" if mark else remote


def _commit_of(tree: ObjectID, parents: Sequence[str], who: Person, message: str) -> Commit:
    made = Commit()
    made.tree = tree
    made.parents = [ObjectID(one.encode()) for one in parents]
    name, address = (
        "".join(sign for sign in text if sign not in "<>\n\r\0").strip()
        for text in (who.name, who.address)
    )
    made.author = made.committer = f"{name or 'Redaktør'} <{address}>".encode()
    made.author_time = made.commit_time = int(time.time())
    made.author_timezone = made.commit_timezone = 0
    made.encoding = b"UTF-8"
    made.message = f"{message}\n".encode()
    return made


def _version(commit: Commit) -> Version:
    name, _, address = commit.author.decode(errors="replace").partition(" <")
    return Version(
        commit.id.decode(), name, datetime.fromtimestamp(commit.author_time, UTC),
        commit.message.decode(errors="replace").strip(), address.rstrip(">"),
    )
