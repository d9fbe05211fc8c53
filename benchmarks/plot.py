"""A log-log picture of seconds by number of recommendations, as SVG written by hand.

Two small panels of lines need no plotting library: a dependency would be larger than this file,
and its output would change with its version.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from statistics import median

from benchmarks.figures import seconds_of
from benchmarks.report import Run

_PANELS = (("cold", "Cold build"), ("edit", "Build after one edit"))
_COLOURS = ("#0b5394", "#b45309", "#166534", "#9d174d", "#4b5563", "#5b21b6")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "12 4", "1 2")
_WIDTH, _HEIGHT = 420, 380
_LEFT, _TOP, _RIGHT, _BOTTOM = 60, 44, 12, 112
_LEGEND_COLUMNS = 2
_STYLE = (
    "text{font:12px sans-serif;fill:#1f2937}.t{font-weight:bold;font-size:14px}"
    ".g{stroke:#d1d5db;stroke-width:1}.l{fill:none;stroke-width:2}"
)


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis from ``low`` to ``high``, drawn from ``start`` to ``end`` (pixels)."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the pixel of a value above 0."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)


def as_svg(run: Run) -> str:
    """Return the picture: one panel for the cold build, one for the build after an edit."""
    width = _WIDTH * len(_PANELS)
    described = "; ".join(_described(run, operation, title) for operation, title in _PANELS)
    body = "".join(
        f'<g transform="translate({index * _WIDTH} 0)">{"".join(_panel(run, operation, title))}</g>'
        for index, (operation, title) in enumerate(_PANELS)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" role="img" '
        'aria-labelledby="title desc">'
        '<title id="title">Seconds by number of recommendations</title>'
        f'<desc id="desc">{escape(described)}</desc><style>{_STYLE}</style>'
        f'<rect width="{width}" height="{_HEIGHT}" fill="#fff"/>{body}</svg>\n'
    )


def _panel(run: Run, operation: str, title: str) -> Iterator[str]:
    series = _series(run, operation)
    seconds = [value for points in series.values() for _, value in points] or [1.0]
    across = Axis(min(run.sizes) / 1.3, max(run.sizes) * 1.3, _LEFT, _WIDTH - _RIGHT)
    up = Axis(_floor(min(seconds)), _ceiling(max(seconds)), _HEIGHT - _BOTTOM, _TOP)
    yield f'<text class="t" x="{_LEFT}" y="20">{title}, seconds</text>'
    yield from _grid(run, across, up)
    for index, subject in enumerate(run.subjects):
        colour = _COLOURS[index % len(_COLOURS)]
        dash = _DASHES[index % len(_DASHES)]
        pixels = [(across.at(size), up.at(value)) for size, value in series[subject.name]]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in pixels)
        yield f'<polyline class="l" stroke="{colour}" stroke-dasharray="{dash}" points="{line}"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in pixels)
        yield from _legend(index, subject.label, colour, dash)


def _grid(run: Run, across: Axis, up: Axis) -> Iterator[str]:
    bottom = _HEIGHT - _BOTTOM
    exponent = round(math.log10(up.low))
    while (value := 10.0**exponent) <= up.high * 1.001:
        y = up.at(value)
        yield f'<path class="g" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>'
        exponent += 1
    for size in run.sizes:
        x = across.at(size)
        yield f'<path class="g" d="M{x:.1f} {_TOP}V{bottom}"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{size}</text>'


def _legend(index: int, label: str, colour: str, dash: str) -> Iterator[str]:
    x = _LEFT + index % _LEGEND_COLUMNS * 170
    y = _HEIGHT - _BOTTOM + 44 + index // _LEGEND_COLUMNS * 20
    yield f'<path class="l" stroke="{colour}" stroke-dasharray="{dash}" d="M{x} {y - 4}h22"/>'
    yield f'<text x="{x + 27}" y="{y}">{escape(label)}</text>'


def _series(run: Run, operation: str) -> dict[str, list[tuple[int, float]]]:
    return {
        subject.name: [
            (size, median(seconds))
            for size in run.sizes
            if (seconds := seconds_of(run.figures.samples, subject.name, size, operation))
        ]
        for subject in run.subjects
    }


def _described(run: Run, operation: str, title: str) -> str:
    series = _series(run, operation)
    lines = []
    for subject in run.subjects:
        if points := series[subject.name]:
            shown = ", ".join(f"{seconds:.2f} s at {size}" for size, seconds in points)
            lines.append(f"{subject.label} {shown}")
    return f"{title}: {'; '.join(lines)}"


def _floor(value: float) -> float:
    return float(10.0 ** math.floor(math.log10(value)))


def _ceiling(value: float) -> float:
    return float(10.0 ** max(math.ceil(math.log10(value)), math.floor(math.log10(value)) + 1))
