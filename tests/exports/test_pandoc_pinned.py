"""The pandoc that is used is the one that is locked, whatever else the machine has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.guidelines import PROJECT

SCRIPT = """
from concurrent.futures import ThreadPoolExecutor
import rettesnor.rendering.citations
import pypandoc
with ThreadPoolExecutor(8) as pool:
    print(*sorted(set(pool.map(lambda _: pypandoc.get_pandoc_path(), range(64)))))
"""


def test_a_newer_pandoc_on_the_path_is_not_taken(tmp_path: Path) -> None:
    other = tmp_path / "bin" / "pandoc"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\necho 'pandoc 99.0'\n", encoding="utf-8")
    other.chmod(0o755)
    env = {
        **os.environ, "HOME": str(tmp_path), "PATH": f"{other.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(PROJECT / "site_plugins"),
    }
    env.pop("PYPANDOC_PANDOC", None)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=env, check=True, capture_output=True, text=True
    )
    used = done.stdout.split()
    assert len(used) == 1 and used[0].endswith("pypandoc/files/pandoc")
