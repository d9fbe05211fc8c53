"""``rettesnor team``: the desk where a team revises the guideline, and somebody else approves.

It runs beside the hearing desk, in the same database, as processes of its own.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from rettesnor.cli import common
from rettesnor.cli.arguments import examples
from rettesnor.cli.common import UsageError
from rettesnor.cli.hearing import add_backup, backup_arguments, desk_environment
from rettesnor.cli.ports import end_by_signal, ensure_free
from rettesnor.model import extras
from rettesnor.platform import SYSTEM

ROLES = ("redaktor", "godkjenner", "utgiver", "administrator")
_NEEDED = ("django", "django_otp", "argon2", "dulwich", "waitress", "whitenoise")
_KEY = "redaksjon.key"


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add ``team`` and its subcommands to the ``commands`` of the command line."""
    team = commands.add_parser(
        "team", help="rediger flere sammen, og la en annen godkjenne",
        epilog=examples(
            ("rettesnor team serve", "start redaksjonen for laget på denne maskinen"),
            ("rettesnor team user kari --role redaktor", "lag en bruker av redaksjonen"),
        ),
    )
    actions = team.add_subparsers(dest="action", required=True, metavar="HANDLING")

    def action(name: str, help_: str, *shown: tuple[str, str]) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = actions.add_parser(
            name, parents=[common], help=help_, epilog=examples(*shown)
        )
        return one

    serve = action(
        "serve", "start redaksjonen for laget på denne maskinen",
        ("rettesnor team serve", "åpne den på http://127.0.0.1:8003/redaksjon/"),
    )
    serve.add_argument("--port", type=int, default=8003, metavar="PORT", help="porten (8003)")
    action(
        "migrate", "lag eller oppdater databasen",
        ("rettesnor team migrate", "gjør dette før en ny versjon av Rettesnor tas i bruk"),
    )
    action(
        "sync", "hent fra Git-tjeneren og send det som er godkjent",
        ("rettesnor team sync", "kjør dette hvert kvarter; adressen står i EDITOR_REMOTE"),
    )
    add_backup(action, "team", "databasen og Git-depotet")
    user = action(
        "user", "lag en bruker av redaksjonen",
        ("rettesnor team user kari --role redaktor", "lag brukeren «kari», som skriver"),
        ("rettesnor team user ola --role godkjenner", "la «ola» godkjenne det andre har skrevet"),
    )
    user.add_argument("name", metavar="NAVN", help="navnet brukeren logger inn med")
    user.add_argument("--role", choices=ROLES, required=True, help="rollen")
    user.add_argument("--full-name", default="", metavar="NAVN", help="navnet i historikken")
    user.add_argument(
        "--forget-codes", action="store_true", help="fjern engangskodene til en som har mistet dem"
    )


def run(options: argparse.Namespace) -> int:
    """Run one of the commands; return its exit status.

    Raises:
        UsageError: something is not installed, there is no guideline or Git here, or the port is
            taken.
    """
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise UsageError(
            extras.missing("Redaksjonen for laget", f"{extras.EDITOR},{extras.HEARING}")
        )
    root = common.root(options)
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        raise UsageError(
            "Redaksjonen for laget trenger at mappa er i Git. Kjør «git init», sjekk inn filene, "
            "og prøv igjen. Alene kan du bruke «rettesnor edit» uten Git."
        )
    if options.action == "serve":
        ensure_free(options.port, "team")
    os.umask(0o077)
    environment = _environment(root, options)
    if options.action == "serve":
        if status := _django(environment, "migrate", "--verbosity", "0"):
            return status
        return _serve(options.port, environment)
    if options.action == "migrate":
        return _django(environment, "migrate", "--verbosity", "0")
    if options.action == "sync":
        return _django(environment, "utveksle")
    if options.action in ("backup", "restore"):
        return _django(environment, *backup_arguments(options, "sikkerhetskopi_med_depot"))
    named = ["--full-name", options.full_name] if options.full_name else []
    forget = ["--forget-codes"] if options.forget_codes else []
    return _django(environment, "bruker", options.name, "--role", options.role, *named, *forget)


def _environment(root: Path, options: argparse.Namespace) -> dict[str, str]:
    """Return the environment of the team's desk; variables that are set already win."""
    hearing = desk_environment(root, unreleased=True)
    state = Path(hearing["HORING_STATE"])
    own = {"EDITOR_ROOT": str(root), "EDITOR_STATE": str(state)}
    if "EDITOR_KEY" not in os.environ:
        own["EDITOR_KEY"] = common.secret_key(state / _KEY)
    if options.date:
        own["EDITOR_DATE"] = common.day(options).isoformat()
    settings = {"DJANGO_SETTINGS_MODULE": "rettesnor_editor.team.settings"}
    return {**hearing, **own, **os.environ, **settings}


def _django(environment: dict[str, str], *arguments: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", "rettesnor_horing.command", *arguments], env=environment, check=False
    ).returncode


def _serve(port: int, environment: dict[str, str]) -> int:
    print(f"Redaksjonen er på http://127.0.0.1:{port}/redaksjon/ (avslutt med Ctrl+C)", flush=True)
    end_by_signal()
    command = [sys.executable, "-m", "rettesnor_editor.team", str(port)]
    with subprocess.Popen(command, env=environment, **SYSTEM.own_group) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            process.terminate()
