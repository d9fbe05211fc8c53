"""The day is Norway's, wherever the machine stands and whatever its own time zone is."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rettesnor import system as ambient
from rettesnor.cli import common


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-01-14T22:30", "2026-01-14"), ("2026-01-14T22:59", "2026-01-14"),
        ("2026-01-14T23:00", "2026-01-15"), ("2026-01-15T00:30", "2026-01-15"),
        ("2026-07-14T21:59", "2026-07-14"), ("2026-07-14T22:00", "2026-07-15"),
        ("2026-07-14T22:30", "2026-07-15"), ("2026-07-15T00:30", "2026-07-15"),
        ("2026-10-25T22:30", "2026-10-25"), ("2026-10-24T22:30", "2026-10-25"),
    ],
)
class TestAroundMidnight:
    """The hours in which it is one day in UTC and may be the next in Norway."""

    @pytest.fixture(autouse=True, params=["UTC", "Pacific/Auckland", "America/Los_Angeles"])
    def _machine(
        self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[None]:
        """Let the machine itself be in another time zone."""
        monkeypatch.setenv("TZ", request.param)
        time.tzset()
        yield
        monkeypatch.undo()
        time.tzset()

    def test_by_the_clock(self, moment: str, day: str) -> None:
        now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        assert ambient.today({}, now).isoformat() == day

    def test_by_the_epoch(self, moment: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
        now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(now.timestamp())))
        assert common.day(argparse.Namespace(date=None)).isoformat() == day
        assert common.today().isoformat() == day


def test_the_clock_is_asked_when_nothing_is_set() -> None:
    before = datetime.now(UTC)
    said = ambient.today({})
    after = datetime.now(UTC)
    assert said in {ambient.today({}, before), ambient.today({}, after)}


def test_only_the_outermost_layer_asks_for_a_day() -> None:
    """Commands and the MkDocs plugin take it from one place."""
    package = Path(ambient.__file__).parent
    for path in package.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name != "system.py":
            assert "date.today" not in text and "datetime.now" not in text, path
