"""What is said when something cannot be written."""

from __future__ import annotations

import errno
import re

from rettesnor_editor.language import say

_FULL = frozenset(
    number for name in ("ENOSPC", "EDQUOT", "EFBIG")
    if (number := getattr(errno, name, None)) is not None
)


_SAID = re.compile(r"disk.is.full|no.space.left", re.I)
"""What SQLite and PostgreSQL say."""


class NotKept(Exception):
    """A draft or a setting could not be written or read; says why, in Norwegian."""


class NoSpace(OSError):
    """There is no room for what is to be written; says so, in Norwegian."""


def is_full(error: BaseException) -> bool:
    """Whether ``error`` says that the disk, or what one may have of it, is full."""
    if isinstance(error, NoSpace) or (isinstance(error, OSError) and error.errno in _FULL):
        return True
    return bool(_SAID.search(str(error)))


def in_words(error: BaseException) -> str:
    """Return why something could not be written, as a sentence."""
    return say("Disken er full.") if is_full(error) else str(error)
