"""The end of the audit trail, written down outside the database.

A line a minute at most, in the file ``HORING_ANCHOR`` and in the log. Who restores an older
database cannot take back what the log's own machine has.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from django.conf import settings

_LOG = logging.getLogger("horing.audit")
EVERY = timedelta(minutes=1)
_lock = threading.Lock()
_last: dict[str, datetime] = {}
"""When this process last wrote to each file."""


def note(last: int, rows: int, digest: str, at: datetime) -> None:
    """Write down the end of the trail, unless that was done within the last minute."""
    path = settings.HORING_ANCHOR
    with _lock:
        before = _last.get(str(path))
        if before is not None and before <= at < before + EVERY:
            return
        _last[str(path)] = at
    _LOG.info("audit trail: row %d of %d, %s", last, rows, digest)
    if path is None:
        return
    try:
        with open(path, "a", encoding="ascii", newline="\n") as file:
            file.write(f"{last} {rows} {digest} {at.isoformat(timespec='seconds')}\n")
    except OSError as error:
        _LOG.error("anchor of the audit trail not written (%s)", type(error).__name__)


def read() -> dict[int, str]:
    """Return the digests that were written down, by row."""
    path = settings.HORING_ANCHOR
    if path is None:
        return {}
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    parts = [line.split() for line in lines]
    return {int(p[0]): p[2] for p in parts if len(p) == 4 and p[0].isdecimal()}
