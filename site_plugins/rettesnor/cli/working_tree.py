"""For all commands: reading the working tree, and printing its problems."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from rettesnor.cli import common
from rettesnor.model.guideline import Guideline
from rettesnor.model.problem import Problem
from rettesnor.publishing import inspection, working_tree
from rettesnor.publishing.inspection import Inspection
from rettesnor.publishing.working_tree import PUBLIC_KEY
from rettesnor.reading.checks.reporters import people
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.reading.project import ChangedError, Project

__all__ = [
    "PUBLIC_KEY", "ChangedError", "Project", "guideline_of", "inspect", "read_tree", "report",
]


def read_tree(options: argparse.Namespace) -> Project:
    """Return the guideline in ``--root``."""
    return working_tree.read_tree(common.root(options), common.jobs(options))


def guideline_of(project: Project) -> Guideline:
    """Return the guideline that ``project`` holds.

    Raises:
        UsageError: it cannot be read.
    """
    if project.guideline is None:
        raise common.UsageError("Rammen kan ikke leses. «rettesnor check» sier hvorfor.")
    return project.guideline


def inspect(options: argparse.Namespace) -> Inspection:
    """Return the guideline in ``--root`` and all its problems, for the day of ``--date``."""
    return inspection.inspect(read_tree(options), common.day(options))


def report(
    problems: Iterable[Problem], root: Path, instead: Mapping[str, bytes] | None = None
) -> None:
    """Print ``problems`` for people, where errors are printed.

    Args:
        instead: bytes to show lines of, in place of the files' own, by path.
    """

    def text_of(path: str) -> str | None:
        data = (instead or {}).get(path) or DiskFolder(root).read(path)
        return None if isinstance(data, Problem) else data.decode(errors="replace")

    colour = common.colours(sys.stderr)
    print(people.render(sorted(problems), text_of, colour=colour), end="", file=sys.stderr)
