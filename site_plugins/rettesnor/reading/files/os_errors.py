"""What the operating system refuses, in Norwegian."""

from __future__ import annotations

import errno

_SAID = {
    errno.EACCES: "ingen tilgang",
    errno.EPERM: "ingen tilgang",
    errno.ENOENT: "finnes ikke",
    errno.EEXIST: "finnes allerede",
    errno.EISDIR: "er en mappe",
    errno.ENOTDIR: "er ikke en mappe",
    errno.ENOTEMPTY: "mappa er ikke tom",
    errno.ENOSPC: "disken er full",
    errno.EDQUOT: "kvoten på disken er brukt opp",
    errno.EFBIG: "fila er for stor",
    errno.EROFS: "disken kan bare leses",
    errno.EIO: "disken svarer ikke som den skal",
    errno.EBUSY: "er i bruk",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.ELOOP: "lenker som går i ring",
    errno.EMFILE: "for mange åpne filer",
    errno.ENFILE: "for mange åpne filer",
    errno.ENOMEM: "for lite minne",
    errno.EADDRINUSE: "er i bruk av et annet program",
}
"""By number; the system's own word stands for any other."""


def reason(error: OSError) -> str:
    """Return what ``error`` says, as part of a sentence."""
    return _SAID.get(error.errno or 0) or error.strerror or str(error)


def sentence(error: OSError) -> str:
    """Return what ``error`` says, and where."""
    words = reason(error)
    where = f": {error.filename}" if error.filename else ""
    return f"{words[:1].upper()}{words[1:]}{where}"
