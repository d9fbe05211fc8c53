"""The cache on disk: whole values under a key, checked before they are believed."""

from __future__ import annotations

import hashlib
import hmac
import marshal
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from rettesnor.platform import SYSTEM
from rettesnor.publishing.cache.machine_key import machine_key

PACKAGE = Path(__file__).resolve().parents[2]
_ENGINES = (
    "PyYAML", "jsonschema", "markdown-it-py", "nh3", "Jinja2", "snowballstemmer",
)


_SHAPING = (".py", ".html", ".css", ".js", ".mo", ".txt")
"""The kinds of file that shape a page."""


"""For reading a file; a pipe in its place is not waited for."""
_PART = 256
"""How many rows lie in one file."""


class Store:
    """Values of plain data, each in a file of its own under ``folder``.

    A file holds the code (HMAC) of all that follows, then name with key, and value, marshalled.
    Whatever does not match, for whatever reason, is as good as absent: damaged, or written on
    another machine.

    Args:
        secret: the key of the code; the machine's own without.
    """

    def __init__(self, folder: Path, secret: bytes | None = None) -> None:
        self._folder, self._secret = folder, secret or machine_key()

    def below(self, name: str) -> Store:
        """Return a store in the folder ``name`` of this one."""
        return Store(self._folder / name, self._secret)

    def load(self, name: str, key: str) -> Any:
        """Return the value saved as ``name`` under ``key``, or None."""
        try:
            data = (self._folder / f"{name}.cache").read_bytes()
        except OSError:
            return None
        if not hmac.compare_digest(self._code(memoryview(data)[32:]), data[:32]):
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
                stream.write(self._code(data))
                stream.write(data)
            SYSTEM.replace(aside, target)
        except OSError:
            with suppress(OSError):
                aside.unlink()
            return False
        return True

    def _code(self, data: bytes | memoryview) -> bytes:
        return hmac.digest(self._secret, data, "sha256")

    def load_rows(self, name: str, key: str) -> dict[str, Any]:
        """Return what there is of the rows saved as ``name`` under ``key``, in their order."""
        count, rows = self.load(name, key) or (0, {})
        for number in range(1, count):
            rows |= self.load(f"{name}-{number}", key) or {}
        return rows

    def save_rows(
        self, name: str, key: str, rows: Mapping[str, Any], before: Mapping[str, Any]
    ) -> None:
        """Save ``rows`` as ``name`` under ``key``, some hundred to a file, each all or nothing.

        Args:
            before: what ``load_rows`` returned; a file that holds the same is not written again.
        """
        old, new = _parts(before), _parts(rows) or [{}]
        for number, part in enumerate(new):
            if number < len(old) and part == old[number] and (number or len(old) == len(new)):
                continue
            if number:
                self.save(f"{name}-{number}", key, part)
            else:
                self.save(name, key, (len(new), part))


def _parts(rows: Mapping[str, Any]) -> list[dict[str, Any]]:
    items = [*rows.items()]
    return [dict(items[start : start + _PART]) for start in range(0, len(items), _PART)]


@cache
def installed_version(name: str) -> str:
    """Return the version of the installed distribution ``name``; empty when there is none."""
    from importlib.metadata import PackageNotFoundError, version  # late: not every command needs it

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@cache
def code_digest() -> str:
    """Return the digest of everything but content that shapes a page.

    That is this package's own files (code, templates, schemas), the Python version, and the
    versions of the engines underneath.
    """
    digest = hashlib.sha256(sys.version.encode())
    for engine in (*_ENGINES, "jsonschema-rs"):
        digest.update(f"{engine} {installed_version(engine)}\n".encode())
    from rettesnor.reading.schema.validate import folder

    files = [
        f"{inner}/{name}" for inner, _, names in os.walk(PACKAGE) for name in names
        if name.endswith(_SHAPING)
    ]
    for path in sorted([*files, *map(str, folder().glob("*.json"))]):
        digest.update(os.path.basename(path).encode())
        with open(path, "rb", buffering=0) as stream:
            digest.update(stream.read())
    return digest.hexdigest()


def digest_of(*parts: object) -> str:
    """Return a digest of ``parts`` by their representation."""
    return hashlib.sha256("\x00".join(map(repr, parts)).encode()).hexdigest()


def file_digest(path: str) -> str:
    """Return the SHA-256 of the file at ``path``, hexadecimal; empty when it cannot be read."""
    try:
        descriptor = os.open(path, SYSTEM.read_flags)
    except OSError:
        return ""
    try:
        size = os.fstat(descriptor).st_size
        data = os.read(descriptor, size + 1)
        if len(data) != size:  # changing under our hands, or no plain file
            return ""
        return hashlib.sha256(data).hexdigest()
    except OSError:
        return ""
    finally:
        os.close(descriptor)
