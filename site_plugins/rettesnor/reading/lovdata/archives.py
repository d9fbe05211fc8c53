"""The documents in Lovdata's files: tar archives, folders and single files, bounded in size.

Members are read in memory and never written, so that no name in an archive can lead out of it.
Links, devices and what is no document are left out.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import IO, cast

_ENDINGS = (".xml", ".html", ".htm")
_ARCHIVES = (".tar", ".tar.bz2", ".tbz2", ".tar.gz", ".tgz", ".tar.xz")
_CHUNK = 1 << 20
_BOMB = 50_000_000
"""Unpacked bytes below which the ratio of compression says nothing."""


class LovdataError(Exception):
    """A file cannot be read; says why and what to do, in Norwegian."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the files may hold.

    Attributes:
        member: bytes of one document.
        total: bytes of all documents of one archive, unpacked.
        members: how many members an archive may have.
        ratio: how many times larger an archive may be unpacked.
    """

    member: int = 20_000_000
    total: int = 3_000_000_000
    members: int = 200_000
    ratio: int = 100


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document as it lies in a file.

    Attributes:
        source: the file that was given, by its name.
        name: the document's own name in it.
        dated: the day that the archive says it was written; empty when it does not say.
    """

    source: str
    name: str
    data: bytes
    dated: str = ""


def files_at(path: Path) -> list[Path]:
    """Return the files to read at ``path``: itself, or all archives and documents in a folder.

    Raises:
        LovdataError: there is nothing to read.
    """
    if path.is_dir():
        found = sorted(
            one for one in path.rglob("*")
            if one.is_file() and not one.is_symlink()
            and one.name.lower().endswith((*_ENDINGS, *_ARCHIVES))
        )
        if not found:
            raise LovdataError(
                f"Ingen av filene i «{path}» er fra Lovdata. Legg arkivene der, slik som "
                "«gjeldende-lover.tar.bz2» og «lovtidend-avd1-2026.tar.bz2»."
            )
        return found
    if not path.is_file():
        raise LovdataError(f"«{path}» finnes ikke.")
    return [path]


def documents(path: Path, limits: Limits = LIMITS) -> Iterator[RawDocument]:
    """Yield every document in the files at ``path``, one after the other.

    Raises:
        LovdataError: a file cannot be read, is damaged, or holds more than it may.
    """
    for file in files_at(path):
        try:
            with file.open("rb") as opened:
                if file.name.lower().endswith(_ENDINGS):
                    data = opened.read(limits.member + 1)
                    if len(data) > limits.member:
                        raise LovdataError(f"«{file.name}» er for stor.")
                    yield RawDocument(file.name, file.name, data)
                else:
                    yield from _members(opened, file.name, file.stat().st_size, limits)
        except (OSError, tarfile.TarError, EOFError, lzma.LZMAError, zlib.error) as error:
            raise LovdataError(
                f"«{file.name}» kan ikke leses: den er skadet eller ikke et tar-arkiv. Hent den "
                "på nytt fra Lovdata."
            ) from error


def _members(
    opened: IO[bytes], name: str, size: int, limits: Limits
) -> Iterator[RawDocument]:
    plain = _unpacked(opened)
    allowed = min(limits.total, max(_BOMB, size * limits.ratio))
    bounded = _Bounded(plain, allowed, name)
    with tarfile.open(fileobj=io.BufferedReader(bounded), mode="r|") as archive:
        for number, member in enumerate(archive):
            if number >= limits.members:
                raise LovdataError(f"«{name}» har for mange filer.")
            if not member.isreg() or not member.name.lower().endswith(_ENDINGS):
                continue
            if member.size > limits.member:
                raise LovdataError(f"«{name}» har et dokument som er for stort.")
            taken = archive.extractfile(member)
            data = taken.read() if taken else b""
            yield RawDocument(name, Path(member.name).name, data, _day(member.mtime))


def _unpacked(opened: IO[bytes]) -> IO[bytes]:
    """Return the tar archive in a file, by how the file begins and not by its name."""
    start = opened.read(8)
    opened.seek(0)
    if start.startswith(b"BZh"):
        return bz2.BZ2File(opened)
    if start.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=opened))
    return lzma.LZMAFile(opened) if start.startswith(b"\xfd7zXZ") else opened


def _day(seconds: float) -> str:
    """Return the day of a time stamp; empty for one that an archive without times has."""
    if seconds < 946_684_800:  # 2000: before these archives
        return ""
    try:
        return (date(1970, 1, 1) + timedelta(seconds=seconds)).isoformat()
    except OverflowError:
        return ""


class _Bounded(io.RawIOBase):
    """Reads from a file until more has come out of it than may."""

    def __init__(self, file: IO[bytes], allowed: int, name: str) -> None:
        self._file, self._left, self._name = file, allowed, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._file.read(min(len(buffer), _CHUNK))
        self._left -= len(data)
        if self._left < 0:
            raise LovdataError(
                f"«{self._name}» blir for stor når den pakkes ut. Er det rett fil?"
            )
        buffer[: len(data)] = data
        return len(data)
