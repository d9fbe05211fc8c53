"""Printing problems, for people and for programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

from rettesnor.cli import common
from rettesnor.model.problem import Problem
from rettesnor.reading.files import read_file
from rettesnor.reading.survey import Survey


def print_problems(
    found: Survey, root: Path, form: str, stream: TextIO | None = None
) -> None:
    """Print the problems of ``found`` in ``form``: people, github, sarif or json."""
    stream = stream or sys.stdout
    if form == "github":
        from rettesnor.reading.reports import github

        text = github.render(found.problems)
    elif form == "sarif":
        from rettesnor import __version__
        from rettesnor.reading.reports import sarif

        text = sarif.render(found.problems, version=__version__)
    elif form == "json":
        from rettesnor.reading.reports import machine

        text = machine.render(found.problems, found.suppressions)
    else:
        from rettesnor.reading.reports import people

        text = people.render(
            found.problems, lambda path: _text(root, path), colour=common.colours(stream)
        )
    print(text, end="", file=stream)


def _text(root: Path, path: str) -> str | None:
    """Return the text of a file for its lines to be shown; None where it may not be opened."""
    data = read_file(root, path)
    return None if isinstance(data, Problem) else data.decode("utf-8", errors="replace")
