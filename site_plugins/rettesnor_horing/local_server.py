"""The desk on one machine: ``python -m rettesnor_horing.local_server 8001``. Loopback only.

Waitress (ZPL 2.1, pure Python without dependencies, 0.2 MB) runs on every system. Gunicorn, which
serves a hearing of national size, needs ``fcntl``. One process with threads is enough here, and
SQLite has one writer in any case. No access log is kept, and errors only: others may hold the
sender's address.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

HOST = "127.0.0.1"
THREADS = 8
MAX_BODY = 10_000_000
"""Bytes of a request's body: more than any file that the desk takes."""


def main(arguments: Sequence[str]) -> None:
    """Serve on the port that is the only one of ``arguments``, until the process is ended.

    Raises:
        OSError: the port is taken.
    """
    import waitress

    from rettesnor_horing.wsgi import application

    logging.getLogger("waitress").setLevel(logging.ERROR)
    waitress.serve(
        application, host=HOST, port=int(arguments[0]), threads=THREADS, ident=None,
        max_request_body_size=MAX_BODY, max_request_header_size=65_536,
        clear_untrusted_proxy_headers=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
