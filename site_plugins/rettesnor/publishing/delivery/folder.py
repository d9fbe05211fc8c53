"""Publishing to a folder that a web server shows.

The folder itself is exchanged in one step (``output/atomic_swap.py``). The sites that were
published lie whole in ``<folder>.utgaver`` beside it, each a copy of its own: what happens to the
folder that readers see does not touch them.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from rettesnor.platform import SYSTEM
from rettesnor.publishing.delivery.target import (
    STAMP,
    DeliveryError,
    Stamp,
    digest_of_site,
    is_id,
    read_stamp,
)
from rettesnor.publishing.output import atomic_swap
from rettesnor.publishing.output.target_dir import TargetDirError, check_target

_FILE, _FOLDER = 0o644, 0o755
"""Everybody may read what is published, whatever the umask of the process is."""


class FolderTarget:
    """See ``Target``."""

    is_atomic = True

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder, self._root = folder, root
        self.archive = folder.with_name(f"{folder.name}.utgaver")
        self.name = str(folder)

    def prepare(self) -> None:
        """Also put back a site that a killed process had moved away."""
        try:
            check_target(self._root, self.folder)
        except TargetDirError as error:
            raise DeliveryError(str(error)) from error
        self.archive.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
        if self.archive.stat().st_dev != self.folder.parent.stat().st_dev:
            raise DeliveryError(f"«{self.archive}» må ligge på samme disk som «{self.folder}».")
        shutil.rmtree(atomic_swap.aside(self.folder), ignore_errors=True)
        for left in self.archive.glob(".*.new"):
            shutil.rmtree(left, ignore_errors=True)

    def live(self) -> Stamp | None:
        """Read it in the folder itself."""
        return _stamp_in(self.folder)

    def kept(self) -> list[Stamp]:
        """Only what has its name is whole: it is renamed last."""
        names = sorted(os.listdir(self.archive)) if self.archive.is_dir() else []
        found = [_stamp_in(self.archive / name) for name in names if is_id(name)]
        return [stamp for stamp in found if stamp is not None]

    def upload(self, site: Path, stamp: Stamp) -> None:
        """Copy it beside, flush it, and give it its name."""
        fresh = self.archive / f".{stamp.id}.new"
        _copy(site, fresh)
        (fresh / STAMP).write_bytes(stamp.data())
        (fresh / STAMP).chmod(_FILE)
        SYSTEM.flush_tree(fresh)
        SYSTEM.rename(fresh, self.archive / stamp.id)
        SYSTEM.flush_folder(self.archive)

    def switch(self, id_: str) -> None:
        """Exchange the folder for a copy of the kept site, which must be as it was published."""
        source = self.archive / id_
        stamp = _stamp_in(source)
        if stamp is None or digest_of_site(source) != stamp.innhold:
            raise DeliveryError(
                f"Nettstedet «{id_}» er endret etter at det ble publisert, og blir ikke brukt."
            )
        fresh = atomic_swap.aside(self.folder)
        _copy(source, fresh)
        atomic_swap.put(fresh, self.folder)
        SYSTEM.flush_folder(self.folder.parent)

    def remove(self, id_: str) -> None:
        """Rename it first, so that a half that is left is not taken for whole."""
        aside = self.archive / f".{id_}.new"
        SYSTEM.rename(self.archive / id_, aside)
        shutil.rmtree(aside, ignore_errors=True)


def _stamp_in(folder: Path) -> Stamp | None:
    try:
        return read_stamp((folder / STAMP).read_bytes())
    except OSError:
        return None


def _copy(source: Path, target: Path) -> None:
    """Copy a site, readable for everybody."""
    target.mkdir(exist_ok=True)
    target.chmod(_FOLDER)
    for place, folders, names in os.walk(source):
        inner = target / Path(place).relative_to(source)
        for name in folders:
            (inner / name).mkdir()
            (inner / name).chmod(_FOLDER)
        for name in names:
            shutil.copyfile(os.path.join(place, name), inner / name)
            (inner / name).chmod(_FILE)
