"""Fetching a file from another site: a national release, or what a hearing desk publishes."""

from __future__ import annotations

from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

_LIMIT = 64 * 2**20
_SECONDS = 30


def fetch(address: str) -> bytes:
    """Return what is at ``address``.

    Raises:
        OSError: it is not there, too large, or does not answer; says so in Norwegian.
    """
    if urlsplit(address).scheme not in ("http", "https"):
        raise OSError(f"«{address}» er ikke en nettadresse.")
    asked = Request(address, headers={"User-Agent": "rettesnor", "Accept": "application/json"})
    try:
        with urlopen(asked, timeout=_SECONDS) as answer:
            data: bytes = answer.read(_LIMIT + 1)
    except HTTPError as error:
        raise OSError(f"«{address}» svarte {error.code}.") from error
    except (URLError, TimeoutError, ValueError) as error:
        raise OSError(f"«{address}» svarer ikke.") from error
    if len(data) > _LIMIT:
        raise OSError(f"«{address}» er for stor.")
    return data
