"""What the outermost layer takes from the machine: the day and the processors."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime

from rettesnor.model.time_zone import norwegian_day
from rettesnor.platform import SYSTEM


def today(environment: Mapping[str, str] = os.environ, now: datetime | None = None) -> date:
    """Return the day it is in Norway: that of SOURCE_DATE_EPOCH where it is set, else of ``now``.

    A build server runs in UTC, where yesterday lasts an hour or two longer.

    https://reproducible-builds.org/specs/source-date-epoch/

    Raises:
        ValueError: SOURCE_DATE_EPOCH is not a number.
    """
    if epoch := environment.get("SOURCE_DATE_EPOCH"):
        return norwegian_day(datetime.fromtimestamp(int(epoch), UTC))
    return norwegian_day(now or datetime.now(UTC))


def now() -> datetime:
    """Return the time (UTC)."""
    return datetime.now(UTC)


def processors() -> int:
    """Return how many processors this process may use."""
    return SYSTEM.processors()
