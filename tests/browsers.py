"""A real browser, and a strict host for the folders it looks at."""

from __future__ import annotations

import functools
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn

import pytest

POLICY = "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


class Handler(SimpleHTTPRequestHandler):
    """Serves files as a strict host would."""

    def end_headers(self) -> None:
        """Add the policy to every answer."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def launched() -> Iterator[Any]:
    """A browser; without one the tests are skipped, but in CI they fail."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        _missing("Fant ikke Chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("Playwright er ikke installert")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def _missing(what: str) -> NoReturn:
    message = f"{what}; nettlesertestene er ikke kjørt."
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of ``folder`` behind a strict host."""
    handler = functools.partial(Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def leave(context: Any) -> None:
    """Close a browser context.

    Chromium does not answer when it is closed in the middle of a navigation, which a test that
    ends with a click may have begun: each page comes to rest on an empty one first.
    """
    for page in context.pages:
        page.goto("about:blank")
    context.close()
