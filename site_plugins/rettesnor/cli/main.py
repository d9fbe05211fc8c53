"""The entry point of the ``rettesnor`` command."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rettesnor import __version__
from rettesnor.cli import (
    audit,
    comments,
    completion,
    desk,
    edit_commands,
    evidence,
    export,
    hearing,
    import_guideline,
    law,
    links,
    migrate,
    needs,
    plan,
    publish,
    record_commands,
    self_check,
    team,
    word,
)
from rettesnor.cli.arguments import Parser, add_check_options, examples
from rettesnor.cli.common import UsageError, report
from rettesnor.cli.old_names import hint, with_new_names
from rettesnor.platform import SYSTEM
from rettesnor.reading.files.os_errors import sentence

_MODULES = {"edit": "desk", "import": "import_guideline", "self-check": "self_check"}
"""Modules that cannot have the name of their command."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top: argparse.ArgumentParser = Parser(
        prog="rettesnor",
        description="Fra strukturerte anbefalinger til en publisert retningslinje.",
        epilog=examples(
            ("rettesnor serve", "vis nettstedet mens du skriver"),
            ("rettesnor check", "sjekk alle filer før du leverer"),
            ("rettesnor build --help", "vis valgene til en kommando"),
        ),
    )
    top.add_argument(
        "--version", action="version", version=f"rettesnor {__version__}",
        help="vis hvilken versjon av Rettesnor dette er",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--root", type=Path, default=Path("."), metavar="MAPPE",
        help="mappa til retningslinja (der mkdocs.yml ligger)",
    )
    common.add_argument(
        "--guideline", default="", metavar="ID",
        help="en av retningslinjene i en katalog (mappa guidelines/ID)",
    )
    common.add_argument("--jobs", type=int, metavar="ANTALL", help="prosesser som arbeider")
    common.add_argument("--date", metavar="ÅÅÅÅ-MM-DD", help="dagen reglene vurderes på")
    build = commands.add_parser(
        "build", parents=[common], help="bygg nettstedet",
        epilog=examples(
            ("rettesnor build", "sjekk filene, og bygg nettstedet i site/"),
            ("rettesnor build --released --documents",
             "bygg siste utgave til publisering, med PDF, Word og EPUB"),
        ),
    )
    build.add_argument("--site", type=Path, metavar="MAPPE", help="hvor det skal ligge (site/)")
    _add_theme(build)
    build.add_argument(
        "--released", action="store_true",
        help="publiser siste utgave, og vis filene som de er nå under /utkast/ når de er endret",
    )
    build.add_argument("--full", action="store_true", help="lag alt på nytt, også gamle versjoner")
    build.add_argument(
        "--pdf", action="store_true",
        help="lag også PDF av retningslinja, av hvert kapittel og av hver anbefaling",
    )
    build.add_argument(
        "--documents", action="store_true",
        help="lag også Word og EPUB ved siden av PDF",
    )
    build.add_argument(
        "--posters", action="store_true",
        help="lag også plakater i A4 og A3 med QR-kode, for hver anbefaling og hver fase",
    )
    build.add_argument(
        "--offline", action="store_true",
        help="pakk også nettstedet i frakoblet.zip, som kan leses uten nett",
    )
    build.add_argument(
        "--exchange", action="store_true",
        help="legg ved innholdet slik Helsedirektoratets API og FHIR har det",
    )
    check = commands.add_parser(
        "check", parents=[common], help="sjekk alle filer",
        epilog=examples(
            ("rettesnor check", "list alt som er galt, med fil og linje"),
            ("rettesnor check --explain prosa-liste", "forklar regelen som meldingen nevner"),
        ),
    )
    add_check_options(check)
    check.add_argument("--explain", metavar="KODE", help="forklar en regel")
    check.add_argument("--suppressions", action="store_true", help="list alle unntak")
    serve = commands.add_parser(
        "serve", parents=[common], help="vis nettstedet mens du skriver",
        epilog=examples(
            ("rettesnor serve", "vis nettstedet på http://127.0.0.1:8000/, og følg endringene"),
            ("rettesnor serve --port 8001", "bruk en annen port når 8000 er opptatt"),
        ),
    )
    serve.add_argument("--port", type=int, default=8000, metavar="PORT", help="porten (8000)")
    _add_theme(serve)
    desk.add_parser(commands, common)
    edit_commands.add_parsers(commands, common)
    record_commands.add_parsers(commands, common)
    comments.add_parsers(commands, common)
    hearing.add_parser(commands, common)
    team.add_parser(commands, common)
    law.add_parser(commands, common)
    links.add_parser(commands, common)
    evidence.add_parser(commands, common)
    needs.add_parser(commands, common)
    audit.add_parser(commands, common)
    publish.add_parser(commands, common)
    word.add_parser(commands, common)
    import_guideline.add_parser(commands, common)
    export.add_parser(commands, common)
    plan.add_parser(commands)
    self_check.add_parser(commands)
    migrate.add_parser(commands, common)
    completion.add_parser(commands)
    return top


def _add_theme(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--theme", choices=("rettesnor", "material"),
        help="utseendet, i stedet for det som mkdocs.yml sier",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0 sound, 1 problems, 2 could not run."""
    given, replaced = with_new_names(sys.argv[1:] if arguments is None else arguments)
    if replaced:
        print(f"rettesnor: {hint(replaced)}", file=sys.stderr)
    options = parser().parse_args(given)
    if isinstance(sys.stdout, io.TextIOWrapper):
        if getattr(options, "format", "text") in ("people", "text"):
            sys.stdout.reconfigure(errors="replace")  # a terminal without æøå is no reason to fail
        else:  # for a program; Windows would write it in the code page of the machine
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        status = _run(options)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        print("rettesnor: Avbrutt.", file=sys.stderr)
    except UsageError as error:
        print(f"rettesnor: {error}", file=sys.stderr)
    except OSError as error:
        if SYSTEM.is_closed_pipe(error):  # the reader of the output has stopped reading («| head»)
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        else:
            print(f"rettesnor: {sentence(error)}", file=sys.stderr)
    except Exception as error:
        if explained := record_commands.explanation(error):
            print(f"rettesnor: {explained}", file=sys.stderr)
        else:
            report(error, options.root)
    return 2


def _run(options: argparse.Namespace) -> int:
    if options.command in record_commands.NAMES:
        return record_commands.run(options)
    if options.command in edit_commands.NAMES:
        return edit_commands.run(options)
    name = _MODULES.get(options.command, options.command)
    status: int = importlib.import_module(f"rettesnor.cli.{name}").run(options)
    return status


if __name__ == "__main__":
    sys.exit(main())
