"""The live preview: a server on loopback that rebuilds the site when a file changes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from rettesnor.platform import SYSTEM

HOST = "127.0.0.1"
EVENTS = "/rettesnor-endringer"
"""Where pages hear of a new build (server-sent events; see preview.js)."""
_CHANGES: list[type[FileSystemEvent]] = [  # not that a file is opened for reading
    FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
]
_DELAY = 0.01
"""Seconds without further changes before building: an editor's save is several events."""
_BEAT = 15.0
"""Seconds between signs of life; writing one shows that a page has been closed."""


class _Server(ThreadingHTTPServer):
    """Serves one folder, and reports each build to the pages that wait for it."""

    daemon_threads = True
    allow_reuse_address = SYSTEM.reuse_address

    def __init__(self, port: int, site: Path) -> None:
        super().__init__((HOST, port), partial(_Handler, directory=str(site)))
        self.lost = site / "404.html"
        self.built = threading.Condition()
        self.build = uuid4().hex  # random: a page may still know one of an earlier server

    def announce(self) -> None:
        """Report that the site has been built."""
        with self.built:
            self.build = uuid4().hex
            self.built.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing when a page is closed before it has its answer."""


class _Handler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == EVENTS:
            self._follow()
        else:
            super().do_GET()

    def _follow(self) -> None:
        """Send the id of the build that stands, and of every later one, until the page ends."""
        server = cast(_Server, self.server)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        sent = ""
        while True:
            with server.built:
                if server.build == sent:
                    server.built.wait(_BEAT)
                build = server.build
            # A comment: nothing is said, but writing fails when the page is closed.
            self.wfile.write(b":\n\n" if build == sent else f"data: {build}\n\n".encode())
            self.wfile.flush()
            sent = build

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("Rettesnor-Build", cast(_Server, self.server).build)
        super().end_headers()

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """Answer as a web host does: with the site's own page where there is nothing else."""
        lost = cast(_Server, self.server).lost
        if code != HTTPStatus.NOT_FOUND or not lost.exists():
            super().send_error(code, message, explain)
            return
        page = lost.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """List no folder: a web host does not, and links to one would seem right."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *arguments: object) -> None:
        """Leave the terminal to the problems of the files."""


class _Watcher(FileSystemEventHandler):
    """Sets ``changed`` when a file below one of the ``watched`` changes.

    The system watches a folder itself and not its name: a folder put in its place (by a change of
    branch, say) it does not see. So the root is watched too, for what appears there.
    """

    def __init__(self, observer: BaseObserver, root: Path, watched: Collection[str]) -> None:
        self.changed = threading.Event()
        self._observer, self._paths = observer, {str(root / name) for name in watched}
        self._watches: dict[str, ObservedWatch] = {}
        for path in self._paths:
            self._watch(path)
        observer.schedule(
            _Top(self), str(root), event_filter=[*_CHANGES, DirCreatedEvent, DirMovedEvent]
        )

    def on_any_event(self, event: FileSystemEvent) -> None:
        """A file changed."""
        self.changed.set()

    def appeared(self, event: FileSystemEvent) -> None:
        """Something in the root was made, moved or changed."""
        found = {str(event.src_path), str(event.dest_path)} & self._paths
        for path in found if event.is_directory else ():
            self._watch(path)
        if found:
            self.changed.set()

    def _watch(self, path: str) -> None:
        with suppress(KeyError):  # not watched yet
            self._observer.unschedule(self._watches.pop(path))
        if os.path.isdir(path):
            with suppress(OSError):  # gone again
                self._watches[path] = self._observer.schedule(
                    self, path, recursive=True, event_filter=_CHANGES
                )


class _Top(FileSystemEventHandler):
    def __init__(self, watcher: _Watcher) -> None:
        self._watcher = watcher

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._watcher.appeared(event)


def serve(
    site: Path, root: Path, watched: Collection[str], port: int, build: Callable[[], None]
) -> None:
    """Serve ``site`` on loopback until interrupted, calling ``build`` whenever a file changes.

    Args:
        watched: the folders and files of ``root`` whose changes count.

    Raises:
        OSError: the port is taken.
    """
    with _Server(port, site) as server:
        observer = Observer()
        changed = _Watcher(observer, root, watched).changed
        observer.start()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            while True:
                while not changed.wait(1):  # Windows hears no Ctrl-C in a wait without an end
                    pass
                while changed.is_set():
                    changed.clear()
                    changed.wait(_DELAY)
                build()
                server.announce()
        finally:
            server.shutdown()
            observer.stop()
