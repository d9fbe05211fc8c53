"""The guideline while it is being revised: read once, looked at again with unsaved texts on top."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Protocol

from rettesnor.editing import transaction
from rettesnor.editing.plan import Plan
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
from rettesnor.reading.project import ChangedError, Project, read_project
from rettesnor.reading.read_cache import MemoryCache
from rettesnor.releases.timeline import retired
from rettesnor.system import today

Overlay = Mapping[str, bytes | None]
"""By path: what stands there instead of the file on disk; None for nothing."""


class Layer(Protocol):
    """Saved edits that are not on disk: those of a case, on a branch of its own."""

    def stamp(self) -> str:
        """Return what changes when the edits do."""

    def overlay(self) -> Overlay:
        """Return the edits."""


class NoLayer:
    """What stands on disk, and nothing else."""

    def stamp(self) -> str:
        """See ``Layer``."""
        return ""

    def overlay(self) -> Overlay:
        """See ``Layer``."""
        return {}


_WATCHED = ("guideline", "recommendations", "changelog")


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


class Workspace:
    """One guideline's folder, for all requests of the desk. One request reads at a time."""

    def __init__(
        self, root: Path, day: date | None = None, layer: Layer | None = None,
        like: Workspace | None = None,
    ) -> None:
        """Show what is below ``root``, with the edits of ``layer`` on top of it.

        Args:
            like: a workspace of the same folder, whose reading is reused.
        """
        self.root, self._day = root, day
        self._layer = layer or NoLayer()
        self._cache: MemoryCache = like._cache.copy() if like else MemoryCache()
        self._lock = threading.RLock()
        self._state: tuple[object, ...] = ()
        self._now: Inspection | None = None
        self._problems: list[Problem] = []
        self._looked_at: tuple[str, Inspection] | None = None

    @property
    def day(self) -> date:
        """The day that rules are judged on."""
        return self._day or today()

    @cached_property
    def theme(self) -> Theme:
        """The theme of the pages.

        Raises:
            LayoutError: ``mkdocs.yml`` cannot be used.
        """
        return load_theme(self.root, preview=True, site_url="")

    @cached_property
    def site_look(self) -> SiteLook:
        """The guideline's own look; ours when it has none, or ``mkdocs.yml`` cannot be used."""
        return look_of(self.root, os.environ)

    @cached_property
    def _pages(self) -> SinglePages:
        return SinglePages(self.root, self.theme.shell)

    def now(self) -> Inspection:
        """Return the guideline as it is saved, with its problems."""
        with self._lock:
            state = self._stamp()
            if self._now is None or state != self._state:
                self._pages.forget()
                self._now = inspect(
                    read_project(self.root, self._layer.overlay(), self._cache), self.day
                )
                self._problems = self._now.problems
                self._state = state
            return self._now

    def problems(self) -> list[Problem]:
        """Return what is wrong with the guideline as it is saved."""
        with self._lock:
            self.now()
            return self._problems

    def project(self) -> Project:
        """Return the guideline as it is saved."""
        return self.now().project

    def look(self, path: str, overlay: Overlay) -> Look:
        """Return what would follow if ``overlay`` were saved, for the file at ``path``.

        ``page`` of the same path then shows it.
        """
        with self._lock:
            before = [one for one in self.problems() if one.path not in overlay]
            whole = {**self._layer.overlay(), **overlay}
            then = inspect(read_project(self.root, whole, self._cache), self.day)
            self._looked_at = (path, then)
            own = [one for one in then.problems if one.path == path]
            others, gone = compared(before, (one for one in then.problems if one.path != path))
            return Look(own, others, gone)

    def page(self, path: str) -> str:
        """Return the page of the file at ``path`` as HTML, as ``look`` saw it last.

        Returns: empty when no page shows it, or it cannot be shown because of its problems.
        """
        with self._lock:
            seen, then = self._looked_at or ("", self.now())
            if seen != path:
                then = self.now()
            checked = then.check.whole
            if then.project.guideline is None:
                return ""
            differing = unreleased(
                then.project, self._pages.releases, Store(self.root / STATE), checked.entries,
                checked.translations,
            )
            try:
                return self._pages.html(then.project, path, differing)
            except ChangedError:  # it was written meanwhile: the next look sees it
                return ""

    def files(self) -> ProjectFiles:
        """Return the files, for planning an edit."""
        now = self.now()
        last = now.last.edition if now.last else None
        found = read_files(self.root, last, retired(self.root / "changelog"))
        edited = {**found.contents, **self._layer.overlay()}
        kept = {path: data for path, data in sorted(edited.items()) if data is not None}
        return replace(found, contents=kept)

    def apply(self, plan: Plan) -> None:
        """Write a plan, whole or not at all.

        Raises:
            ConflictError: a file was changed since it was planned.
            OSError: it could not be written.
        """
        with self._lock, held(self.root / transaction.STATE, transaction.LOCK):
            transaction.apply(plan, self.root)

    def _stamp(self) -> tuple[object, ...]:
        """Return what changes when a file of the guideline is written, without reading it."""
        found: list[tuple[str, int, int]] = []
        for folder in _WATCHED:
            for place, _, names in os.walk(self.root / folder):
                for name in names:
                    try:
                        status = os.stat(os.path.join(place, name))
                    except OSError:
                        continue
                    found.append((f"{place}/{name}", status.st_mtime_ns, status.st_size))
        return (self._layer.stamp(), *sorted(found))
