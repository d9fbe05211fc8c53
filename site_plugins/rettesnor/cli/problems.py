"""Printing problems, for people and for programs."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TextIO

from rettesnor.cli import common
from rettesnor.model.problem import Problem, Suppression
from rettesnor.reading.checks.limit import causes_first
from rettesnor.reading.files.decoding import written_column
from rettesnor.reading.files.folder import DiskFolder


class Findings(Protocol):
    """What a check found, of a guideline or of a catalogue."""

    @property
    def problems(self) -> Sequence[Problem]:
        """All problems, sorted."""

    @property
    def suppressions(self) -> Sequence[Suppression]:
        """The rules that are set aside."""

    @property
    def sound(self) -> bool:
        """Whether there are warnings at most."""


def print_problems(
    found: Findings, root: Path, form: str, stream: TextIO | None = None, *,
    strict: bool = False,
) -> None:
    """Print the problems of ``found`` in ``form``: people, github, sarif or json.

    Args:
        strict: whether a warning fails the check.
    """
    stream = stream or sys.stdout
    texts: dict[str, list[str]] = {}
    problems = causes_first([_as_written(problem, root, texts) for problem in found.problems])
    if form == "github":
        from rettesnor.reading.checks.reporters import github

        text = github.render(problems)
    elif form == "sarif":
        from rettesnor import __version__
        from rettesnor.reading.checks.reporters import sarif

        text = sarif.render(problems, version=__version__, strict=strict)
    elif form == "json":
        from rettesnor.reading.checks.reporters import machine

        text = machine.render(problems, found.suppressions, strict=strict)
    else:
        from rettesnor.reading.checks.reporters import people

        text = people.render(
            problems, lambda path: _text(root, path), colour=common.colours(stream)
        )
        if strict and found.sound and problems:
            text += "Med --strict teller advarsler som feil.\n"
    print(text, end="", file=stream)


def _as_written(problem: Problem, root: Path, texts: dict[str, list[str]]) -> Problem:
    """Return ``problem`` with its column in the file as it is stored."""
    if problem.path not in texts:
        text = _text(root, problem.path) or ""
        texts[problem.path] = [] if unicodedata.is_normalized("NFC", text) else text.split("\n")
    lines = texts[problem.path]
    if problem.line > len(lines):
        return problem
    column = written_column(lines[problem.line - 1], problem.column)
    return replace(problem, column=column)


def _text(root: Path, path: str) -> str | None:
    """Return the text of a file, to show lines of it; None if it may not be opened or has none."""
    named = Path(path)
    if named.is_absolute() or ".." in named.parts:  # a file that the command line named
        root, path = (root / named).parent, named.name
    data = DiskFolder(root).read(path)
    if isinstance(data, Problem) or b"\0" in data:  # a workbook has rows, and no lines
        return None
    return data.decode("utf-8", errors="replace").removeprefix("\ufeff")
