"""``rettesnor hearing``: the hearing desk, run as processes of its own.

The desk is an optional extra and a Django project; it is reached by its command line and the
environment only, never by an import.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from rettesnor.cli import common
from rettesnor.cli.arguments import examples
from rettesnor.cli.common import UsageError
from rettesnor.cli.ports import ensure_free
from rettesnor.cli.progress import shown
from rettesnor.model import extras
from rettesnor.model.progress import SILENT, Progress
from rettesnor.platform import SYSTEM

STATE = "horingsdata"
"""The folder of the desk's database and key, in the guideline's folder. No clean, build or cache
touches it."""
NOT_IN_USE = "runder-i-bruk.txt"
"""The file there that says why a running desk does not use the newest rounds (``round_watch``)."""
_OLD_STATE = ".rettesnor"
"""Their former folder: a cache, which «make clean» removes."""
_DATABASE, _KEY, _ANCHOR = "horing.sqlite3", "horing.key", "revisjonsspor.txt"
_NEEDS = ("django", "django_otp", "argon2", "rapidfuzz", "waitress", "whitenoise")
"""Modules of the desk that the base install lacks."""
_COMMAND = "rettesnor_horing.command"
"""What runs the desk's commands."""
_POLL = 0.5
"""Seconds between two looks at how long a command of the desk has worked."""
ROLES = ("leser", "saksbehandler", "beslutter", "personvernombud", "administrator")


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add ``hearing`` and its subcommands to the ``commands`` of the command line."""
    hearing = commands.add_parser(
        "hearing", help="motta og vurder høringsinnspill",
        epilog=examples(
            ("rettesnor hearing serve", "start mottaket og skrivebordet på denne maskinen"),
            ("rettesnor hearing user ola --role saksbehandler", "lag en bruker av skrivebordet"),
        ),
    )
    actions = hearing.add_subparsers(dest="action", required=True, metavar="HANDLING")

    def action(name: str, help_: str, *shown: tuple[str, str]) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = actions.add_parser(
            name, parents=[common], help=help_, epilog=examples(*shown)
        )
        one.add_argument(
            "--unreleased", action="store_true", help="bruk filene når utgaven ikke er gitt ut"
        )
        return one

    serve = action(
        "serve", "start skrivebordet på denne maskinen",
        ("rettesnor hearing serve", "åpne det på http://127.0.0.1:8001/skrivebord/"),
    )
    serve.add_argument("--port", type=int, default=8001, metavar="PORT", help="porten (8001)")
    action(
        "migrate", "lag eller oppdater databasen",
        ("rettesnor hearing migrate", "gjør dette før en ny versjon av Rettesnor tas i bruk"),
    )
    export = action(
        "export", "eksporter en runde",
        ("rettesnor hearing export pilot-2026 --format xlsx --out svar.xlsx",
         "skriv alle svarene i runden til et regneark"),
        ("rettesnor hearing export pilot-2026 --publishable --out resultat.json",
         "skriv det som kan publiseres; «rettesnor comments import» henter det"),
    )
    export.add_argument("round", metavar="RUNDE", help="id-en til runden")
    export.add_argument("--publishable", action="store_true", help="bare det som kan publiseres")
    export.add_argument(
        "--format", choices=("xlsx", "csv", "json", "docx"), default="json",
        help="filtypen (json)",
    )
    export.add_argument("--out", type=Path, required=True, metavar="FIL", help="fila som skrives")
    purge = action(
        "purge", "slett det som er tatt vare på lenge nok",
        ("rettesnor hearing purge", "vis hva som ville blitt slettet"),
        ("rettesnor hearing purge --confirm", "slett det; kjør dette hver dag"),
    )
    purge.add_argument("--confirm", action="store_true", help="slett, ikke bare vis")
    archive = action(
        "archive", "lag en pakke til arkivet, med metadata etter Noark 5",
        ("rettesnor hearing archive pilot-2026 pakke.zip", "lag pakken"),
        ("rettesnor hearing archive pilot-2026 pakke.zip --verify", "kontroller den"),
        ("rettesnor hearing archive pilot-2026 pakke.zip --taken 26/1234",
         "registrer at arkivet har den, så purge kan slette"),
    )
    archive.add_argument("round", metavar="RUNDE", help="id-en til runden")
    archive.add_argument("file", type=Path, metavar="FIL", help="pakken")
    archive.add_argument("--verify", action="store_true", help="kontroller en pakke som er laget")
    archive.add_argument(
        "--schema", type=Path, metavar="MAPPE",
        help="med --verify: mappa med arkivstruktur.xsd fra Arkivverket",
    )
    archive.add_argument(
        "--taken", metavar="REFERANSE", help="arkivet har tatt imot pakken, under denne referansen"
    )
    jobs = action(
        "jobs", "lag filene som noen har bedt om under «Etter høringen»",
        ("rettesnor hearing jobs --loop", "hold på så lenge mottaket er oppe"),
    )
    jobs.add_argument("--loop", action="store_true", help="hold fram til den blir stanset")
    add_backup(action, "hearing", "databasen med svarene")
    mail = action(
        "mail", "send kvitteringer på e-post",
        ("rettesnor hearing mail", "send det som venter"),
        ("rettesnor hearing mail --loop", "send så lenge mottaket er oppe"),
    )
    mail.add_argument("--loop", action="store_true", help="hold fram til den blir stanset")
    inbox = action(
        "inbox", "hent svar fra e-post, så de kan registreres",
        ("rettesnor hearing inbox pilot-2026 --user ola", "fra postkassen i HORING_IMAP"),
        ("rettesnor hearing inbox pilot-2026 svar/ --user ola", "fra .eml-filene i ei mappe"),
    )
    inbox.add_argument("round", metavar="RUNDE", help="id-en til runden")
    inbox.add_argument("files", nargs="*", type=Path, metavar="FIL", help=".eml, .zip eller mapper")
    inbox.add_argument(
        "--user", required=True, metavar="NAVN", help="saksbehandleren som henter dem"
    )
    user = action(
        "user", "lag en bruker av skrivebordet",
        ("rettesnor hearing user ola --role saksbehandler", "lag brukeren «ola»"),
        ("rettesnor hearing user ola --role saksbehandler --forget-codes",
         "la «ola», som har mistet kodene sine, sette dem opp på nytt"),
    )
    user.add_argument("name", metavar="NAVN", help="navnet brukeren logger inn med")
    user.add_argument("--role", choices=ROLES, required=True, help="rollen")
    user.add_argument(
        "--forget-codes", action="store_true", help="fjern engangskodene til en som har mistet dem"
    )


def add_backup(
    action: Callable[..., argparse.ArgumentParser], command: str, what: str
) -> None:
    """Add ``backup`` and ``restore`` to the subcommands of ``command``."""
    backup = action(
        "backup", f"lag en sikkerhetskopi av {what}, også mens skrivebordet går",
        (f"rettesnor {command} backup kopi-2026-11-30", "lag kopien i en ny mappe, og les den"),
    )
    backup.add_argument("folder", type=Path, metavar="MAPPE", help="mappa som lages")
    restore = action(
        "restore", "gjenopprett fra en sikkerhetskopi",
        (f"rettesnor {command} restore kopi-2026-11-30", "der det ikke er noen database"),
        (f"rettesnor {command} restore kopi-2026-11-30 --replace",
         "legg databasen som er der, til side"),
    )
    restore.add_argument("folder", type=Path, metavar="MAPPE", help="sikkerhetskopien")
    restore.add_argument(
        "--replace", action="store_true", help="legg databasen som er der, til side"
    )


def backup_arguments(
    options: argparse.Namespace, command: str = "sikkerhetskopi"
) -> list[str]:
    """Return the desk's own arguments for ``backup`` or ``restore``.

    Args:
        command: the desk's command that makes a backup.
    """
    folder = str(options.folder.resolve())
    if options.action == "backup":
        return [command, folder]
    return ["gjenopprett", folder, *(["--replace"] if options.replace else [])]


def run(options: argparse.Namespace) -> int:
    """Run one of the desk's commands; return its exit status.

    Raises:
        UsageError: the desk is not installed, there is no guideline here, or the port is taken.
    """
    if not all(importlib.util.find_spec(name) for name in _NEEDS):
        raise UsageError(extras.missing("Høringsskrivebordet", extras.HEARING))
    if options.action == "serve":
        ensure_free(options.port, "")
    os.umask(0o077)  # the database holds names, so no other user may read it
    environment = desk_environment(common.root(options), unreleased=options.unreleased)
    if options.action == "serve":
        return _serve(options.port, environment)
    if options.action == "migrate":
        return _migrate(environment)
    if options.action == "export":
        with shown(lines=True) as progress:  # the desk prints, too
            progress.stage("Skriver ut runden")
            return _django(environment, *_arguments(options), progress=progress)
    return _django(environment, *_arguments(options))


def _arguments(options: argparse.Namespace) -> list[str]:
    if options.action == "export":
        wanted = ["--publishable"] if options.publishable else ["--format", options.format]
        return ["eksport", options.round, *wanted, "--out", str(options.out.resolve())]
    if options.action in ("backup", "restore"):
        return backup_arguments(options)
    if options.action == "purge":
        return ["rydd", *(["--confirm"] if options.confirm else [])]
    if options.action == "archive":
        wanted = ["--verify"] if options.verify else []
        wanted += ["--schema", str(options.schema.resolve())] if options.schema else []
        taken = ["--taken", options.taken] if options.taken else []
        return ["arkiv", options.round, str(options.file.resolve()), *wanted, *taken]
    if options.action == "jobs":
        return ["arbeid", *(["--loop"] if options.loop else [])]
    if options.action == "mail":
        return ["post", *(["--loop"] if options.loop else [])]
    if options.action == "inbox":
        files = [str(path.resolve()) for path in options.files]
        return ["innboks", options.round, *files, "--user", options.user]
    forget = ["--forget-codes"] if options.forget_codes else []
    return ["bruker", options.name, "--role", options.role, *forget]


def desk_environment(root: Path, *, unreleased: bool) -> dict[str, str]:
    """Return the desk's environment; variables that are set already win over these defaults.

    Raises:
        UsageError: there is a database in the old folder as well, or it is in use.
    """
    state = _state(root)
    own = {
        "HORING_STATE": str(state),
        "DJANGO_SETTINGS_MODULE": "rettesnor_horing.settings",
        "HORING_ROOT": str(root),
        "HORING_UNRELEASED": "1" if unreleased else "0",
        "DATABASE_URL": f"sqlite:///{state / _DATABASE}",
        "HORING_ANCHOR": str(state / _ANCHOR),
    }
    if "HORING_SECRET_KEY" not in os.environ:
        own["HORING_SECRET_KEY"] = common.secret_key(state / _KEY)
        own["HORING_HTTPS"] = "0"
    return {**own, **os.environ}


def _state(root: Path) -> Path:
    """Return the folder of the desk's database and key; move them there from the cache folder.

    Raises:
        UsageError: there is a database in both folders, and only a person can choose.
    """
    state, before = root / STATE, root / _OLD_STATE
    state.mkdir(mode=0o700, exist_ok=True)
    ignore = state / ".gitignore"
    if not ignore.exists():
        ignore.write_text(
            "# Navn og svar fra høringer: skal aldri i Git.\n*\n", encoding="utf-8", newline="\n"
        )
    if not (before / _DATABASE).exists():
        return state
    if (state / _DATABASE).exists():
        raise UsageError(
            f"Det ligger en database både i {before / _DATABASE} og i {state / _DATABASE}. "
            "Flytt den som ikke skal brukes, til et annet sted. Ingenting er endret."
        )
    try:
        _move(before, state)
    except sqlite3.OperationalError as error:
        raise UsageError(
            f"{before / _DATABASE} er i bruk. Stans skrivebordet, og prøv igjen. "
            "Ingenting er endret."
        ) from error
    print(f"Databasen og nøkkelen er flyttet fra {before} til {state}.", file=sys.stderr)
    return state


def _move(before: Path, state: Path) -> None:
    """Copy the database and the key, then remove the old ones.

    SQLite copies the database, because its last commits may be in the journal file next to it.

    Raises:
        OperationalError: another process has the database open.
    """
    if (before / _KEY).exists() and not (state / _KEY).exists():
        shutil.copy2(before / _KEY, state / _KEY)
    unfinished = state / f"{_DATABASE}.ny"
    unfinished.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(before / _DATABASE)) as source,
        closing(sqlite3.connect(unfinished)) as copy,
    ):
        # In this mode a transaction begins only when no other process has the file open.
        source.execute("PRAGMA locking_mode = EXCLUSIVE")
        source.execute("BEGIN EXCLUSIVE").connection.rollback()
        source.backup(copy)
    with open(unfinished, "rb+") as stream:
        os.fsync(stream.fileno())
    SYSTEM.replace(unfinished, state / _DATABASE)
    for name in (_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm", _KEY):
        (before / name).unlink(missing_ok=True)


def _django(
    environment: dict[str, str], *arguments: str, progress: Progress = SILENT
) -> int:
    command = [sys.executable, "-m", _COMMAND, *arguments]
    with subprocess.Popen(command, env=environment) as process:
        while True:
            try:
                return process.wait(_POLL)
            except subprocess.TimeoutExpired:
                progress.step()


def _migrate(environment: dict[str, str]) -> int:
    status = _django(environment, "migrate", "--verbosity", "0")
    return status or _django(environment, "runder")


def _serve(port: int, environment: dict[str, str]) -> int:
    """Create the database and serve on loopback until it is stopped."""
    if (status := _migrate(environment)) != 0:
        return status
    command = [sys.executable, "-m", "rettesnor_horing.local_server", str(port)]
    print(f"Svar på høringen på http://127.0.0.1:{port}/ (avslutt med Ctrl+C)")
    print(f"Skrivebordet er på http://127.0.0.1:{port}/skrivebord/", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    others = [[sys.executable, "-m", _COMMAND, name, "--loop"] for name in ("post", "arbeid")]
    started = [
        subprocess.Popen(one, env=environment, **SYSTEM.own_group) for one in (command, *others)
    ]
    try:
        while (ended := started[0].poll()) is None:
            time.sleep(_POLL)  # Windows hears no Ctrl-C in a wait without an end
        return ended
    except KeyboardInterrupt:
        return 0
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()
