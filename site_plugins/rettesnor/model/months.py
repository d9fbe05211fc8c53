"""Counting in months."""

from __future__ import annotations


def months_after(day: str, months: int) -> str:
    """Return ``months`` after ``day`` as text that sorts among ISO 8601 dates.

    The day of the month stays, even where the month has no such day.
    """
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    return f"{year:04}-{month + 1:02}-{day[8:]}"
