"""The server's clock: deadlines go by it, never by the visitor's."""

from __future__ import annotations

import time
from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """Return the time, aware."""
    return timezone.now()


def ticks() -> float:
    """Return seconds that only go forwards."""
    return time.monotonic()
