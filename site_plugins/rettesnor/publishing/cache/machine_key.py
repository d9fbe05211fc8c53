"""The machine's own key, by which a cache is known to be written here.

A folder of caches, and an old site, can come with a repository or be shared between branches in
CI. What is in them was then written by somebody else. So each kept value is authenticated with a
key that lies outside every repository, readable by its owner only.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path

from rettesnor.platform import SYSTEM

_SIZE = 32
_NAME = "cache.key"


def read_key(folder: Path) -> bytes:
    """Return the key in ``folder``, made when there is none.

    Where it cannot be kept, or where others may read or write it, a key for this process alone is
    returned: nothing is then reused from one run to the next.
    """
    path = folder / _NAME
    with suppress(OSError):
        if not path.exists():
            _make(path)
        if SYSTEM.is_private(os.lstat(path)):
            key = path.read_bytes()
            if len(key) == _SIZE:
                return key
    return os.urandom(_SIZE)


@cache
def machine_key() -> bytes:
    """Return the key of this user on this machine."""
    try:
        home = Path.home()
    except RuntimeError:  # no home: https://docs.python.org/3/library/pathlib.html
        return os.urandom(_SIZE)
    return read_key(SYSTEM.state_folder(os.environ, home) / "rettesnor")


def _make(path: Path) -> None:
    """Make the key whole or not at all; another process may make it at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(os.urandom(_SIZE))
        with suppress(FileExistsError):
            SYSTEM.rename_new(aside, path)
    finally:
        aside.unlink(missing_ok=True)
