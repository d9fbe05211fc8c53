"""The live preview: MkDocs' own server, told of changes by the system instead of by polling."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
)
from watchdog.observers import Observer

_CHANGES: list[Any] = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]
_DELAY = 0.01
"""Seconds without further changes before building: an editor's save is several events."""


class _ChangesOnly(Observer):  # type: ignore[misc,valid-type]
    """An observer that tells of changes, not of files being opened for reading."""

    def schedule(self, event_handler: Any, path: str, **options: Any) -> Any:
        return super().schedule(event_handler, path, event_filter=_CHANGES, **options)


def serve(
    site: Path, watched: Iterable[Path], port: int, build: Callable[[], None],
    host: str = "127.0.0.1",
) -> None:
    """Serve ``site`` on loopback until interrupted, calling ``build`` whenever a file changes.

    Raises:
        OSError: the port is taken.
    """
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    server = LiveReloadServer(builder=build, host=host, port=port, root=str(site))
    server.build_delay = _DELAY
    server.observer = _ChangesOnly()
    lost = site / "404.html"
    server.error_handler = lambda code: lost.read_bytes() if code == 404 and lost.exists() else None
    for path in watched:
        if path.exists():
            server.watch(str(path))
    try:
        server.serve()  # type: ignore[no-untyped-call]
    finally:
        server.shutdown(wait=True)
