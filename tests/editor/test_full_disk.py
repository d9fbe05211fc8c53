"""A disk that is full, at every kind of write: nothing is lost, and nothing wrong is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("mode, step", [("local", 7), ("team", 7)])
def test_each_write_that_fails_is_told_and_loses_nothing(mode: str, step: int) -> None:
    """The rounds are in ``full_disk.py``: run it by hand for every write, not each seventh."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.editor.full_disk", mode, "--step", str(step)],
        cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert f"{mode}: " in done.stdout and "507" in done.stdout, done.stdout
