"""The dates that a release sets.

A recommendation is *published* by the first release it is in, *professionally updated* by the
one that changes it in substance, and reviewed at the latest as many years after that as the
guideline promises (``gjennomgang``); without a promise no review is set. Where the
editor has given a date since the last release, the editor's date stands.
"""

from __future__ import annotations

from dataclasses import replace

from rettesnor.model.recommendation import Datoer


def after_release(
    now: Datoer, before: Datoer | None, day: str, *, substantive: bool, published: str = "",
    years: int = 0
) -> Datoer:
    """Return the dates of something that is in the release of ``day``.

    Args:
        now: as the editor left them.
        before: as the last release had them; None for what is new.
        substantive: whether the professional content was assessed and changed.
        published: when it was first published under another id.
        years: how long after an update the next review is at the latest; 0: not promised.
    """
    last = before or Datoer()
    dates = replace(now, publisert=now.publisert or published or day)
    if not (substantive or before is None):
        return dates
    updated = now.faglig_oppdatert
    if not updated or updated == last.faglig_oppdatert:
        updated = day
    review = now.neste_gjennomgang
    if not years:  # a day that has passed, or was the last release's, says nothing of the next
        kept = review != last.neste_gjennomgang and day < review
        return replace(dates, faglig_oppdatert=updated, neste_gjennomgang=review if kept else "")
    limit = years_after(updated, years)
    kept = bool(review) and review != last.neste_gjennomgang and day < review <= limit
    return replace(dates, faglig_oppdatert=updated, neste_gjennomgang=review if kept else limit)


def years_after(day: str, years: int) -> str:
    """Return the ISO 8601 date ``years`` after ``day``; 29 February becomes the 28th if need be."""
    year = int(day[:4]) + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    rest = "-02-28" if day[4:] == "-02-29" and not leap else day[4:]
    return f"{year:04}{rest}"
