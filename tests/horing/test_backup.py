"""Backup and restore: a drill on both databases, and what is refused."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rettesnor_horing import backup, environment

from tests.horing import desk_server
from tests.horing.postgres import Cluster, skip_without

AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def database(path: Path) -> dict[str, Any]:
    return environment.database(f"sqlite:///{path}")


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A database with a few answers and a log."""
    path = tmp_path / "horing.sqlite3"
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("CREATE TABLE svar (tekst TEXT)")
        base.execute("CREATE TABLE horing_audit (id INTEGER PRIMARY KEY, digest TEXT)")
        base.executemany("INSERT INTO svar VALUES (?)", [("ett",), ("to",)])
        base.execute("INSERT INTO horing_audit (digest) VALUES ('abc')")
        base.commit()
    return path


def answers(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as base:
        return [row[0] for row in base.execute("SELECT tekst FROM svar ORDER BY rowid")]


def test_a_drill_while_somebody_writes(full: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(full)) as desk:
        desk.execute("INSERT INTO svar VALUES ('ikke lagret ennå')")
        made = backup.write(database(full), tmp_path / "kopi", AT)
        desk.commit()
    assert made["rader"] == {"horing_audit": 1, "svar": 2} and made["siste_spor"] == "abc"
    assert answers(full) == ["ett", "to", "ikke lagret ennå"]
    there = tmp_path / "ny maskin" / "horing.sqlite3"
    backup.restore(database(there), tmp_path / "kopi", AT)
    assert answers(there) == ["ett", "to"]


def test_what_is_replaced_is_put_aside(full: Path, tmp_path: Path) -> None:
    backup.write(database(full), tmp_path / "kopi", AT)
    with closing(sqlite3.connect(full)) as desk:
        desk.execute("INSERT INTO svar VALUES ('tre')")
        desk.commit()
    with pytest.raises(backup.BackupError, match="--replace"):
        backup.restore(database(full), tmp_path / "kopi", AT)
    assert answers(full) == ["ett", "to", "tre"]
    backup.restore(database(full), tmp_path / "kopi", AT, replace=True)
    assert answers(full) == ["ett", "to"]
    assert answers(tmp_path / "horing.sqlite3.20261130-080000") == ["ett", "to", "tre"]


def test_a_database_in_use_is_left(full: Path, tmp_path: Path) -> None:
    backup.write(database(full), tmp_path / "kopi", AT)
    with closing(sqlite3.connect(full)) as desk:
        desk.execute("BEGIN IMMEDIATE")
        with pytest.raises(backup.BackupError, match="er i bruk"):
            backup.restore(database(full), tmp_path / "kopi", AT, replace=True)
    assert answers(full) == ["ett", "to"]


@pytest.mark.parametrize("fault", ["byte", "gone", "manifest", "format"])
def test_a_damaged_backup_is_refused(full: Path, tmp_path: Path, fault: str) -> None:
    folder = tmp_path / "kopi"
    backup.write(database(full), folder, AT)
    copy, manifest = folder / backup.SQLITE, folder / backup.MANIFEST
    if fault == "byte":
        data = bytearray(copy.read_bytes())
        data[200] ^= 1
        copy.write_bytes(data)
    elif fault == "gone":
        copy.unlink()
    elif fault == "manifest":
        manifest.write_text("{", encoding="utf-8")
    else:
        said = json.loads(manifest.read_text(encoding="utf-8")) | {"format": 99}
        manifest.write_text(json.dumps(said), encoding="utf-8")
    there = tmp_path / "annen.sqlite3"
    with pytest.raises(backup.BackupError):
        backup.restore(database(there), folder, AT)
    assert not there.exists()


def test_an_interrupted_backup_is_no_backup(full: Path, tmp_path: Path) -> None:
    def fail(to: Path) -> None:
        raise OSError("disken er full")

    with pytest.raises(backup.BackupError, match="disken er full"):
        backup.write(database(full), tmp_path / "kopi", AT, fail)
    assert [path.name for path in tmp_path.iterdir()] == ["horing.sqlite3"]
    backup.write(database(full), tmp_path / "kopi", AT)
    with pytest.raises(backup.BackupError, match="finnes allerede"):
        backup.write(database(full), tmp_path / "kopi", AT)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    skip_without()
    made = Cluster()
    try:
        yield made
    finally:
        made.remove()


def test_a_drill_on_postgresql(cluster: Cluster, tmp_path: Path) -> None:
    root = desk_server.open_round(tmp_path)
    desk = desk_server.DeskServer(root, cluster.url)
    desk.django("migrate", "--verbosity", "0")
    desk.django("runder")
    desk.user("kari", "saksbehandler")
    desk.django("sikkerhetskopi", str(tmp_path / "kopi"))
    desk.user("etterpå", "leser")
    with pytest.raises(Exception, match="returned non-zero"):
        desk.django("gjenopprett", str(tmp_path / "kopi"))
    desk.django("gjenopprett", str(tmp_path / "kopi"), "--replace")
    import psycopg

    with psycopg.connect(cluster.url.replace("postgres://", "postgresql://")) as open_:
        names = [row[0] for row in open_.execute("SELECT username FROM auth_user")]
    assert names == ["kari"]
