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

    def pass_check(self, *, strict: bool = False) -> bool:
        """Whether the check succeeds: no errors and, when it is ``strict``, no warnings."""
        return not self.errors and not (strict and self.warnings)

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
