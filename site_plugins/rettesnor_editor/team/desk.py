"""The desk of a case, and that of the guideline itself, on the team's server."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from rettesnor.editing.plan import Plan
from rettesnor.editing.transaction import ConflictError

from rettesnor_editor.config import config
from rettesnor_editor.desk import SAVED, Desk
from rettesnor_editor.forms.choices import Names, names_of
from rettesnor_editor.language import say
from rettesnor_editor.store.history import History
from rettesnor_editor.store.repository import MAIN, Person, Repository
from rettesnor_editor.team.access import RELEASE, WRITE, may, person
from rettesnor_editor.team.cases import Cases
from rettesnor_editor.team.drafts import TeamDrafts
from rettesnor_editor.team.models import Case, State
from rettesnor_editor.views.shared import for_all_pages as for_pages_of_a_desk
from rettesnor_editor.workspace import Overlay, Workspace

_KEPT = 40
"""How many cases are kept read at once."""


@cache
def cases() -> Cases:
    """Return the branches of the guideline that this process serves.

    Raises:
        RepositoryError: its folder is in no Git repository.
    """
    return Cases(config().root, Repository(config().root))


@dataclass(frozen=True)
class _Branch:
    """The saved edits of a branch, on top of the guideline."""

    name: str

    def overlay(self) -> Overlay:
        """See ``Layer``."""
        return cases().standing(self.name).edits


class _Workspaces:
    """The guideline as the cases of late have it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._main: Workspace | None = None
        self._kept: OrderedDict[str, Workspace] = OrderedDict()

    def of(self, branch: str) -> Workspace:
        """Return the guideline as a branch has it; as it is, for ``MAIN``."""
        with self._lock:
            if self._main is None:
                self._main = Workspace(config().root, config().day)
            if branch == MAIN:
                return self._main
            found = self._kept.pop(branch, None)
            if found is None:
                found = Workspace(config().root, config().day, _Branch(branch), self._main)
            self._kept[branch] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return found

    def forget(self) -> None:
        """Forget the cases."""
        with self._lock:
            self._kept.clear()


_workspaces = _Workspaces()


def workspace(branch: str = MAIN) -> Workspace:
    """Return the guideline as a branch has it; as it is, without one."""
    return _workspaces.of(branch)


def names(branch: str) -> Names:
    """Return what ids are called on a branch, and in the guideline what it has taken out."""
    return names_of(workspace(branch).project(), workspace().project())


class CaseDesk(Desk):
    """The desk of one editor in one case: what is saved goes to the case's branch."""

    can_release = False

    def __init__(self, case: Case, user: User, around: Mapping[str, Any]) -> None:
        self.case, self._user, self._around = case, user, around
        self.workspace = workspace(case.branch)
        self.drafts = TeamDrafts(user, case)
        self.can_save = case.state == State.WORK and may(user, WRITE)

    @property
    def history(self) -> History:
        """See ``Desk``."""
        return History(config().root, cases().repository, self.case.branch)

    @property
    def person(self) -> Person:
        """See ``Desk``."""
        return person(self._user)

    def carry_out(self, plan: Plan) -> None:
        """See ``Desk``."""
        if not self.can_save:
            raise ConflictError(
                say("Saken er ikke under arbeid, så ingenting kan lagres i den nå.")
            )
        if plan.changes:
            cases().save(self.case.branch, plan, self.person)

    def record(self, plan: Plan) -> str:
        """See ``Desk``: the commit is the save."""
        return SAVED

    @property
    def around(self) -> Mapping[str, Any]:
        """See ``Desk``."""
        return self._around


class GuidelineDesk(Desk):
    """The guideline itself, for those who may release it. Nothing is written in it but by cases."""

    can_save = False

    def __init__(self, user: User, around: Mapping[str, Any]) -> None:
        self._user, self._around = user, around
        self.workspace = workspace()
        self.can_release = may(user, RELEASE)

    @property
    def history(self) -> History:
        """See ``Desk``."""
        return History(config().root, cases().repository)

    @property
    def person(self) -> Person:
        """See ``Desk``."""
        return person(self._user)

    def carry_out(self, plan: Plan) -> None:
        """See ``Desk``."""
        raise ConflictError(say("Åpne en sak, og gjør endringen der."))

    def record(self, plan: Plan) -> str:
        """See ``Desk``."""
        return SAVED

    @contextmanager
    def alone(self) -> Iterator[None]:
        """See ``Desk``."""
        with cases().alone():
            yield

    @property
    def around(self) -> Mapping[str, Any]:
        """See ``Desk``."""
        return self._around


def for_all_pages(request: HttpRequest) -> dict[str, Any]:
    """Return what the templates of a desk show; nothing outside one."""
    return for_pages_of_a_desk(request) if getattr(request, "is_of_a_desk", False) else {}
