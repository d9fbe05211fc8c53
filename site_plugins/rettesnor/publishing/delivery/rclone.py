"""Publishing to an object store by rclone.

A store has no folders and no renames. The new site is uploaded whole beside the old one. Then
either one object (``gjeldende.json``) names it, for a web server that looks there: that is one
step. Or its objects are copied over those that readers see, within the store: first files that
pages use, then pages, then what is gone is removed. A page is whole at any time, but readers may
meet an old page and a new one, and when the copying is stopped, the next command finishes it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from rettesnor.publishing.delivery.remote import run
from rettesnor.publishing.delivery.target import STAMP, Stamp, is_id, read_stamp
from rettesnor.reading.content.publish_settings import PublishSettings

_SITES, _SHOWN, _POINTER = "utgaver", "gjeldende", "gjeldende.json"
_NOT_THERE = (3, 4)
"""What rclone answers when a folder or a file is not there."""


class RcloneTarget:
    """See ``Target``."""

    def __init__(self, settings: PublishSettings) -> None:
        self._to = settings.til.rstrip("/")
        self.name = self._to
        self.is_atomic = settings.bytte == "peker"

    def prepare(self) -> None:
        """Remove what was not uploaded whole."""
        status, listed = self._rclone("lsf", "--dirs-only", f"{self._to}/{_SITES}", missing=True)
        names = {line.strip().rstrip("/") for line in listed.splitlines()} if not status else set()
        for name in {name for name in names if is_id(name)} - {s.id for s in self.kept()}:
            self._purge(name)

    def live(self) -> Stamp | None:
        """Read the object that names it, or its stamp."""
        return self._stamp(_POINTER if self.is_atomic else f"{_SHOWN}/{STAMP}")

    def kept(self) -> list[Stamp]:
        """A site is whole when it has its stamp, which is uploaded last."""
        status, listed = self._rclone(
            "lsf", "-R", "--files-only", "--include", f"/*/{STAMP}", f"{self._to}/{_SITES}",
            missing=True,
        )
        names = sorted(line.split("/")[0] for line in listed.splitlines()) if not status else []
        found = [self._stamp(f"{_SITES}/{name}/{STAMP}") for name in names if is_id(name)]
        return [stamp for stamp in found if stamp is not None]

    def upload(self, site: Path, stamp: Stamp) -> None:
        """Upload it, and last its stamp."""
        self._rclone("copy", str(site), f"{self._to}/{_SITES}/{stamp.id}")
        self._put(stamp.data(), f"{_SITES}/{stamp.id}/{STAMP}")

    def switch(self, id_: str) -> None:
        """See the module. Can be done again when it was stopped."""
        source = f"{self._to}/{_SITES}/{id_}"
        if self.is_atomic:
            stamp = self._stamp(f"{_SITES}/{id_}/{STAMP}")
            assert stamp is not None
            self._put(stamp.data(), _POINTER)
            return
        shown = f"{self._to}/{_SHOWN}"
        not_stamp = ("--exclude", f"/{STAMP}")
        self._rclone("copy", "--checksum", *not_stamp, "--exclude", "*.html", source, shown)
        self._rclone("copy", "--checksum", "--include", "*.html", source, shown)
        self._rclone("sync", "--checksum", "--delete-after", *not_stamp, source, shown)
        self._rclone("copyto", f"{source}/{STAMP}", f"{shown}/{STAMP}")

    def remove(self, id_: str) -> None:
        """Remove the stamp first, so that a half that is left is not taken for whole."""
        self._rclone("deletefile", f"{self._to}/{_SITES}/{id_}/{STAMP}", missing=True)
        self._purge(id_)

    def _purge(self, id_: str) -> None:
        self._rclone("purge", f"{self._to}/{_SITES}/{id_}", missing=True)

    def _put(self, data: bytes, path: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / STAMP).write_bytes(data)
            self._rclone("copyto", f"{folder}/{STAMP}", f"{self._to}/{path}")

    def _stamp(self, path: str) -> Stamp | None:
        status, said = self._rclone("cat", f"{self._to}/{path}", missing=True)
        return None if status else read_stamp(said.encode())

    def _rclone(self, *arguments: str, missing: bool = False) -> tuple[int, str]:
        return run(["rclone", *arguments], _NOT_THERE if missing else ())
