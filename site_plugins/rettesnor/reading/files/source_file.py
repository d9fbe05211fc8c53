"""One content file: its text, its data, and where in the text each value stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rettesnor.model import older_form
from rettesnor.model.problem import Problem, Severity
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.yaml import loader
from rettesnor.reading.yaml.loader import Mark, Pointer, dotted


@dataclass(frozen=True)
class Document:
    """A content file that the strict YAML loader accepted.

    Attributes:
        path: relative to the guideline's root, with forward slashes.
        text: the whole file.
        data: the plain data in it.
    """

    path: str
    text: str
    data: Any

    @cached_property
    def marks(self) -> dict[Pointer, Mark]:
        """Where each value stands; computed when first needed."""
        return self._marks() if self.path.endswith((".yml", ".yaml")) else {}

    def _marks(self) -> dict[Pointer, Mark]:
        found = loader.marks(self.text)
        for new, old in older_form.MOVED:
            if old in found:
                found |= {
                    (*new, *place[len(old) :]): mark for place, mark in found.items()
                    if place[: len(old)] == old
                }
        return found

    def problem(
        self,
        code: str,
        pointer: Iterable[str | int],
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return a problem with the value at ``pointer`` (or with its key)."""
        pointer = tuple(pointer)
        line, column = self.place(pointer, at_key=at_key)
        return Problem(
            self.path, line, column, code, message, hint, severity, dotted(pointer)
        )

    def prose_problem(
        self, pointer: Pointer, issue: Issue, severity: Severity = Severity.ERROR
    ) -> Problem:
        """Return the problem behind an issue inside the text field at ``pointer``."""
        line, column = self.place_in_text(pointer, issue.line, issue.column)
        return Problem(
            self.path, line, column, issue.code, issue.message, issue.hint, severity,
            dotted(pointer),
        )

    def place(self, pointer: Pointer, *, at_key: bool = False) -> tuple[int, int]:
        """Return the 1-based line and column of a value; of its nearest parent if it is absent."""
        for end in range(len(pointer), -1, -1):
            here = pointer[:end]
            mark = self.marks.get((*here, "@")) if at_key else None
            mark = mark or self.marks.get(here)
            if mark is not None:
                return mark.line + 1, mark.column + 1
        return 1, 1

    def place_in_text(self, pointer: Pointer, line: int, column: int) -> tuple[int, int]:
        """Return the place of a 0-based line and column inside a text field.

        Exact in literal blocks (``|``) and on one line; in folded text, where lines are joined,
        it is the start of the field.
        """
        mark = self.marks.get(pointer)
        if mark is None:
            return (line + 1, column + 1) if not pointer else self.place(pointer)
        if mark.style == "|":
            lines = self.text.split("\n")
            first = mark.line + 1
            last = mark.end_line  # the block's own last line when the file ends without a newline
            body = [text for text in lines[first:last] if text.strip()] or lines[last : last + 1]
            indent = min((len(text) - len(text.lstrip(" ")) for text in body), default=0)
            return first + line + 1, indent + column + 1
        if mark.line == mark.end_line:
            quote = 1 if mark.style in ("'", '"') else 0
            return mark.line + 1, mark.column + quote + column + 1
        return mark.line + 1, mark.column + 1


class LoadedDocument(Document):
    """One that the YAML loader accepted whatever it is called: JSON is YAML, too."""

    @cached_property
    def marks(self) -> dict[Pointer, Mark]:
        """Where each value stands; computed when first needed."""
        return self._marks()
