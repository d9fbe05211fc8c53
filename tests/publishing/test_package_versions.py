"""The versions of packages: what their folders say is what the packages say."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from rettesnor.publishing.cache import package_versions as installed
from rettesnor.publishing.cache.package_versions import installed_version

NAMES = ("PyYAML", "jsonschema", "markdown-it-py", "nh3", "Jinja2", "pypandoc_binary", "mkdocs")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_one_that_the_package_tells(name: str) -> None:
    assert installed_version(name) == version(name)


def test_there_is_none_of_what_is_not_installed() -> None:
    assert installed_version("finnes-ikke") == ""


@pytest.mark.parametrize(("entry", "found"), [
    ("min_pakke-1.2.dist-info", "1.2"), ("Min.Pakke-1.2+lokal.dist-info", "1.2+lokal"),
    ("Min_Pakke-1.2-py3.11.egg-info", "1.2"),
])
def test_however_it_was_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, found: str
) -> None:
    (tmp_path / entry).mkdir()
    name = "METADATA" if entry.endswith("dist-info") else "PKG-INFO"
    text = f"Metadata-Version: 2.1\nName: min-pakke\nVersion: {found}\n"
    (tmp_path / entry / name).write_text(text)
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "mangler"), *sys.path])
    for cached in (installed._recorded, installed_version):
        cached.cache_clear()
    try:
        assert installed_version("min-pakke") == found
    finally:
        for cached in (installed._recorded, installed_version):
            cached.cache_clear()
