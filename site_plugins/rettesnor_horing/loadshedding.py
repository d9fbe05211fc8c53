"""Gunicorn's threaded worker, which turns away what has waited too long.

Without it a queue that is longer than people wait is worked off in order, for senders that have
given up, and no one that comes is answered in time: it does not recover by itself. What is turned
away is told so at once (503 and ``Retry-After``), and costs next to nothing.
"""

from __future__ import annotations

import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from rettesnor_horing.turned_away import BODY, LONGEST_WAIT

TURNED_AWAY = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 60\r\nConnection: close\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
    b"Content-Length: %d\r\n\r\n" % len(BODY)
) + BODY


class SheddingWorker(ThreadWorker):  # type: ignore[misc]
    """A worker whose queue is never older than ``LONGEST_WAIT``."""

    def enqueue_req(self, conn: Any) -> None:
        """Note when the request began to wait."""
        conn.queued = time.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """Handle a request, or turn it away when it has waited too long."""
        if time.monotonic() - conn.queued <= LONGEST_WAIT:
            return super().handle(conn)
        try:
            conn.sock.setblocking(True)
            conn.sock.settimeout(1)
            conn.sock.recv(65_536)  # unread bytes would make the system break the connection off
            conn.sock.sendall(TURNED_AWAY)
        except OSError:
            pass  # the sender has left
        return False
