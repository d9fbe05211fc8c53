"""Counting in weeks and months."""

from __future__ import annotations

from datetime import date, timedelta


def came_this_week(day: str, as_of: str) -> bool:
    """Whether something came during the week before the day ``as_of``, or on it (ISO 8601)."""
    week = (date.fromisoformat(as_of) - timedelta(days=7)).isoformat()
    return week < day <= as_of


def months_after(day: str, months: int) -> str:
    """Return ``months`` after ``day`` as text that sorts among ISO 8601 dates.

    The day of the month stays, even where the month has no such day.
    """
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    return f"{year:04}-{month + 1:02}-{day[8:]}"
