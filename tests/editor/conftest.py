"""One desk for the tests that leave nothing behind, and one of its own for each that does."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

NEEDED = ("django", "dulwich", "waitress", "whitenoise")
if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
    if os.environ.get("CI"):
        raise pytest.UsageError(f"Redaksjonen er ikke installert: {missing}")
    collect_ignore_glob = ["test_*.py"]
else:
    from tests.editor.desk_server import Server, copy_of_the_guideline, running

    @pytest.fixture(scope="session")
    def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
        """A desk that the browser of the test is let in to."""
        root = copy_of_the_guideline(tmp_path_factory.mktemp("redaksjon"))
        with running(root) as server:
            yield server.enter()

    @pytest.fixture
    def root(tmp_path: Path) -> Path:
        """A copy of the guideline."""
        folder = tmp_path / "g"
        folder.mkdir()
        return copy_of_the_guideline(folder)
