"""A small host on loopback for built sites, as a well set up web server would serve them.

Files that are text are compressed (gzip, level 6; each once, in memory), and answers carry the
cache headers that ``docs/publishing.md`` recommends.
"""

from __future__ import annotations

import functools
import gzip
import mimetypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

POLICY = (
    "default-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; "
    "base-uri 'self'; frame-ancestors 'none'"
)
_COMPRESSED = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
_LEVEL = 6
_PAGE_SECONDS, _FILE_SECONDS = 0, 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent for a file; ``encoding`` is empty when it is sent as it is."""

    type: str
    encoding: str
    body: bytes


def packed(data: bytes) -> bytes:
    """Return ``data`` as the server compresses it."""
    return gzip.compress(data, _LEVEL, mtime=0)


def found(folder: Path, address: str) -> Path | None:
    """Return the file for the address of a request, if there is one inside ``folder``."""
    asked = folder / unquote(urlsplit(address).path).lstrip("/")
    path = (asked / "index.html" if asked.is_dir() else asked).resolve()
    return path if path.is_file() and path.is_relative_to(folder.resolve()) else None


@functools.cache
def _answer(path: Path) -> Answer:
    type_ = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    body = path.read_bytes()
    if type_.startswith(_COMPRESSED):
        return Answer(f"{type_}; charset=utf-8", "gzip", packed(body))
    return Answer(type_, "", body)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept

    def __init__(self, *arguments: Any, folder: Path) -> None:
        self._folder = folder
        super().__init__(*arguments)

    def do_GET(self) -> None:
        path = found(self._folder, self.path)
        answer = _answer(path) if path else Answer("text/plain", "", b"404")
        self.send_response(200 if path else 404)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Security-Policy", POLICY)
        if answer.encoding:
            self.send_header("Content-Encoding", answer.encoding)
        seconds = _PAGE_SECONDS if answer.type.startswith("text/html") else _FILE_SECONDS
        self.send_header("Cache-Control", f"max-age={seconds}" if seconds else "no-cache")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Host(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error, unless it is that the browser hung up."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """The address of ``folder`` on a free port of loopback, as long as the context lasts."""
    with _Host(("127.0.0.1", 0), functools.partial(_Handler, folder=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
