"""A problem in the content: what is wrong, where, and how to fix it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How grave a problem is. Values are the words that reports print."""

    ERROR = "feil"
    WARNING = "advarsel"


@dataclass(frozen=True, slots=True)
class Code:
    """What is known of every problem of one kind.

    Attributes:
        name: stable kebab-case word; the key of the rule catalogue.
        summary: one line for editors.
        severity: error or warning.
        suppressible: whether ``unntak`` in a file may set it aside. What leaves a file invalid,
            or text unread, may not.
    """

    name: str
    summary: str
    severity: Severity = Severity.ERROR
    suppressible: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem with its place.

    Ordering is by place first, so a sorted list reads like the files themselves.

    Attributes:
        path: the file, relative to the guideline's root, with forward slashes.
        line: 1-based line.
        column: 1-based column, counted in characters.
        code: the name of its code.
        message: one Norwegian sentence that names the offender.
        hint: how to fix it, in Norwegian; empty when the message says it all.
        severity: error or warning.
        field: dotted pointer of the field it is about, items of lists by number from 0
            (``praktisk_gjennomforing.steg.2.tekst``). A field that is missing is named too. Empty
            for the file as a whole, and for text that has no fields.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    field: str = ""

    def __str__(self) -> str:
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {self.code}: {self.message}{hint}"


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
