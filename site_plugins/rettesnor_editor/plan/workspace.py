"""A plan's folder while it is being revised: what it says, drafts, history, and how it is saved."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from rettesnor.editing import transaction
from rettesnor.editing.plan import Plan
from rettesnor.model.local_plan import CONFLICTS, FILE, SNAPSHOT
from rettesnor.model.look import Look as SiteLook
from rettesnor.plans.folder import OpenedPlan, open_plan
from rettesnor.publishing.options import Theme
from rettesnor.publishing.output.build_lock import held
from rettesnor.publishing.plan_site import plan_page, plan_theme
from rettesnor.reading.content.site_settings import PATH as SETTINGS
from rettesnor.reading.content.site_settings import look_of
from rettesnor.reading.files.folder import DiskFolder, Folder, OverlaidFolder
from rettesnor.system import today

from rettesnor_editor.config import config
from rettesnor_editor.desk import DATABASE, HISTORY, SAVED, WITHOUT_HISTORY
from rettesnor_editor.store.drafts import Drafts, LocalDrafts
from rettesnor_editor.store.history import History, HistoryError
from rettesnor_editor.store.repository import Person, Repository

FILES = (FILE, CONFLICTS, SNAPSHOT)
"""The files that say what a plan is; the history has them."""
Overlay = Mapping[str, bytes | None]


class PlanDesk:
    """The desk of one editor, on a plan's folder on their own machine."""

    def __init__(self, root: Path, state: Path, day: date | None = None) -> None:
        self.root, self._day, self._state = root, day, state
        self.drafts: Drafts = LocalDrafts(state / DATABASE)
        self._lock = threading.Lock()
        self._seen: tuple[object, OpenedPlan] | None = None
        self._looked_at: tuple[str, OpenedPlan] | None = None

    @property
    def day(self) -> date:
        """The day that rules are judged on."""
        return self._day or today()

    @property
    def folder(self) -> Folder:
        """What stands on disk."""
        return DiskFolder(self.root)

    def now(self) -> OpenedPlan:
        """Return the plan as it is saved."""
        stamp = (self.day, *(_stamp(self.root / path) for path in FILES))
        with self._lock:
            if self._seen is None or self._seen[0] != stamp:
                self._seen = (stamp, open_plan(self.folder, self.day))
            return self._seen[1]

    def look(self, key: str, overlay: Overlay) -> OpenedPlan:
        """Return the plan as it would be with ``overlay``; ``page`` of the same key shows it."""
        found = open_plan(OverlaidFolder(self.folder, dict(overlay)), self.day)
        self._looked_at = (key, found)
        return found

    def page(self, key: str, url: str) -> str:
        """Return a page of the plan's site as HTML, as ``look`` saw it last, or as it is saved."""
        seen, then = self._looked_at or ("", None)
        return plan_page(self.root, then if then and seen == key else self.now(), self.theme, url)

    @cached_property
    def theme(self) -> Theme:
        """The theme of the site.

        Raises:
            LayoutError: ``mkdocs.yml`` cannot be used.
        """
        plan = self.now().plan
        assert plan is not None
        return plan_theme(self.root, plan)

    @cached_property
    def site_look(self) -> SiteLook:
        """The plan's own look; ours when it has none."""
        return look_of(self.root, os.environ) if (self.root / SETTINGS).is_file() else SiteLook()

    @cached_property
    def history(self) -> History:
        """The history of the files."""
        return History(self.root, Repository(self.root, self._state / HISTORY))

    @property
    def person(self) -> Person:
        """The editor; the name is empty when it is not given yet."""
        return Person(self.drafts.setting("navn"))

    def carry_out(self, plan: Plan) -> str:
        """Write a planned edit, whole or not at all, and put it into the history.

        Returns: ``SAVED`` or ``WITHOUT_HISTORY``.

        Raises:
            ConflictError: a file was changed since it was planned.
            OSError: it could not be written.
        """
        if not plan.changes:
            return SAVED
        with suppress(HistoryError, OSError):  # below it is reported
            self.history.begin([path for path in FILES if (self.root / path).is_file()])
        self.write(plan)
        try:
            self.history.record([one.path for one in plan.changes], self.person, plan.summary)
        except (HistoryError, OSError):
            return WITHOUT_HISTORY  # the files are saved
        return SAVED

    def write(self, plan: Plan) -> None:
        """Write a planned edit that is no part of the history.

        Raises:
            ConflictError: a file was changed since it was planned.
            OSError: it could not be written.
        """
        with held(self.root / transaction.STATE, transaction.LOCK):
            transaction.apply(plan, self.root)


def _stamp(path: Path) -> tuple[int, ...]:
    with suppress(OSError):
        status = os.stat(path)
        return status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size
    return ()


@cache
def desk() -> PlanDesk:
    """Return the desk of this process."""
    return PlanDesk(config().root, config().state, config().day)
