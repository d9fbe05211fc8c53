"""What a rule is, what it finds, and how a finding becomes a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from rettesnor.model.problem import Code, Problem, Severity
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.yaml.loader import Pointer, dotted

Subject = TypeVar("Subject")
OtherSubject = TypeVar("OtherSubject")

ABSENT = "Lag fila, eller rett navnet på den."
"""What to do about a guideline file that is referred to and does not exist."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule found.

    Attributes:
        message: the sentence that names the offender.
        hint: how to fix it.
        pointer: the value it is about; None for the file as a whole.
        path: the file; empty for the file being read.
        at_key: whether it stands at the field's name and not at its value.
        spot: 0-based line and column inside the text field at ``pointer``.
        words: what the problem stands at, searched for from the value on; for text whose exact
            place is not known.
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
class Rule(Generic[Subject]):
    """A rule: its code (the key of the catalogue) and the function that looks for offenders.

    Attributes:
        reads: the fields that the rule compares with others, or whose absence it reports, as
            dotted pointers without the numbers of items. When one of them could not be read, the
            rule says nothing of that file.
    """

    declared: Code
    find: Callable[[Subject], Iterable[Finding]]
    reads: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The name of the rule's code."""
        return self.declared.name

    def also(
        self, find: Callable[[OtherSubject], Iterable[Finding]]
    ) -> Rule[OtherSubject]:
        """Return ``find`` as a rule with the same code (a decorator).

        For a rule that looks at two subjects, such as one file and the whole guideline.
        """
        return Rule(self.declared, find)


def rule(
    code: str,
    *,
    summary: str,
    severity: Severity = Severity.ERROR,
    suppressible: bool = True,
    reads: tuple[str, ...] = (),
) -> Callable[[Callable[[Subject], Iterable[Finding]]], Rule[Subject]]:
    """Return the decorator that makes a function a rule.

    Args:
        code: kebab-case name; ``catalogue/<code>.md`` is its page.
        summary: one line for editors.
        suppressible: whether ``unntak`` in a file may set the rule aside there.
        reads: see ``Rule``.
    """
    declared = Code(code, summary, severity, suppressible)
    return lambda find: Rule(declared, find, reads)


def problem(code: Code, finding: Finding, document: Document | None, path: str) -> Problem:
    """Return ``finding`` as a problem with ``code`` in ``document``.

    Without a document, or for a finding about the file as a whole, it stands on the first line
    of ``path``.
    """
    severity = Severity.WARNING if finding.advice else code.severity
    message, hint = finding.message, finding.hint
    field = dotted(finding.pointer or ())
    if document is None or finding.pointer is None:
        return Problem(path, 1, 1, code.name, message, hint, severity, field)
    if finding.spot is not None:
        issue = Issue(code.name, *finding.spot, message, hint)
        return document.prose_problem(finding.pointer, issue, severity)
    if finding.words:
        line, column = _first_place(finding.words, document, finding.pointer)
        return Problem(path, line, column, code.name, message, hint, severity, field)
    return document.problem(
        code.name, finding.pointer, message, hint, at_key=finding.at_key, severity=severity
    )


def _first_place(words: str, document: Document, start: Pointer) -> tuple[int, int]:
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
