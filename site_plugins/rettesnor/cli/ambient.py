"""What the outermost layer takes from the machine: the day and the processors."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime


def today(environment: Mapping[str, str] = os.environ) -> date:
    """Return SOURCE_DATE_EPOCH's day where it is set, else today.

    https://reproducible-builds.org/specs/source-date-epoch/

    Raises:
        ValueError: SOURCE_DATE_EPOCH is not a number.
    """
    if epoch := environment.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return date.today()


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
