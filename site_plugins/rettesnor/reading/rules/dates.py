"""Rules for dates.

The four years are the guideline's own promise: a recommendation is assessed anew at the latest
four years after its last professional update.
"""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.model.recommendation import Datoer
from rettesnor.reading.frame_files import GUIDELINE
from rettesnor.reading.rules.norwegian import day
from rettesnor.reading.rules.rule import Finding
from rettesnor.reading.rules.view import View

_ORDER = (
    ("publisert", "faglig_oppdatert"),
    ("faglig_oppdatert", "neste_gjennomgang"),
    ("publisert", "neste_gjennomgang"),
)
_YEARS = 4


def are_in_order(view: View) -> Iterator[Finding]:
    """Published, then professionally updated, then reviewed."""
    for path, dates in _dated(view):
        for earlier, later in _ORDER:
            first, second = getattr(dates, earlier), getattr(dates, later)
            if first and second and first > second:
                yield Finding(
                    f"«{later}» ({day(second)}) er før «{earlier}» ({day(first)}).",
                    "Rett den av dem som er feil.", ("datoer", later), path,
                )
                break


def are_not_ahead(view: View) -> Iterator[Finding]:
    """What is said to have happened has happened."""
    for path, dates in _dated(view):
        for name in ("publisert", "faglig_oppdatert"):
            date = getattr(dates, name)
            if date > view.as_of:
                yield Finding(
                    f"«{name}» er {day(date)}, som ikke er kommet ennå.",
                    "Rett datoen, eller utelat den til den er kjent.", ("datoer", name), path,
                )


def review_is_within_four_years(view: View) -> Iterator[Finding]:
    """The next review is at most four years after the last professional update."""
    for path, dates in _dated(view):
        updated, review = dates.faglig_oppdatert, dates.neste_gjennomgang
        if not updated or not review:
            continue
        limit = f"{int(updated[:4]) + _YEARS:04}{updated[4:]}"
        if review > limit:
            yield Finding(
                f"Neste gjennomgang er mer enn fire år etter siste faglige oppdatering "
                f"({day(updated)}).",
                f"Sett datoen til senest {_last_day(limit)}.",
                ("datoer", "neste_gjennomgang"), path,
            )


def review_is_not_overdue(view: View) -> Iterator[Finding]:
    """The day of the next review has not passed."""
    for path, dates in _dated(view):
        if dates.neste_gjennomgang and dates.neste_gjennomgang < view.as_of:
            yield Finding(
                f"Fristen for gjennomgang var {day(dates.neste_gjennomgang)}.",
                "Gå gjennom innholdet, og oppdater «faglig_oppdatert» og «neste_gjennomgang».",
                ("datoer", "neste_gjennomgang"), path,
            )


def _dated(view: View) -> Iterator[tuple[str, Datoer]]:
    if view.guideline.datoer != _NONE:
        yield GUIDELINE, view.guideline.datoer
    for entry in view.sound:
        if entry.datoer != _NONE:
            yield entry.path, entry.datoer


def _last_day(iso: str) -> str:
    leap = iso.endswith("-02-29")
    year = int(iso[:4])
    if leap and (year % 4 or (year % 100 == 0 and year % 400)):
        return f"{iso[:4]}-02-28"
    return iso


_NONE = Datoer()
