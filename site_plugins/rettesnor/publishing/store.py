"""The cache on disk: whole values under a key, checked before they are believed."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]
_ENGINES = (
    "PyYAML", "jsonschema", "markdown-it-py", "nh3", "Jinja2", "pypandoc_binary", "snowballstemmer",
)


_SHAPING = (".py", ".html", ".css", ".js", ".mo", ".txt")
"""The kinds of file that shape a page."""


class Store:
    """Values of plain data, each in a file of its own under ``folder``.

    A file holds the digest of all that follows, then name with key, and value, marshalled.
    Whatever does not match, for whatever reason, is as good as absent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def below(self, name: str) -> Store:
        """Return a store in the folder ``name`` of this one."""
        return Store(self._folder / name)

    def load(self, name: str, key: str) -> Any:
        """Return the value saved as ``name`` under ``key``, or None."""
        try:
            data = (self._folder / f"{name}.cache").read_bytes()
        except OSError:
            return None
        if hashlib.sha256(memoryview(data)[32:]).digest() != data[:32]:
            return None
        try:
            found, value = marshal.loads(memoryview(data)[32:])
        except (EOFError, ValueError, TypeError):
            return None
        return value if found == f"{name} {key}" else None

    def save(self, name: str, key: str, value: Any) -> bool:
        """Save ``value`` as ``name`` under ``key``, all or nothing; return whether it is.

        Where nothing can be written (a read-only checkout) nothing is kept.
        """
        data = marshal.dumps((f"{name} {key}", value))
        target = self._folder / f"{name}.cache"
        aside = target.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with open(aside, "wb") as stream:
                stream.write(hashlib.sha256(data).digest())
                stream.write(data)
            os.replace(aside, target)
        except OSError:
            with suppress(OSError):
                aside.unlink()
            return False
        return True


@cache
def code_digest() -> str:
    """Return the digest of everything but content that shapes a page.

    That is this package's own files (code, templates, schemas), the Python version, and the
    versions of the engines underneath.
    """
    digest = hashlib.sha256(sys.version.encode())
    for engine in (*_ENGINES, "jsonschema-rs"):
        try:
            digest.update(f"{engine} {version(engine)}\n".encode())
        except PackageNotFoundError:
            continue
    from rettesnor.reading.schema import folder

    files = [path for path in PACKAGE.rglob("*") if path.suffix in _SHAPING]
    for path in sorted([*files, *folder().glob("*.json")]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def digest_of(*parts: object) -> str:
    """Return a digest of ``parts`` by their representation."""
    return hashlib.sha256("\x00".join(map(repr, parts)).encode()).hexdigest()
