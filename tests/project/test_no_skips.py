"""In CI a skipped test is a failed one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.guidelines import PROJECT

SKIPPING = {
    "in the test": "import pytest\ndef test_a(): pytest.skip('no Java')\n",
    "by a mark": "import pytest\n@pytest.mark.skip(reason='no Java')\ndef test_a(): pass\n",
    "in a fixture": (
        "import pytest\n@pytest.fixture\ndef java(): pytest.skip('no Java')\n"
        "def test_a(java): pass\n"
    ),
    "a whole file": "import pytest\npytest.skip('no Java', allow_module_level=True)\n",
    "for want of a module": (
        "import pytest\npytest.importorskip('none_such', reason='no Java')\ndef test_a(): pass\n"
    ),
}
EXPECTED = "import pytest\n@pytest.mark.xfail\ndef test_a(): assert False\n"


def run(folder: Path, *plugin: str) -> tuple[int, str]:
    """Run the tests in ``folder``; return the status and what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin,
         "--continue-on-collection-errors", "--rootdir", str(folder), str(folder)],
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}, cwd=PROJECT, text=True,
        capture_output=True, check=False, encoding="utf-8",
    )
    return done.returncode, done.stdout


def test_every_way_to_skip_fails(tmp_path: Path) -> None:
    for number, text in enumerate(SKIPPING.values()):
        (tmp_path / f"test_{number}.py").write_text(text, encoding="utf-8")
    status, said = run(tmp_path)
    assert status == 0 and f"{len(SKIPPING)} skipped" in said, said
    status, said = run(tmp_path, "-p", "tests.support.no_skips")
    assert status == 1 and "skipped" not in said.splitlines()[-1], said
    assert said.count("I CI hoppes ingen test over: ") >= len(SKIPPING), said
    assert said.count("no Java") >= len(SKIPPING)
    for number in range(len(SKIPPING)):
        assert re.search(rf"(FAILED|ERROR) \S*test_{number}.py", said), said


def test_what_is_expected_to_fail_may(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(EXPECTED, encoding="utf-8")
    status, said = run(tmp_path, "-p", "tests.support.no_skips")
    assert status == 0 and "1 xfailed" in said, said
