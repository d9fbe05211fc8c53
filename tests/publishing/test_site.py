"""The site in its real frame: three ways in, one result."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rettesnor.cli.main import main

from tests.support.guidelines import (
    EARLY,
    EARLY_PAGE,
    PROJECT,
    Tree,
    edit,
    put,
    sound_copy,
    tree,
)

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
        if path.endswith(".html") and not path.endswith("innbygging.html"):  # for other sites
            yield path, data.decode()


def test_mkdocs_gives_the_same_bytes(root: Path, site: Tree, tmp_path: Path) -> None:
    other = sound_copy(tmp_path)
    done = run(other, "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert tree(other / "site") == site


def test_settings_shape_the_site_the_same_in_both_ways(tmp_path: Path) -> None:
    one, other = (sound_copy(tmp_path / name) for name in ("a", "b"))
    for root in (one, other):
        edit(root, "mkdocs.yml", "  name: rettesnor\n", "  name: rettesnor\n  custom_dir: tema\n")
        edit(root, "mkdocs.yml", "plugins:\n", (
            "site_url: !ENV [ADRESSE, 'https://eksempel.no/fravaer']\n"
            "extra_css: [assets/egen.css, 'https://cdn.example/a.css?a=1&b=2']\n"
            "extra_javascript:\n  - assets/egen.mjs\n  - path: /fast.js\n    defer: true\n"
            "plugins:\n"
        ))
        put(root, "tema/assets/egen.css", "p { color: red }\n")
        put(root, "tema/assets/egen.mjs", "")
        put(root, "tema/fast.js", "")
        put(root, "tema/assets/rettesnor/site.css", "bare vår gjelder\n")
        put(root, "tema/main.html", "{% extends 'base.html' %}")
        put(root, "tema/.skjult/a.txt", "")
        put(root, "tema/README.txt", "")
    assert (done := run(one, "rettesnor.cli.main", "build")).returncode == 0, done.stderr
    assert (done := run(other, "mkdocs", "build", "--strict")).returncode == 0, done.stderr
    site = tree(one / "site")
    assert tree(other / "site") == site
    assert site["assets/egen.css"] == b"p { color: red }\n"
    assert site["assets/rettesnor/site.css"] != b"bare v\xc3\xa5r gjelder\n"
    assert not {"main.html", ".skjult/a.txt", "README.txt", "base.html"} & site.keys()
    page, lost = site[EARLY_PAGE].decode(), site["404.html"].decode()
    assert '<link rel="stylesheet" href="../../assets/egen.css">' in page
    assert '<link rel="stylesheet" href="/fravaer/assets/egen.css">' in lost
    assert '<link rel="stylesheet" href="https://cdn.example/a.css?a=1&amp;b=2">' in page
    assert '<script src="../../assets/egen.mjs" type="module"></script>' in page
    assert '<script src="/fast.js" defer></script>' in page
    assert 'href="https://eksempel.no/fravaer/' in page


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


SETTINGS = {
    "site_name": "A", "docs_dir": "guideline", "theme": "rettesnor", "plugins": "[rettesnor]",
}


@pytest.mark.parametrize("written", [
    "docs_dir: borte", "docs_dir: [", "docs_dir: 3", "plugins: 3", "plugins: [[]]", "theme: borte",
    "theme: {name: null}", "theme: {name: [a]}", "theme: {name: rettesnor, custom_dir: borte}",
    "theme: {name: rettesnor, custom_dir: [a]}", "site_url: eksempel.no", "site_url: 'http://['",
    "site_url: 3", "site_url: 2026-02-31", "extra_css: a.css", "extra_css: [[a]]",
    "extra_javascript: a.js", "extra_javascript: [{defer: true}]",
])
def test_a_broken_configuration_is_reported_in_one_sentence(
    tmp_path: Path, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = sound_copy(tmp_path)
    name, _, value = written.partition(": ")
    lines = (f"{key}: {said}\n" for key, said in (SETTINGS | {name: value}).items())
    put(other, "mkdocs.yml", "".join(lines))
    assert main(["build", "--root", str(other), "--jobs", "1", "--date", "2026-11-01"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("rettesnor: ") and "mkdocs.yml" in said and said.count("\n") == 1
    assert "ikke i teksten din" not in said
    assert not (other / "site").exists()


def test_a_theme_without_a_name_needs_a_folder_of_its_own(tmp_path: Path) -> None:
    other = sound_copy(tmp_path)
    put(other, "tema/assets/egen.css", "")
    edit(other, "mkdocs.yml", "  name: rettesnor\n", "  name: null\n  custom_dir: tema\n")
    done = run(other, "rettesnor.cli.main", "build")
    assert done.returncode == 0, done.stderr
    site = tree(other / "site")
    assert "assets/egen.css" in site
    done = run(other, "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert tree(other / "site") == site
