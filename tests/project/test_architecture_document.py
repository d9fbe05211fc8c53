"""The description of the code names files that are there, and leaves no package out."""

from __future__ import annotations

import re

import pytest

from tests.support.guidelines import PROJECT

TEXT = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGE = PROJECT / "site_plugins" / "rettesnor"
FOLDERS = (
    PACKAGE, PACKAGE / "reading", PACKAGE / "reading" / "checks", PACKAGE / "publishing",
    PACKAGE / "editing",
    PACKAGE / "rendering", PROJECT / "site_plugins" / "rettesnor_horing",
    PROJECT / "site_plugins" / "rettesnor_editor",
)
"""Where a path that is named starts: tables leave out the package that they are about."""
NAMED = sorted({
    name for name in re.findall(r"`([\w./-]+)`", TEXT) if "/" in name.strip("/") or name[0] == "/"
})


def test_it_names_paths() -> None:
    assert len(NAMED) > 50


@pytest.mark.parametrize("name", NAMED)
def test_a_named_path_exists(name: str) -> None:
    if name.startswith("/"):
        assert (PROJECT / name[1:]).exists()
    else:
        assert any((folder / name).exists() for folder in FOLDERS)


def test_every_package_is_described() -> None:
    packages = {path.parent for path in PACKAGE.rglob("__init__.py")} - {PACKAGE}
    described = {
        path for path in packages
        if path.parent in (PACKAGE, PACKAGE / "reading", PACKAGE / "publishing")
    }
    assert len(described) > 20
    assert {path.name for path in described if f"`{path.name}/`" not in TEXT} == set()
