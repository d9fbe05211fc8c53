"""``rettesnor plan``: local plans on top of a national guideline.

Here are its options. What it does is in ``plan_making.py``, ``plan_update.py`` and
``plan_register.py``, which are imported when it runs: every command imports this module.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

from rettesnor.cli.arguments import add_check_options, examples

Subcommands = Any


def add_parser(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "plan", help="lokale planer som bygger på en nasjonal retningslinje",
        description="En lokal plan er ei mappe med plan.yml. «rettesnor new plan» lager den.",
        epilog=examples(
            ("rettesnor plan check", "sjekk planen i mappa du står i"),
            ("rettesnor plan build", "bygg nettstedet og PDF-en av planen, i site/"),
            ("rettesnor plan update --to https://retningslinje.example.no/ --dry-run",
             "vis hva en ny nasjonal versjon betyr for planen"),
        ),
    )
    common_options = argparse.ArgumentParser(add_help=False)
    common_options.add_argument(
        "--root", type=Path, default=Path("."), metavar="MAPPE", help="mappa til planen"
    )
    common_options.add_argument(
        "--date", metavar="ÅÅÅÅ-MM-DD", help="dagen reglene vurderes på"
    )
    kinds = parser.add_subparsers(dest="what", required=True, metavar="HVA")
    _add_check_and_build(kinds, common_options)
    _add_adapt(kinds, common_options)
    _add_update(kinds, common_options)
    _add_status(kinds, common_options)
    _add_register(kinds, common_options)


def _add_check_and_build(kinds: Subcommands, shared: argparse.ArgumentParser) -> None:
    check = kinds.add_parser(
        "check", parents=[shared], help="sjekk planen",
        epilog=examples(
            ("rettesnor plan check", "list alt som er galt eller mangler, med fil og linje"),
            ("rettesnor plan check --strict", "la advarsler telle som feil"),
        ),
    )
    add_check_options(check)
    build = kinds.add_parser(
        "build", parents=[shared], help="bygg nettstedet og PDF-en",
        epilog=examples(
            ("rettesnor plan build", "bygg alt i site/"),
            ("rettesnor plan build --no-pdf", "bygg nettstedet alene"),
        ),
    )
    build.add_argument("--site", type=Path, metavar="MAPPE", help="hvor det skal ligge (site/)")
    build.add_argument("--no-pdf", action="store_true", help="ikke lag PDF")


def _add_adapt(kinds: Subcommands, shared: argparse.ArgumentParser) -> None:
    adapt = kinds.add_parser(
        "adapt", parents=[shared], help="hent nasjonal tekst inn i planen, som et utgangspunkt",
        description="Skriver de nasjonale stegene i en anbefaling, eller den nasjonale teksten i "
        "en fase, inn i plan.yml, så du kan endre dem.",
        epilog=examples(
            ("rettesnor plan adapt rutiner", "hent stegene i anbefalingen «rutiner»"),
            ("rettesnor plan adapt --phase begynnende", "hent teksten i en fase"),
        ),
    )
    adapt.add_argument("id", nargs="?", default="", metavar="ID", help="anbefalingen")
    adapt.add_argument(
        "--phase", default="", metavar="ID", help="fasen, i stedet for en anbefaling"
    )


def _add_update(kinds: Subcommands, shared: argparse.ArgumentParser) -> None:
    update = kinds.add_parser(
        "update", parents=[shared], help="bygg planen på en nyere nasjonal versjon",
        description="Fletter det kommunen har skrevet, med det som er endret nasjonalt, felt for "
        "felt. Det begge har endret, kommer i konflikter.yml, og planen beholder sin tekst til "
        "eieren har valgt. Alt blir skrevet, eller ingenting.",
        epilog=examples(
            ("rettesnor plan update --to https://retningslinje.example.no/",
             "hent den nyeste versjonen fra det nasjonale nettstedet"),
            ("rettesnor plan update --to ../retningslinje/changelog/0.3.0 --dry-run",
             "vis hva som ville skjedd, uten å skrive noe"),
        ),
    )
    update.add_argument(
        "--to", default="", metavar="STED",
        help="adressen til det nasjonale nettstedet, eller mappa til en utgave eller et nettsted "
        "(ellers det som står i plan.yml)",
    )
    update.add_argument("--version", default="", metavar="VERSJON", help="hvilken (ellers nyeste)")
    update.add_argument("--dry-run", action="store_true", help="vis, men ikke skriv")
    resolve = kinds.add_parser(
        "resolve", parents=[shared], help="utfør valgene i konflikter.yml",
        epilog=examples(
            ("rettesnor plan resolve", "ta inn det som er valgt, og fjern konflikter.yml"),
            ("rettesnor plan resolve --dry-run", "se at valgene kan utføres"),
        ),
    )
    resolve.add_argument("--dry-run", action="store_true", help="vis, men ikke skriv")


def _add_status(kinds: Subcommands, shared: argparse.ArgumentParser) -> None:
    status = kinds.add_parser(
        "status", parents=[shared], help="vis hva planen bygger på, og om det er kommet noe nyere",
        description="Spør det nasjonale nettstedet om hvilke versjoner som finnes. Svaret blir "
        "skrevet i nasjonalt/siste.json, så merket på sidene viser det neste gang planen bygges.",
        epilog=examples(
            ("rettesnor plan status", "spør nettstedet som står i plan.yml"),
            ("rettesnor plan status --offline", "ikke spør noen"),
        ),
    )
    status.add_argument("--from", dest="source", default="", metavar="STED",
                        help="adressen eller mappa til det nasjonale nettstedet")
    status.add_argument("--offline", action="store_true", help="ikke spør over nettet")


def _add_register(kinds: Subcommands, shared: argparse.ArgumentParser) -> None:
    export = kinds.add_parser(
        "export", parents=[shared], help="skriv avvikene som åpne data (JSON)",
        epilog=examples(
            ("rettesnor plan export --to avvik.json", "skriv fila, som kommunen kan publisere"),
        ),
    )
    export.add_argument("--to", type=Path, metavar="FIL", help="fila (ellers til skjermen)")
    collect = kinds.add_parser(
        "collect", parents=[shared], help="samle avvikene i flere planer i den nasjonale "
        "retningslinja",
        description="Leser filer fra «rettesnor plan export» som eierne har publisert eller sendt, "
        "og skriver guideline/lokal-praksis.yml. Nettstedet får siden «Hvor praksis skiller seg», "
        "og «rettesnor status» sier hvor det er flest avvik. Kjøres i retningslinjas mappe.",
        epilog=examples(
            ("rettesnor plan collect tynset.json alvdal.json", "ta inn to planer"),
        ),
    )
    collect.add_argument("files", nargs="+", type=Path, metavar="FIL", help="filene")


def run(options: argparse.Namespace) -> int:
    """Run the subcommand; return the exit status.

    Raises:
        UsageError: there is no plan in the folder, or the command is not possible.
    """
    module, name = _RUN[options.what]
    done: int = getattr(importlib.import_module(f"rettesnor.cli.{module}"), name)(options)
    return done


_RUN = {
    "check": ("plan_making", "check"), "build": ("plan_making", "build"),
    "adapt": ("plan_making", "run_adapt"), "update": ("plan_update", "run_update"),
    "resolve": ("plan_update", "run_resolve"), "status": ("plan_update", "run_status"),
    "export": ("plan_register", "run_export"), "collect": ("plan_register", "run_collect"),
}
"""The function that each subcommand is, and its module: imported when it runs."""
