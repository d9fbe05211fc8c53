"""``rettesnor links``: the addresses outside the site, and whether they answer.

It imports the rest when it runs, because every command imports this module for its options.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from rettesnor.cli import common
from rettesnor.cli.arguments import examples
from rettesnor.cli.progress import shown
from rettesnor.model.progress import steps

if TYPE_CHECKING:
    from rettesnor.publishing.tools.external_links import Answer, Use

_STATUS = {
    "virker": "virker", "flyttet": "har flyttet til", "stengt": "åpner seg ikke for et program:",
    "borte": "finnes ikke:", "taus": "svarer ikke nå:", "robot": "er stengt for programmer:",
}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser],
               common_options: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "links", parents=[common_options], help="list adressene ut av nettstedet",
        description="Lister hver adresse i innholdet som fører ut av nettstedet, med fil og linje.",
        epilog=examples(
            ("rettesnor links", "list adressene, og hvor de står"),
            ("rettesnor links --check", "spør hver adresse over nettet om den svarer"),
        ),
    )
    parser.add_argument(
        "--csv", action="store_true", help="skriv lista som CSV, til å ta med dit det er nett"
    )
    parser.add_argument(
        "--check", action="store_true",
        help="spør hver adresse over nettet om den svarer; avslutter med 1 når noen ikke gjør det",
    )


def run(options: argparse.Namespace) -> int:
    """List the addresses, or check that they answer; return the exit status."""
    import csv

    from rettesnor.cli.working_tree import read_tree
    from rettesnor.publishing.tools.external_links import uses

    root = common.root(options)
    found = uses(root, read_tree(options).guideline)
    if options.check:
        return check(found)
    if options.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("adresse", "fil", "linje"))
        writer.writerows((use.address, use.path, use.line) for use in found)
    else:
        for use in found:
            print(f"{use.path}:{use.line}: {use.address}")
        print(f"{len({use.address for use in found})} adresser, brukt {len(found)} steder.",
              file=sys.stderr)
    return 0


def check(found: list[Use]) -> int:
    """Ask every address, and print those that do not work; return the exit status."""
    from rettesnor.publishing.tools.external_links import Visitor
    from rettesnor.publishing.tools.external_links import check as answers

    places: dict[str, list[str]] = {}
    for use in found:
        places.setdefault(use.address, []).append(f"{use.path}:{use.line}")
    counts: dict[str, int] = {}
    with shown() as progress:
        progress.stage("Spør adressene", len(places))
        visitor = Visitor()
        for answer in steps(progress, answers(
            places, visitor, time.sleep, time.monotonic, visitor.asked_for
        )):
            counts[answer.status] = counts.get(answer.status, 0) + 1
            if answer.status != "virker":
                progress.clear()
                _print(answer, places[answer.address])
    summary = ", ".join(f"{counts.get(status, 0)} {status}" for status in _STATUS)
    print(f"{len(places)} adresser: {summary}.", file=sys.stderr)
    return 1 if counts.get("borte") or counts.get("taus") else 0


def _print(answer: Answer, places: list[str]) -> None:
    print(f"{places[0]}: {answer.address} {_STATUS[answer.status]} {answer.detail}")
    for place in places[1:]:
        print(f"  også i {place}")
