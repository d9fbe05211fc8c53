"""A posting list as text for the browser."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from itertools import chain, islice
from operator import sub

_LONGEST = 800
"""A list longer than this keeps its heaviest entries: the others are never among the first."""
_DIGITS = "0123456789abcdefghijklmnopqrstuv"


class _Steps(dict[int, str]):
    """The text of each step from a section to the next one: in base 32, none for 1."""

    def __missing__(self, step: int) -> str:
        self[step] = text = base32(step)
        return text


_steps = _Steps({1: ""})


def entry(numbers: Sequence[int], letters: bytes) -> str:
    """Return a posting list as text: the step from the section before in base 32, none for 1, and
    a letter for the weight; before a shortened list its true length and a colon."""
    head = ""
    if len(letters) > _LONGEST:
        head = f"{base32(len(letters))}:"
        places = _heaviest(letters)
        numbers = array("I", map(numbers.__getitem__, places))
        letters = bytes(map(letters.__getitem__, places))
    steps = map(_steps.__getitem__, map(sub, numbers, chain((-1,), numbers)))
    return head + "".join(chain.from_iterable(zip(steps, letters.decode(), strict=True)))


def _heaviest(letters: bytes) -> list[int]:
    """Return the places of the ``_LONGEST`` heaviest, the first ones of equals, in order."""
    left, least = _LONGEST, ord("Z")
    while (having := letters.count(least)) < left:
        left -= having
        least -= 1
    equal = re.finditer(b"%c" % least, letters)
    end = next(islice(equal, left - 1, None)).end()
    places = [match.start() for match in re.finditer(b"[%c-Z]" % least, letters[:end])]
    if least < ord("Z"):
        heavier = re.compile(b"[%c-Z]" % (least + 1))
        places += [match.start() for match in heavier.finditer(letters, end)]
    return places


def base32(number: int) -> str:
    """Return a positive number in base 32, as JavaScript's ``parseInt`` reads it."""
    text = ""
    while number:
        number, digit = divmod(number, 32)
        text = _DIGITS[digit] + text
    return text
