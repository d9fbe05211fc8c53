"""``rettesnor innspill import``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.common import UsageError
from rettesnor.cli.working_tree import read_tree
from rettesnor.model.construct import construct
from rettesnor.model.hearing import Result
from rettesnor.model.problem import Severity
from rettesnor.publishing.hearing_import import NAME, laid_out, overruled
from rettesnor.publishing.hearings import gather
from rettesnor.reading.hearings import FOLDER, MAX_RESULT, read_result


def run(options: argparse.Namespace) -> int:
    """Take in the result, all of it or nothing; return the exit status.

    Raises:
        UsageError: the file cannot be used, or there is no such round.
    """
    root = common.root(options)
    if options.file.stat().st_size > MAX_RESULT:
        raise UsageError(f"«{options.file}» er for stor.")
    document, problems = read_result(options.file.read_bytes(), f"{options.file.stem}.json")
    if document is None:
        for problem in problems:
            print(problem, file=sys.stderr)
        return _nothing()
    new = construct(Result, document.data)
    tree = read_tree(options)
    if tree.frame.guideline is None:
        raise UsageError("guideline/guideline.yml kan ikke leses.")
    entries = tree.survey.whole.entries
    rounds = {h.runde.id: h for h in gather(root, tree.frame.guideline, entries).hearings}
    if new.horing not in rounds:
        raise UsageError(f"Det finnes ingen runde som heter «{new.horing}».")
    old = rounds[new.horing].resultat
    conflicts = overruled(old, new) if old is not None else ()
    for line in conflicts:
        print(line, file=sys.stderr)
    if conflicts and not options.replace:
        print("Er det meningen, kjør på nytt med --replace.", file=sys.stderr)
        return _nothing()
    path = f"{FOLDER}/{new.horing}/{NAME}"
    data = laid_out(document.data)
    problems = [
        p for p in gather(root, tree.frame.guideline, entries, {path: data}).problems
        if p.path == path
    ]
    for problem in problems:
        print(problem, file=sys.stderr)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return _nothing()
    _put(root / path, data)
    assessed = sum(1 for comment in new.innspill if comment.vurdering.utfall)
    print(f"{len(new.innspill)} innspill i {len(new.svar)} svar hentet til {path}; "
          f"{assessed} er vurdert.")
    return 0


def _nothing() -> int:
    print("Ingenting er hentet.", file=sys.stderr)
    return 1


def _put(path: Path, data: bytes) -> None:
    """Replace the file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.tmp")
    aside.write_bytes(data)
    os.replace(aside, path)
