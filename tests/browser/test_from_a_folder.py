"""The copy of the site that is read from a folder, without a server or a network."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.support.browsers import follow, leave
from tests.support.guidelines import unreleased

sync_api = pytest.importorskip("playwright.sync_api")

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked copy."""
    from rettesnor.cli.main import main

    root: Path = tmp_path_factory.mktemp("retningslinje")
    for name in ("guideline", "recommendations"):
        shutil.copytree(ROOT / name, root / name)
    unreleased(root)
    for name in ("changelog", "schema"):
        (root / name).mkdir()  # mkdocs.yml watches them
    shutil.copy(ROOT / "mkdocs.yml", root)
    assert main(["build", "--root", str(root), "--offline"]) == 0
    with zipfile.ZipFile(root / "site" / "frakoblet.zip") as archive:
        archive.extractall(root / "kopi")
    return next((root / "kopi").iterdir())


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(request: pytest.FixtureRequest, chromium: Any, folder: Path) -> Iterator[Any]:
    """The front page of the copy; nothing may fail to load or come from elsewhere."""
    faults: list[str] = []
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=request.param
    )
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda asked: faults.extend(
        # what the next page breaks off is not missing
        [] if asked.failure == "net::ERR_ABORTED" else [f"mangler {asked.url}"]
    ))
    page.on("request", lambda asked: faults.extend(
        [asked.url] if urlsplit(asked.url).scheme not in ("file", "data") else []
    ))
    page.goto((folder / "index.html").as_uri())
    yield page
    leave(context)
    assert not faults


def test_the_way_there_and_back(page: Any) -> None:
    follow(page.locator("nav.rn-nav a:has-text('Skolens oppfølging')"))
    assert page.url.endswith("/skolens-oppfolging/index.html")
    follow(page.locator("main a:has-text('Skriftlig plan for oppfølging')"))
    assert page.locator("h1").inner_text() == "Skriftlig plan for oppfølging"
    page.go_back()
    page.wait_for_url("**/skolens-oppfolging/index.html")
    follow(page.locator(".rn-brand"))
    assert urlsplit(page.url).path.endswith("/index.html")
    assert page.locator("h1").count() == 1


def test_it_looks_as_it_does_online(page: Any) -> None:
    colour = page.locator(".rn-header").evaluate("e => getComputedStyle(e).backgroundColor")
    assert colour == "rgb(18, 69, 107)"


def test_every_link_leads_to_a_file(folder: Path) -> None:
    count = 0
    for path in folder.rglob("*.html"):
        if path.name == "404.html":
            continue  # a server shows it, whatever was asked for
        for link in re.findall(r'<[^>]* (?:href|src)="([^"#?]*)', path.read_text("utf-8")):
            if link and not re.match(r"[a-z]+:|//", link):
                count += 1
                assert (path.parent / unquote(link)).is_file(), (path, link)
    assert count > 1000


def test_the_theme_switch_works(chromium: Any, folder: Path) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    switch = page.locator("[data-rn-scheme]")
    other = {"true": "false", "false": "true"}[switch.get_attribute("aria-pressed")]
    switch.click()
    sync_api.expect(switch).to_have_attribute("aria-pressed", other)
    leave(context)
