"""The live preview: MkDocs' own server, told of changes by the system instead of by polling."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
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

_CHANGES: list[Any] = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]
_DELAY = 0.01
"""Seconds without further changes before building: an editor's save is several events."""
HOST = "127.0.0.1"


class _ChangesOnly(Observer):  # type: ignore[misc,valid-type]
    """An observer that tells of changes, not of files being opened for reading."""

    def schedule(self, event_handler: Any, path: str, **options: Any) -> Any:
        return super().schedule(event_handler, path, **{"event_filter": _CHANGES, **options})


class _Top(FileSystemEventHandler):
    """Looks to the folder that all that is watched lies in.

    The system watches a folder, or a file, itself and not its name: what is put in its place (by an
    editor's save, by a change of branch) it does not see.
    """

    def __init__(self, server: LiveReloadServer, watched: Collection[str]) -> None:
        self._server, self._watched = server, watched

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Watch what came, and have the site built."""
        came = {event.src_path, event.dest_path} & {*self._watched}
        for path in came if event.is_directory else ():
            with suppress(KeyError):  # it was not there before
                self._server.unwatch(str(path))
            with suppress(OSError):  # it is gone already
                self._server.watch(str(path))
        if came:
            with self._server._rebuild_cond:
                self._server._want_rebuild = True
                self._server._rebuild_cond.notify_all()


def serve(
    site: Path, root: Path, watched: Collection[str], port: int, build: Callable[[], None]
) -> None:
    """Serve ``site`` on loopback until interrupted, calling ``build`` whenever a file changes.

    Args:
        watched: the folders and files of ``root`` whose changes count.

    Raises:
        OSError: the port is taken.
    """
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    server = LiveReloadServer(builder=build, host=HOST, port=port, root=str(site))
    server.build_delay = _DELAY
    server.observer = _ChangesOnly()
    lost = site / "404.html"
    server.error_handler = lambda code: lost.read_bytes() if code == 404 and lost.exists() else None
    paths = [str(root / name) for name in watched]
    for path in paths:
        if Path(path).is_dir():
            server.watch(path)
    server.observer.schedule(
        _Top(server, paths), str(root), recursive=False,
        event_filter=[*_CHANGES, DirCreatedEvent, DirMovedEvent],
    )
    try:
        server.serve()  # type: ignore[no-untyped-call]
    finally:
        server.shutdown(wait=server.serve_thread.is_alive())
