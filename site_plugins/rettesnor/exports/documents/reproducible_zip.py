"""Zip containers with the same bytes each time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can tell; what is inside tells the real day."""


def zipped(files: Iterable[tuple[str, bytes]], *, stored: Iterable[str] = ()) -> bytes:
    """Return ``files`` (name, content) as a zip, in that order.

    Args:
        stored: names to be kept uncompressed.
    """
    made, plain = BytesIO(), frozenset(stored)
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name in plain else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def repacked(
    data: bytes, mend: Callable[[str, bytes], bytes], *, first: tuple[str, ...] = ()
) -> bytes:
    """Return the zip in ``data`` without its dates, each file mended.

    Args:
        mend: gets a file's name and content, and returns what it is to hold.
        first: names that come first, uncompressed; the others follow by name.
    """
    with zipfile.ZipFile(BytesIO(data)) as old:
        names = [name for name in sorted(old.namelist()) if not name.endswith("/")]
        names.sort(key=lambda name: name not in first)
        return zipped([(name, mend(name, old.read(name))) for name in names], stored=first)


def dated(day: str) -> Callable[[str, bytes], bytes]:
    """Return what ``repacked`` does to an Office document: ``day`` is when it was made and changed.

    Args:
        day: as ISO 8601 writes it.
    """
    stamp = f"{day}T00:00:00Z".encode()

    def stamped(name: str, content: bytes) -> bytes:
        return _STAMP.sub(rb"\g<1>" + stamp, content) if name == "docProps/core.xml" else content

    return stamped
