"""What would be wrong with a guideline after a planned edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from rettesnor.editing.plan import Plan
from rettesnor.model.problem import Problem
from rettesnor.publishing.cache.reading import StoredReadings
from rettesnor.publishing.cache.store import Store
from rettesnor.publishing.inspection import Inspection, inspect
from rettesnor.publishing.options import STATE
from rettesnor.reading.project import read_project


def problems_after(
    root: Path, now: Inspection, plan: Plan, as_of: date
) -> tuple[Problem, ...]:
    """Return the problems that the guideline would have after ``plan`` and does not have ``now``.

    Nothing in ``root`` is touched but its cache.

    Raises:
        ManifestError: a release was tampered with.
        SnapshotError: a release cannot be read.
    """
    overlay = {change.path: change.after for change in plan.changes}
    cache = StoredReadings(Store(root / STATE))
    then = inspect(read_project(root, overlay, cache), as_of).problems
    return tuple(compared(now.problems, then)[0])


def compared(before: Iterable[Problem], after: Iterable[Problem]) -> tuple[list[Problem], int]:
    """Return the problems of ``after`` that ``before`` has not, and how many have gone."""
    known = Counter(map(_same, before))
    found = []
    for problem in after:
        if known[_same(problem)] > 0:
            known[_same(problem)] -= 1
        else:
            found.append(problem)
    return found, sum(known.values())


def _same(problem: Problem) -> tuple[str, str, str, str]:
    """Return what stays when the lines above a problem change."""
    return problem.path, problem.code, problem.field, problem.message
