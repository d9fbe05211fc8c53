"""``rettesnor comments import``."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.common import UsageError
from rettesnor.cli.working_tree import read_tree
from rettesnor.model.convert import from_data
from rettesnor.model.hearing import Result
from rettesnor.model.problem import Problem, Severity
from rettesnor.model.untrusted_text import safe_result
from rettesnor.platform import SYSTEM
from rettesnor.publishing.hearings import gather
from rettesnor.publishing.tools.import_result import judge, laid_out, overruled, path_of
from rettesnor.reading.checks.limit import few
from rettesnor.reading.content.hearing_rounds import MAX_RESULT, read_result
from rettesnor.reading.files.safe_open import read_file
from rettesnor.reading.files.source_file import Document

_SHOWN = 50
"""Comments that would be overruled, of which each has a line."""


def run(options: argparse.Namespace) -> int:
    """Import the result, all of it or nothing; return the exit status.

    Raises:
        UsageError: the file cannot be used, or there is no such round.
    """
    root = common.root(options)
    document, problems = _read(options.file)
    if document is None:
        for problem in problems:
            print(problem, file=sys.stderr)
        return _nothing()
    new = safe_result(from_data(Result, document.data))
    project = read_tree(options)
    if project.guideline is None:
        raise UsageError("guideline/guideline.yml kan ikke leses.")
    rounds = {h.runde.id: h for h in gather(project).hearings}
    if new.horing not in rounds:
        raise UsageError(f"Det finnes ingen runde som heter «{new.horing}».")
    old = rounds[new.horing].resultat
    conflicts = overruled(old, new) if old is not None else ()
    for line in conflicts[:_SHOWN]:
        print(line, file=sys.stderr)
    if len(conflicts) > _SHOWN:
        print(f"… og {len(conflicts) - _SHOWN} innspill til.", file=sys.stderr)
    if conflicts and not options.replace:
        print("Er det meningen, kjør på nytt med --replace.", file=sys.stderr)
        return _nothing()
    path = path_of(new.horing)
    problems = judge(project, document)
    for problem in few(problems):
        print(problem, file=sys.stderr)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return _nothing()
    _replace(root / path, laid_out(document.data))
    assessed = sum(1 for comment in new.innspill if comment.vurdering.utfall)
    print(f"{len(new.innspill)} innspill i {len(new.svar)} svar hentet til {path}; "
          f"{assessed} er vurdert.")
    return 0


def _read(file: Path) -> tuple[Document | None, list[Problem]]:
    """Return the result in ``file``, or what is wrong; only a regular file is opened.

    Raises:
        FileNotFoundError: there is no such file.
    """
    real = file.resolve(strict=True)
    data = read_file(real.parent, real.name, limit=MAX_RESULT)
    if isinstance(data, Problem):
        return None, [replace(data, path=str(file))]
    document, problems = read_result(data, f"{file.stem}.json")
    return document, [replace(problem, path=str(file)) for problem in problems]


def _nothing() -> int:
    print("Ingenting er hentet.", file=sys.stderr)
    return 1


def _replace(path: Path, data: bytes) -> None:
    """Replace the file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_bytes(data)
    SYSTEM.replace(temporary, path)
