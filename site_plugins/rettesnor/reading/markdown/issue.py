"""A problem inside one text field, before it is known where the field stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem with its 0-based line and column inside the field."""

    code: str
    line: int
    column: int
    message: str
    hint: str = ""
