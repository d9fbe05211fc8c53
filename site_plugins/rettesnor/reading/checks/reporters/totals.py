"""How many problems there are, in numbers and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rettesnor.model.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class Totals:
    """Errors, warnings, and the files that have any."""

    errors: int
    warnings: int
    files: int

    def __str__(self) -> str:
        if not self.files:
            return "Ingen problemer."
        counts = [f"{self.errors} feil"] if self.errors else []
        if self.warnings:
            counts.append(f"{self.warnings} {'advarsler' if self.warnings > 1 else 'advarsel'}")
        files = f"{self.files} fil{'er' if self.files > 1 else ''}"
        return f"{' og '.join(counts)} i {files}."


def count(problems: Sequence[Problem]) -> Totals:
    """Return the totals of ``problems``."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    files = len({problem.path for problem in problems})
    return Totals(errors, len(problems) - errors, files)
