"""Canonical JSON (RFC 8785) and the hash of it.

The writing is done by ``rfc8785`` (Trail of Bits, Apache 2.0, no dependencies, also under
sigstore-python): numbers as ECMAScript writes them, keys in the order of their UTF-16 code
units, nothing that JSON cannot say.
"""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785


def canonical(value: Any) -> bytes:
    """Return ``value`` as canonical JSON.

    Raises:
        ValueError: it holds what JSON cannot: NaN, infinity, an integer beyond 2^53 - 1, a key
            that is no text, half a surrogate pair, or nesting past the interpreter's limit.
    """
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(str(error)) from error
    except (RecursionError, UnicodeEncodeError) as error:
        raise ValueError(f"cannot be written as canonical JSON: {error}") from error


def digest(value: Any) -> str:
    """Return the SHA-256 (hexadecimal) of ``value`` as canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()
