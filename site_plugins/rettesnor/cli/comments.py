"""``rettesnor comments``: find where a comment belongs now, import a result, take a proposal in."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

from rettesnor.cli.arguments import examples


def add_parsers(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add ``comments`` and its subcommands to the ``commands`` of the command line."""
    comments = commands.add_parser(
        "comments", help="hent og følg høringsinnspill",
        epilog=examples(
            ("rettesnor comments import resultat.json", "hent resultatet av en runde"),
            ("rettesnor comments locate H-000123-2", "finn hvor et innspill hører hjemme nå"),
        ),
    )
    actions = comments.add_subparsers(dest="action", required=True, metavar="HANDLING")
    locate = actions.add_parser(
        "locate", parents=[common], help="finn hvor et sted i en utgave står nå",
        epilog=examples(
            ("rettesnor comments locate H-000123-2", "finn stedet et innspill gjelder"),
            ("rettesnor comments locate skriftlig-plan#begrunnelse --from 1.0.0",
             "finn hvor et felt i utgave 1.0.0 står i filene nå"),
        ),
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
    take = actions.add_parser(
        "take", parents=[common], help="ta et forslag til ny tekst inn i anbefalingen",
        description="Forslaget blir holdt mot avsnittet slik det står nå. Er det endret siden "
        "høringen, blir begge endringene med når de gjelder forskjellige ord.",
        epilog=examples(
            ("rettesnor comments take H-000123-2", "ta inn forslaget i et innspill"),
            ("rettesnor comments take forslag-H-000123-2.json",
             "ta inn et forslag som er lastet ned fra høringsmottaket"),
        ),
    )
    take.add_argument(
        "proposal", metavar="FORSLAG", help="et nummer (H-000123-2) eller en JSON-fil"
    )
    take.add_argument(
        "--dry-run", action="store_true", help="vis hva som ville blitt endret, uten å skrive noe"
    )
    import_ = actions.add_parser(
        "import", parents=[common], help="hent resultatet av en runde",
        epilog=examples(
            ("rettesnor comments import resultat.json",
             "hent resultatet; alt blir hentet, eller ingenting"),
            ("rettesnor comments import resultat.json --replace",
             "hent det selv om noe er avgjort annerledes før"),
        ),
    )
    import_.add_argument("file", type=Path, metavar="FIL", help="eksporten fra høringsmottaket")
    import_.add_argument(
        "--replace", action="store_true", help="la det nye gjelde der noe er avgjort før"
    )


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status: 0 done, 1 gone or not taken in, 2 could not run."""
    name = {
        "locate": "comments_locate", "import": "comments_import", "take": "comments_take",
    }[options.action]
    status: int = importlib.import_module(f"rettesnor.cli.{name}").run(options)
    return status
