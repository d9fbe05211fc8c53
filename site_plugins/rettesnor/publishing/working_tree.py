"""The working tree: a guideline's folder on disk, read with the cache that builds share."""

from __future__ import annotations

from pathlib import Path

from rettesnor.publishing.cache.reading import StoredReadings
from rettesnor.publishing.cache.store import Store
from rettesnor.publishing.options import STATE
from rettesnor.publishing.workers.pool import WorkerPool
from rettesnor.reading.project import Project, read_project

PUBLIC_KEY = "guideline/signatur.pub"


def read_tree(root: Path, jobs: int) -> Project:
    """Return the guideline in ``root``; many files are read in ``jobs`` processes."""
    with WorkerPool(root, jobs) as pool:
        return read_project(root, cache=StoredReadings(Store(root / STATE)), reader=pool)
