"""What the figures say together: tools compared with each other, how they grow, what to expect."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from benchmarks.figures import OPERATIONS, Sample, median_of

OWN = "rettesnor"
BESIDE = ("hugo", "material", "zensical")
"""The peers that aims are set by."""
GROWTH = (1_000, 10_000)
"""The sizes that growth is told between."""

_BUILDS = ("cold", "warm", "edit")


def ratio(samples: Sequence[Sample], peer: str, size: int, operation: str) -> float | None:
    """Return our median as a multiple of the peer's; None when one of them is not there."""
    ours = median_of(samples, OWN, size, operation)
    theirs = median_of(samples, peer, size, operation)
    return ours / theirs if ours and theirs else None


def growth(samples: Sequence[Sample], tool: str, operation: str) -> float | None:
    """Return how many times longer the larger of ``GROWTH`` takes; None when one is not there."""
    small, large = (median_of(samples, tool, size, operation) for size in GROWTH)
    return large / small if small and large else None


def expected(samples: Sequence[Sample], tool: str, size: int) -> float | None:
    """Return the seconds that the slowest build of ``size`` is expected to take.

    Drawn on from the two largest sizes measured, by a power of the size that is at least 1 (from a
    single one: proportional). None when nothing was measured.
    """
    known = sorted(_slowest(samples, tool))
    if not known:
        return None
    last, seconds = known[-1]
    power = 1.0
    if len(known) > 1:
        before, fewer = known[-2]
        power = max(power, math.log(seconds / fewer) / math.log(last / before))
    return float(seconds * (size / last) ** power)


def _slowest(samples: Sequence[Sample], tool: str) -> Iterator[tuple[int, float]]:
    """Yield each size the tool was measured at, with the seconds of its slowest kind of build."""
    for size in {sample.size for sample in samples if sample.tool == tool}:
        found = [median_of(samples, tool, size, name) for name in OPERATIONS if name in _BUILDS]
        if seconds := [one for one in found if one]:
            yield size, max(seconds)
