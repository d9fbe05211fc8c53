"""The time zone that days are counted in."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
"""The time zone of every date and time in a guideline: Norway's, wherever the machine stands."""


def norwegian_day(moment: datetime) -> date:
    """Return the day it is in Norway at an aware ``moment``."""
    return moment.astimezone(OSLO).date()
