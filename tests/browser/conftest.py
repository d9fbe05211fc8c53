"""The real guideline's site, built once, behind a strict policy, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.browsers import launched, leave, served
from tests.support.guidelines import unreleased

ROOT = Path(__file__).resolve().parents[2]
Opener = Callable[..., Any]
"""Opens a page: address in the site, and what a browser context takes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser; without one the tests are skipped."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built from a copy of the repository's guideline."""
    from rettesnor.cli.main import main

    root: Path = tmp_path_factory.mktemp("retningslinje")
    for name in ("guideline", "recommendations"):
        shutil.copytree(ROOT / name, root / name)
    unreleased(root)
    for name in ("changelog", "schema"):
        (root / name).mkdir()  # mkdocs.yml watches them
    shutil.copy(ROOT / "mkdocs.yml", root)
    site = root / "site"
    assert main(["build", "--root", str(root), "--site", str(site)]) == 0
    return site


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[str]:
    """The address of the site."""
    with served(folder) as address:
        yield address


@pytest.fixture
def visit(chromium: Any, site: str) -> Iterator[Opener]:
    """Open pages of the site; at the end, nothing may have been refused or fetched elsewhere."""
    faults: list[str] = []
    contexts = []

    def watch(page: Any) -> None:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("request", lambda request: faults.extend(_elsewhere(request.url, site)))

    def open_page(url: str, *, width: int = 1280, height: int = 900, **options: Any) -> Any:
        viewport = {"width": width, "height": height}
        context = chromium.new_context(viewport=viewport, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(site + url)
        return page

    yield open_page
    for context in contexts:
        leave(context)
    assert not faults


def _elsewhere(url: str, site: str) -> list[str]:
    local = urlsplit(url).netloc == urlsplit(site).netloc or urlsplit(url).scheme == "data"
    return [] if local else [f"hentet {url}"]


@pytest.fixture(scope="session")
def kinds() -> dict[str, str]:
    """One address of every kind of page."""
    return {
        "forside": "",
        "kapittel": "skolens-oppfolging/",
        "anbefaling": "skolens-oppfolging/skriftlig-plan/",
        "side": "bruk/",
        "kilder": "kilder/",
        "lover": "lover/",
        "ordliste": "ordliste/",
        "ukjent": "404.html",
    }


@pytest.fixture
def paper() -> Callable[[Any], Any]:
    """Show a page as it will be printed."""

    @contextmanager
    def show(page: Any) -> Iterator[None]:
        page.emulate_media(media="print")
        yield
        page.emulate_media(media="screen")

    return show
