"""Publishing to a server by rsync over ssh.

On the server there are ``utgaver/<id>/``, and ``gjeldende``, a symbolic link to one of them, which
the web server shows. rsync writes a link beside and renames it, so the switch is one step. Nothing
but rsync runs on the server: a key that is restricted to it (``rrsync``) is enough.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from rettesnor.platform import SYSTEM
from rettesnor.publishing.delivery.remote import run
from rettesnor.publishing.delivery.target import STAMP, DeliveryError, Stamp, is_id, read_stamp
from rettesnor.reading.content.publish_settings import PublishSettings

_SITES, _LINK = "utgaver", "gjeldende"
_MODES = "--chmod=D755,F644"
_POINTS = re.compile(rf"(?m)^l.* {_LINK} -> {_SITES}/(\S+)$")
_WHOLE = re.compile(rf"(?m)^-.* (\S+)/{re.escape(STAMP)}$")


class RsyncTarget:
    """See ``Target``."""

    is_atomic = True

    def __init__(self, settings: PublishSettings) -> None:
        self._to = settings.til.rstrip("/")
        self.name = self._to
        ssh = ["ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "-p", str(settings.port)]
        if settings.nokkel:
            ssh += ["-i", str(Path(settings.nokkel).expanduser())]
        if any(" " in part or "'" in part or '"' in part for part in ssh):
            raise DeliveryError(
                "Fila i «nokkel» kan ikke ha mellomrom eller anførselstegn i navnet."
            )
        self._ssh = ["-e", " ".join(ssh), "--timeout=120"]

    def prepare(self) -> None:
        """Make the folders, and remove what was not uploaded whole."""
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / _SITES).mkdir()
            self._rsync("-r", _MODES, f"{folder}/", f"{self._to}/")
        listed = self._rsync("--list-only", f"{self._to}/{_SITES}/")
        names = {line.rsplit(" ", 1)[-1] for line in listed.splitlines() if line.startswith("d")}
        for name in {name for name in names if is_id(name)} - {s.id for s in self.kept()}:
            self.remove(name)

    def live(self) -> Stamp | None:
        """Read where the link points."""
        found = _POINTS.search(self._rsync("--list-only", "-l", f"{self._to}/"))
        return self._stamp(found[1]) if found and is_id(found[1]) else None

    def kept(self) -> list[Stamp]:
        """A site is whole when it has its stamp, which is uploaded last."""
        listed = self._rsync(
            "-r", "--list-only", "--include=/*/", f"--include=/*/{STAMP}", "--exclude=*",
            f"{self._to}/{_SITES}/",
        )
        found = [self._stamp(name) for name in sorted(_WHOLE.findall(listed)) if is_id(name)]
        return [stamp for stamp in found if stamp is not None]

    def upload(self, site: Path, stamp: Stamp) -> None:
        """Send it, with what is as in the last one linked on the server; last its stamp."""
        known = self.kept()[-1:]
        same = [f"--link-dest=../{one.id}" for one in known]
        there = f"{self._to}/{_SITES}/{stamp.id}/"
        self._rsync("-r", "--checksum", "--delete", _MODES, *same, f"{site}/", there)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / STAMP).write_bytes(stamp.data())
            self._rsync(_MODES, f"{folder}/{STAMP}", there)

    def switch(self, id_: str) -> None:
        """Replace the link."""
        with tempfile.TemporaryDirectory() as folder:
            SYSTEM.symlink(f"{_SITES}/{id_}", Path(folder) / _LINK)
            self._rsync("-l", f"{folder}/{_LINK}", f"{self._to}/")

    def remove(self, id_: str) -> None:
        """Remove the stamp first, so that a half that is left is not taken for whole."""
        with tempfile.TemporaryDirectory() as folder:
            for what in (f"/{id_}/{STAMP}", f"/{id_}/***"):
                self._rsync(
                    "-r", "--delete", f"--include=/{id_}/", f"--include={what}", "--exclude=*",
                    *([f"--filter=P /{id_}"] if what.endswith(STAMP) else []),
                    f"{folder}/", f"{self._to}/{_SITES}/",
                )

    def _stamp(self, id_: str) -> Stamp | None:
        with tempfile.TemporaryDirectory() as folder:
            self._rsync(f"{self._to}/{_SITES}/{id_}/{STAMP}", f"{folder}/")
            return read_stamp((Path(folder) / STAMP).read_bytes())

    def _rsync(self, *arguments: str) -> str:
        return run(["rsync", *self._ssh, *arguments])[1]
