"""What is asked of every place that a site is published to, and the stamp of a published site."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

STAMP = "publisert.json"
"""File in a published site that says which one it is. It names no person: everybody can read it."""
_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-z.-]+")


class DeliveryError(Exception):
    """The site cannot be published; says why in Norwegian."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """One published site.

    Attributes:
        id: sorts by the time of publication.
        versjon: the newest release in it.
        tid: when it was published (ISO 8601, UTC).
        innhold: the digest of its files.
    """

    id: str
    versjon: str
    tid: str
    innhold: str

    def data(self) -> bytes:
        """Return the file ``STAMP``."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n").encode()


def read_stamp(data: bytes) -> Stamp | None:
    """Return the stamp in a file; None when it is none of ours."""
    try:
        found: Any = json.loads(data)
        stamp = Stamp(*(str(found[name]) for name in ("id", "versjon", "tid", "innhold")))
    except (ValueError, KeyError, TypeError):
        return None
    return stamp if is_id(stamp.id) else None


def is_id(name: str) -> bool:
    """Whether ``name`` is the id of a published site."""
    return _ID.fullmatch(name) is not None


class Target(Protocol):
    """A place that sites are published to.

    Every method may raise DeliveryError or OSError. A process that is killed within one leaves the
    site that readers see as it was, or as it was to be; ``is_atomic`` says whether that holds for
    ``switch`` too.
    """

    is_atomic: bool
    """Whether readers see either site as a whole at every moment of ``switch``."""
    name: str
    """What the place is called in messages."""

    def prepare(self) -> None:
        """See that sites can be put there, and remove what a killed process left half done."""

    def live(self) -> Stamp | None:
        """Return the stamp of the site that readers see; None when there is none of ours."""

    def kept(self) -> list[Stamp]:
        """Return the stamps of the sites that are whole there, the oldest first."""

    def upload(self, site: Path, stamp: Stamp) -> None:
        """Put ``site`` there under its id. Readers do not see it yet."""

    def switch(self, id_: str) -> None:
        """Let readers see the uploaded site ``id_`` instead of the one that they see."""

    def remove(self, id_: str) -> None:
        """Remove an uploaded site that readers do not see."""


def digest_of_site(folder: Path) -> str:
    """Return the digest of the names and bytes of all files below ``folder`` but its stamp."""
    found = hashlib.sha256()
    for path in files_of(folder):
        if path != STAMP:
            with open(folder / path, "rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            found.update(f"{digest}  {path}\n".encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def files_of(folder: Path) -> list[str]:
    """Return the paths of all files below ``folder``, with forward slashes, sorted."""
    found = []
    for place, _, names in os.walk(folder):
        inner = Path(place).relative_to(folder)
        found += [(inner / name).as_posix() for name in names]
    return sorted(found)
