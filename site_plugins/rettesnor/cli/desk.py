"""``rettesnor edit``: the editor's desk on the editor's own machine.

The desk is an optional extra and a Django project; it is reached as a process of its own, with the
environment, never by an import.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path
from typing import Any

from rettesnor.cli import common
from rettesnor.cli.arguments import examples
from rettesnor.cli.common import UsageError
from rettesnor.cli.ports import end_by_signal, ensure_free
from rettesnor.model.extras import EDITOR, missing
from rettesnor.model.local_plan import FILE as PLAN

STATE = "redaksjonsdata"
"""The folder of the drafts, in the guideline's folder. No clean, build or cache touches it."""
_KEY = "redaksjon.key"
_NEEDED = ("django", "dulwich", "waitress", "whitenoise", "rettesnor_editor")
_PATIENCE = 30.0
"""Seconds that the desk may take to start."""


def add_parser(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add ``edit`` to the ``commands`` of the command line."""
    edit = commands.add_parser(
        "edit", parents=[common], help="rediger retningslinja, eller en lokal plan, i nettleseren",
        epilog=examples(
            ("rettesnor edit", "åpne redaksjonen i nettleseren; den kjører bare på denne maskinen"),
            ("rettesnor edit --no-browser", "skriv adressen i stedet for å åpne den"),
            ("rettesnor edit --root fravaersplan", "rediger en lokal plan"),
        ),
    )
    edit.add_argument("--port", type=int, default=8002, metavar="PORT", help="porten (8002)")
    edit.add_argument("--no-browser", action="store_true", help="ikke åpne nettleseren")


def run(options: argparse.Namespace) -> int:
    """Serve the desk on loopback until it is stopped; return the exit status.

    Raises:
        UsageError: the desk is not installed, there is no guideline here, or the port is taken.
    """
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise UsageError(missing("Redaksjonen", EDITOR))
    root, settings = _place(options)
    ensure_free(options.port, "edit")
    end_by_signal()
    os.umask(0o077)  # drafts are for nobody else on the machine
    state, token = _state(root), secrets.token_urlsafe(24)
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": settings,
        "EDITOR_ROOT": str(root), "EDITOR_STATE": str(state), "EDITOR_TOKEN": token,
        "EDITOR_PORT": str(options.port), "EDITOR_KEY": common.secret_key(state / _KEY),
        "EDITOR_DATE": common.day(options).isoformat() if options.date else "",
    }
    address = f"http://127.0.0.1:{options.port}/inn/{token}/"
    with subprocess.Popen([sys.executable, "-m", "rettesnor_editor"], env=environment) as process:
        try:
            if not _answers(options.port, process):
                process.terminate()
                raise UsageError("redaksjonen startet ikke.")
            print("Redaksjonen er åpen så lenge dette vinduet står oppe (avslutt med Ctrl+C).")
            if options.no_browser or not webbrowser.open(address):
                print(f"Åpne denne adressen. Den kan brukes én gang:\n{address}", flush=True)
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            return 0
        finally:
            process.terminate()


def _place(options: argparse.Namespace) -> tuple[Path, str]:
    """Return the folder, and the settings of the desk for what is in it: a guideline or a plan.

    Raises:
        UsageError: there is neither.
    """
    folder = options.root.resolve()
    if (folder / PLAN).is_file():
        common.finish_edit(folder)
        return folder, "rettesnor_editor.plan.settings"
    return common.root(options), "rettesnor_editor.settings"


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Wait until the desk answers; return whether it does."""
    limit = time.monotonic() + _PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
        except urllib.error.HTTPError:  # it answers, and lets nobody in without the token
            return True
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def _state(root: Path) -> Path:
    """Return the folder of the drafts, which is never to be in Git."""
    state = root / STATE
    state.mkdir(mode=0o700, exist_ok=True)
    ignore = state / ".gitignore"
    if not ignore.exists():
        ignore.write_text("# Utkast: skal ikke i Git.\n*\n", encoding="utf-8", newline="\n")
    return state
