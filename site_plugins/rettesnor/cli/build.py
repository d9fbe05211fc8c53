"""``rettesnor build``."""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.problems import print_problems
from rettesnor.cli.progress import shown
from rettesnor.model import extras
from rettesnor.model.guideline import Guideline
from rettesnor.publishing.documents.sources import ALL, OFFLINE, PDF, POSTERS
from rettesnor.publishing.options import BuildOptions, Theme
from rettesnor.publishing.output.layout import LayoutError
from rettesnor.publishing.output.target_dir import TargetDirError
from rettesnor.publishing.pipeline import build as publish
from rettesnor.reading.project import ChangedError

NO_ADDRESS = (
    "Plakatene har ingen QR-kode, for mkdocs.yml sier ikke hvor nettstedet ligger.\n"
    "Skriv adressen der, for eksempel: site_url: https://www.eksempel.no/retningslinje/"
)
"""Said of posters that nobody can follow to the page they are of."""


def run(options: argparse.Namespace) -> int:
    """Build the site and print what was built; return the exit status."""
    started = time.perf_counter()
    common.disable_gc()
    catalogue = common.catalogue(options)
    root = catalogue or common.root(options)
    site: Path = (options.site or root / "site").resolve()
    wanted = BuildOptions(
        root, site, common.day(options), common.jobs(options),
        released=options.released, full=options.full,
        documents=_formats(options), offline=options.offline,
        exchange=options.exchange, state=_state(options),
    )
    address = ""

    def theme(_: Guideline) -> Theme:
        nonlocal address
        found = common.theme(root, name=options.theme or "")
        address = found.shell.site_url
        return found

    try:
        with shown() as progress:
            if catalogue:
                return _catalogue(replace(wanted, progress=progress), options, started)
            result = publish(replace(wanted, progress=progress), theme)
    except TargetDirError as error:
        raise common.UsageError(str(error)) from error
    except ChangedError as error:
        raise common.UsageError(f"Filene endrer seg hele tiden («{error}»). Prøv igjen.") from error
    if result.survey.problems:  # «no problems» is left to «check», which also reads the changes
        print_problems(result.survey, root, "people", stream=sys.stderr)
    common.print_faults(result.faults)
    if not result.pages:
        print("Ingenting ble publisert; nettstedet som sto der, står fortsatt.", file=sys.stderr)
        return 1
    took = time.perf_counter() - started
    print(
        f"{result.pages} sider ({result.rendered} laget på nytt) på {took:.2f} s i {site}\n"
        f"Se dem: rettesnor serve, eller åpne {site / 'index.html'}"
    )
    if options.posters and not address:
        print(NO_ADDRESS, file=sys.stderr)
    if options.offline:
        print(f"Uten nett: pakk ut {site / OFFLINE}, og åpne index.html i mappa.")
    return 0


def _catalogue(wanted: BuildOptions, options: argparse.Namespace, started: float) -> int:
    """Build the site of a catalogue and print what was built; return the exit status."""
    from rettesnor.publishing.catalogue.build import DamagedError, build_catalogue

    try:
        result = build_catalogue(wanted, theme=options.theme or "")
    except LayoutError as error:
        raise common.UsageError(str(error)) from error
    except DamagedError as error:
        raise common.UsageError(
            f"Filene til «{error}» endret seg mens nettstedet ble satt sammen. Prøv igjen."
        ) from error
    if result.problems:
        print_problems(result, wanted.root, "people", stream=sys.stderr)
    common.print_faults(result.faults)
    if not result.pages:
        print("Ingenting ble publisert; nettstedet som sto der, står fortsatt.", file=sys.stderr)
        return 1
    took = time.perf_counter() - started
    print(
        f"{result.guidelines} retningslinjer ({len(result.built)} bygd på nytt), {result.pages} "
        f"sider ({result.rendered} laget på nytt) på {took:.2f} s i {wanted.site}\n"
        f"Se dem: rettesnor serve, eller åpne {wanted.site / 'index.html'}"
    )
    return 0


def _formats(options: argparse.Namespace) -> tuple[str, ...]:
    """Return the requested formats of documents.

    Raises:
        UsageError: a program that creates them is not installed.
    """
    formats: tuple[str, ...] = ALL if options.documents else PDF if options.pdf else ()
    formats += POSTERS if options.posters else ()
    if formats:
        from rettesnor.publishing.documents import render as documents

        if not documents.available():
            raise common.UsageError(
                f"{extras.missing('Det som lager PDF, Word og EPUB,', extras.DOCUMENTS)}\n"
                "Uten --pdf og --documents bygges nettstedet som før."
            )
    if options.posters:
        from rettesnor.exports.documents import poster

        if not poster.available():
            raise common.UsageError(
                f"{extras.missing('Det som lager plakater,', extras.DOCUMENTS)}\n"
                "Uten --posters bygges nettstedet som før."
            )
    return formats


def _state(options: argparse.Namespace) -> str:
    """Return the name of this kind of build; each kind has a cache of its own."""
    kinds = ("pdf", "documents", "posters", "offline", "exchange")
    asked = [name for name in kinds if getattr(options, name)]
    return "".join(f"-{name}" for name in asked)
