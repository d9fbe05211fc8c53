"""Rules for dates.

The four years are the guideline's own promise: a recommendation is assessed again at the latest
four years after its last professional update.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rettesnor.model.problem import Severity
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.phrases import day
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.content.guideline_paths import LAWS
from rettesnor.reading.yaml.loader import Pointer

_ORDER = (
    ("publisert", "faglig_oppdatert"),
    ("faglig_oppdatert", "neste_gjennomgang"),
    ("publisert", "neste_gjennomgang"),
)
_YEARS = 4


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


@rule(
    "gjennomgang-for-sen", summary="Neste gjennomgang er mer enn fire år unna.", reads=("datoer",),
)
def review_is_within_four_years(project: ProjectIndex) -> Iterator[Finding]:
    """The next review is at most four years after the last professional update."""
    for dates, paths in project.dated.items():
        updated, review = dates.faglig_oppdatert, dates.neste_gjennomgang
        if not updated or not review:
            continue
        limit = f"{int(updated[:4]) + _YEARS:04}{updated[4:]}"
        if review > limit:
            yield from _findings(
                f"Neste gjennomgang er mer enn fire år etter siste faglige oppdatering "
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
    for number, law in enumerate(project.guideline.lover):
        periods: list[tuple[Pointer, str, str]] = [((), law.ikraft, law.opphevet)]
        periods += [
            (("paragrafer", index), section.ikraft or law.ikraft, section.opphevet)
            for index, section in enumerate(law.paragrafer)
        ]
        for place, start, end in periods:
            if start and end and end < start:
                yield Finding(
                    f"«opphevet» ({day(end)}) er før «ikraft» ({day(start)}).",
                    "Rett den av dem som er feil.", ("lover", number, *place, "opphevet"), LAWS,
                )


def _findings(message: str, hint: str, field: str, paths: Sequence[str]) -> Iterator[Finding]:
    return (Finding(message, hint, ("datoer", field), path) for path in paths)


def _last_day(iso: str) -> str:
    leap = iso.endswith("-02-29")
    year = int(iso[:4])
    if leap and (year % 4 or (year % 100 == 0 and year % 400)):
        return f"{iso[:4]}-02-28"
    return iso
