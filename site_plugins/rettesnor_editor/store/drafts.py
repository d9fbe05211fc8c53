"""Drafts: what an editor has written and not saved, on disk before it is answered.

SQLite keeps them in the desk's own folder, which no clean, build or cache touches.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rettesnor_editor.forms.fields import Fields
from rettesnor_editor.store.failures import NotKept, in_words

_TABLES = """
CREATE TABLE IF NOT EXISTS draft (
    key TEXT PRIMARY KEY, fields TEXT NOT NULL, before BLOB NOT NULL, at TEXT NOT NULL,
    page TEXT NOT NULL, number INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS base (digest TEXT PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True)
class KeptDraft:
    """A draft.

    Attributes:
        before: the bytes of the file that it was begun from.
        at: when it was kept (ISO 8601, local time).
    """

    key: str
    fields: dict[str, list[str]]
    before: bytes
    at: str


class Drafts(Protocol):
    """The drafts and the settings of one editor.

    Everything raises ``NotKept`` when it cannot be read or written; then nothing is changed.
    """

    def keep(
        self, key: str, fields: Fields, before: bytes, at: str, page: str, number: int
    ) -> bool:
        """Keep a draft, unless a newer one of the same page is kept; return whether it was.

        Args:
            page: stands for the page it was written in, which counts its drafts by ``number``. A
                page that was opened later wins over one opened before (``page`` sorts by time).
        """

    def get(self, key: str) -> KeptDraft | None:
        """Return the draft of a document; None when there is none."""

    def all(self) -> list[KeptDraft]:
        """Return every draft, the newest first."""

    def drop(self, key: str) -> None:
        """Remove the draft of a document."""

    def remember(self, digest: str, content: bytes) -> None:
        """Keep the bytes that a form was made from, to compare with when it is saved."""

    def base(self, digest: str) -> bytes | None:
        """Return the bytes that a form was made from; None when they are not known."""

    def setting(self, name: str) -> str:
        """Return a setting; empty when it is not set."""

    def set(self, name: str, value: str) -> None:
        """Set a setting."""


class LocalDrafts:
    """The drafts in a SQLite database of an editor's own machine (see ``Drafts``)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # While one connection is open, SQLite keeps its two files beside the database. Otherwise
        # each request would make them again, and could not even read when the disk is full.
        self._keeper = sqlite3.connect(path, timeout=5, check_same_thread=False)
        weakref.finalize(self, self._keeper.close)
        with self._open() as base:
            base.executescript(_TABLES)
        self._keeper.execute("SELECT count(*) FROM draft").fetchone()

    def keep(
        self, key: str, fields: Fields, before: bytes, at: str, page: str, number: int
    ) -> bool:
        """See ``Drafts``."""
        with self._open() as base:
            done = base.execute(
                "INSERT INTO draft VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
                "fields = excluded.fields, before = excluded.before, at = excluded.at, "
                "page = excluded.page, number = excluded.number "
                "WHERE excluded.page > draft.page "
                "OR (excluded.page = draft.page AND excluded.number > draft.number)",
                (key, json.dumps({k: list(v) for k, v in fields.items()}), before, at, page,
                 number),
            )
            return done.rowcount > 0

    def get(self, key: str) -> KeptDraft | None:
        """See ``Drafts``."""
        with self._open() as base:
            row = base.execute(
                "SELECT key, fields, before, at FROM draft WHERE key = ?", (key,)
            ).fetchone()
        return KeptDraft(row[0], json.loads(row[1]), row[2], row[3]) if row else None

    def all(self) -> list[KeptDraft]:
        """See ``Drafts``."""
        with self._open() as base:
            rows = base.execute(
                "SELECT key, fields, before, at FROM draft ORDER BY at DESC"
            ).fetchall()
        return [KeptDraft(row[0], json.loads(row[1]), row[2], row[3]) for row in rows]

    def drop(self, key: str) -> None:
        """See ``Drafts``."""
        with self._open() as base:
            base.execute("DELETE FROM draft WHERE key = ?", (key,))

    def remember(self, digest: str, content: bytes) -> None:
        """See ``Drafts``."""
        with self._open() as base:
            known = base.execute("SELECT 1 FROM base WHERE digest = ?", (digest,)).fetchone()
            if not known:
                base.execute("INSERT OR IGNORE INTO base VALUES (?, ?)", (digest, content))

    def base(self, digest: str) -> bytes | None:
        """See ``Drafts``."""
        with self._open() as base:
            row = base.execute("SELECT content FROM base WHERE digest = ?", (digest,)).fetchone()
        return row[0] if row else None

    def setting(self, name: str) -> str:
        """See ``Drafts``."""
        with self._open() as base:
            row = base.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set(self, name: str, value: str) -> None:
        """See ``Drafts``."""
        with self._open() as base:
            base.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection whose work is on disk when the block ends."""
        try:
            with closing(sqlite3.connect(self._path, timeout=5)) as base:
                base.execute("PRAGMA journal_mode=WAL")
                base.execute("PRAGMA synchronous=FULL")
                with base:
                    yield base
        except sqlite3.Error as error:
            raise NotKept(in_words(error)) from error
