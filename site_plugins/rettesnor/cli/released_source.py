"""The option ``--from`` of commands that need no guideline of their own: a release elsewhere."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from rettesnor.cli import common

if TYPE_CHECKING:
    from rettesnor.plans.national import National


def add_source(parser: argparse.ArgumentParser) -> None:
    """Let a command take a release in place of the guideline in the folder."""
    parser.add_argument(
        "--from", dest="source", default="", metavar="STED",
        help="adressen til nettstedet, eller mappa til et nettsted eller en utgave, i stedet for "
        "retningslinja i mappa",
    )


def released(source: str) -> National:
    """Return the release at ``source``, an address or a folder.

    Raises:
        UsageError: there is none, or it cannot be read.
    """
    from rettesnor.plans.national import NationalError, read_national
    from rettesnor.publishing.tools.fetch import fetch

    try:
        return read_national(source, fetch)
    except (NationalError, OSError) as error:
        raise common.UsageError(f"{source}: {error}") from error
