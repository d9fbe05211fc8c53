"""Waiting for something that another process or thread brings about."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
LIMIT = 30.0
"""Seconds after which what has not happened will not happen. Nothing is measured by it."""


def until(happened: Callable[[], T], limit: float = LIMIT) -> T:
    """Return what ``happened`` gives once that is true.

    Raises:
        AssertionError: it never was.
    """
    end = time.monotonic() + limit
    while not (result := happened()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
    return result
