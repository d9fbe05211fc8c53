"""``rettesnor import sources``: add the sources of a reference manager to the guideline.

It imports the rest when it runs, because every command imports this module for its options.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rettesnor.cli import common
from rettesnor.cli.arguments import examples

if TYPE_CHECKING:
    from rettesnor.editing.sources import AddedSources
    from rettesnor.reading.importers.sources.result import SourceList

_SHOWN = 40
"""Most added sources that are listed."""
_FORMATS = ("csl-json", "bibtex", "ris")


def add_parser(
    kinds: argparse._SubParsersAction[argparse.ArgumentParser], shared: argparse.ArgumentParser
) -> None:
    """Add the command to ``rettesnor import``."""
    parser = kinds.add_parser(
        "sources", parents=[shared], help="kilder fra Zotero og andre referanseprogrammer",
        description="Legger kildene i ei fil fra et referanseprogram (CSL-JSON, BibTeX, BibLaTeX "
        "eller RIS) til i guideline/sources.yml. Det som står der fra før, blir stående som det "
        "er. Kilder som alt er der, blir ikke lagt til. Alt som ikke kan føres over, blir skrevet "
        "ut med kilde og felt.",
        epilog=examples(
            ("rettesnor import sources kilder.json", "legg til kilder som Zotero har eksportert"),
            ("rettesnor import sources kilder.bib --dry-run",
             "vis hva som ville blitt lagt til, uten å skrive"),
        ),
    )
    parser.add_argument("file", type=Path, metavar="FIL", help="fila fra referanseprogrammet")
    parser.add_argument(
        "--format", choices=_FORMATS, help="formatet, når det ikke går fram av navnet på fila"
    )
    parser.add_argument("--dry-run", action="store_true", help="vis hva som skjer, uten å skrive")


def run(options: argparse.Namespace) -> int:
    """Add the sources, all or none; return the exit status: 0 complete, 1 with losses.

    Raises:
        UsageError: the file cannot be read, or the guideline's file cannot be changed.
    """
    from rettesnor.editing import transaction
    from rettesnor.editing.plan import NotPossible
    from rettesnor.editing.sources import add_sources
    from rettesnor.model.problem import Problem
    from rettesnor.publishing.output.build_lock import held
    from rettesnor.reading.content.guideline_paths import GUIDELINE, SOURCES
    from rettesnor.reading.files.folder import DiskFolder

    root = common.root(options)
    if not (root / GUIDELINE).is_file():
        raise common.UsageError(f"Fant ingen {GUIDELINE} i «{root}». Oppgi mappa med --root.")
    found = _read(options)
    folder = DiskFolder(root)
    with held(root / transaction.STATE, transaction.LOCK):
        before = folder.read(SOURCES) if folder.exists(SOURCES) else None
        if isinstance(before, Problem):
            raise common.UsageError(f"{SOURCES}: {before.message}")
        try:
            made = add_sources(before, found.items)
            if made.plan.changes and not options.dry_run:
                transaction.apply(made.plan, root)
        except (NotPossible, transaction.ConflictError) as error:
            raise common.UsageError(str(error)) from error
    _report(found, made)
    if options.dry_run:
        print("Prøve: ingenting er skrevet.")
    return 1 if found.losses else 0


def _read(options: argparse.Namespace) -> SourceList:
    from rettesnor.cli.source_list import is_list, read_list

    path: Path = options.file
    if not options.format and not is_list(path):
        raise common.UsageError(
            f"Kjenner ikke formatet til «{path}». Oppgi det med --format: {', '.join(_FORMATS)}."
        )
    return read_list(path, options.format or "")


def _report(found: SourceList, made: AddedSources) -> None:
    for item in made.added[:_SHOWN]:
        print(f"ny       {item['id']}: {item['title']}")
    if len(made.added) > _SHOWN:
        print(f"… og {len(made.added) - _SHOWN} kilder til")
    for given, key in made.renamed:
        print(f"nøkkel   «{given}» heter «{key}» her.")
    for given, key, said in made.duplicates:
        print(f"finnes   «{given}» er ikke lagt til: «{key}» har {said} til felles med den.")
    for key, other, said in made.alike:
        print(f"se over  «{key}» har {said} til felles med «{other}».")
    for loss in found.losses:
        print(loss)
    entries = len(found.items) + found.left_out
    print(
        f"{entries} {'post' if entries == 1 else 'poster'}: {len(made.added)} lagt til, "
        f"{len(made.duplicates)} fantes fra før, {found.left_out} kunne ikke føres over. "
        f"{len(found.losses)} ting er ikke ført over eller må ses over.",
        file=sys.stderr,
    )
