"""The commands about changes, releases and translations: their options, and how they are run.

It imports little, so that the other commands start fast.
"""

from __future__ import annotations

import argparse
import gc
import importlib
from pathlib import Path
from typing import Any

from rettesnor.cli.arguments import examples
from rettesnor.model.change import SLAG

NAMES = frozenset({
    "change", "course", "diff", "plain", "redact", "release", "status", "translate", "verify",
})


def add_parsers(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the ``commands`` of the command line."""
    change = commands.add_parser(
        "change", parents=[common], help="start en endringsfil",
        epilog=examples(
            ("rettesnor change skriftlig-plan",
             "lag changelog/unreleased/skriftlig-plan.yml, som du fyller ut"),
            ("rettesnor change gammel-id --kind flyttet --to ny-id",
             "fortell at en anbefaling har fått en ny id"),
        ),
    )
    change.add_argument("ids", nargs="+", metavar="ID", help="anbefalingene endringen gjelder")
    change.add_argument("--kind", choices=SLAG, help="hva slags endring det er")
    change.add_argument("--to", nargs="+", default=[], metavar="ID", help="id-ene etterpå")
    change.add_argument("--name", metavar="NAVN", help="navnet på fila, uten .yml")
    course = commands.add_parser(
        "course", parents=[common], help="vis, start og merk kurs",
        description="Viser kursene i guideline/kurs/: hvilke lysbilder som er endret siden forrige "
                    "utgave, og hvilke som ikke er lest mot det de siterer.",
        epilog=examples(
            ("rettesnor course", "vis hvordan alle står"),
            ("rettesnor course --new samarbeid --chapter samarbeid-med-hjemmet",
             "lag guideline/kurs/samarbeid.yml, med et lysbilde til hver anbefaling i kapitlet"),
            ("rettesnor course --mark samarbeid",
             "skriv ned at lysbildene er lest mot det de siterer, slik det er nå"),
        ),
    )
    course.add_argument("--new", metavar="ID", help="lag et nytt")
    course.add_argument("--chapter", metavar="ID", help="kapitlet et nytt kurs hører til")
    course.add_argument(
        "--mark", nargs="*", metavar="ID",
        help="merk lysbildene som lest mot det de siterer nå; uten ID bare kurs uten merke",
    )
    diff = commands.add_parser(
        "diff", parents=[common], help="vis hva som er forskjellig",
        epilog=examples(
            ("rettesnor diff", "vis hva som er endret siden siste utgave"),
            ("rettesnor diff 1.0.0 1.1.0 --format html > forskjeller.html",
             "lag en side som viser forskjellen på to utgaver"),
        ),
    )
    diff.add_argument("old", nargs="?", metavar="A", help="versjon eller dato (siste utgave)")
    diff.add_argument("new", nargs="?", metavar="B", help="versjon eller dato (filene nå)")
    diff.add_argument(
        "--format", choices=("text", "json", "html", "markdown"), default="text",
        help="hvordan forskjellen skrives ut",
    )
    diff.add_argument(
        "--base", type=Path, metavar="MAPPE",
        help="sammenlign med filene i denne mappa, for eksempel grenen de skal flettes inn i",
    )
    plain = commands.add_parser(
        "plain", parents=[common], help="vis, start og merk versjoner i enkelt språk",
        description="Viser hvordan forklaringene i guideline/enkelt/ står: lesbarhet (LIX), hva "
                    "som mangler, og hva som er skrevet fra en eldre tekst.",
        epilog=examples(
            ("rettesnor plain", "vis hvordan alle står"),
            ("rettesnor plain --new skriftlig-plan", "lag guideline/enkelt/skriftlig-plan.yml"),
            ("rettesnor plain --mark skriftlig-plan",
             "skriv ned at den er lest mot anbefalingen slik den er nå"),
        ),
    )
    plain.add_argument("--new", metavar="ID", help="lag en ny, for denne anbefalingen")
    plain.add_argument(
        "--mark", nargs="*", metavar="ID",
        help="merk som skrevet fra anbefalingen slik den er nå; uten ID bare dem uten merke",
    )
    release = commands.add_parser(
        "release", parents=[common], help="gi ut en ny versjon",
        epilog=examples(
            ("rettesnor release 1.1.0 --dry-run", "vis hva som ville blitt gitt ut"),
            ("rettesnor release 1.1.0", "gi ut; utgaven kan ikke endres etterpå"),
        ),
    )
    release.add_argument("version", metavar="VERSJON", help="for eksempel 1.1.0")
    release.add_argument("--dry-run", action="store_true", help="vis hva som ville skjedd")
    release.add_argument("--key", type=Path, metavar="FIL", help="privat nøkkel (Ed25519, PEM)")
    redact = commands.add_parser(
        "redact", parents=[common],
        help="ta personopplysninger ut av utgaver som er gitt ut, når loven krever det",
        epilog=examples(
            ("rettesnor redact --text-file navn.txt --by Personvernombudet "
             "--reason 'Navn på person' --basis 'GDPR artikkel 17' --dry-run",
             "vis hvor teksten i navn.txt står, og hva som ville blitt endret"),
            ("rettesnor redact --resume", "fullfør en fjerning som ble avbrutt"),
        ),
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
    commands.add_parser(
        "status", parents=[common], help="vis hva som må gjennomgås",
        epilog=examples(
            ("rettesnor status", "vis frister, foreldede oversettelser og hva neste utgave krever"),
            ("rettesnor status --date 2027-06-01", "vis det samme slik det blir den dagen"),
        ),
    )
    translate = commands.add_parser(
        "translate", parents=[common], help="vis hva som er oversatt, og hold det ved like",
        epilog=examples(
            ("rettesnor translate nn", "vis hvor mye av hver fil som er oversatt til nynorsk"),
            ("rettesnor translate nn --mark guideline/om.nn.md",
             "skriv ned at fila er sett over mot originalen slik den er nå"),
        ),
    )
    translate.add_argument("language", metavar="SPRÅK", help="språkkoden, for eksempel nn")
    either = translate.add_mutually_exclusive_group()
    either.add_argument(
        "--mark", nargs="*", type=Path, metavar="FIL",
        help="skriv ned hva tekstene er oversatt fra; uten filer det som ikke er merket",
    )
    either.add_argument("--new", type=Path, metavar="FIL", help="start oversettelsen av en fil")
    verify = commands.add_parser(
        "verify", parents=[common], help="kontroller at utgavene er uendret",
        epilog=examples(
            ("rettesnor verify", "kontroller hver fil i changelog/"),
            ("rettesnor verify --at-least 1.1.0",
             "kontroller også at ingen nyere utgave er tatt bort"),
        ),
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
    gc.disable()  # a short process that keeps nearly all it creates
    try:
        status: int = importlib.import_module(f"rettesnor.cli.{options.command}").run(options)
        return status
    finally:
        gc.enable()


def explanation(error: Exception) -> str:
    """Return the message of ``error`` for an editor; empty when the program is to blame."""
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
