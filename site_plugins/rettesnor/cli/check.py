"""``rettesnor check``."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.problems import Findings, print_problems
from rettesnor.cli.working_tree import inspect
from rettesnor.model import older_form
from rettesnor.model.problem import Problem
from rettesnor.publishing.catalogue.check import check_catalogue
from rettesnor.reading.checks import explain
from rettesnor.reading.checks.limit import few
from rettesnor.reading.checks.reporters.totals import count
from rettesnor.reading.checks.run import ProjectCheck
from rettesnor.reading.content.guideline_paths import GUIDELINE
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml import loader


def run(options: argparse.Namespace) -> int:
    """Check the guideline and print what is wrong; return the exit status.

    Raises:
        UsageError: there is no such rule to explain, or no guideline to check.
    """
    if options.explain:
        return _explain(options.explain)
    common.disable_gc()
    catalogue = common.catalogue(options)
    if catalogue and options.suppressions:
        for id_ in common.guidelines(catalogue):
            own = argparse.Namespace(**{**vars(options), "guideline": id_})
            print(f"{id_}:\n{_suppressions(read(own))}", end="")
        return 0
    found: Findings
    if catalogue:
        root, found = catalogue, check_catalogue(
            catalogue, common.day(options), common.jobs(options)
        )
    else:
        root, found = common.root(options), read(options)
        if options.suppressions:
            print(_suppressions(found), end="")
            return 0
    print_problems(found, root, options.format, strict=options.strict)
    of_guideline = any(p.path == GUIDELINE for p in found.problems)
    if of_guideline and options.format == "people" and not catalogue and _is_older(root):
        print(
            "Filene er skrevet for en eldre utgave av skjemaet. «rettesnor migrate --dry-run» "
            "viser hva som blir endret når de føres over.", file=sys.stderr,
        )
    return 0 if count(found.problems).pass_check(strict=options.strict) else 1


def read(options: argparse.Namespace) -> ProjectCheck:
    """Return the check of the guideline in ``--root``, with the problems of its changes."""
    found = inspect(options)
    return replace(found.check, problems=few(found.problems))


def _is_older(root: Path) -> bool:
    """Return whether ``rettesnor migrate`` has something to do with ``guideline.yml``."""
    data = DiskFolder(root).read(GUIDELINE)
    if isinstance(data, Problem) or older_form.FIELD.encode() not in data:
        return False  # nearly always, and much quicker than to parse the file
    content, _ = loader.load(data.decode(errors="replace"), GUIDELINE)
    return older_form.is_first(content)


def _explain(code: str) -> int:
    page = explain.page(code)
    if page is None:
        near = Names(explain.codes()).closest(code)
        hint = f" Mente du «{near}»?" if near else ""
        raise common.UsageError(f"Det finnes ingen regel med koden «{code}».{hint}")
    print(page, end="")
    return 0


def _suppressions(found: ProjectCheck) -> str:
    if not found.suppressions:
        return "Ingen unntak.\n"
    whole = found.whole
    known = whole.guideline is not None and all(entry.sound for entry in whole.entries)
    idle = " (ikke i bruk)" if known else ""  # it may be for a rule that could not run
    return "".join(
        f"{s.path}:{s.line}: {s.code}: {s.reason}{'' if s.used else idle}\n"
        for s in found.suppressions
    )
