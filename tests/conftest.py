"""Settings for all tests: sealed and repeatable, so no random examples and no deadlines.

The examples of a sealed run are the same each time, so thirty do. ``HYPOTHESIS_PROFILE=search``
looks further than every run should.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

if os.environ.get("CI"):
    pytest_plugins = ["tests.support.no_skips"]

_SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]

settings.register_profile(
    "sealed", deadline=None, derandomize=True, database=None, max_examples=30,
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "search", deadline=None, max_examples=2000, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "sealed"))


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start workers by a fork, so that they inherit what a test has replaced.

    An earlier test in the same process may have left threads behind, and then nothing is forked.
    """
    from rettesnor.platform import SYSTEM

    monkeypatch.setattr(type(SYSTEM), "threads", lambda system: 1)
