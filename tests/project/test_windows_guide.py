"""The page for Windows has an answer to every ``make`` target, and names what is there."""

from __future__ import annotations

import re
import tomllib
from importlib.util import find_spec

import pytest

from tests.support.guidelines import PROJECT

GUIDE = (PROJECT / "docs" / "windows.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.M)
IN_A_PLACE_OF_THEIR_OWN = {"cyclonedx_py", "piplicenses", "pip_audit", "uv"}
"""Modules that are not installed with the rest, by what they are locked in or fetched as."""


def test_there_are_targets() -> None:
    assert len(TARGETS) > 12


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_has_its_row(target: str) -> None:
    row = re.search(rf"^\| `{target}` \| (.+) \|$", GUIDE, re.M)
    assert row and row[1].strip()


def test_every_module_it_runs_is_there() -> None:
    modules = set(re.findall(r"(?:python|py) -m ([\w.]+)", GUIDE))
    assert {"rettesnor", "pytest", "venv", "pip"} <= modules
    for module in modules - IN_A_PLACE_OF_THEIR_OWN:
        assert find_spec(module), module


def test_every_file_it_names_is_there() -> None:
    for name in re.findall(r"(?:-r|tests/project/)(?: )?([\w.-]+\.(?:txt|py))", GUIDE):
        assert (PROJECT / name).exists() or (PROJECT / "tests/project" / name).exists(), name


def test_the_locks_are_made_as_make_makes_them() -> None:
    """The options of the lock are the same in both places."""
    wanted = re.search(r"^COMPILE := \$\(BIN\)/uv (.+)$", MAKEFILE, re.M)
    assert wanted and GUIDE.count(f"python -m uv {wanted[1]}") == 3
    joined = MAKEFILE.replace("\\\n", " ")
    for line in re.findall(r"python -m uv pip compile (.+)", GUIDE):
        own = " ".join(line.split("--no-header ")[1].split())
        assert own in re.sub(r"[ \t]+", " ", joined), own


def test_it_says_that_it_was_not_run_there_and_is_found() -> None:
    assert "ikke prøvd på en Windows-maskin" in GUIDE
    for path in ("README.md", "docs/redaktor.md"):
        assert "windows.md" in (PROJECT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("extra", ["hearing", "documents", "signing", "material", "fast"])
def test_extras_are_there(extra: str) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["optional-dependencies"][extra]
