"""A planned edit: what it will write, as values, before anything is written."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from hashlib import sha256

from rettesnor.model.problem import Problem


class NotPossible(Exception):
    """The edit cannot be made; says why and what to do, in Norwegian."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """What an edit does to one file.

    Attributes:
        before: SHA-256 (hexadecimal) of the bytes that the edit was planned from; empty for a
            file that is new.
        after: the new bytes; None when the file is removed.
        moved_from: the path that the file had before, when the edit moves it. That path has a
            change of its own, that removes it.
    """

    path: str
    before: str
    after: bytes | None
    moved_from: str = ""


@dataclass(frozen=True)
class Plan:
    """An edit of a guideline's files.

    Attributes:
        summary: what it does, in one Norwegian sentence.
        changes: what it does to each file, by path; no file stands twice.
        notes: what the editor should look at afterwards, in Norwegian.
        problems: the problems that the guideline would have after the edit and has not now.
    """

    summary: str
    changes: tuple[FileChange, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def with_problems(self, problems: tuple[Problem, ...]) -> Plan:
        """Return the plan with the problems that it would cause."""
        return replace(self, problems=problems)


def digest(data: bytes) -> str:
    """Return the SHA-256 of ``data`` (hexadecimal)."""
    return sha256(data).hexdigest()


def changed_lines(before: bytes, after: bytes) -> list[str]:
    """Return the lines that differ: "-" and "+" before each, after one with "@@" and their place.

    See https://docs.python.org/3/library/difflib.html#difflib.unified_diff.
    """
    old, now = (data.decode(errors="replace").splitlines() for data in (before, after))
    return [*difflib.unified_diff(old, now, lineterm="", n=0)][2:]  # the first two name the files
