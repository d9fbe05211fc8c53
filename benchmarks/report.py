"""The result of a run as Markdown tables and as JSON with every raw figure."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.comparison import BESIDE, GROWTH, OWN, growth, ratio
from benchmarks.figures import OPERATIONS, Figures, Footprint, Subject, seconds_of
from benchmarks.machine import Machine

_KIB = 1024
_MIB = 1024 * _KIB
_GIB = 1024 * _MIB
_NONE = "-"
_LEFT_OUT = "left out"
_COMPARED = ("cold", "warm", "edit", "served_edit")


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run.

    Attributes:
        date: the day it was made, ISO 8601.
        rounds: timed rounds per operation.
        seed: the number the guidelines were drawn from.
        limit: seconds after which a command was given up.
        load_before: the system's one-minute load when it began.
        load_after: the same when it ended; the run itself is in it.
        sizes: recommendations in the guidelines, in the order measured.
        absent: tools that could not be had, and why.
    """

    date: str
    rounds: int
    seed: int
    limit: float
    load_before: float
    load_after: float
    sizes: tuple[int, ...]
    machine: Machine
    subjects: tuple[Subject, ...]
    absent: tuple[tuple[str, str], ...]
    figures: Figures


def as_json(run: Run) -> str:
    """Return everything as JSON."""
    return json.dumps(dataclasses.asdict(run), ensure_ascii=False, indent=1) + "\n"


def as_markdown(run: Run, plot: str) -> str:
    """Return the report; ``plot`` is the file name of the picture next to it."""
    return "\n\n".join(_parts(run, plot)) + "\n"


def _parts(run: Run, plot: str) -> Iterator[str]:
    machine = run.machine
    yield "# Speed and size, beside the peers"
    yield (
        f"{run.date}: {machine.cpu}, {machine.cores} cores, {machine.memory / _GIB:.1f} GiB, "
        f"{machine.kernel}, Python {machine.python}. One-minute load before {run.load_before:.2f}, "
        f"after {run.load_after:.2f}."
    )
    yield (
        f"Generated guidelines, seed {run.seed}, about 1 000 words a recommendation, 10 "
        f"recommendations a chapter. Medians of {run.rounds} rounds with the extremes in brackets; "
        "in each round every tool does the same step in turn before the next step begins. Peers "
        "build the same words, headings, lists and tables from plain Markdown, with every "
        "reference already spelled out, with navigation, and with a search corpus of all pages. "
        "Rettesnor's is a finished index in small files (docs/sok.md), Material's and Zensical's "
        "is what their scripts index in the browser, Hugo's is plain JSON that nothing reads yet."
    )
    yield f"![Seconds by number of recommendations, both axes logarithmic]({plot})"
    yield _subjects(run)
    for operation, heading in OPERATIONS.items():
        rows = _time_rows(run, operation)
        if rows:
            yield f"## {heading} (seconds)"
            yield _table(run, rows)
    yield from _comparisons(run)
    yield "## Peak memory of a cold build (MiB)"
    yield (
        "The highest sum of PSS (proportional set size) over the whole process tree, sampled "
        "in a run of its own that is not timed."
    )
    yield _table(run, _footprint_rows(run, lambda one: f"{one.peak_memory / _MIB:.0f}"))
    yield "## Bytes a recommendation page (KiB, median / largest)"
    yield "HTML alone, not compressed, without what the pages share."
    yield _table(run, _footprint_rows(run, _page_size))
    yield "## The whole site (MiB)"
    yield "All files, with the search corpus and what the theme brings."
    yield _table(run, _footprint_rows(run, lambda one: f"{one.site_total / _MIB:.1f}"))
    yield from _gaps(run)


def _subjects(run: Run) -> str:
    lines = ["| Tool | Version | What is unlike the others |", "| --- | --- | --- |"]
    lines += [f"| {s.label} | {s.version} | {'; '.join(s.remarks)} |" for s in run.subjects]
    lines += [f"| {name} | not measured | {_cell(reason)} |" for name, reason in run.absent]
    return "\n".join(lines)


def _time_rows(run: Run, operation: str) -> list[list[str]]:
    rows = []
    for subject in run.subjects:
        cells = []
        for size in run.sizes:
            seconds = seconds_of(run.figures.samples, subject.name, size, operation)
            cells.append(_spread(seconds) if seconds else _missing(run, subject.name, size))
        if any(cell not in (_NONE, _LEFT_OUT) for cell in cells):
            rows.append([subject.label, *cells])
    return rows


def _comparisons(run: Run) -> Iterator[str]:
    labels = {subject.name: subject.label for subject in run.subjects}
    samples = run.figures.samples
    rows = []
    for operation in _COMPARED:
        for peer in (name for name in BESIDE if name in labels):
            found = [ratio(samples, peer, size, operation) for size in run.sizes]
            if any(found):
                name = f"{OPERATIONS[operation]}, × {labels[peer]}"
                rows.append([name, *(_times(one) for one in found)])
    if rows:
        yield f"## {labels[OWN]} beside the peers (medians, less than 1 is faster)"
        yield _table(run, rows)
    grown = [
        [label, *(_times(growth(samples, name, operation)) for operation in _COMPARED)]
        for name, label in labels.items() if growth(samples, name, "cold")
    ]
    if grown:
        small, large = (f"{size:,}".replace(",", " ") for size in GROWTH)
        yield f"## Growth from {small} to {large} recommendations (times longer)"
        head = ["Tool", *(OPERATIONS[operation] for operation in _COMPARED)]
        yield _lines([head, ["---", *("---:" for _ in _COMPARED)], *grown])


def _times(value: float | None) -> str:
    return _NONE if value is None else f"{value:.2f}"


def _footprint_rows(run: Run, shown: Callable[[Footprint], str]) -> list[list[str]]:
    known = {(one.tool, one.size): shown(one) for one in run.figures.footprints}
    return [
        [subject.label, *(known.get((subject.name, size), _NONE) for size in run.sizes)]
        for subject in run.subjects
    ]


def _table(run: Run, rows: list[list[str]]) -> str:
    head = ["Recommendations", *(f"{size:,}".replace(",", " ") for size in run.sizes)]
    return _lines([head, ["---", *("---:" for _ in run.sizes)], *rows])


def _lines(lines: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _gaps(run: Run) -> Iterator[str]:
    if run.figures.gaps:
        labels = {subject.name: subject.label for subject in run.subjects}
        yield "## Not measured"
        yield "\n".join(
            f"- {labels[gap.tool]}, {gap.size} recommendations: {_cell(gap.reason)}"
            for gap in run.figures.gaps
        )


def _page_size(one: Footprint) -> str:
    return f"{one.page_median / _KIB:.1f} / {one.page_max / _KIB:.1f}"


def _missing(run: Run, tool: str, size: int) -> str:
    """Return what stands for a figure that is not there; the last section tells why."""
    gaps = (gap for gap in run.figures.gaps if gap.tool == tool)
    return _LEFT_OUT if any(gap.size <= size for gap in gaps) else _NONE


def _spread(seconds: list[float]) -> str:
    return f"{median(seconds):.2f} ({min(seconds):.2f} to {max(seconds):.2f})"


def _cell(text: str) -> str:
    """Return the last line of the text, where an error says what it is, fit for a table."""
    lines = text.splitlines()
    return (lines[-1] if lines else "no reason given").replace("|", "\\|")
