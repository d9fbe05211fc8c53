"""A problem in the content: what is wrong, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How grave a problem is. Values are the words that reports print."""

    ERROR = "feil"
    WARNING = "advarsel"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem with its place.

    Ordering is by place first, so a sorted list reads like the files themselves.

    Attributes:
        path: the file, relative to the guideline's root, with forward slashes.
        line: 1-based line.
        column: 1-based column, counted in characters.
        code: stable kebab-case word; the key of the rule catalogue.
        message: one Norwegian sentence that names the offender.
        hint: the mend, in Norwegian; empty when the message says it all.
        severity: error or warning.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        mend = f" {self.hint}" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {self.code}: {self.message}{mend}"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A rule set aside in one file, with the reason given there.

    Attributes:
        path: the file that holds it.
        line: 1-based line of the suppression.
        code: the rule's code.
        reason: why, in the editor's words.
        used: whether it silenced anything.
    """

    path: str
    line: int
    code: str
    reason: str
    used: bool
