"""``rettesnor plain``: the plain-language versions of recommendations."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from rettesnor.cli import common
from rettesnor.cli.working_tree import guideline_of, read_tree
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.publishing.tools.plain_versions import (
    PlainStatus,
    mark_plain,
    plain_status,
    start_plain,
)
from rettesnor.reading.checks.phrases import both


def run(options: argparse.Namespace) -> int:
    """Show, start or mark plain versions; return the exit status.

    Raises:
        UsageError: the guideline cannot be read, or what is named does not exist.
    """
    project = read_tree(options)
    guideline = guideline_of(project)
    try:
        if options.new:
            path = start_plain(project, options.new)
            print(f"Laget {path}. Skriv teksten, og kjør så\n  rettesnor check")
            return 0
        if options.mark is not None:
            number = mark_plain(project, options.mark)
            print(f"Merket {number} {'fil' if number == 1 else 'filer'}.")
            return 0
    except ToolError as error:
        raise common.UsageError(str(error)) from error
    print(_table(list(plain_status(project)), guideline.enkelt_sprak.limit))
    return 0


def _table(found: Sequence[PlainStatus], limit: int) -> str:
    width = max((len(one.id) for one in found), default=0)
    lines = [f"Enkle versjoner (LIX bør ikke være over {limit})"]
    for one in found:
        parts = [f"{role} LIX {lix}" for role, lix in one.lix.items()]
        if one.missing:
            parts.append(f"mangler {both(one.missing)}")
        if one.outdated:
            parts.append(f"foreldet ({both(one.outdated)})")
        elif one.lix and not one.marked:
            parts.append("umerket")
        if one.lix:
            parts.append("gjennomgått" if one.reviewed else "utkast")
        lines.append(f"  {one.id:{width}}  {', '.join(parts) or 'ingen'}")
    return "\n".join(lines)
