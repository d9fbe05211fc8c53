"""What the commands share: the day, the number of processes, the guideline's folder."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path
from typing import TextIO

from rettesnor.cli.ambient import processors, today


class UsageError(Exception):
    """The command cannot run as it was asked to; says why in Norwegian."""


def day(options: argparse.Namespace) -> date:
    """Return the day rules are judged on: ``--date``, else the ambient one.

    Raises:
        UsageError: the date cannot be read.
    """
    if options.date:
        try:
            return date.fromisoformat(options.date)
        except ValueError as error:
            raise UsageError(f"«{options.date}» er ikke en dato. Skriv ÅÅÅÅ-MM-DD.") from error
    return today()


def jobs(options: argparse.Namespace) -> int:
    """Return how many processes may work."""
    return options.jobs or processors()


def root(options: argparse.Namespace) -> Path:
    """Return the guideline's folder.

    Raises:
        UsageError: it holds no guideline.
    """
    folder: Path = options.root.resolve()
    if not (folder / "guideline").is_dir():
        raise UsageError(
            f"«{folder}» er ikke en retningslinje: mappa guideline/ mangler. "
            "Gå til riktig mappe, eller bruk --root."
        )
    return folder


def colours(stream: TextIO) -> bool:
    """Whether to colour ``stream``: on a terminal, unless NO_COLOR says otherwise (https://no-color.org)."""
    return stream.isatty() and "NO_COLOR" not in os.environ
