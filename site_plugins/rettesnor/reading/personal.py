"""Finding what looks like personal data in text that is to be published.

Every pattern is linear in the text: parts are bounded, and none can be read in two ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ELEVEN = re.compile(r"(?<![0-9])([0-9]{6})[ .-]?([0-9]{5})(?![0-9])")
_PHONE = re.compile(
    r"(?<![0-9+.,/-])(?:(?:\+|00)47 ?)?"
    r"(?:[2-9][0-9]{7}|[2-9][0-9] [0-9]{2} [0-9]{2} [0-9]{2}|[2-9][0-9]{2} [0-9]{2} [0-9]{3})"
    r"(?![0-9]|[.,/-][0-9])"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-zÆØÅæøå0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}"
)
_WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))


def kinds(text: str) -> Iterator[str]:
    """Yield the kind of each thing in ``text`` that looks personal; never the thing itself."""
    if any(is_birth_number(m[1] + m[2]) for m in _ELEVEN.finditer(text)):
        yield "et fødselsnummer"
    if _PHONE.search(text):
        yield "et telefonnummer"
    if _EMAIL.search(text):
        yield "en e-postadresse"


def is_birth_number(digits: str) -> bool:
    """Whether eleven digits are a fødselsnummer, D-number or synthetic number.

    Two check digits modulo 11 (forskrift til folkeregisterloven § 2-2-1); D-numbers add 4 to the
    first digit, and numbers for testing add 40, 65 or 80 to the month.
    """
    numbers = [int(digit) for digit in digits]
    day, month = int(digits[:2]) % 40, int(digits[2:4])
    if not 1 <= day <= 31 or not any(1 <= month - add <= 12 for add in (0, 40, 65, 80)):
        return False
    sums = (sum(w * n for w, n in zip(weights, numbers, strict=False)) for weights in _WEIGHTS)
    return all(total % 11 == 0 for total in sums)
