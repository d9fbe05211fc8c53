"""The one desk of this process: the guideline, the drafts and the history."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path

from rettesnor_editor.config import config
from rettesnor_editor.store.drafts import Drafts
from rettesnor_editor.store.history import History
from rettesnor_editor.workspace import Workspace

DATABASE, HISTORY = "redaksjon.sqlite3", "historikk.git"


class Desk:
    """What every request works with."""

    def __init__(self, root: Path, state: Path) -> None:
        self.workspace = Workspace(root, config().day)
        self.drafts = Drafts(state / DATABASE)
        self._state = state

    @cached_property
    def history(self) -> History:
        """The history of the files."""
        return History(self.workspace.root, self._state / HISTORY)

    @property
    def who(self) -> str:
        """The editor's name; empty when it is not given yet."""
        return self.drafts.setting("navn")


@cache
def desk() -> Desk:
    """Return the desk of this process."""
    return Desk(config().root, config().state)
