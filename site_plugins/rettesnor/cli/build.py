"""``rettesnor build``."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.check import print_problems
from rettesnor.publishing.build import Dressing, Order
from rettesnor.publishing.build import build as publish
from rettesnor.publishing.wardrobe import dressing

_SHOWN = 20


def build(options: argparse.Namespace) -> int:
    """Build the site and say what was built; return the exit status."""
    started = time.perf_counter()
    gc.disable()  # short-lived and full of values that all stay: collecting costs a third
    root = common.root(options)
    site: Path = (options.site or root / "site").resolve()
    order = Order(root, site, common.day(options), common.jobs(options))
    outcome = publish(order, lambda _: dressing(root, _make))
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


def _make(root: Path, folder: Path) -> Dressing:
    from rettesnor.mkdocs.plugin import make_frame

    return make_frame(root, folder, preview=False)
