"""The guideline while it is being revised: read once, looked at again with unsaved texts on top."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Protocol

from rettesnor.editing import transaction
from rettesnor.editing.plan import Plan, digest
from rettesnor.editing.project_files import ProjectFiles, read_files
from rettesnor.model.look import Look as SiteLook
from rettesnor.model.problem import Problem
from rettesnor.publishing.cache.store import Store
from rettesnor.publishing.history.unreleased import unreleased
from rettesnor.publishing.inspection import Inspection, inspect
from rettesnor.publishing.options import STATE, Theme
from rettesnor.publishing.output.build_lock import held
from rettesnor.publishing.preview.single_page import SinglePages
from rettesnor.publishing.theme import load_theme
from rettesnor.publishing.tools.edit_problems import compared
from rettesnor.reading.content.site_settings import look_of
from rettesnor.reading.files.folder import DiskFolder, KeptFolder, OverlaidFolder
from rettesnor.reading.project import ChangedError, Project, SharedRows, read_project
from rettesnor.reading.read_cache import MemoryCache, SharedValues
from rettesnor.releases.timeline import retired
from rettesnor.system import today

Overlay = Mapping[str, bytes | None]
"""By path: what stands there instead of the file on disk; None for nothing."""


class Layer(Protocol):
    """Saved edits that are not on disk: those of a case, on a branch of its own."""

    def overlay(self) -> Overlay:
        """Return the edits."""


class NoLayer:
    """What stands on disk, and nothing else."""

    def overlay(self) -> Overlay:
        """See ``Layer``."""
        return {}


_WATCHED = ("guideline", "recommendations", "changelog")
_SETTINGS = ("mkdocs.yml", "publish.yml")
_SEEN = 4
"""How many answers are kept: as it is saved, and as some have it in front of them."""


@dataclass(frozen=True)
class Look:
    """What would be wrong if some texts were saved.

    Attributes:
        own: the problems of the file that is looked at.
        others: the problems that other files would get, and have not now.
        fixed: how many problems of other files would go away.
    """

    own: Sequence[Problem]
    others: Sequence[Problem]
    fixed: int


class _Moment:
    """What stands on disk at one moment.

    Attributes:
        stamp: what changes when a file is written.
    """

    def __init__(self, disk: _Disk, stamp: tuple[object, ...]) -> None:
        self.stamp, self.folder = stamp, KeptFolder(DiskFolder(disk.root))
        self._disk = disk

    @cached_property
    def pages(self) -> SinglePages:
        """What renders pages, with the releases that there are at that moment."""
        return SinglePages(self._disk.root, self._disk.theme.shell)


class _Disk:
    """What the workspaces of one folder have in common: files, what was read of them, the theme."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.values = SharedValues()
        self.page_lock = threading.Lock()
        self.write_lock = threading.Lock()
        self._lock = threading.Lock()
        self._moment: _Moment | None = None

    @cached_property
    def theme(self) -> Theme:
        """See ``Workspace``."""
        return load_theme(self.root, preview=True, site_url="")

    @cached_property
    def site_look(self) -> SiteLook:
        """See ``Workspace``."""
        return look_of(self.root, os.environ)

    def now(self) -> _Moment:
        """Return what stands on disk."""
        stamp = _stamp(self.root)
        with self._lock:
            if self._moment is None or self._moment.stamp != stamp:
                self._moment = _Moment(self, stamp)
            return self._moment


class Workspace:
    """One guideline's folder, for all requests of the desk.

    What a request is shown is of one moment: the files are read once, and an answer is kept until
    a file is written. No lock is held while something is saved: what has changed since it was
    planned is found when it is written (``Desk.carry_out``).
    """

    def __init__(
        self, root: Path, day: date | None = None, layer: Layer | None = None,
        like: Workspace | None = None,
    ) -> None:
        """Show what is below ``root``, with the edits of ``layer`` on top of it.

        Args:
            like: a workspace of the same folder: what it has read is not read again.
        """
        self.root, self._day = root, day
        self._layer = layer or NoLayer()
        self._disk: _Disk = like._disk if like else _Disk(root)
        self._cache = MemoryCache(self._disk.values)
        self._lock = threading.Lock()
        self._seen: OrderedDict[object, Inspection] = OrderedDict()
        self._files: tuple[Inspection, ProjectFiles] | None = None
        self._looked_at: tuple[str, Inspection] | None = None

    @property
    def day(self) -> date:
        """The day that rules are judged on."""
        return self._day or today()

    @property
    def theme(self) -> Theme:
        """The theme of the pages.

        Raises:
            LayoutError: ``mkdocs.yml`` cannot be used.
        """
        return self._disk.theme

    @property
    def site_look(self) -> SiteLook:
        """The guideline's own look; ours when it has none, or ``mkdocs.yml`` cannot be used."""
        return self._disk.site_look

    def now(self) -> Inspection:
        """Return the guideline as it is saved, with its problems."""
        return self._with({})

    def problems(self) -> list[Problem]:
        """Return what is wrong with the guideline as it is saved."""
        return self.now().problems

    def _with(self, edits: Overlay) -> Inspection:
        """Return the guideline as it is saved, with ``edits`` on top of it."""
        disk = self._disk.now()
        whole = {
            path: data for path, data in {**self._layer.overlay(), **edits}.items()
            if data != _there(disk.folder, path)
        }
        key = (
            disk.stamp, self.day,
            frozenset((path, digest(data) if data is not None else "") for path, data in
                      whole.items()),
        )
        with self._lock:
            found = self._seen.get(key)
            if found is None:
                folder = OverlaidFolder(disk.folder, whole) if whole else disk.folder
                project = read_project(
                    folder, None, self._cache, SharedRows(folder, self._disk.values)
                )
                found = self._seen[key] = inspect(project, self.day)
                while len(self._seen) > _SEEN:
                    self._seen.popitem(last=False)
            self._seen.move_to_end(key)
            return found

    def project(self) -> Project:
        """Return the guideline as it is saved."""
        return self.now().project

    def look(self, path: str, overlay: Overlay) -> Look:
        """Return what would follow if ``overlay`` were saved, for the file at ``path``.

        ``page`` of the same path then shows it.
        """
        before = [one for one in self.problems() if one.path not in overlay]
        then = self._with(overlay)
        self._looked_at = (path, then)
        problems = then.problems
        own = [one for one in problems if one.path == path]
        others, gone = compared(before, (one for one in problems if one.path != path))
        return Look(own, others, gone)

    def problems_after(self, plan: Plan) -> tuple[Problem, ...]:
        """Return the problems that the guideline would have after ``plan``, and has not now."""
        then = self._with({one.path: one.after for one in plan.changes})
        return tuple(compared(self.problems(), then.problems)[0])

    def page(self, path: str) -> str:
        """Return the page of the file at ``path`` as HTML, as ``look`` saw it last.

        Returns: empty when no page shows it, or it cannot be shown because of its problems.
        """
        seen, then = self._looked_at or ("", self.now())
        if seen != path:
            then = self.now()
        checked = then.check.whole
        if then.project.guideline is None:
            return ""
        pages = self._disk.now().pages
        with self._disk.page_lock:  # not the one that saving waits for: sources may take a second
            differing = unreleased(
                then.project, pages.releases, Store(self.root / STATE), checked.entries,
                checked.translations,
            )
            try:
                return pages.html(then.project, path, differing)
            except ChangedError:  # it was written meanwhile: the next look sees it
                return ""

    def files(self, now: Inspection | None = None) -> ProjectFiles:
        """Return the files, for planning an edit.

        Args:
            now: the guideline as it was looked at; as it is saved without.

        Raises:
            UnreadableError: one of them cannot be read.
        """
        now = now or self.now()
        seen, files = self._files or (None, None)
        if seen is not now or files is None:
            last = now.last.edition if now.last else None
            files = read_files(now.project.folder, last, retired(self.root / "changelog"))
            files = replace(files, contents=dict(sorted(files.contents.items())))
            self._files = (now, files)
        return files

    def apply(self, plan: Plan) -> None:
        """Write a plan, whole or not at all.

        Raises:
            ConflictError: a file was changed since it was planned.
            OSError: it could not be written.
        """
        with self._disk.write_lock, held(self.root / transaction.STATE, transaction.LOCK):
            transaction.apply(plan, self.root)


def _stamp(root: Path) -> tuple[object, ...]:
    """Return what changes when a file of the guideline is written, without reading it.

    A file that is replaced gets another number, and one that is written another time of change,
    which no program sets (``st_ctime``).
    """
    found: list[tuple[str, int, int, int, int]] = []
    places = [f"{root}/{name}" for name in _SETTINGS]
    for folder in _WATCHED:
        for place, _, names in os.walk(root / folder):
            places += [f"{place}/{name}" for name in names]
    for path in places:
        with suppress(OSError):  # it is not there, or is going away
            status = os.stat(path)
            found.append((
                path, status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size
            ))
    return tuple(sorted(found))


def _there(folder: KeptFolder, path: str) -> bytes | None:
    data = folder.read(path) if folder.is_file(path) else None
    return data if isinstance(data, bytes) else None
