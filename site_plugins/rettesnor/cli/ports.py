"""The port that a command serves on."""

from __future__ import annotations

import signal
import socket
from typing import Any

from rettesnor.cli.common import UsageError
from rettesnor.platform import SYSTEM

HOST = "127.0.0.1"
_LAST = 65_535


def ensure_free(port: int, target: str) -> None:
    """Ensure that ``port`` of loopback is free.

    Args:
        target: the target of ``make`` that runs the command, named in the message; empty for none.

    Raises:
        UsageError: it is taken, or there is no such port.
    """
    try:
        with socket.socket() as probe:
            SYSTEM.claim(probe)
            probe.bind((HOST, port))
    except (OSError, OverflowError) as error:
        raise taken(port, target) from error


def taken(port: int, target: str) -> UsageError:
    """Return the error for a ``port`` that cannot be used; it says how to choose another."""
    other = port + 1 if 0 < port < _LAST else 8000
    make = f", eller «make {target} PORT={other}»" if target else ""
    return UsageError(
        f"Port {port} kan ikke brukes, trolig fordi et annet program bruker den. "
        f"Velg en annen: --port {other}{make}."
    )


def end_by_signal() -> None:
    """Let SIGTERM end a serving command as Ctrl+C does; a background job ignores SIGINT."""
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
