"""Everything that is wrong with a catalogue and its guidelines: what ``check`` shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from rettesnor.model.catalogue import GUIDELINES
from rettesnor.model.problem import Problem, Suppression
from rettesnor.publishing.catalogue.build import CatalogueResult
from rettesnor.publishing.inspection import inspect
from rettesnor.publishing.working_tree import read_tree
from rettesnor.reading.checks.limit import few
from rettesnor.reading.content import site_settings
from rettesnor.reading.content.catalogue import read_catalogue
from rettesnor.reading.content.shared_entries import differing, read_shared
from rettesnor.reading.files.folder import DiskFolder


def check_catalogue(root: Path, as_of: date, jobs: int) -> CatalogueResult:
    """Return what is wrong with the catalogue in ``root`` and each of its guidelines.

    A guideline that is not listed is checked too.
    """
    reading = read_catalogue(DiskFolder(root))
    shared = read_shared(DiskFolder(root))
    problems = [*reading.problems, *site_settings.problems(root), *shared.problems]
    suppressions: list[Suppression] = []
    for id_ in reading.ids:
        found = inspect(read_tree(root / GUIDELINES / id_, jobs), as_of)
        others = differing(shared, found.project.files.documents)
        problems += below(id_, few([*found.problems, *others]))
        suppressions += [
            replace(one, path=f"{GUIDELINES}/{id_}/{one.path}") for one in found.check.suppressions
        ]
    return CatalogueResult(
        tuple(sorted(problems)), guidelines=len(reading.ids), suppressions=tuple(suppressions)
    )


def below(id_: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield ``problems`` of the guideline ``id_`` with paths from the catalogue's root."""
    for problem in problems:
        yield replace(problem, path=f"{GUIDELINES}/{id_}/{problem.path}")
