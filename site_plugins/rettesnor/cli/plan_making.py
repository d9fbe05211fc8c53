"""``rettesnor new plan``, and ``plan check``, ``build`` and ``adapt``."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.plan_folder import (
    national_release,
    opened_plan,
    plan_root,
    print_found,
    usable_plan,
    write_texts,
)


def new(options: argparse.Namespace) -> int:
    """Write a new plan into an empty folder; return the exit status.

    Raises:
        UsageError: the folder is not empty, an answer is missing, or there is nothing to build on.
    """
    from rettesnor import __version__
    from rettesnor.editing import new_guideline
    from rettesnor.editing.plan import NotPossible
    from rettesnor.model.problem import Severity
    from rettesnor.plans.folder import open_plan
    from rettesnor.plans.new import NewPlan, files
    from rettesnor.reading.files.folder import DiskFolder

    folder: Path = options.folder.resolve()
    national = national_release(options.source, options.version)
    short = options.short_title or options.title[:60]
    wanted = NewPlan(options.title, short, options.owner, options.language)
    day = common.today()
    try:
        texts = files(wanted, national, __version__)
        found = new_guideline.create(folder, texts, lambda root: [
            one for one in open_plan(DiskFolder(root), day).problems
            if one.severity is not Severity.WARNING
        ])
    except NotPossible as error:
        raise common.UsageError(str(error)) from error
    if found:
        for problem in found:
            print(problem, file=sys.stderr)
        print("Ingenting er skrevet: svarene gir feil i filene.", file=sys.stderr)
        return 1
    print(
        f"Planen er skrevet til {folder}. Den bygger på «{national.edition.guideline.korttittel}» "
        f"{national.version}, med {len(national.edition.recommendations)} anbefalinger.\n"
        f"Gå dit (cd {options.folder}), og skriv:\n"
        "  rettesnor edit          fyll den ut i skjemaer, i nettleseren\n"
        "  rettesnor plan check    hva som mangler\n"
        "  rettesnor plan build    bygg nettstedet og PDF-en\n"
        "README.md der sier hva som ligger hvor."
    )
    return 0


def check(options: argparse.Namespace) -> int:
    """Print what is wrong with the plan; return the exit status."""
    root = plan_root(options)
    opened = opened_plan(root, options)
    print_found(opened, root, options.format)
    return 1 if not opened.sound or (options.strict and opened.problems) else 0


def build(options: argparse.Namespace) -> int:
    """Build the site and the PDF; return the exit status."""
    from rettesnor.cli.problems import print_problems
    from rettesnor.exports.documents.pdf import available
    from rettesnor.model import extras
    from rettesnor.publishing.output.layout import LayoutError
    from rettesnor.publishing.output.target_dir import TargetDirError
    from rettesnor.publishing.plan_site import build_plan

    started, root = time.perf_counter(), plan_root(options)
    if not options.no_pdf and not available():
        raise common.UsageError(
            f"{extras.missing('Det som lager PDF,', extras.DOCUMENTS)}\n"
            "Med --no-pdf bygges nettstedet uten."
        )
    site: Path = (options.site or root / "site").resolve()
    try:
        result = build_plan(root, site, common.day(options), with_pdf=not options.no_pdf)
    except (TargetDirError, LayoutError) as error:
        raise common.UsageError(str(error)) from error
    if result.problems:
        print_problems(result, root, "people", stream=sys.stderr)
    common.print_faults(result.faults)
    if not result.pages:
        print("Ingenting ble publisert; nettstedet som sto der, står fortsatt.", file=sys.stderr)
        return 1
    print(f"{result.pages} sider på {time.perf_counter() - started:.2f} s i {site}\n"
          f"Se dem: åpne {site / 'index.html'}")
    return 0


def run_adapt(options: argparse.Namespace) -> int:
    """Take national text into the plan; return the exit status."""
    from rettesnor.editing.plan import NotPossible
    from rettesnor.plans.adapt import adapt, adapt_phase
    from rettesnor.plans.edits import plan_text
    from rettesnor.reading.files.folder import DiskFolder

    root = plan_root(options)
    if bool(options.id) == bool(options.phase):
        raise common.UsageError("Oppgi id-en til en anbefaling, eller en fase med --phase.")
    opened = usable_plan(root, options)
    try:
        data = (adapt_phase(opened.data, opened.national, options.phase) if options.phase
                else adapt(opened.data, opened.national, options.id))
        texts = plan_text(DiskFolder(root), data)
    except NotPossible as error:
        raise common.UsageError(str(error)) from error
    write_texts(root, texts, "hent nasjonal tekst")
    print(f"Den nasjonale teksten til «{options.phase or options.id}» står nå i plan.yml. Endre "
          "det som er annerledes hos dere.")
    return 0
