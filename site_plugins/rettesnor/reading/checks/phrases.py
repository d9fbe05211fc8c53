"""Small pieces of Norwegian for messages."""

from __future__ import annotations

from collections.abc import Iterable

MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september",
    "oktober", "november", "desember",
)


def day(iso: str) -> str:
    """Return an ISO 8601 date as it is written in Norwegian text: 1. august 2024."""
    year, month, number = iso.split("-")
    return f"{int(number)}. {MONTHS[int(month) - 1]} {year}"


_NUMBERS = ("null", "ett", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve",
            "tolv")


def number(count: int) -> str:
    """Return a number as it is written in text: words up to twelve."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def either(words: Iterable[str]) -> str:
    """Return ``words`` with commas and «eller»."""
    return _joined(list(words), "eller")


def both(words: Iterable[str]) -> str:
    """Return ``words`` with commas and «og»."""
    return _joined(list(words), "og")


def _joined(words: list[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
