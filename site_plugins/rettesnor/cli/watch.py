"""For the commands that watch law, evidence and needs: writing what they found, all or nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection
from typing import TypeVar

from rettesnor.cli import common
from rettesnor.cli.working_tree import inspect
from rettesnor.editing import transaction
from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.project_files import UnreadableError, read_files
from rettesnor.model.problem import Severity
from rettesnor.publishing.output.build_lock import held
from rettesnor.publishing.tools.edit_problems import problems_after
from rettesnor.releases.timeline import retired

Made = TypeVar("Made")


def write(
    options: argparse.Namespace, summary: str, change: Callable[[Draft], Made],
    expected: Collection[str] = (),
) -> Made:
    """Let ``change`` change the files, unless it is a trial; return what it returned.

    Raises:
        UsageError: it cannot be done, or would be an error; nothing is written then.
    """
    root = common.root(options)
    with held(root / transaction.STATE, transaction.LOCK):
        try:
            now = inspect(options)
            last = now.last.edition if now.last else None
            draft = Draft(read_files(root, last, retired(root / "changelog")))
            made = change(draft)
            plan = draft.plan(summary)
            errors = [
                one for one in problems_after(root, now, plan, common.day(options))
                if one.severity is Severity.ERROR and one.code not in expected
            ]
            if errors:
                raise NotPossible(f"Det ville gitt feil: {errors[0]}")
            if plan.changes and not options.dry_run:
                transaction.apply(plan, root)
        except (NotPossible, UnreadableError, transaction.ConflictError) as error:
            raise common.UsageError(f"{error} Ingenting er skrevet.") from error
    return made
