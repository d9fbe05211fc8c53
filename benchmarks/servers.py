"""How long a development server takes to show an edit, asked over loopback HTTP."""

from __future__ import annotations

import socket
import time
import urllib.request
from http.client import HTTPException
from pathlib import Path

from benchmarks.generator import Corpus, marker, revised
from benchmarks.measurement import CommandFailed, Process, started
from benchmarks.tools import Tool

_POLL_SECONDS = 0.005
_REST_SECONDS = 1.5
_EDIT_LIMIT = 60.0
_WARMING_EDITIONS = 500_000
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class ServerFailed(Exception):
    """The server did not start, ended, or did not show the edit in time."""


def edit_delay(tool: Tool, corpus: Corpus, root: Path, edition: int, start_limit: float) -> float:
    """Return the seconds from an edited file's writing until the page has the new text.

    The server is started for it, warmed by another edit first, and ended by its own process
    group afterwards, whatever happens.

    Raises:
        ServerFailed: within ``start_limit`` seconds no page came, or an edit was never shown.
    """
    item = corpus.recommendations[len(corpus.recommendations) // 2]
    delay = 0.0
    port = _free_port()
    command = tuple(part.format(port=port) for part in tool.serve)
    page = f"http://127.0.0.1:{port}/{item.kapittel}/{item.id}/"
    try:
        with started(command, root) as (process, _):
            _wait_for(process, page, item.tittel, start_limit)
            for number in (edition + _WARMING_EDITIONS, edition):
                time.sleep(_REST_SECONDS)
                tool.content.revise(corpus, revised(corpus, number), root)
                delay = _wait_for(process, page, marker(number), _EDIT_LIMIT)
    except CommandFailed as error:
        raise ServerFailed(str(error)) from error
    return delay


def _wait_for(process: Process, page: str, text: str, limit: float) -> float:
    """Ask for the page until it holds the text and return the seconds that took."""
    start = time.perf_counter()
    while (passed := time.perf_counter() - start) < limit:
        if process.poll() is not None:
            raise ServerFailed(f"ended with exit code {process.returncode}")
        if text in _fetched(page):
            return time.perf_counter() - start
        time.sleep(_POLL_SECONDS)
    raise ServerFailed(f"nothing to see after {passed:.0f} s")


def _fetched(page: str) -> str:
    try:
        with _DIRECT.open(page, timeout=5) as answer:
            body: bytes = answer.read()
    except (OSError, HTTPException):
        return ""  # not up yet, between two builds, or broken off by one
    return body.decode("utf-8", "backslashreplace")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
