"""The desk on one machine: ``python -m rettesnor_horing.local_server 8001``. Loopback only.

Waitress (ZPL 2.1, pure Python without dependencies, 0.2 MB) runs on every system. Gunicorn, which
serves a hearing of national size, needs ``fcntl``. One process with threads is enough here, and
SQLite has one writer in any case. No access log is kept, and errors only: others may hold the
sender's address.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

from rettesnor_horing.turned_away import BODY, LONGEST_WAIT, RETRY_AFTER

HOST = "127.0.0.1"
THREADS = 8
MAX_BODY = 25_000_000
"""Bytes of a request's body: more than any file that the desk takes, with what a form adds."""


def main(arguments: Sequence[str]) -> None:
    """Serve on the port that is the only one of ``arguments``, until the process is ended.

    Raises:
        OSError: the port is taken.
    """
    import waitress

    from rettesnor_horing.wsgi import application

    logging.getLogger("waitress").setLevel(logging.ERROR)
    server = waitress.create_server(
        shedding(application), host=HOST, port=int(arguments[0]), threads=THREADS, ident=None,
        max_request_body_size=MAX_BODY, max_request_header_size=65_536,
        clear_untrusted_proxy_headers=True,
    )
    add = server.add_task
    server.add_task = lambda task: add(Waiting(task))
    server.run()


_here = threading.local()


class Waiting:
    """A request in waitress's queue, which notes when it began to wait."""

    def __init__(self, task: Any) -> None:
        self._task, self._queued = task, time.monotonic()

    def service(self) -> None:
        """Answer the request, in a thread that knows whether it has waited too long."""
        _here.late = time.monotonic() - self._queued > LONGEST_WAIT
        try:
            self._task.service()
        finally:
            _here.late = False

    def cancel(self) -> None:
        """Give up: the server is ending."""
        self._task.cancel()


def shedding(application: Any) -> Any:
    """Return ``application``, which is not asked about what has waited too long.

    A queue that is longer than people wait is worked off for senders that have given up, and does
    not recover by itself. What is turned away costs next to nothing.
    """

    def answer(environment: dict[str, Any], start: Any) -> Any:
        if not getattr(_here, "late", False):
            return application(environment, start)
        start("503 Service Unavailable", [
            ("Retry-After", RETRY_AFTER), ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-store"), ("Content-Length", str(len(BODY))),
        ])
        return [BODY]

    return answer


if __name__ == "__main__":
    main(sys.argv[1:])
