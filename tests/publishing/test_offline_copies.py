"""What may be saved for reading without a network, and what a site has that lets nothing be saved.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rettesnor.publishing.output.offline_copies import LIST, MANIFEST, WORKER, worker
from rettesnor.publishing.theme import make_theme
from rettesnor.reading.content.site_settings import SiteSettings, problems, read_settings

from tests.support.guidelines import build_plain, plain_dressing, put, sound_copy

CONFIGURATION = "site_name: A\ndocs_dir: guideline\nplugins:\n  - rettesnor: {save_offline: %s}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site from which pages may be saved."""
    root = sound_copy(tmp_path_factory.mktemp("lagre"))
    theme = plain_dressing(root / ".dressing")
    theme = replace(theme, shell=replace(theme.shell, saves=True))
    assert build_plain(root, dressing=theme).pages
    return root / "site"


def test_the_list_names_what_a_page_needs_to_be_read(site: Path) -> None:
    found = json.loads((site / LIST).read_bytes())
    for address in found["files"]:
        path = f"{address}index.html" if address == "" or address.endswith("/") else address
        assert (site / path).is_file()
    assert {"", "ordliste/", "assets/rettesnor/offline.js"} <= found["files"].keys()
    assert not [one for one in found["files"] if one.startswith(("v/", "endringer/", "sok/"))]
    assert found["bytes"] > 1000
    assert "{date}" in found["texts"]["nb"]["notice"]


def test_the_list_changes_with_the_site_and_only_then(tmp_path: Path) -> None:
    root = sound_copy(tmp_path)

    def built(style: str) -> dict[str, object]:
        theme = plain_dressing(root / ".dressing")
        assets = {**theme.assets, "assets/site.css": style.encode()}
        theme = replace(theme, assets=assets, shell=replace(theme.shell, saves=True))
        assert build_plain(root, dressing=theme).pages
        found: dict[str, object] = json.loads((root / "site" / LIST).read_bytes())
        return found

    first = built("body { color: black }")
    assert built("body { color: black }") == first
    assert built("body { color: blue }")["id"] != first["id"]


def test_the_manifest_keeps_to_the_folder_of_the_site(site: Path) -> None:
    found = json.loads((site / MANIFEST).read_bytes())
    assert [found[name] for name in ("id", "start_url", "scope")] == ["./", "./", "./"]
    assert found["lang"] == "nb" and found["name"] and found["short_name"]
    assert found["icons"] == [
        {"src": "assets/rettesnor/mark.svg", "type": "image/svg+xml", "sizes": "any"}
    ]


@pytest.mark.parametrize(("settings", "preview"), [
    (SiteSettings(save_offline=False), False), (SiteSettings(), True),
], ids=["not wanted", "preview"])
def test_a_site_that_saves_nothing_removes_what_was_saved(
    settings: SiteSettings, preview: bool
) -> None:
    theme = make_theme(settings, None, preview=preview, site_url="")
    assert not theme.shell.saves
    assert 'rel="manifest"' not in "".join(theme.shell.frames[0].parts)
    remover = theme.assets[WORKER]
    assert remover == worker(saves=False) != worker(saves=True)
    assert b"unregister" in worker(saves=False) and b"fetch" not in worker(saves=False)


def test_pages_of_a_catalogue_itself_have_neither(tmp_path: Path) -> None:
    theme = make_theme(SiteSettings(), None, preview=False, site_url="", catalogue=True)
    assert not theme.shell.saves and WORKER not in theme.assets


@pytest.mark.parametrize(("written", "wanted"), [("true", True), ("false", False)])
def test_the_setting(tmp_path: Path, written: str, wanted: bool) -> None:
    put(tmp_path, "mkdocs.yml", CONFIGURATION % written)
    assert problems(tmp_path) == []
    assert read_settings(tmp_path, {}).save_offline is wanted


def test_the_setting_is_nothing_else(tmp_path: Path) -> None:
    put(tmp_path, "mkdocs.yml", CONFIGURATION % "aldri")
    assert [one.code for one in problems(tmp_path)] == ["nettsted-oppsett"]
