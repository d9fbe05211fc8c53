"""Killed under load, full or without its database, the real desk loses nothing it acknowledged."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.horing import small
from tests.horing.conftest import fields
from tests.horing.desk_server import DeskServer, open_round
from tests.horing.postgres import skip_without
from tests.horing.torture import place

ROOT = Path(__file__).resolve().parents[2]
KILLS = 2
"""One worker and the whole server. The long form: ``python -m tests.horing.torture --kills 64``."""


def unseal(sealed: str) -> object:
    """Return what the ticket holds."""
    from rettesnor_horing.intake.form_token import unseal

    return unseal(sealed)


def ticket() -> str:
    """Return the ticket of a form opened a minute ago."""
    from rettesnor_horing.intake.form_token import Ticket

    opened = datetime.now(UTC) - timedelta(minutes=1)
    return Ticket(small.ROUND, uuid.uuid4(), opened, opened).sealed()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_killed_under_load(kind: str) -> None:
    if kind == "postgres":
        skip_without()
    command = [sys.executable, "-m", "tests.horing.torture"]
    ended = subprocess.run(
        [*command, "--kills", str(KILLS), "--database", kind], cwd=ROOT, timeout=600,
        capture_output=True, text=True,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr[-2000:]
    acknowledged = re.search(r"; ([0-9]+) acknowledged.*?, ([0-9]+) letters", ended.stdout)
    assert acknowledged and int(acknowledged[1]) > 8 and int(acknowledged[2]) > 0, ended.stdout


def filled(desk: DeskServer) -> list[uuid.UUID]:
    """Send answers until one is refused; return the keys of those that were acknowledged."""
    kept: list[uuid.UUID] = []
    for _ in range(400):
        key = uuid.uuid4()
        if desk.post_json(key, "Et svar som tar plass. " * 400)[0] != 201:
            return kept
        kept.append(key)
    pytest.fail("the disk was never full")


def test_full_disk(tmp_path: Path) -> None:
    """A file that may not grow stands for the full disk: SQLite's write fails in the same way."""
    database = tmp_path / "horing.sqlite3"
    desk = DeskServer(open_round(tmp_path), f"sqlite:///{database}")
    desk.django("migrate", "--verbosity", "0")
    desk.django("runder")
    desk.largest_file = os.path.getsize(database) + 60_000
    desk.start()
    try:
        kept: list[uuid.UUID] = []
        for _ in range(20):  # closing a connection may empty the journal and make some room again
            kept += filled(desk)
            sealed = ticket()
            status, headers, page = desk.post_form(sealed, "Dette skal ikke bli borte. " * 500)
            if status != 303:
                break
        assert status == 503
        assert headers["Retry-After"]
        assert fields(page)["hele"].startswith("Dette skal ikke bli borte.")
        assert unseal(fields(page)["skjema"]) == unseal(sealed)
    finally:
        desk.stop()
    desk.largest_file = 0
    desk.start()
    try:
        assert {desk.post_json(k, "Et svar som tar plass. " * 400)[0] for k in kept} == {200}
        assert desk.post_form(sealed, fields(page)["hele"])[0] == 303
    finally:
        desk.stop()


def test_dead_database() -> None:
    skip_without()
    with place("postgres") as (desk, cluster):
        assert cluster is not None
        desk.start()
        key = uuid.uuid4()
        assert desk.post_json(key, "Før")[0] == 201
        cluster.stop()
        sealed = ticket()
        assert desk.request("GET", f"/{small.ROUND}/svar/")[0] == 200
        status, _, page = desk.post_form(sealed, "Mens databasen er nede")
        assert status == 503
        assert fields(page)["hele"] == "Mens databasen er nede"
        assert desk.post_json(uuid.uuid4(), "Likeså")[0] == 503
        cluster.start()
        assert desk.post_form(sealed, "Mens databasen er nede")[0] == 303
        assert desk.post_json(key, "Før")[0] == 200
