"""The entry point of the ``rettesnor`` command."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rettesnor.cli import (
    horing,
    innspill,
    lenker,
)
from rettesnor.cli import (
    import_guideline as bring,
)
from rettesnor.cli import (
    record_commands as records,
)
from rettesnor.cli.arguments import Parser
from rettesnor.cli.common import UsageError, report
from rettesnor.reading.files.os_errors import sentence


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top: argparse.ArgumentParser = Parser(
        prog="rettesnor",
        description="Fra strukturerte anbefalinger til en publisert retningslinje.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--root", type=Path, default=Path("."), metavar="MAPPE",
        help="mappa til retningslinja (der mkdocs.yml ligger)",
    )
    common.add_argument("--jobs", type=int, metavar="ANTALL", help="prosesser som arbeider")
    common.add_argument("--date", metavar="ÅÅÅÅ-MM-DD", help="dagen reglene vurderes på")
    build = commands.add_parser("build", parents=[common], help="bygg nettstedet")
    build.add_argument("--site", type=Path, metavar="MAPPE", help="hvor det skal ligge (site/)")
    build.add_argument(
        "--released", action="store_true",
        help="publiser siste utgave, og vis filene som de er nå under /utkast/ når de er endret",
    )
    build.add_argument("--draft", action="store_true", help=argparse.SUPPRESS)
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
        "--offline", action="store_true",
        help="pakk også nettstedet i frakoblet.zip, som kan leses uten nett",
    )
    build.add_argument(
        "--exchange", action="store_true",
        help="legg ved innholdet slik Helsedirektoratets API og FHIR har det",
    )
    check = commands.add_parser("check", parents=[common], help="sjekk alle filer")
    check.add_argument(
        "--format", choices=("people", "github", "sarif", "json"), default="people",
        help="hvordan problemene skrives ut",
    )
    check.add_argument("--explain", metavar="KODE", help="forklar en regel")
    check.add_argument("--suppressions", action="store_true", help="list alle unntak")
    serve = commands.add_parser("serve", parents=[common], help="vis nettstedet mens du skriver")
    serve.add_argument("--port", type=int, default=8000, metavar="PORT", help="porten (8000)")
    records.add_parsers(commands, common)
    innspill.add_parsers(commands, common)
    horing.add_parser(commands, common)
    lenker.add_parser(commands, common)
    bring.add_parser(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0 sound, 1 problems, 2 could not run."""
    options = parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without æøå is no reason to fail
    try:
        status = _run(options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # whoever read it has seen enough («| head»); nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("rettesnor: Avbrutt.", file=sys.stderr)
    except UsageError as error:
        print(f"rettesnor: {error}", file=sys.stderr)
    except OSError as error:
        print(f"rettesnor: {sentence(error)}", file=sys.stderr)
    except Exception as error:
        if said := records.explanation(error):
            print(f"rettesnor: {said}", file=sys.stderr)
        else:
            report(error, options.root)
    return 2


def _run(options: argparse.Namespace) -> int:
    if options.command == "check":
        from rettesnor.cli.check import check

        return check(options)
    if options.command == "build":
        from rettesnor.cli.build import build

        return build(options)
    if options.command in records.NAMES:
        return records.run(options)
    if options.command == "innspill":
        return innspill.run(options)
    if options.command == "horing":
        return horing.run(options)
    if options.command == "lenker":
        return lenker.run(options)
    if options.command == "import":
        return bring.run(options)
    from rettesnor.cli.serve import serve

    return serve(options)


if __name__ == "__main__":
    sys.exit(main())
