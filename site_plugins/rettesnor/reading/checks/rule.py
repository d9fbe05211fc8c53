"""What a rule is, what it finds, and how a finding becomes a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from rettesnor.model.problem import Problem, Severity
from rettesnor.reading.checks.codes import CODES
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.yaml.loader import Pointer

Seen = TypeVar("Seen")

ABSENT = "Lag fila, eller rett navnet på den."
"""What to do about a file of the frame that is referred to and not there."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule found.

    Attributes:
        message: the sentence that names the offender.
        hint: the mend.
        pointer: the value it is about; None for the file as a whole.
        path: the file; empty for the file being read.
        at_key: whether it stands at the field's name and not at its value.
        spot: 0-based line and column inside the text field at ``pointer``.
        words: what the problem stands at, sought from the value on; for text whose exact place
            is not known.
        advice: whether it is a warning here, where the code is an error elsewhere.
    """

    message: str
    hint: str = ""
    pointer: Pointer | None = None
    path: str = ""
    at_key: bool = False
    spot: tuple[int, int] | None = None
    words: str = ""
    advice: bool = False


@dataclass(frozen=True, slots=True)
class Rule(Generic[Seen]):
    """A rule: its code (the key of the catalogue) and the function that looks for offenders."""

    code: str
    find: Callable[[Seen], Iterable[Finding]]


def problem(code: str, finding: Finding, document: Document | None, path: str) -> Problem:
    """Return ``finding`` of the rule ``code`` as a problem in ``document``.

    Without a document, or for a finding about the file as a whole, it stands on the first line
    of ``path``.
    """
    severity = Severity.WARNING if finding.advice else CODES[code].severity
    message, hint = finding.message, finding.hint
    if document is None or finding.pointer is None:
        return Problem(path, 1, 1, code, message, hint, severity)
    if finding.spot is not None:
        issue = Issue(code, *finding.spot, message, hint)
        return document.prose_problem(finding.pointer, issue, severity)
    if finding.words:
        line, column = _sought(finding.words, document, finding.pointer)
        return Problem(path, line, column, code, message, hint, severity)
    return document.problem(
        code, finding.pointer, message, hint, at_key=finding.at_key, severity=severity
    )


def _sought(words: str, document: Document, start: Pointer) -> tuple[int, int]:
    """Return the first place of ``words`` at or below the value at ``start``."""
    line, column = document.place(start)
    lines = document.text.split("\n")
    for number in range(line - 1, len(lines)):
        found = lines[number].find(words)
        if found >= 0:
            return number + 1, found + 1
    return line, column


def pointer(dotted: str) -> Pointer:
    """Return the pointer that ``dotted`` writes, as in ``praktisk_gjennomforing.steg.0.hva``."""
    parts = dotted.split(".") if dotted else []
    return tuple(int(part) if part.isdigit() else part for part in parts)
