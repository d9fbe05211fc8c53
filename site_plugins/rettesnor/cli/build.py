"""``rettesnor build``."""

from __future__ import annotations

import argparse
import sys
import time
from functools import partial
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.problems import print_problems
from rettesnor.publishing.cache.theme_shell import load_theme
from rettesnor.publishing.documents.sources import ALL, OFFLINE, PDF
from rettesnor.publishing.options import BuildOptions
from rettesnor.publishing.output.target_dir import TargetDirError
from rettesnor.publishing.pipeline import build as publish
from rettesnor.publishing.workers.worker import StaleError

_NEEDS = (
    "PDF og Word trenger programmer som ikke følger med Rettesnor. Hent dem med:\n"
    "    pip install 'rettesnor[pdf]'\n"
    "Uten --pdf og --documents bygges nettstedet som før."
)


def run(options: argparse.Namespace) -> int:
    """Build the site and say what was built; return the exit status."""
    started = time.perf_counter()
    common.leave_garbage()
    root = common.root(options)
    site: Path = (options.site or root / "site").resolve()
    order = BuildOptions(
        root, site, common.day(options), common.jobs(options),
        released=options.released, full=options.full,
        documents=_formats(options), offline=options.offline,
        exchange=options.exchange, state=_state(options),
    )
    try:
        outcome = publish(order, lambda _: load_theme(root, partial(common.frame, preview=False)))
    except TargetDirError as error:
        raise common.UsageError(str(error)) from error
    except StaleError as error:
        raise common.UsageError(f"Filene endrer seg hele tiden («{error}»). Prøv igjen.") from error
    if outcome.survey.problems:  # none here is not none at all: «check» looks at the changes too
        print_problems(outcome.survey, root, "people", stream=sys.stderr)
    common.print_faults(outcome.faults)
    if not outcome.pages:
        print("Ingenting ble publisert; nettstedet som sto der, står fortsatt.", file=sys.stderr)
        return 1
    took = time.perf_counter() - started
    print(
        f"{outcome.pages} sider ({outcome.rendered} laget på nytt) på {took:.2f} s i {site}\n"
        f"Se dem: rettesnor serve, eller åpne {site / 'index.html'}"
    )
    if options.offline:
        print(f"Uten nett: pakk ut {site / OFFLINE}, og åpne index.html i mappa.")
    return 0


def _formats(options: argparse.Namespace) -> tuple[str, ...]:
    """Return the formats of documents that are asked for.

    Raises:
        UsageError: what makes them is not installed.
    """
    formats = ALL if options.documents else PDF if options.pdf else ()
    if formats:
        from rettesnor.publishing.documents import render as documents

        if not documents.available():
            raise common.UsageError(_NEEDS)
    return formats


def _state(options: argparse.Namespace) -> str:
    """Return what tells kinds of build apart, so that each takes over what it left itself."""
    asked = [name for name in ("pdf", "documents", "offline", "exchange") if getattr(options, name)]
    return "".join(f"-{name}" for name in asked)
