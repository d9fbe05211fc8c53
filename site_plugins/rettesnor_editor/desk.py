"""What a request works with: a guideline, the drafts of the one who asks, and the history."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from rettesnor.editing.plan import Plan

from rettesnor_editor.config import config
from rettesnor_editor.store.drafts import Drafts, LocalDrafts
from rettesnor_editor.store.history import History, HistoryError
from rettesnor_editor.store.repository import Person, Repository
from rettesnor_editor.workspace import Workspace

DATABASE, HISTORY = "redaksjon.sqlite3", "historikk.git"
SAVED, WITHOUT_HISTORY = "ja", "uten-historikk"
"""What the page after a save says of it."""


class Desk(ABC):
    """What the views work with.

    Attributes:
        drafts: what the one who asks has written and not saved.
        can_save: whether edits can be saved here; a desk that cannot is for looking.
        can_release: whether a version can be released and published from here.
    """

    workspace: Workspace
    drafts: Drafts
    can_save: bool = True
    can_release: bool = True

    @property
    @abstractmethod
    def history(self) -> History:
        """The history of the files."""

    @property
    @abstractmethod
    def person(self) -> Person:
        """Who asks, as the history is to name them."""

    @abstractmethod
    def carry_out(self, plan: Plan) -> None:
        """Write a plan, whole or not at all.

        Raises:
            ConflictError: a file was changed since it was planned.
            OSError: it could not be written.
        """

    @abstractmethod
    def record(self, plan: Plan) -> str:
        """Put what ``carry_out`` wrote into the history.

        Returns: ``SAVED`` or ``WITHOUT_HISTORY``.
        """

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else change the guideline inside the block: a release is written in it."""
        yield

    @property
    def around(self) -> Mapping[str, Any]:
        """What every page shows of where it is; nothing on an editor's own machine."""
        return {}


class LocalDesk(Desk):
    """The desk of one editor, on the files of their own machine."""

    def __init__(self, root: Path, state: Path) -> None:
        self.workspace = Workspace(root, config().day)
        self.drafts: Drafts = LocalDrafts(state / DATABASE)
        self._state = state

    @cached_property
    def history(self) -> History:
        """See ``Desk``."""
        root = self.workspace.root
        return History(root, Repository(root, self._state / HISTORY))

    @property
    def person(self) -> Person:
        """The editor; the name is empty when it is not given yet."""
        return Person(self.drafts.setting("navn"))

    def carry_out(self, plan: Plan) -> None:
        """See ``Desk``."""
        if plan.changes:
            with suppress(HistoryError, OSError):  # «record» reports it
                self.history.begin(sorted(self.workspace.files().contents))
        self.workspace.apply(plan)

    def record(self, plan: Plan) -> str:
        """See ``Desk``."""
        try:
            if plan.changes:
                paths = [one.path for one in plan.changes]
                self.history.record(paths, self.person, plan.summary)
        except (HistoryError, OSError):
            return WITHOUT_HISTORY  # the files are saved
        return SAVED


_current: ContextVar[Desk | None] = ContextVar("desk", default=None)


@contextmanager
def using(desk: Desk) -> Iterator[None]:
    """Let ``desk()`` be ``desk`` inside the block: that of a case, on the team's server."""
    token = _current.set(desk)
    try:
        yield
    finally:
        _current.reset(token)


@cache
def _local() -> Desk:
    return LocalDesk(config().root, config().state)


def desk() -> Desk:
    """Return what this request works with."""
    return _current.get() or _local()
