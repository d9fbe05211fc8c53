"""``rettesnor innspill``: find where a comment's place stands now, and take in a round's result."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any


def add_parsers(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add ``innspill`` and its own commands to the ``commands`` of the command line."""
    innspill = commands.add_parser("innspill", help="hent og følg høringsinnspill")
    deeds = innspill.add_subparsers(dest="deed", required=True, metavar="HANDLING")
    locate = deeds.add_parser(
        "locate", parents=[common], help="finn hvor et sted i en utgave står nå"
    )
    locate.add_argument(
        "address", metavar="ADRESSE",
        help="«anbefaling#felt», «anbefaling#avsnitt», et nummer (H-000123-2) eller en JSON-fil",
    )
    locate.add_argument("--from", dest="old", metavar="VERSJON", help="utgaven adressen gjelder")
    locate.add_argument("--to", dest="new", metavar="VERSJON", help="utgaven å lete i (filene nå)")
    locate.add_argument("--exact", default="", metavar="ORD", help="ordene selv")
    locate.add_argument("--prefix", default="", metavar="ORD", help="ord foran")
    locate.add_argument("--suffix", default="", metavar="ORD", help="ord etter")
    locate.add_argument(
        "--format", choices=("text", "json"), default="text", help="hvordan svaret skrives ut"
    )
    take = deeds.add_parser("import", parents=[common], help="hent resultatet av en runde")
    take.add_argument("file", type=Path, metavar="FIL", help="eksporten fra høringsmottaket")
    take.add_argument(
        "--replace", action="store_true", help="la det nye gjelde der noe er avgjort før"
    )


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status: 0 done, 1 gone or not taken, 2 could not run."""
    name = {"locate": "innspill_locate", "import": "innspill_import"}[options.deed]
    status: int = importlib.import_module(f"rettesnor.cli.{name}").run(options)
    return status
