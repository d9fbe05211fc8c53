"""SQLite for a desk whose receipts must be true.

SQLite goes on writing into a file that was deleted or replaced while it is open: every commit
succeeds, and everything is gone with the process. The same holds for the journal next to it
(https://www.sqlite.org/wal.html). So after each commit, and when a connection is opened, the
database at its path must be the one that this process opened first, and the journal the one that
its open connections write. Once that was not so, the process refuses until it is restarted.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

GONE = "Databasefila er flyttet, slettet eller byttet ut mens skrivebordet går: {name}"
Identity = tuple[int, int]
"""Device and number of a file."""
_first: dict[str, Identity | None] = {}
"""The database file that this process opened first, by path; None once it was lost."""
_journals: WeakKeyDictionary[DatabaseWrapper, Identity | None] = WeakKeyDictionary()
"""The journal that each open connection writes."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that only acknowledges what is in the file at its path."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the database; refuse another file than the one this process opened first.

        Raises:
            OperationalError: the file or its journal is gone or another one.
        """
        path = self._path
        if path in _first:
            self.require_own_files()  # before SQLite would create an empty file in its place
        connection = super().get_new_connection(conn_params)
        connection.create_function("LIKE", 2, _like, deterministic=True)
        connection.create_function("LIKE", 3, _like, deterministic=True)
        if path:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # opens the journal
            _first.setdefault(path, _identity(path))
            _journals[self] = _identity(f"{path}-wal")
            self.require_own_files()
        return connection

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self.require_own_files()

    def _close(self) -> None:
        _journals.pop(self, None)
        super()._close()  # type: ignore[misc]

    def require_own_files(self) -> None:
        """Check that the files at the database's path are those that are open.

        Raises:
            OperationalError: they are not; nothing that was written may be acknowledged.
        """
        path = self._path
        if not path:
            return
        journal = _identity(f"{path}-wal")
        known = [own for other, own in list(_journals.items()) if other._path == path]
        own = _first.get(path)
        if own is None or _identity(path) != own or any(one != journal for one in known):
            _first[path] = None
            raise OperationalError(GONE.format(name=path))

    @property
    def _path(self) -> str:
        """The path of the file; empty for a database in memory."""
        name = str(self.settings_dict["NAME"])
        return "" if not name or name.startswith((":memory:", "file:")) else name


def _identity(path: str) -> Identity | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _like(pattern: str | None, text: object, escape: str = "") -> bool | None:
    """SQLite's LIKE for all letters: its own knows no other capitals than A to Z."""
    if pattern is None or text is None:
        return None
    return _compiled(str(pattern), escape).fullmatch(str(text).casefold()) is not None


@lru_cache(maxsize=64)
def _compiled(pattern: str, escape: str) -> re.Pattern[str]:
    parts, literal = [], False
    for letter in pattern:
        if escape and letter == escape and not literal:
            literal = True
            continue
        special = {"%": ".*", "_": "."}.get(letter) if not literal else None
        parts.append(special or re.escape(letter.casefold()))
        literal = False
    return re.compile("".join(parts), re.DOTALL)
