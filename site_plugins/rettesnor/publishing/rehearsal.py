"""Building the site that would follow from a release, before the release is written.

A record can never be changed, so a release that leaves a guideline which cannot be built would
leave it so for good. The rehearsal carries the release out on a copy of the content and builds
the whole site of it, for all languages and versions, with everything that a build verifies.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from rettesnor.model.progress import SILENT, Progress
from rettesnor.publishing.inspection import inspect
from rettesnor.publishing.options import STATE, BuildOptions, BuildResult, ThemeLoader
from rettesnor.publishing.output.build_lock import held
from rettesnor.publishing.pipeline import build
from rettesnor.publishing.working_tree import read_tree
from rettesnor.reading.checks.run import ProjectCheck
from rettesnor.reading.content import site_settings
from rettesnor.releases.transaction import Transaction

CONTENT = ("guideline", "recommendations", "changelog")
"""The folders that a site is built from."""


def rehearse(
    root: Path, planned: Transaction, dresser: ThemeLoader, as_of: date, jobs: int = 1,
    progress: Progress = SILENT,
) -> BuildResult:
    """Return the result of building the guideline in ``root`` as ``planned`` would leave it.

    Nothing in ``root`` is touched but its cache. There are no pages in what is returned when the
    site could not be built, or when a check would find an error afterwards; problems are then
    placed in the files as they would be.

    Args:
        dresser: gives the theme's part; it is not affected by a release.
        as_of: the day on which the site would be built.
    """
    with _copy(root) as copy:
        _carry_out(copy, planned)
        outcome = build(BuildOptions(copy, copy / "site", as_of, jobs, progress=progress), dresser)
        found = inspect(read_tree(copy, jobs), as_of)
        survey: ProjectCheck = replace(outcome.survey, problems=tuple(found.problems))
        pages = 0 if found.refused else outcome.pages
        return replace(outcome, survey=survey, pages=pages)


@contextmanager
def _copy(root: Path) -> Iterator[Path]:
    """Give a copy of the content of ``root``, in a folder that is removed afterwards.

    One at a time, so that what a killed process left can be told apart from what another one uses.
    """
    folder = root / STATE / "rehearsal"
    with held(root / STATE, "rehearsal.lock"):
        shutil.rmtree(folder, ignore_errors=True)
        try:
            for name in CONTENT:
                if (root / name).is_dir():
                    shutil.copytree(
                        root / name, folder / name, ignore_dangling_symlinks=True,
                        ignore=shutil.ignore_patterns(".*.new"),  # left by a stopped release
                    )
            if (root / site_settings.PATH).is_file():
                shutil.copy(root / site_settings.PATH, folder / site_settings.PATH)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _carry_out(root: Path, planned: Transaction) -> None:
    """Leave ``root`` as the release would."""
    record = {f"changelog/{planned.version}/{path}": data for path, data in planned.record.items()}
    for path, data in {**record, **planned.tree}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).unlink(missing_ok=True)  # it may be write-protected, as the original is
        (root / path).write_bytes(data)
    for path in planned.fragments:
        (root / path).unlink()
