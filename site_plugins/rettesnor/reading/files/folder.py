"""A guideline's folder: what stands on disk, or that with unsaved edits on top of it.

Every reader asks a ``Folder``, and none opens a file by itself. So an editor's unsaved text is
seen by all of them or by none: listings, kinds of file and contents always agree.
"""

from __future__ import annotations

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from rettesnor.model.problem import Problem
from rettesnor.reading.files.safe_open import (
    absent,
    leads_out,
    limit_of,
    linked_outside,
    read_file,
    too_large,
)

T = TypeVar("T")
Overlay = Mapping[str, bytes | None]
"""By path relative to the root, with forward slashes: what stands there; None for nothing."""
_RECORDS, _UNRELEASED = "changelog", "unreleased"


class Folder(ABC):
    """The files of one guideline. Paths are relative to its root, with forward slashes.

    Attributes:
        root: where the guideline lies on disk. Only what is never overlaid (the released records,
            the cache) may be opened below it.
    """

    root: Path

    @abstractmethod
    def names(self, path: str) -> list[str]:
        """Return the names in the folder at ``path``, sorted; none when it cannot be listed."""

    @abstractmethod
    def is_dir(self, path: str) -> bool:
        """Whether ``path`` is a folder, or a link to one."""

    @abstractmethod
    def is_file(self, path: str) -> bool:
        """Whether ``path`` is a regular file, or a link to one."""

    @abstractmethod
    def is_link(self, path: str) -> bool:
        """Whether ``path`` is a symbolic link."""

    @abstractmethod
    def exists(self, path: str) -> bool:
        """Whether there is anything at ``path``; a link that leads to nothing is not."""

    @abstractmethod
    def size(self, path: str) -> int:
        """Return the size of a file that exists (bytes)."""

    @abstractmethod
    def read(self, path: str, *, limit: int = 0) -> bytes | Problem:
        """Return the bytes of a file, or what prevents it (see ``safe_open.read_file``)."""

    def digest(self, path: str) -> str:
        """Return the SHA-256 of a content file, hexadecimal; empty when it cannot be read."""
        data = self.read(path)
        return "" if isinstance(data, Problem) else hashlib.sha256(data).hexdigest()


class DiskFolder(Folder):
    """What stands on disk below ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self, path: str) -> list[str]:
        """See ``Folder``."""
        try:
            return sorted(os.listdir(f"{self.root}/{path}"))
        except OSError:  # not a folder, or not ours to open: who reads it reports that
            return []

    def is_dir(self, path: str) -> bool:
        """See ``Folder``."""
        return os.path.isdir(f"{self.root}/{path}")

    def is_file(self, path: str) -> bool:
        """See ``Folder``."""
        return os.path.isfile(f"{self.root}/{path}")

    def is_link(self, path: str) -> bool:
        """See ``Folder``."""
        return os.path.islink(f"{self.root}/{path}")

    def exists(self, path: str) -> bool:
        """See ``Folder``."""
        return os.path.exists(f"{self.root}/{path}")

    def size(self, path: str) -> int:
        """See ``Folder``."""
        return os.stat(f"{self.root}/{path}").st_size

    def read(self, path: str, *, limit: int = 0) -> bytes | Problem:
        """See ``Folder``."""
        return read_file(self.root, path, limit=limit)


class OverlaidFolder(Folder):
    """What would stand on disk if ``overlay`` were written there. Nothing is written.

    Raises:
        ValueError: a path leads out of the folder, or into the released records, which never
            change; or one path would have to be both a file and a folder.
    """

    def __init__(self, below: Folder, overlay: Overlay) -> None:
        self.root = below.root
        self._below, self._overlay = below, dict(overlay)
        self._added: dict[str, set[str]] = {}
        for path, data in self._overlay.items():
            _refuse(path)
            if below.is_dir(path) and not below.is_link(path):
                raise ValueError(f"{path}: is a folder")
            if data is not None:
                self._add(path)
        for folder in self._added:
            if self._overlay.get(folder) is not None:
                raise ValueError(f"{folder}: both a file and a folder")
            if folder not in self._overlay and below.exists(folder) and not below.is_dir(folder):
                raise ValueError(f"{folder}: is a file")

    def _add(self, path: str) -> None:
        """Note the name of an overlaid file in its folder, and of that in the one above, ..."""
        while path:
            folder, _, name = path.rpartition("/")
            self._added.setdefault(folder, set()).add(name)
            path = folder

    def names(self, path: str) -> list[str]:
        """See ``Folder``."""
        if path in self._overlay and path not in self._added:
            return []  # a file, or nothing
        removed = {
            gone.rpartition("/")[2] for gone, data in self._overlay.items()
            if data is None and gone.rpartition("/")[0] == path
        }
        own = self._added.get(path, set())
        return sorted({*self._below.names(path), *own} - (removed - own))

    def is_dir(self, path: str) -> bool:
        """See ``Folder``."""
        if path in self._added:
            return True
        return path not in self._overlay and self._below.is_dir(path)

    def is_file(self, path: str) -> bool:
        """See ``Folder``."""
        if path in self._overlay:
            return self._overlay[path] is not None
        return self._below.is_file(path)

    def is_link(self, path: str) -> bool:
        """See ``Folder``."""
        return path not in self._overlay and self._below.is_link(path)

    def exists(self, path: str) -> bool:
        """See ``Folder``."""
        return self.is_file(path) or self.is_dir(path) or (
            path not in self._overlay and self._below.exists(path)
        )

    def size(self, path: str) -> int:
        """See ``Folder``."""
        data = self._overlay.get(path)
        return self._below.size(path) if data is None else len(data)

    def read(self, path: str, *, limit: int = 0) -> bytes | Problem:
        """See ``Folder``."""
        if path not in self._overlay:
            return self._below.read(path, limit=limit)
        data = self._overlay[path]
        if data is None:  # what the disk says of a name that is not there
            return absent(path)
        if leads_out(self.root, path.rpartition("/")[0] or "."):
            return linked_outside(path)
        limit = limit or limit_of(path)
        return too_large(path, len(data), limit) if len(data) > limit else data


class KeptFolder(Folder):
    """What ``below`` holds, each answer asked for once: a moment that many can look at.

    Whoever keeps it must know that nothing has been written since it was made.
    """

    def __init__(self, below: Folder) -> None:
        self.root = below.root
        self._below = below
        self._kept: dict[tuple[str, str], Any] = {}

    def names(self, path: str) -> list[str]:
        """See ``Folder``."""
        return list(self._once("names", path, self._below.names))

    def is_dir(self, path: str) -> bool:
        """See ``Folder``."""
        return self._once("is_dir", path, self._below.is_dir)

    def is_file(self, path: str) -> bool:
        """See ``Folder``."""
        return self._once("is_file", path, self._below.is_file)

    def is_link(self, path: str) -> bool:
        """See ``Folder``."""
        return self._once("is_link", path, self._below.is_link)

    def exists(self, path: str) -> bool:
        """See ``Folder``."""
        return self._once("exists", path, self._below.exists)

    def size(self, path: str) -> int:
        """See ``Folder``."""
        return self._once("size", path, self._below.size)

    def read(self, path: str, *, limit: int = 0) -> bytes | Problem:
        """See ``Folder``."""
        return self._once(
            f"read {limit}", path, lambda path: self._below.read(path, limit=limit)
        )

    def digest(self, path: str) -> str:
        """See ``Folder``."""
        return self._once("digest", path, super().digest)

    def _once(self, question: str, path: str, ask: Callable[[str], T]) -> T:
        if (question, path) not in self._kept:
            self._kept[question, path] = ask(path)
        found: T = self._kept[question, path]
        return found


def folder_of(root: Path | Folder) -> Folder:
    """Return ``root`` as a folder: a path stands for what is on disk there."""
    return DiskFolder(root) if isinstance(root, Path) else root


def _refuse(path: str) -> None:
    parts = path.split("/")
    if not path or "\\" in path or "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"{path!r}: not a path in the folder")
    if parts[0] == _RECORDS and parts[1:2] != [_UNRELEASED]:
        raise ValueError(f"{path}: released records never change")
