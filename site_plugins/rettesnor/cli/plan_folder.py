"""What the commands of local plans have in common: the folder, the release, writing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rettesnor.cli import common

if TYPE_CHECKING:
    from rettesnor.editing.plan import Plan
    from rettesnor.plans.edits import Texts
    from rettesnor.plans.folder import OpenedPlan
    from rettesnor.plans.national import National


def plan_root(options: argparse.Namespace) -> Path:
    """Return the plan's folder, after an edit that was cut off is finished.

    Raises:
        UsageError: there is no plan in it.
    """
    from rettesnor.model.local_plan import FILE

    folder: Path = options.root.resolve()
    if not (folder / FILE).is_file():
        raise common.UsageError(
            f"«{folder}» er ikke en plan: {FILE} mangler. Gå til riktig mappe, bruk --root, eller "
            "lag en plan med «rettesnor new plan»."
        )
    common.finish_edit(folder)
    return folder


def opened_plan(root: Path, options: argparse.Namespace) -> OpenedPlan:
    """Return the plan as it is on disk, judged on the day that the options say."""
    from rettesnor.plans.folder import open_plan
    from rettesnor.reading.files.folder import DiskFolder

    return open_plan(DiskFolder(root), common.day(options))


def usable_plan(root: Path, options: argparse.Namespace) -> OpenedPlan:
    """Return the plan, which can be read and has its national release.

    Raises:
        UsageError: it cannot, or has not.
    """
    opened = opened_plan(root, options)
    if opened.plan is None or opened.base is None:
        print_found(opened, root)
        raise common.UsageError("Planen har feil. Rett dem først («rettesnor plan check»).")
    return opened


def national_release(source: str, version: str) -> National:
    """Return a national release.

    Raises:
        UsageError: there is none, or it cannot be read.
    """
    from rettesnor.plans.national import NationalError, read_national
    from rettesnor.publishing.tools.fetch import fetch

    try:
        return read_national(source, fetch, version)
    except NationalError as error:
        raise common.UsageError(str(error)) from error


def print_found(opened: OpenedPlan, root: Path, style: str = "people") -> None:
    """Print what is wrong with the plan."""
    from rettesnor.cli.problems import print_problems
    from rettesnor.publishing.plan_site import PlanResult

    stream = sys.stdout if style != "people" or opened.sound else sys.stderr
    print_problems(PlanResult(opened.problems), root, style, stream=stream)


def write_texts(root: Path, texts: Texts, summary: str) -> None:
    """Write the files, all or none; None removes one.

    Raises:
        UsageError: one was changed meanwhile, or cannot be read.
    """
    from rettesnor.editing.plan import NotPossible
    from rettesnor.plans.edits import edit
    from rettesnor.reading.files.folder import DiskFolder

    try:
        carry_out(root, edit(DiskFolder(root), texts, summary))
    except NotPossible as error:
        raise common.UsageError(str(error)) from error


def carry_out(root: Path, plan: Plan) -> None:
    """Write a planned edit, whole or not at all.

    Raises:
        UsageError: a file was changed meanwhile.
    """
    from rettesnor.editing import transaction
    from rettesnor.publishing.output.build_lock import held

    try:
        with held(root / transaction.STATE, transaction.LOCK):
            transaction.apply(plan, root)
    except transaction.ConflictError as error:
        raise common.UsageError(str(error)) from error
