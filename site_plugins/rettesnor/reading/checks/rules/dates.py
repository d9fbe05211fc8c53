"""Rules for dates.

How often a recommendation is assessed again is the guideline's own promise (``gjennomgang`` in
``guideline.yml``); without one there is no limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rettesnor.model.problem import Severity
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.phrases import day, number
from rettesnor.reading.checks.rule import Finding, pointer, rule
from rettesnor.reading.content.guideline_paths import GUIDELINE, LAWS
from rettesnor.reading.yaml.loader import Pointer

_ORDER = (
    ("publisert", "faglig_oppdatert"),
    ("faglig_oppdatert", "neste_gjennomgang"),
    ("publisert", "neste_gjennomgang"),
)


@rule(
    "dato-rekkefolge",
    summary="Datoene står ikke i rekkefølge.",
    reads=("datoer", "lover.ikraft", "lover.opphevet", "lover.paragrafer"),
)
def are_in_order(project: ProjectIndex) -> Iterator[Finding]:
    """Published, then professionally updated, then reviewed."""
    for dates, paths in project.dated.items():
        for earlier, later in _ORDER:
            first, second = getattr(dates, earlier), getattr(dates, later)
            if first and second and first > second:
                yield from _findings(
                    f"«{later}» ({day(second)}) er før «{earlier}» ({day(first)}).",
                    "Rett den av dem som er feil.", later, paths,
                )
                break
    yield from _laws(project)


@rule("dato-i-framtida", summary="En dato som skal være passert, ligger fram i tid.")
def are_not_ahead(project: ProjectIndex) -> Iterator[Finding]:
    """What is said to have happened has happened."""
    for dates, paths in project.dated.items():
        for name in ("publisert", "faglig_oppdatert"):
            date = getattr(dates, name)
            if date > project.as_of:
                yield from _findings(
                    f"«{name}» er {day(date)}, som ikke er kommet ennå.",
                    "Rett datoen, eller utelat den til den er kjent.", name, paths,
                )
    for entry in project.readable:
        for name, date in entry.skjedde:
            if date > project.as_of:
                yield Finding(
                    f"«{name}» er {day(date)}, som ikke er kommet ennå.",
                    "Rett datoen, eller utelat den til den er kjent.", pointer(name), entry.path,
                )


@rule(
    "gjennomgang-for-sen", summary="Neste gjennomgang er senere enn retningslinja lover.",
    reads=("datoer", "gjennomgang"),
)
def review_is_in_time(project: ProjectIndex) -> Iterator[Finding]:
    """The next review is at most as many years after the last update as is promised."""
    years = project.guideline.gjennomgang.aar
    if not years or not project.knows(GUIDELINE, "gjennomgang"):
        return
    for dates, paths in project.dated.items():
        updated, review = dates.faglig_oppdatert, dates.neste_gjennomgang
        if not updated or not review:
            continue
        limit = f"{int(updated[:4]) + years:04}{updated[4:]}"
        if review > limit:
            yield from _findings(
                f"Neste gjennomgang er mer enn {number(years)} år etter siste faglige oppdatering "
                f"({day(updated)}).",
                f"Sett datoen til senest {_last_day(limit)}.", "neste_gjennomgang", paths,
            )


@rule(
    "gjennomgang-forfalt", severity=Severity.WARNING, summary="Fristen for gjennomgang er passert.",
)
def review_is_not_overdue(project: ProjectIndex) -> Iterator[Finding]:
    """The day of the next review has not passed."""
    for dates, paths in project.dated.items():
        if dates.neste_gjennomgang and dates.neste_gjennomgang < project.as_of:
            yield from _findings(
                f"Fristen for gjennomgang var {day(dates.neste_gjennomgang)}.",
                "Gå gjennom innholdet, og oppdater «faglig_oppdatert» og «neste_gjennomgang».",
                "neste_gjennomgang", paths,
            )


def _laws(project: ProjectIndex) -> Iterator[Finding]:
    """Laws and sections come into force before they are repealed."""
    for place, law in enumerate(project.guideline.lover):
        periods: list[tuple[Pointer, str, str]] = [((), law.ikraft, law.opphevet)]
        periods += [
            (("paragrafer", index), section.ikraft or law.ikraft, section.opphevet)
            for index, section in enumerate(law.paragrafer)
        ]
        for inner, start, end in periods:
            if start and end and end < start:
                yield Finding(
                    f"«opphevet» ({day(end)}) er før «ikraft» ({day(start)}).",
                    "Rett den av dem som er feil.", ("lover", place, *inner, "opphevet"), LAWS,
                )


def _findings(message: str, hint: str, field: str, paths: Sequence[str]) -> Iterator[Finding]:
    return (Finding(message, hint, ("datoer", field), path) for path in paths)


def _last_day(iso: str) -> str:
    leap = iso.endswith("-02-29")
    year = int(iso[:4])
    if leap and (year % 4 or (year % 100 == 0 and year % 400)):
        return f"{iso[:4]}-02-28"
    return iso
