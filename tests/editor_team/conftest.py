"""The team's desk in one process: a small guideline in a real Git repository, real accounts."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

NEEDED = ("django", "pytest_django", "argon2", "dulwich", "waitress", "whitenoise")
if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
    if os.environ.get("CI"):
        raise pytest.UsageError(f"Redaksjonen for laget er ikke installert: {missing}")
    collect_ignore_glob = ["test_*.py"]
else:
    import django

    from tests.editor_team import repository

    _folder = tempfile.TemporaryDirectory(prefix="lag-")
    ORIGIN = Path(_folder.name) / "origin"
    ROOT = Path(_folder.name) / "root"
    repository.build(ORIGIN)
    shutil.copytree(ORIGIN, ROOT)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "rettesnor_editor.team.settings",
        "EDITOR_ROOT": str(ROOT), "EDITOR_KEY": "bare-for-proven", "EDITOR_DATE": "2026-11-29",
        "HORING_SECRET_KEY": "bare-for-prøven-" * 4, "HORING_ROOT": str(ROOT),
        "HORING_HTTPS": "0", "HORING_HOSTS": "testserver,127.0.0.1,localhost",
        "DATABASE_URL": "sqlite:///:memory:",
    }
    django.setup()

START = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.time = START

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
def root(db: None, clock: Clock) -> Iterator[Path]:
    """The guideline's folder, as it is before anything is done."""
    from rettesnor_editor.team import desk

    shutil.rmtree(ROOT)
    shutil.copytree(ORIGIN, ROOT)
    desk.cases.cache_clear()
    desk._workspaces.forget()
    yield ROOT


@pytest.fixture
def sign_in(root: Path) -> Callable[..., Any]:
    """Return a function that makes a user with a role, and returns their browser."""
    from django.contrib.auth.models import Group, User
    from django.test import Client

    def made(name: str, role: str = "redaktor", full: str = "") -> Any:
        user = User.objects.create(username=name, is_staff=True, last_name=full)
        user.set_unusable_password()
        user.save()
        user.groups.set(Group.objects.filter(name=role))
        client = Client()
        client.force_login(user)
        return client

    return made
