"""The result of reading another system's content: files, and an account of every loss."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """Something that was not imported, or that a person must look at.

    Attributes:
        source: the object's id and the field, dotted.
        line: 1-based line in the field's text; 0 for the field itself.
        message: in Norwegian.
    """

    source: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}" if self.line else self.source
        return f"{place}: {self.message}"


@dataclass
class ImportResult:
    """The result of reading objects.

    Attributes:
        files: what each file is to hold, by path.
        missing: the fields that a file must have and has not, by path.
    """

    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)
