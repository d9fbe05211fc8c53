"""The commands that change the guideline's files as a whole: plan, show, check, and write."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.working_tree import inspect, report
from rettesnor.editing import transaction
from rettesnor.editing.chapters import LAST, Position
from rettesnor.editing.fragments import Decision
from rettesnor.editing.operations import new
from rettesnor.editing.operations.merge import merge
from rettesnor.editing.operations.move import move
from rettesnor.editing.operations.new_hearing import NewHearing, hearing
from rettesnor.editing.operations.rename_chapter import rename_chapter
from rettesnor.editing.operations.split import split
from rettesnor.editing.operations.withdraw import withdraw
from rettesnor.editing.plan import FileChange, NotPossible, Plan, changed_lines
from rettesnor.editing.project_files import ProjectFiles, UnreadableError, read_files
from rettesnor.model.problem import Problem, Severity
from rettesnor.publishing.output.build_lock import held
from rettesnor.publishing.tools.edit_problems import problems_after
from rettesnor.reading.checks.text_warnings import NOT_FILLED_IN
from rettesnor.releases.timeline import retired

_SHOWN = 12
"""Most lines of the difference that are shown of one file."""


def run(options: argparse.Namespace) -> int:
    """Plan the edit, show it, and write it unless it would cause an error; return the exit status.

    Raises:
        UsageError: the edit is not possible.
    """
    root = common.root(options)
    with held(root / transaction.STATE, transaction.LOCK):
        try:
            now = inspect(options)
            last = now.last.edition if now.last else None
            files = read_files(root, last, retired(root / "changelog"))
            plan = _PLANNERS[options.command](options, files)
        except (NotPossible, UnreadableError) as error:
            raise common.UsageError(str(error)) from error
        plan = plan.with_problems(problems_after(root, now, plan, common.day(options)))
        print("\n".join(_shown(plan, files)))
        if _has_errors(plan.problems):
            _report(plan, root)
            print("Ingenting ble endret: endringen ville gitt feil.", file=sys.stderr)
            return 1
        if not options.dry_run:
            try:
                transaction.apply(plan, root)
            except transaction.ConflictError as error:
                raise common.UsageError(str(error)) from error
    _report(plan, root)
    print("Prøve: ingenting er skrevet." if options.dry_run else _next(plan))
    return 0


def _new(options: argparse.Namespace, files: ProjectFiles) -> Plan:
    if options.what == "page":
        return new.page(files, options.title, id_=options.new_id, position=_position(options))
    if options.what == "hearing":
        return hearing(files, NewHearing(
            options.id, options.closes, options.opens, options.title, options.answers,
            options.address, options.email,
        ))
    decision = _decision(options)
    if options.what == "recommendation":
        wanted = new.NewRecommendation(
            options.title, options.strength, options.new_id, options.basis
        )
        return new.recommendation(files, wanted, options.chapter, decision, _position(options))
    if options.recommendation and not options.strength:
        raise NotPossible("Oppgi styrken på den nye anbefalingen med --strength.")
    first = new.NewRecommendation(
        options.recommendation, options.strength, basis=options.basis
    ) if options.recommendation else None
    return new.chapter(
        files, options.title, decision, id_=options.new_id, position=_position(options),
        moved=options.move, first=first,
    )


def _withdraw(options: argparse.Namespace, files: ProjectFiles) -> Plan:
    return withdraw(
        files, options.id, options.reason, _decision(options), successors=options.successor,
        unlink=options.unlink,
    )


def _move(options: argparse.Namespace, files: ProjectFiles) -> Plan:
    position = _position(options)
    return move(
        files, options.id, _decision(options), chapter=options.chapter, new_id=options.new_id,
        position=None if position == LAST else position,
    )


def _split(options: argparse.Namespace, files: ProjectFiles) -> Plan:
    return split(files, options.id, options.into, _decision(options), keep=options.keep)


def _merge(options: argparse.Namespace, files: ProjectFiles) -> Plan:
    return merge(files, options.ids, _decision(options), into=options.into)


def _rename(options: argparse.Namespace, files: ProjectFiles) -> Plan:
    return rename_chapter(
        files, options.id, _decision(options), title=options.title, new_id=options.new_id
    )


_PLANNERS: dict[str, Callable[[argparse.Namespace, ProjectFiles], Plan]] = {
    "merge": _merge, "move": _move, "new": _new, "rename": _rename, "split": _split,
    "withdraw": _withdraw,
}


def _decision(options: argparse.Namespace) -> Decision:
    return Decision(common.day(options), options.reason, options.by, options.unheard)


def _position(options: argparse.Namespace) -> Position:
    return Position(options.first, options.before, options.after)


def _shown(plan: Plan, files: ProjectFiles) -> Iterator[str]:
    """Yield what the edit does, file by file."""
    yield plan.summary
    moved = {change.moved_from for change in plan.changes}
    for change in plan.changes:
        if change.after is None and change.path in moved:
            continue  # shown where it went
        yield f"  {_heading(change)}"
        before = files.contents.get(change.moved_from or change.path)
        if before is not None and change.after is not None:
            yield from (f"      {line}" for line in _difference(before, change.after))
    if plan.notes:
        yield "Se over:"
        yield from (f"  {note}" for note in plan.notes)


def _heading(change: FileChange) -> str:
    if change.after is None:
        return f"slettet  {change.path}"
    if change.moved_from:
        return f"flyttet  {change.moved_from} → {change.path}"
    if not change.before:
        lines = change.after.count(b"\n")
        return f"ny       {change.path} ({lines} {'linje' if lines == 1 else 'linjer'})"
    return f"endret   {change.path}"


def _difference(before: bytes, after: bytes) -> Iterator[str]:
    lines = [
        line if line.startswith(("+", "-")) else f"linje {line.split()[2].split(',')[0][1:]}:"
        for line in changed_lines(before, after)
    ]
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield f"… og {len(lines) - _SHOWN} linjer til"


def _has_errors(problems: tuple[Problem, ...]) -> bool:
    return any(problem.severity is not Severity.WARNING for problem in problems)


def _report(plan: Plan, root: Path) -> None:
    """Print the new problems, with what is to be filled in as a number."""
    texts = {c.path: c.after for c in plan.changes if c.after is not None}
    others = [problem for problem in plan.problems if problem.code != NOT_FILLED_IN]
    if others:
        report(others, root, texts)


def _next(plan: Plan) -> str:
    """Return what is left to do."""
    missing = Counter(p.path for p in plan.problems if p.code == NOT_FILLED_IN)
    lines = [
        f"Fyll ut {path}: {'1 tekst' if number == 1 else f'{number} tekster'} har «FYLL UT:»."
        for path, number in sorted(missing.items())
    ]
    return "\n".join([*lines, "Ferdig. «rettesnor check» sier hva som gjenstår."])
