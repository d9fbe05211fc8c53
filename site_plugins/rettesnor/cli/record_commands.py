"""The commands about changes and releases: their options, and how they are run.

Kept light, so that the other commands need not wait for what these import.
"""

from __future__ import annotations

import argparse
import gc
import importlib
from pathlib import Path
from typing import Any

from rettesnor.model.change import SLAG

NAMES = frozenset({"change", "diff", "redact", "release", "status", "verify", "oversett"})


def add_parsers(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the ``commands`` of the command line."""
    change = commands.add_parser("change", parents=[common], help="start en endringsfil")
    change.add_argument("ids", nargs="+", metavar="ID", help="anbefalingene endringen gjelder")
    change.add_argument("--slag", choices=SLAG, help="hva slags endring det er")
    change.add_argument("--til", nargs="+", default=[], metavar="ID", help="id-ene etterpå")
    change.add_argument("--name", metavar="NAVN", help="navnet på fila, uten .yml")
    diff = commands.add_parser("diff", parents=[common], help="vis hva som er forskjellig")
    diff.add_argument("old", nargs="?", metavar="A", help="versjon eller dato (siste utgave)")
    diff.add_argument("new", nargs="?", metavar="B", help="versjon eller dato (filene nå)")
    diff.add_argument(
        "--format", choices=("text", "json", "html"), default="text",
        help="hvordan forskjellen skrives ut",
    )
    release = commands.add_parser("release", parents=[common], help="gi ut en ny versjon")
    release.add_argument("version", metavar="VERSJON", help="for eksempel 1.1.0")
    release.add_argument("--dry-run", action="store_true", help="vis hva som ville skjedd")
    release.add_argument("--key", type=Path, metavar="FIL", help="privat nøkkel (Ed25519, PEM)")
    redact = commands.add_parser(
        "redact", parents=[common],
        help="ta personopplysninger ut av utgaver som er gitt ut, når loven krever det",
    )
    what = redact.add_mutually_exclusive_group()
    what.add_argument("--text", metavar="TEKST", help="teksten som skal ut")
    what.add_argument("--text-file", type=Path, metavar="FIL", help="fil med teksten som skal ut")
    what.add_argument("--picture", metavar="NAVN", help="bildet som skal ut")
    what.add_argument("--resume", action="store_true", help="fullfør en fjerning som ble avbrutt")
    redact.add_argument("--by", metavar="HVEM", help="hvem som fjerner (en avdeling, ikke et navn)")
    redact.add_argument("--reason", metavar="HVORFOR", help="hvorfor, uten å gjenta teksten")
    redact.add_argument("--basis", metavar="HJEMMEL", help="rettsgrunnlaget")
    redact.add_argument("--dry-run", action="store_true", help="vis hva som ville skjedd")
    redact.add_argument("--key", type=Path, metavar="FIL", help="privat nøkkel (Ed25519, PEM)")
    commands.add_parser("status", parents=[common], help="vis hva som må gjennomgås")
    translate = commands.add_parser(
        "oversett", parents=[common], help="vis hva som er oversatt, og hold det ved like"
    )
    translate.add_argument("sprak", metavar="SPRÅK", help="språkkoden, for eksempel nn")
    either = translate.add_mutually_exclusive_group()
    either.add_argument(
        "--merk", nargs="*", type=Path, metavar="FIL",
        help="skriv ned hva tekstene er oversatt fra; uten filer det som ikke er merket",
    )
    either.add_argument("--ny", type=Path, metavar="FIL", help="start oversettelsen av en fil")
    verify = commands.add_parser(
        "verify", parents=[common], help="kontroller at utgavene er uendret"
    )
    verify.add_argument(
        "--head", default="", metavar="SHA256",
        help="manifestet til en utgave du vet er gitt ut; den må fortsatt være der",
    )
    verify.add_argument(
        "--at-least", metavar="VERSJON", help="siste utgave må være denne eller en senere"
    )


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status: 0 sound, 1 problems, 2 could not run."""
    gc.disable()  # short-lived and full of values that all stay
    try:
        status: int = importlib.import_module(f"rettesnor.cli.{options.command}").run(options)
        return status
    finally:
        gc.enable()


def explanation(error: Exception) -> str:
    """Return what ``error`` says to an editor; empty when it is a fault of the program."""
    from rettesnor.cli.working_tree import ChangedError
    from rettesnor.releases.manifest import ManifestError
    from rettesnor.releases.removals import RemovalError
    from rettesnor.releases.signature import SignatureError
    from rettesnor.releases.snapshot import SnapshotError
    from rettesnor.releases.transaction import TransactionError

    if isinstance(error, TransactionError | SignatureError | RemovalError):
        return str(error)
    if isinstance(error, ChangedError):
        return f"{error} ble endret mens den ble lest. Prøv igjen."
    if isinstance(error, ManifestError | SnapshotError):
        return f"en utgave i changelog/ er skadet: {error} Kjør «rettesnor verify»."
    return ""
