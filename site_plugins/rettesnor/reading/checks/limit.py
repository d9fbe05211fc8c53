"""Too many problems of one kind in a file, as a few and a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rettesnor.model.problem import Problem

MOST = 100
"""Most problems of one kind in a file that are reported one by one."""
CAUSES = frozenset({
    "fil-ikke-lest", "fil-mangler", "fil-uleselig", "fil-konflikt", "ikke-utf8", "yaml-syntaks",
})
"""Codes of what makes other problems: they are shown first."""


def few(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return ``problems`` sorted, with those past ``MOST`` of a kind in a file as a number."""
    ordered = sorted(problems)
    total = Counter((problem.path, problem.code) for problem in ordered)
    if not total or max(total.values()) <= MOST:
        return tuple(ordered)
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for problem in ordered:
        kind = problem.path, problem.code
        seen[kind] += 1
        if seen[kind] < MOST or total[kind] <= MOST:
            kept.append(problem)
        elif seen[kind] == MOST:
            more = total[kind] - MOST
            message = f"{problem.message} Det er {more} til av samme slag i fila."
            kept.append(replace(problem, message=message))
    return tuple(kept)


def causes_first(problems: Sequence[Problem]) -> list[Problem]:
    """Return ``problems`` with those first that are the cause of others."""
    return sorted(problems, key=lambda problem: problem.code not in CAUSES)
