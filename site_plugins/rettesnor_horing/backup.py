"""Backup and restore of the desk's database, and of the team's Git repository where there is one.

A backup is a folder that appears whole or not at all, and is read back before it is said to be
made. It holds:

- ``database.sqlite3`` (a copy by SQLite's own online backup, https://www.sqlite.org/backup.html)
  or ``database.dump`` (``pg_dump`` in its custom format);
- ``depot.git``, a bare copy of the repository, taken after the database: a case that the database
  calls approved is always in it;
- ``innhold.json``: what is in it, with digests, rows per table and the newest entry of the audit
  log.

The secret keys are not in it. Nothing that a restore replaces is removed: it is put aside.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from rettesnor.platform import SYSTEM

FORMAT = 1
MANIFEST, SQLITE, DUMP, REPOSITORY = (
    "innhold.json", "database.sqlite3", "database.dump", "depot.git"
)
_AUDIT = "horing_audit"
Copy = Callable[[Path], None]
"""Copies a repository into a new folder."""


class BackupError(Exception):
    """A backup could not be made or used; says why, in Norwegian. Nothing is changed."""


def write(
    database: Mapping[str, Any], to: Path, at: datetime, repository: Copy | None = None
) -> dict[str, Any]:
    """Make a backup in the new folder ``to``; return its manifest.

    Args:
        database: Django's settings of the database.

    Raises:
        BackupError: the folder exists, or the backup could not be made or read back.
    """
    if to.exists():
        raise BackupError(f"{to} finnes allerede. Velg en mappe som ikke finnes.")
    unfinished = to.with_name(f"{to.name}.uferdig")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(parents=True, mode=0o700)
        if _is_sqlite(database):
            rows, newest = _copy_sqlite(Path(database["NAME"]), unfinished / SQLITE)
        else:
            rows, newest = {}, ""
            _postgres(database, "pg_dump", "-Fc", "--file", str(unfinished / DUMP))
            _program("pg_restore", "--list", str(unfinished / DUMP))
        if repository:
            repository(unfinished / REPOSITORY)
        manifest = {
            "format": FORMAT, "laget": at.isoformat(),
            "database": "sqlite" if _is_sqlite(database) else "postgresql",
            "rader": rows, "siste_spor": newest, "filer": _digests(unfinished),
        }
        (unfinished / MANIFEST).write_text(
            json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8",
            newline="\n",
        )
        for file in (path for path in unfinished.rglob("*") if path.is_file()):
            with open(file, "rb+") as stream:
                os.fsync(stream.fileno())
        SYSTEM.replace(unfinished, to)
        SYSTEM.flush_folder(to.parent)
    except (OSError, sqlite3.Error) as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise BackupError(f"Sikkerhetskopien ble ikke laget: {error}") from error
    except BackupError:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest


def check(folder: Path) -> dict[str, Any]:
    """Return the manifest of a backup whose files are what it says.

    Raises:
        BackupError: it is no backup, or not as it was made.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder} er ikke en sikkerhetskopi: {error}") from error
    if manifest.get("format") != FORMAT:
        raise BackupError(f"{folder} er laget av en annen versjon av Rettesnor.")
    there = _digests(folder)
    for name, digest in manifest["filer"].items():
        if there.get(name) != digest:
            raise BackupError(f"{name} i {folder} er ikke slik den var da kopien ble laget.")
    return manifest


def restore(
    database: Mapping[str, Any], folder: Path, at: datetime, *, replace: bool = False
) -> dict[str, Any]:
    """Let the database be that of a backup; return the backup's manifest.

    Args:
        replace: whether a database that is there is put aside.

    Raises:
        BackupError: the backup cannot be used, there is a database already, or it is in use.
    """
    manifest = check(folder)
    kind = "sqlite" if _is_sqlite(database) else "postgresql"
    if manifest["database"] != kind:
        raise BackupError(f"Kopien er av {manifest['database']}, og databasen her er {kind}.")
    try:
        if kind == "sqlite":
            _put_sqlite(folder / SQLITE, Path(database["NAME"]), at, replace)
        else:
            clean = ("--clean", "--if-exists") if replace else ()
            _postgres(
                database, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner",
                *clean, "--dbname", str(database["NAME"]), str(folder / DUMP), named=False,
            )
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"Databasen er ikke gjenopprettet: {error}") from error
    return manifest


def _copy_sqlite(source: Path, to: Path) -> tuple[dict[str, int], str]:
    """Copy a database that may be in use; return its rows per table and its newest log entry."""
    if not source.is_file():
        raise BackupError(f"Det er ingen database i {source}.")
    with closing(sqlite3.connect(source)) as open_, closing(sqlite3.connect(to)) as copy:
        open_.backup(copy)
        return _read_back(copy)


def _read_back(copy: sqlite3.Connection) -> tuple[dict[str, int], str]:
    said = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        raise BackupError(f"Databasen er skadet: {said}")
    tables = [row[0] for row in copy.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )]
    rows = {
        name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for name in sorted(tables)
    }
    newest = None
    if _AUDIT in rows:
        newest = copy.execute(
            f"SELECT digest FROM {_AUDIT} ORDER BY id DESC LIMIT 1"
        ).fetchone()
    return rows, newest[0] if newest else ""


def _put_sqlite(source: Path, to: Path, at: datetime, replace: bool) -> None:
    if to.exists() and not replace:
        raise BackupError(
            f"{to} finnes. Vil du legge den til side og bruke kopien, skriv --replace."
        )
    to.parent.mkdir(parents=True, exist_ok=True)
    fresh = to.with_name(f"{to.name}.ny")
    shutil.copyfile(source, fresh)
    with closing(sqlite3.connect(fresh)) as copy:
        _read_back(copy)
    with open(fresh, "rb+") as stream:
        os.fsync(stream.fileno())
    if to.exists():
        _ensure_unused(to)
        aside = to.with_name(f"{to.name}.{at:%Y%m%d-%H%M%S}")
        SYSTEM.replace(to, aside)
        for end in ("-wal", "-shm"):
            to.with_name(to.name + end).unlink(missing_ok=True)
    SYSTEM.replace(fresh, to)
    SYSTEM.flush_folder(to.parent)


def _ensure_unused(path: Path) -> None:
    """Ensure that nobody has the database open, and that all of it is in its one file."""
    with closing(sqlite3.connect(path, timeout=1)) as open_:
        open_.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            open_.execute("BEGIN EXCLUSIVE").connection.rollback()
        except sqlite3.OperationalError as error:
            raise BackupError(f"{path} er i bruk. Stans skrivebordet, og prøv igjen.") from error
        open_.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _postgres(
    database: Mapping[str, Any], program: str, *arguments: str, named: bool = True
) -> None:
    """Run a program of PostgreSQL against the database; its password goes by the environment."""
    where = {"--host": "HOST", "--port": "PORT", "--username": "USER"}
    options = [
        part for option, key in where.items() if database.get(key)
        for part in (option, str(database[key]))
    ]
    last = [str(database["NAME"])] if named else []
    _program(program, *options, *arguments, *last, password=str(database.get("PASSWORD") or ""))


def _program(name: str, *arguments: str, password: str = "") -> None:
    if not (found := shutil.which(name)):
        raise BackupError(f"Programmet {name} mangler. Det følger med PostgreSQL.")
    done = subprocess.run(
        [found, *arguments], env={**os.environ, "PGPASSWORD": password}, capture_output=True,
        text=True, check=False,
    )
    if done.returncode:
        raise BackupError(f"{name}: {done.stderr.strip()[-1000:]}")


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / MANIFEST
    }


def _is_sqlite(database: Mapping[str, Any]) -> bool:
    return "sqlite" in str(database["ENGINE"])
