"""``rettesnor build``."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from functools import partial
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.check import print_problems
from rettesnor.publishing.build import Order
from rettesnor.publishing.build import build as publish
from rettesnor.publishing.wardrobe import dressing
from rettesnor.publishing.workbench import StaleError

_SHOWN = 20


def build(options: argparse.Namespace) -> int:
    """Build the site and say what was built; return the exit status."""
    started = time.perf_counter()
    gc.disable()  # short-lived and full of values that all stay: collecting costs a third
    root = common.root(options)
    site: Path = (options.site or root / "site").resolve()
    order = Order(
        root, site, common.day(options), common.jobs(options), draft=options.draft,
        full=options.full,
    )
    try:
        outcome = publish(order, lambda _: dressing(root, partial(common.frame, preview=False)))
    except StaleError as error:
        raise common.UsageError(f"Filene endrer seg hele tiden («{error}»). Prøv igjen.") from error
    print_problems(outcome.survey, root, "people", stream=sys.stderr)
    for fault in outcome.faults[:_SHOWN]:
        print(f"feil i det ferdige nettstedet: {fault}", file=sys.stderr)
    if len(outcome.faults) > _SHOWN:
        print(f"… og {len(outcome.faults) - _SHOWN} til.", file=sys.stderr)
    if not outcome.pages:
        print("Ingenting ble publisert; nettstedet som sto der, står fortsatt.", file=sys.stderr)
        return 1
    took = time.perf_counter() - started
    print(
        f"{outcome.pages} sider ({outcome.rendered} laget på nytt) på {took:.2f} s i {site}\n"
        f"Se dem: rettesnor serve, eller åpne {site / 'index.html'}"
    )
    return 0
