"""The dates that a release sets.

A recommendation is *published* by the first release it is in, *professionally updated* by the
one that changes it in substance, and reviewed at the latest four years after that. Where the
editor has given a date since the last release, the editor's date stands.
"""

from __future__ import annotations

from dataclasses import replace

from rettesnor.model.recommendation import Datoer

_YEARS = 4


def after_release(
    now: Datoer, before: Datoer | None, day: str, *, substantive: bool, published: str = ""
) -> Datoer:
    """Return the dates of something that is in the release of ``day``.

    Args:
        now: as the editor left them.
        before: as the last release had them; None for what is new.
        substantive: whether the professional content was assessed and changed.
        published: when it was first published under another id.
    """
    last = before or Datoer()
    dates = replace(now, publisert=now.publisert or published or day)
    if not (substantive or before is None):
        return dates
    updated = now.faglig_oppdatert
    if not updated or updated == last.faglig_oppdatert:
        updated = day
    limit = years_after(updated, _YEARS)
    review = now.neste_gjennomgang
    kept = review and review != last.neste_gjennomgang and day < review <= limit
    return replace(dates, faglig_oppdatert=updated, neste_gjennomgang=review if kept else limit)


def years_after(day: str, years: int) -> str:
    """Return the ISO 8601 date ``years`` after ``day``; 29 February becomes the 28th if need be."""
    year = int(day[:4]) + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    rest = "-02-28" if day[4:] == "-02-29" and not leap else day[4:]
    return f"{year:04}{rest}"
