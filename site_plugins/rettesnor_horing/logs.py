"""Logs that say what happened and never what anybody wrote.

Addresses hold secret links and quotations, and database errors hold the values that were
refused (PostgreSQL's ``DETAIL: Key (…)=(…)``), so neither paths nor messages of exceptions are
written: only the logger, the template of the message, and where in the code an exception was.
"""

from __future__ import annotations

import logging
import traceback


class DiscreetFormatter(logging.Formatter):
    """Writes time, level, logger, the message's template, and the exception's type and frames.

    Messages to the logger ``horing`` are our own and hold counts and states only: these are
    filled in.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line (or lines) of ``record``."""
        own = record.name.split(".")[0] == "horing"
        message = record.getMessage() if own else str(record.msg)
        status = getattr(record, "status_code", "")
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {message} {status}"
        return "\n".join([line.rstrip(), *_frames(record)])


def _frames(record: logging.LogRecord) -> list[str]:
    if not record.exc_info or record.exc_info[1] is None:
        return []
    error = record.exc_info[1]
    frames = traceback.extract_tb(error.__traceback__)
    return [
        f"  {type(error).__name__}",
        *(f"    {f.filename}:{f.lineno} {f.name}" for f in frames[-12:]),
    ]
