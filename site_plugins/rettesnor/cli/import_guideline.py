"""``rettesnor import``: bring in what other programs hold.

It imports the rest when it runs, because every command imports this module for its options.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rettesnor.cli import import_document, import_sources
from rettesnor.cli.arguments import examples
from rettesnor.cli.common import UsageError
from rettesnor.cli.progress import shown
from rettesnor.model.progress import stage_of

if TYPE_CHECKING:
    from rettesnor.model.problem import Problem
    from rettesnor.reading.importers.result import ImportResult

_LARGEST = 50_000_000
_HOW_TO_FILL = {
    "maalgrupper": "id-er fra «roller» i guideline/guideline.yml",
    "styrke": "skal, bør eller kan",
    "kort_anbefaling": "anbefalingen i én setning på høyst 250 tegn",
    "praktisk_gjennomforing": "hvordan det gjøres, med feltet «tekst»",
    "begrunnelse": "hvorfor, med feltet «tekst»",
    "kunnskapsgrunnlag": "hva det bygger på, med feltet «tekst» og forskning eller "
                         "«forskning_ikke_vurdert»",
    "juridiske_rammer": "lover og plikter, med feltet «tekst»",
}


def add_parser(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the command and what it can import to the command line."""
    parser = commands.add_parser(
        "import", help="hent kilder, dokumenter og retningslinjer fra andre programmer",
        description="Henter innhold fra andre programmer. Alt som ikke kan føres over, blir "
        "skrevet ut med hvor det stod.",
        epilog=examples(
            ("rettesnor import sources kilder.bib", "legg til kilder fra Zotero eller lignende"),
            ("rettesnor import document retningslinje.docx",
             "gjør et Word-dokument til utkast til anbefalinger"),
            ("rettesnor import helsedir svar.json --to ny-retningslinje",
             "lag YAML-filer av svaret i ei tom mappe"),
        ),
    )
    kinds = parser.add_subparsers(dest="system", required=True, metavar="HVA")
    import_sources.add_parser(kinds, common)
    import_document.add_parser(kinds, common)
    helsedir = kinds.add_parser(
        "helsedir", help="objekter fra Helsedirektoratets innholds-API",
        description="Gjør objekter fra et annet system om til YAML-filer. Alt som ikke kan føres "
        "over, blir skrevet ut med objekt, felt og linje. Ingen fil blir overskrevet.",
        epilog=examples(
            ("rettesnor import helsedir svar.json --to ny-retningslinje",
             "lag YAML-filer av svaret i ei tom mappe"),
        ),
    )
    helsedir.add_argument("files", type=Path, nargs="+", metavar="JSON", help="svar fra API-et")
    helsedir.add_argument(
        "--to", type=Path, required=True, metavar="MAPPE", help="mappa filene skal ligge i"
    )
    helsedir.set_defaults(root=Path("."))


def run(options: argparse.Namespace) -> int:
    """Import what is asked for; return the exit status: 0 complete, 1 with losses.

    Raises:
        UsageError: a file cannot be read, or a file is there already.
    """
    if options.system == "sources":
        return import_sources.run(options)
    if options.system == "document":
        return import_document.run(options)
    return _run_helsedir(options)


def _run_helsedir(options: argparse.Namespace) -> int:
    """Write the files, all or none; return the exit status: 0 complete, 1 with losses.

    Raises:
        UsageError: an answer cannot be read, or a file is there already.
    """
    from rettesnor.reading.importers.helsedir import import_helsedir
    from rettesnor.reading.importers.helsedir_fields import ForeignError, objects
    from rettesnor.reading.importers.yaml_files import problems_of, to_yaml

    answers = []
    with shown() as progress:
        for path in stage_of(progress, "Leser svarene", options.files):
            if path.stat().st_size > _LARGEST:
                raise UsageError(f"«{path}» er for stor.")
            try:
                answers += objects(path.read_bytes())
            except ForeignError as error:
                raise UsageError(f"{path}: {error}") from error
        progress.stage("Gjør dem om til anbefalinger")
        result = import_helsedir(answers)
    existing = [path for path in result.files if (options.to / path).exists()]
    if existing:
        raise UsageError(
            f"«{options.to / existing[0]}» finnes fra før. Ingenting er skrevet; velg ei tom mappe."
        )
    texts = {path: to_yaml(data) for path, data in result.files.items()}
    for path, text in texts.items():
        target = options.to / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    wrong = [one for path, text in texts.items() for one in problems_of(path, text)]
    _report(result, options.to, wrong)
    return 1 if result.losses or result.missing or wrong else 0


def _report(result: ImportResult, folder: Path, wrong: Sequence[Problem]) -> None:
    for loss in sorted(result.losses):
        print(loss)
    for one in wrong:
        print(f"{folder / one.path}:{one.line}: {one.message} {one.hint}".rstrip())
    explained: dict[str, None] = {}
    for path, names in result.missing.items():
        print(f"{folder / path}: mangler {', '.join(f'«{name}»' for name in names)}.")
        explained |= dict.fromkeys(name for name in names if name in _HOW_TO_FILL)
    for name in explained:
        print(f"  «{name}»: {_HOW_TO_FILL[name]}")
    print(
        f"{len(result.files)} filer skrevet til {folder}; {len(result.losses)} ting er ikke ført "
        "over eller må ses over. Kjør «rettesnor check» når det som mangler, er fylt inn.",
        file=sys.stderr,
    )
