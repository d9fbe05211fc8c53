"""A real browser, and a strict host for the folders it looks at."""

from __future__ import annotations

import functools
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

POLICY = (
    "default-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; "
    "base-uri 'self'; frame-ancestors 'none'"
)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Programs to look for. The first has no window to draw: a page takes a third of the time."""
Look = tuple[int, str]
"""A width of the window, and a colour scheme."""
HALF: tuple[Look, ...] = ((375, "light"), (1280, "dark"))
OTHER_HALF: tuple[Look, ...] = ((375, "dark"), (1280, "light"))
"""Every width and every scheme once: axe-core takes seconds for each. A kind of page is tested in
one half in bokmål, and as a telephone by day in nynorsk; ``make accessibility`` takes all four."""
SLOW = bool(os.environ.get("SLOW_BROWSER"))
"""Whether pages come as over a poor line to an old phone: a test that looks at a page before the
page is there passes on a fast machine and fails on a busy one. Here it fails at once."""
_LINE = {"offline": False, "latency": 150, "downloadThroughput": 400_000, "uploadThroughput": -1}
"""Milliseconds, and bytes a second (Chrome DevTools Protocol, Network.emulateNetworkConditions)."""
_FIRST_BYTES, _PAUSE = 1500, 0.4
"""How much of a file comes at once over a poor line, and the seconds until the rest comes: so long
a page has its address, and hardly anything on it."""
PATIENCE = 15_000
"""Milliseconds after which what a test expects to see will not come. Nothing is measured by it."""


class Handler(SimpleHTTPRequestHandler):
    """Serves files as a strict host would."""

    def end_headers(self) -> None:
        """Add the policy to every answer."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file; over a poor line the beginning of it long before the rest."""
        if SLOW:
            outputfile.write(source.read(_FIRST_BYTES))
            outputfile.flush()
            time.sleep(_PAUSE)
        super().copyfile(source, outputfile)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def launched() -> Iterator[Any]:
    """A browser; without one the tests are skipped."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("Fant ikke Chromium; nettlesertestene er ikke kjørt.")
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        pytest.skip("Playwright er ikke installert; nettlesertestene er ikke kjørt.")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        if SLOW:
            browser.on("context", lambda context: context.on("page", _slow_down))
        yield browser
        browser.close()


def _slow_down(page: Any) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 3})


class Host(ThreadingHTTPServer):
    """Says nothing when a browser leaves before it has got everything."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error, unless it is that the browser hung up."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(folder: Path, port: int = 0) -> Iterator[str]:
    """The address of ``folder`` behind a strict host; a free port unless one is given."""
    handler = functools.partial(Handler, directory=str(folder))
    with Host(("127.0.0.1", port), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def follow(link: Any) -> None:
    """Click on ``link``, and wait until the page that it leads to has come whole.

    A click alone ends when the address is that of the new page, of which nothing need be there.
    """
    with link.page.expect_navigation():
        link.click()


def leave(context: Any) -> None:
    """Close a browser context.

    Chromium does not answer when it is closed in the middle of a navigation, which a test that
    ends with a click may have begun: each page comes to rest on an empty one first.
    """
    for page in context.pages:
        page.goto("about:blank")
    context.close()
