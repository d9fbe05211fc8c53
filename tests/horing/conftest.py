"""The desk in one process, with its database in memory and the clock in the test's hand."""

from __future__ import annotations

import importlib.util
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

NEEDED = ("django", "pytest_django", "argon2", "openpyxl", "docx", "whitenoise")
if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
    if os.environ.get("CI"):
        raise pytest.UsageError(f"Skrivebordet er ikke installert: {missing}")
    collect_ignore_glob = ["test_*.py"]
else:
    import django

    from tests.horing import desk_server, small

    _folder = tempfile.TemporaryDirectory(prefix="horing-")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "rettesnor_horing.settings",
        "HORING_SECRET_KEY": desk_server.SECRET,
        "HORING_ROOT": str(small.build(Path(_folder.name) / "root")),
        "HORING_HTTPS": "0",
        "HORING_HOSTS": "testserver,127.0.0.1,localhost",
        "DATABASE_URL": "sqlite:///:memory:",
    }
    django.setup()
    from django.contrib.auth.hashers import Argon2PasswordHasher

    # The algorithm of the desk, made fast: 0.2 s for each user of each test is most of its time.
    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 8
    Argon2PasswordHasher.parallelism = 1

OPEN = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
"""A time when the round is open; it closes 2 October 2026 at 24.00 Norwegian time."""


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.time = OPEN

    def now(self) -> datetime:
        """Return the time."""
        return self.time

    def pass_(self, **span: float) -> None:
        """Let time pass."""
        self.time += timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The desk's clock."""
    from rettesnor_horing import clock as module

    clock = Clock()
    monkeypatch.setattr(module, "now", clock.now)
    return clock


@pytest.fixture
def desk(db: None, clock: Clock) -> Iterator[Any]:
    """A client of the desk, with the round taken in."""
    from django.test import Client
    from rettesnor_horing.sync_rounds import take_in
    from rettesnor_horing.views.submit import rate

    rate.cache_clear()
    take_in()
    yield Client()
    rate.cache_clear()


Fill = Callable[..., dict[str, Any]]


@pytest.fixture
def fill(desk: Any, clock: Clock) -> Fill:
    """Open the form, wait as people do, and return its data with what is given."""

    def open_form(query: str = "", wait: float = 60, **values: Any) -> dict[str, Any]:
        page = desk.get(f"/{small.ROUND}/svar/{query}").content.decode()
        data: dict[str, Any] = {"slag": "privatperson", **fields(page)}
        clock.pass_(seconds=wait)
        return {**data, **{name.replace("__", "."): v for name, v in values.items()}}

    return open_form


def fields(page: str) -> dict[str, str]:
    """Return the hidden fields of the form in ``page``."""
    from html import unescape

    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {unescape(name): unescape(value) for name, value in found}


@pytest.fixture
def send(desk: Any) -> Callable[[dict[str, Any]], Any]:
    """Send the form."""
    return lambda data: desk.post(f"/{small.ROUND}/svar/", {"handling": "send", **data})
