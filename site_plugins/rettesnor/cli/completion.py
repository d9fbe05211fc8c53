"""``rettesnor completion``: the script that lets a shell complete commands and options."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rettesnor.cli.arguments import examples

SHELLS = ("bash", "zsh", "fish")
_FILES = frozenset({"FIL", "JSON"})
_FOLDERS = frozenset({"MAPPE"})


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "completion", help="lag fullføring med tabulator for skallet ditt",
        description="Skriver et skript som lar skallet fullføre kommandoer, valg og filnavn når "
        "du trykker på tabulator. Lag det på nytt når du får en ny versjon av Rettesnor.",
        epilog=examples(
            ("rettesnor completion bash > ~/.local/share/bash-completion/completions/rettesnor",
             "bash: virker i nye vinduer"),
            ("rettesnor completion zsh > ~/.zfunc/_rettesnor",
             "zsh: ~/.zfunc må stå i fpath før compinit"),
            ("rettesnor completion fish > ~/.config/fish/completions/rettesnor.fish",
             "fish: virker i nye vinduer"),
        ),
    )
    parser.add_argument("shell", choices=SHELLS, help="skallet skriptet er for")
    parser.set_defaults(root=Path("."))


def run(options: argparse.Namespace) -> int:
    """Print the script; return the exit status."""
    import shtab

    from rettesnor.cli.main import parser

    top = parser()
    _complete_paths(top, shtab.FILE, shtab.DIRECTORY)
    print(shtab.complete(top, options.shell))
    return 0


def _complete_paths(parser: argparse.ArgumentParser, file: object, folder: object) -> None:
    """Let values that are files and folders be completed as such; their metavar says which."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                _complete_paths(command, file, folder)
        elif action.metavar in _FILES:
            action.complete = file  # type: ignore[attr-defined]
        elif action.metavar in _FOLDERS:
            action.complete = folder  # type: ignore[attr-defined]
