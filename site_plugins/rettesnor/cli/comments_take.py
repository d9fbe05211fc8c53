"""``rettesnor comments take``: a wording proposed in a hearing, into the recommendation."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rettesnor.cli import common
from rettesnor.cli.comments_locate import marked
from rettesnor.cli.common import UsageError
from rettesnor.cli.working_tree import inspect, report
from rettesnor.editing import transaction
from rettesnor.editing.comment_wording import plan_of
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.project_files import UnreadableError, read_files
from rettesnor.model.convert import from_data
from rettesnor.model.hearing import Address, Wording
from rettesnor.model.problem import Severity
from rettesnor.publishing.hearings import gather
from rettesnor.publishing.output.build_lock import held
from rettesnor.publishing.tools.edit_problems import problems_after
from rettesnor.reading.project import Project
from rettesnor.releases.redline.compare import words
from rettesnor.releases.timeline import retired

MOST = 200_000
"""Most bytes of a file with a proposal."""


def run(options: argparse.Namespace) -> int:
    """Take a proposal in; return the exit status: 0 done, 1 it would cause an error.

    Raises:
        UsageError: there is no such proposal, or it cannot be taken in.
    """
    root = common.root(options)
    with held(root / transaction.STATE, transaction.LOCK):
        now = inspect(options)
        if now.project.guideline is None:
            raise UsageError("Retningslinja kan ikke leses. Kjør «rettesnor check».")
        number, address, wording, language = _proposal(options.proposal, now.project)
        others = [one.id for one in now.project.guideline.translations]
        tried = [language] if language in others else []
        tried += ["", *(one for one in others if one not in tried)]
        try:
            last = now.last.edition if now.last else None
            files = read_files(root, last, retired(root / "changelog"))
            plan = plan_of(files, number, address, wording, tried)
        except (NotPossible, UnreadableError) as error:
            raise UsageError(f"{number}: {error}") from error
        print("".join(marked(piece) for piece in words(wording.grunnlag, wording.tekst)).strip())
        print(plan.summary)
        plan = plan.with_problems(problems_after(root, now, plan, common.day(options)))
        texts = {change.path: change.after for change in plan.changes if change.after is not None}
        report(plan.problems, root, texts)
        if any(problem.severity is not Severity.WARNING for problem in plan.problems):
            print("Ingenting ble endret: endringen ville gitt feil.", file=sys.stderr)
            return 1
        if options.dry_run or not plan.changes:
            print("Prøve: ingenting er skrevet." if options.dry_run else "Ingenting er skrevet.")
            return 0
        try:
            transaction.apply(plan, root)
        except transaction.ConflictError as error:
            raise UsageError(str(error)) from error
    print("\n".join(plan.notes))
    return 0


def _proposal(given: str, project: Project) -> tuple[str, Address, Wording, str]:
    """Return the comment's number, its address, the wording, and the language it is written in."""
    if given.startswith("H-"):
        for hearing in gather(project).hearings:
            result = hearing.resultat
            for comment in result.innspill if result else ():
                if comment.nummer == given and comment.forslag.tekst:
                    assert result is not None
                    form = next((a.maalform for a in result.svar if a.nummer == comment.svar), "")
                    return given, comment.adresse, comment.forslag, form
        raise UsageError(f"Innspillet {given} har ikke noe forslag til ny tekst i "
                         "guideline/horinger/. Hent resultatet, eller last ned forslaget.")
    return _of_file(Path(given))


def _of_file(path: Path) -> tuple[str, Address, Wording, str]:
    try:
        if path.stat().st_size > MOST:
            raise UsageError(f"«{path}» er for stor til å være et forslag.")
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        found = (
            data["nummer"], from_data(Address, data["adresse"]),
            from_data(Wording, data["forslag"]), data["maalform"],
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UsageError(
            f"«{path}» er ikke et forslag fra høringsmottaket."
        ) from error
    texts = (found[0], found[3], found[1].anbefaling, found[1].felt, found[2].tekst,
             found[2].grunnlag)
    if not all(isinstance(text, str) for text in texts) or not found[2].tekst:
        raise UsageError(f"«{path}» er ikke et forslag fra høringsmottaket.")
    return found
