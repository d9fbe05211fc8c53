"""The site in its real frame: three ways in, one result."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.guidelines import EARLY, PROJECT, Tree, edit, sound_copy, tree

_EPOCH = "1793491200"  # 1 November 2026


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a module of this Python in ``root``, on the day of the cases."""
    environment = {
        **os.environ, "PYTHONPATH": str(PROJECT / "site_plugins"), "SOURCE_DATE_EPOCH": _EPOCH
    }
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=root, env=environment, capture_output=True,
        text=True, timeout=120, check=False,
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = sound_copy(tmp_path_factory.mktemp("rot"))
    done = run(folder, "rettesnor.cli.main", "build")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def site(root: Path) -> Tree:
    return tree(root / "site")


def pages(site: Tree) -> Iterator[tuple[str, str]]:
    for path, data in site.items():
        if path.endswith(".html"):
            yield path, data.decode()


def test_mkdocs_gives_the_same_bytes(root: Path, site: Tree, tmp_path: Path) -> None:
    other = sound_copy(tmp_path)
    done = run(other, "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert tree(other / "site") == site


def test_mkdocs_publishes_nothing_unsound(tmp_path: Path) -> None:
    other = sound_copy(tmp_path)
    edit(other, EARLY, "styrke: bør", "styrke: sterkt")
    done = run(other, "mkdocs", "build", "--strict")
    assert done.returncode != 0
    assert f"{EARLY}:4:9" in done.stderr and "Traceback" not in done.stderr
    assert not (other / "site").exists()


def test_a_warm_build_gives_the_same_bytes(root: Path, site: Tree) -> None:
    done = run(root, "rettesnor.cli.main", "build")
    assert done.returncode == 0, done.stderr
    assert tree(root / "site") == site


def test_no_third_party_is_asked_for_anything(site: Tree) -> None:
    for path, html in pages(site):
        for tag in re.findall(r"<(?:script|link|img|iframe|source)[^>]*>", html):
            if 'rel="canonical"' not in tag:
                assert not re.search(r'(?:src|href)="(?:https?:)?//', tag), (path, tag)
    for path, data in site.items():
        if path.endswith(".css"):
            assert b"url(http" not in data and b"@import" not in data, path


def test_a_strict_content_security_policy_holds(site: Tree) -> None:
    for path, html in pages(site):
        code = re.sub(r'<script type="application/(?:ld\+)?json"', "<data", html)  # no script runs
        assert not re.search(r"<script(?![^>]*\bsrc=)", code), path
        assert "<style" not in html and ' style="' not in html, path
        assert not re.search(r'\son[a-z]+="', html), path


def test_no_file_tells_when_it_was_made(site: Tree) -> None:
    for path, data in site.items():
        assert b"site_plugins" not in data and b"/tmp/" not in data, path
        assert not path.endswith((".gz", ".map")), path


def test_mkdocs_builds_where_a_link_leads(site: Tree, tmp_path: Path) -> None:
    other = sound_copy(tmp_path / "rot")
    (tmp_path / "ute").mkdir()
    (other / "site").symlink_to(tmp_path / "ute")
    done = run(other, "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert (other / "site").is_symlink() and tree(tmp_path / "ute") == site


def test_mkdocs_puts_away_nothing_but_a_site(tmp_path: Path) -> None:
    other = sound_copy(tmp_path)
    before = tree(other / "recommendations")
    done = run(other, "mkdocs", "build", "--strict", "--site-dir", "recommendations")
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert "Nettstedet kan ikke legges i" in said and "Traceback" not in said
    assert tree(other / "recommendations") == before


@pytest.mark.parametrize("written", [
    "docs_dir: borte", "docs_dir: [", "plugins: 3", "plugins: [[]]", "theme: borte",
])
def test_a_broken_configuration_is_told_in_one_sentence(tmp_path: Path, written: str) -> None:
    other = sound_copy(tmp_path)
    edit(other, "mkdocs.yml", "docs_dir: guideline", written)
    done = run(other, "rettesnor.cli.main", "build")
    assert done.returncode == 2
    assert "mkdocs.yml" in done.stderr and "Traceback" not in done.stderr
    assert "ikke i teksten din" not in done.stderr
