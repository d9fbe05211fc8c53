"""``rettesnor export``: give the guideline's sources to a reference manager.

It imports the rest when it runs, because every command imports this module for its options.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.arguments import examples


def add_parser(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], shared: argparse.ArgumentParser
) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "export", help="gi kildene til et referanseprogram",
        description="Skriver innhold i et format som andre programmer leser.",
        epilog=examples(
            ("rettesnor export sources --to kilder.json", "skriv kildene som CSL-JSON"),
        ),
    )
    kinds = parser.add_subparsers(dest="what", required=True, metavar="HVA")
    sources = kinds.add_parser(
        "sources", parents=[shared], help="kildene i guideline/sources.yml",
        description="Skriver kildene i et format som Zotero og andre referanseprogrammer leser. "
        "Det formatet ikke har plass til, blir skrevet ut med kilde og felt.",
        epilog=examples(
            ("rettesnor export sources --to kilder.json", "skriv kildene som CSL-JSON"),
            ("rettesnor export sources --format bibtex --to kilder.bib", "skriv dem som BibTeX"),
        ),
    )
    sources.add_argument(
        "--format", choices=("csl-json", "bibtex", "ris"), default="csl-json",
        help="formatet (csl-json, som tar vare på alt)",
    )
    sources.add_argument("--to", type=Path, metavar="FIL", help="fila (ellers til skjermen)")


def run(options: argparse.Namespace) -> int:
    """Write the sources; return the exit status: 0 complete, 1 with losses.

    Raises:
        UsageError: there are no sources, they have errors, or the file is there already.
    """
    from rettesnor.exports.sources import FORMATS
    from rettesnor.reading.content.guideline_paths import SOURCES
    from rettesnor.reading.project import read_project

    root = common.root(options)
    project = read_project(root)
    document = project.files.documents.get(SOURCES)
    if document is None:
        raise common.UsageError(
            f"{SOURCES} mangler eller har feil. Kjør «rettesnor check», og rett dem først."
        )
    text, losses = FORMATS[options.format](document.data["references"])
    if options.to is None:
        sys.stdout.write(text)
    else:
        try:
            with open(options.to, "x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except FileExistsError as error:
            raise common.UsageError(
                f"«{options.to}» finnes fra før. Ingenting er skrevet."
            ) from error
    for name, message in losses:
        print(f"{name}: {message}", file=sys.stderr)
    count = len(document.data["references"])
    print(f"{count} kilder skrevet; {len(losses)} ting er ikke ført over.", file=sys.stderr)
    return 1 if losses else 0
