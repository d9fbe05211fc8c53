"""Running the programs that publish elsewhere: rsync and rclone.

They are used as programs. Both are what servers and object stores are reached with anyway, are kept
by others, and take their keys from the machine's own settings, so that none is in our files. A
library for each kind of store (S3, Azure, Google, Swift) would be tens of megabytes of dependencies
for a few uploads.
"""

from __future__ import annotations

import subprocess
from collections.abc import Collection, Sequence
from shutil import which

from rettesnor.publishing.delivery.target import DeliveryError

_TIMEOUT = 3600
_SHOWN = 600


def run(command: Sequence[str], allowed: Collection[int] = ()) -> tuple[int, str]:
    """Run a program; return its exit status and what it printed.

    Args:
        allowed: exit statuses, apart from 0, that are no error.

    Raises:
        DeliveryError: it is not installed, failed, or took too long.
    """
    if which(command[0]) is None:
        raise DeliveryError(f"Programmet «{command[0]}» er ikke installert på denne maskinen.")
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TIMEOUT, check=False,
            encoding="utf-8", errors="replace",
        )
    except subprocess.TimeoutExpired as error:
        raise DeliveryError(f"«{command[0]}» ble ikke ferdig på en time.") from error
    if done.returncode and done.returncode not in allowed:
        said = (done.stderr or done.stdout).strip()[-_SHOWN:]
        raise DeliveryError(
            f"«{command[0]}» fikk det ikke til (status {done.returncode}). Nettstedet som står, "
            f"er ikke rørt.\n{said}"
        )
    return done.returncode, done.stdout
