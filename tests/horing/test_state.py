"""Where the desk's answers lie: beyond the reach of clean, and never in a file that is gone."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from rettesnor.cli import hearing
from rettesnor.cli.common import UsageError

from tests.horing.desk_server import DeskServer, open_round

PROJECT = Path(__file__).resolve().parents[2]


def database(path: Path, rows: int) -> sqlite3.Connection:
    """Return a connection to a database whose rows are in the journal next to it."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE svar (nummer INTEGER)")
    connection.executemany("INSERT INTO svar VALUES (?)", [(n,) for n in range(rows)])
    connection.commit()
    return connection


def count(path: Path) -> int:
    """Return how many rows there are."""
    with closing(sqlite3.connect(path)) as connection:
        found: int = connection.execute("SELECT count(*) FROM svar").fetchone()[0]
        return found


class TestFolder:
    def test_no_clean_removes_it(self, tmp_path: Path) -> None:
        state = hearing._state(tmp_path)
        dry = subprocess.run(
            ["make", "-n", "clean"], cwd=PROJECT, capture_output=True, text=True, check=True
        ).stdout
        removed = dry.split("rm -rf", 1)[1].split()
        assert ".rettesnor" in removed and state.name not in removed

    def test_git_never_takes_it(self, tmp_path: Path) -> None:
        state = hearing._state(tmp_path)
        (state / "horing.sqlite3").write_bytes(b"navn")
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
        seen = subprocess.run(
            ["git", "-C", str(tmp_path), "status", "--porcelain", "-uall"],
            capture_output=True, text=True, check=True,
        ).stdout
        assert seen == ""

    def test_what_lay_in_the_cache_folder_is_moved_whole(self, tmp_path: Path) -> None:
        before = tmp_path / ".rettesnor"
        before.mkdir()
        database(before / "horing.sqlite3", 1000).close()
        (before / "horing.key").write_text("hemmelig", encoding="ascii")
        state = hearing._state(tmp_path)
        assert count(state / "horing.sqlite3") == 1000
        assert (state / "horing.key").read_text(encoding="ascii") == "hemmelig"
        assert not [*before.iterdir()]
        assert hearing._state(tmp_path) == state

    def test_a_database_in_use_is_left_alone(self, tmp_path: Path) -> None:
        before = tmp_path / ".rettesnor"
        before.mkdir()
        with closing(database(before / "horing.sqlite3", 5)):
            with pytest.raises(UsageError, match="er i bruk"):
                hearing._state(tmp_path)
            assert count(before / "horing.sqlite3") == 5
        assert not (tmp_path / "horingsdata/horing.sqlite3").exists()

    def test_two_databases_are_for_a_person_to_choose(self, tmp_path: Path) -> None:
        for name in (".rettesnor", "horingsdata"):
            (tmp_path / name).mkdir()
            database(tmp_path / name / "horing.sqlite3", 1).close()
        with pytest.raises(UsageError, match=r"begge|både"):
            hearing._state(tmp_path)


@pytest.mark.parametrize("lost", ["deleted", "replaced", "journal"])
def test_nothing_is_acknowledged_once_the_file_is_gone(tmp_path: Path, lost: str) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    path = folder / "horing.sqlite3"
    desk = DeskServer(open_round(tmp_path), f"sqlite:///{path}")
    desk.django("migrate", "--verbosity", "0")
    desk.django("runder")
    desk.start()
    try:
        # A worker that has not opened the file yet opens the one that is there, and may use it.
        for n in range(400):
            assert desk.post_json(uuid.uuid4(), f"Før {n}")[0] == 201
            if n > 7 and desk.all_have_open(path):
                break
        assert desk.all_have_open(path)
        if lost == "deleted":
            shutil.rmtree(folder)
        elif lost == "replaced":
            shutil.copy2(path, tmp_path / "copy")
            os.replace(tmp_path / "copy", path)
        else:
            (folder / "horing.sqlite3-wal").unlink()
        statuses = {desk.post_json(uuid.uuid4(), f"Etter {n}")[0] for n in range(12)}
        assert statuses == {503}
        assert lost != "deleted" or not path.exists()  # no empty database in its place
    finally:
        desk.stop()
