"""The same site, however the platform starts processes: forked, from a server, or spawned.

macOS and Windows spawn; Python 3.14 starts a server on Linux too. Each build runs in an interpreter
of its own, since the start method holds for all of a process.
"""

from __future__ import annotations

import multiprocessing
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from rettesnor.publishing.workers import processes

from tests.support.guidelines import PROJECT, Tree, tree
from tests.support.past_site import PastSite, released_twice

SCRIPT = """
import multiprocessing, sys
from pathlib import Path
from rettesnor.publishing.workers import pool
from tests.support.past_site import PastSite

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    pool.SMALL = 0
    case = PastSite.at(Path(sys.argv[2]))
    outcome = case.build(jobs=2)
    print(*outcome.faults, outcome.pages)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[PastSite, Tree]:
    """A guideline, and the site that one process builds of it."""
    case = released_twice(tmp_path_factory.mktemp("retningslinje") / "g")
    case.build(jobs=1)
    return case, tree(case.site)


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_a_build_does_not_depend_on_how_processes_start(
    tmp_path: Path, method: str, built: tuple[PastSite, Tree]
) -> None:
    case, alone = built
    shutil.rmtree(case.site)
    shutil.rmtree(case.root / ".rettesnor")
    script = tmp_path / "build.py"
    script.write_text(SCRIPT, encoding="utf-8")
    for _ in ("clean", "warm"):
        done = subprocess.run(
            [sys.executable, str(script), method, str(case.root)], capture_output=True, text=True,
            env={"PYTHONPATH": f"{PROJECT}:{PROJECT / 'site_plugins'}", "PATH": ""}, check=False,
        )
        assert done.returncode == 0, done.stderr
        assert tree(case.site) == alone


WITH_DOCUMENTS = """
import sys
from pathlib import Path
from rettesnor.publishing.pipeline import build
from rettesnor.publishing.options import BuildOptions
from tests.support.past_site import DAY, PastSite

if __name__ == "__main__":
    case = PastSite.at(Path(sys.argv[1]))
    order = BuildOptions(case.root, case.site, DAY, 2, documents=("pdf",))
    print(*build(order, lambda _: case.dressing()).faults)
"""


def test_releases_are_typeset_after_the_process_has_typeset_its_own(tmp_path: Path) -> None:
    # Typst leaves threads behind. Forked after that, the workers waited for them for ever.
    case = released_twice(tmp_path / "g")
    script = tmp_path / "build.py"
    script.write_text(WITH_DOCUMENTS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(case.root)], capture_output=True, text=True, timeout=120,
        env={"PYTHONPATH": f"{PROJECT}:{PROJECT / 'site_plugins'}", "PATH": ""}, check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
    assert [path for path in tree(case.site) if path.startswith("v/1.0.0/")
            and path.endswith(".pdf")]


@pytest.mark.parametrize("hindrance", ["macos", "threads"])
def test_nothing_is_forked_where_a_fork_may_hang(
    hindrance: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()
    if hindrance == "macos":
        monkeypatch.setattr(processes.sys, "platform", "darwin")
    else:
        threading.Thread(target=done.wait, daemon=True).start()
    try:
        assert processes.start_context().get_start_method() != "fork"
    finally:
        done.set()
