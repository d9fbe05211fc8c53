"""Rules for the list of sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.content.guideline_paths import SOURCES

_FIELDS = ("issued", "original-date", "event-date", "accessed")
_FIRST_YEAR = 1000
_MONTHS = 12


@rule(
    "kilde-dato",
    summary="En kilde har en dato som ikke finnes.",
    reads=("references.id", *(f"references.{name}" for name in _FIELDS)),
)
def dates_are_days(project: ProjectIndex) -> Iterator[Finding]:
    """A source's dates are year, month and day of the calendar, the first before the last.

    The order of the numbers is that of CSL's ``date-parts`` (Citation Style Language 1.0.2).
    """
    document = project.whole.documents.get(SOURCES)
    for index, item in enumerate(document.data["references"] if document else ()):
        for name in _FIELDS:
            days = item.get(name, {}).get("date-parts", ())
            place = ("references", index, name, "date-parts")
            wrong = [number for number, day in enumerate(days) if _fault(day)]
            for number in wrong:
                yield Finding(
                    f"{_fault(days[number])} i datoen til «{item['id']}».",
                    "Skriv året med fire sifre, så måned, så dag: [[2026, 10, 2]].",
                    (*place, number), SOURCES,
                )
            if not wrong and len(days) > 1 and _is_after(days[0], days[1]):
                yield Finding(
                    f"Perioden til «{item['id']}» slutter før den begynner.",
                    "Skriv den første datoen først: [[2023], [2024]].", place, SOURCES,
                )


def _fault(day: Sequence[int]) -> str:
    """Return what is wrong with year, month and day, or nothing."""
    if not day:
        return ""
    year, month, number = (*day, 1, 1)[:3]
    if year < _FIRST_YEAR:
        return f"«{year}» er ikke et årstall"
    if month > _MONTHS:
        return f"«{month}» er ikke en måned"
    try:
        date(year, month, number)
    except ValueError:
        return f"«{number}» er ikke en dag i måneden"
    return ""


def _is_after(first: Sequence[int], last: Sequence[int]) -> bool:
    """Whether ``first`` is later than ``last``, as far as both are known."""
    known = min(len(first), len(last))
    return tuple(first[:known]) > tuple(last[:known])
