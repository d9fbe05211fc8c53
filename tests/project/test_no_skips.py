"""In CI a skipped test is a failed one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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


def run(tmp_path: Path, text: str, *plugin: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "test_it.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin]
    return subprocess.run(
        [*command, "--rootdir", str(tmp_path), str(tmp_path)], cwd=PROJECT, text=True,
        capture_output=True, check=False, encoding="utf-8",
    )


@pytest.mark.parametrize("how", SKIPPING)
def test_a_skip_fails(tmp_path: Path, how: str) -> None:
    done = run(tmp_path, SKIPPING[how], "-p", "tests.support.no_skips")
    assert done.returncode not in (0, 5), done.stdout
    assert "I CI hoppes ingen test over: " in done.stdout and "no Java" in done.stdout


def test_what_is_expected_to_fail_may(tmp_path: Path) -> None:
    done = run(tmp_path, EXPECTED, "-p", "tests.support.no_skips")
    assert done.returncode == 0 and "1 xfailed" in done.stdout, done.stdout
