"""The raw figures of a run, as plain values that JSON can hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Sample:
    """One timed command, or one wait for the development server.

    Attributes:
        tool: the tool's name.
        size: recommendations in the guideline.
        operation: a key of ``OPERATIONS``.
        round: 1-based number of the round.
        seconds: by the wall clock.
        cpu_seconds: processor time of all its processes; 0 when that is not known.
    """

    tool: str
    size: int
    operation: str
    round: int
    seconds: float
    cpu_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a cold build needs and leaves; all in bytes, ``pages`` apart.

    Attributes:
        peak_memory: the highest sum of PSS over the process tree.
        pages: recommendation pages found in the site.
        page_median: size of their HTML.
        page_max: size of the largest one's HTML.
        site_total: all files of the site together.
    """

    tool: str
    size: int
    peak_memory: int
    pages: int
    page_median: int
    page_max: int
    site_total: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was not measured, and why."""

    tool: str
    size: int
    reason: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A tool as it was run."""

    name: str
    label: str
    version: str
    packages: tuple[str, ...]
    command: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(slots=True)
class Figures:
    """Everything measured so far; filled while a run goes on."""

    samples: list[Sample] = field(default_factory=list)
    footprints: list[Footprint] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


OPERATIONS = {
    "cold": "Cold build",
    "warm": "Warm build, nothing changed",
    "edit": "Build after one edit",
    "check_cold": "Check, cold",
    "check_warm": "Check, warm",
    "served_edit": "Until the development server shows an edit",
}
"""What is timed, with its heading, in the order of the tables."""


def seconds_of(samples: Iterable[Sample], tool: str, size: int, operation: str) -> list[float]:
    """Return the wall seconds of all rounds of one operation."""
    wanted = (tool, size, operation)
    return [s.seconds for s in samples if (s.tool, s.size, s.operation) == wanted]


def median_of(samples: Iterable[Sample], tool: str, size: int, operation: str) -> float | None:
    """Return the median of the wall seconds of all rounds of one operation; None for none."""
    seconds = seconds_of(samples, tool, size, operation)
    return median(seconds) if seconds else None
