"""Finding what looks like personal data, before it is sent and before it is published.

Every pattern is linear in the text: parts are bounded, and none can be read in two ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from rettesnor.model.untrusted_text import bare

BIRTH_NUMBER, PHONE, EMAIL, ADDRESS = (
    "fødselsnummer", "telefonnummer", "e-postadresse", "adresse"
)
"""What can be found. An address is recognised by its shape alone, so it may be an office's."""
SURE = {BIRTH_NUMBER: "et fødselsnummer", PHONE: "et telefonnummer", EMAIL: "en e-postadresse"}
"""What has no place in a published result, with its article."""

_ELEVEN = re.compile(r"(?<![0-9])([0-9]{6})[ .-]?([0-9]{5})(?![0-9])")
_PHONE = re.compile(
    r"(?<![0-9+.,/-])(?:(?:\+|00)47 ?)?"
    r"(?:[2-9][0-9]{7}|[2-9][0-9] [0-9]{2} [0-9]{2} [0-9]{2}|[2-9][0-9]{2} [0-9]{2} [0-9]{3})"
    r"(?![0-9]|[.,/-][0-9])"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-zÆØÅæøå0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}"
)
_NUMBER = re.compile(r" [0-9]{1,4}(?: ?[A-Za-z])?(?!\w)")
"""The number of a house; the word before it is looked for from here, so that long words cost
nothing."""
_WORD_BEFORE = re.compile(r"[\w.'-]{2,}\Z")
_LONGEST_WORD = 60
_CODE = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
"""A UUID: digits in it are no telephone number."""
_STREET_ENDINGS = (
    "veien", "vegen", "gata", "gaten", "gate", "stien", "allé", "alléen", "svingen", "bakken",
    "plassen", "torget", "vei", "veg",
)
_NAMES = """
anders andreas ane ann anna anne annette arild arne asbjørn astrid audun beate bente berit bjarne
bjørg bjørn camilla cathrine cecilie christian christine dag daniel david einar eirik eli elin
elisabeth ellen emilie emma erik erling espen eva fredrik frode geir gerd gro grete gunnar guro
hanne hans harald hege heidi helene helge henrik hilde håkon håvard ida ingeborg inger ingrid ingunn
ivar jan janne jens johan johanne johannes john jon jonas jorunn julie jørgen kari karin karl
karoline katrine kim kirsten kjell kjersti kjetil knut kristian kristin kristina kristine kåre lars
laila leif lena lene line linda lise liv magne magnus maja malin maren margrethe mari maria marianne
marie marit marte martin mette mona monica morten nils nina nora odd ola olav ole olga otto per
petter pål ragnar ragnhild randi reidar roar roger rolf roy rune ruth sara sigrid silje siri siv
sofie solveig steinar stian stig stine stein svein synnøve sverre terje thomas tom tone tor tore
torill torbjørn trine trond turid tuva unni vegard vidar wenche øystein øyvind åge åse åshild
"""
_GIVEN_NAMES = frozenset(_NAMES.split())
_PAIR = re.compile(r"\b([A-ZÆØÅ][a-zæøåé]+)(?:-[A-ZÆØÅ][a-zæøåé]+)? [A-ZÆØÅ][a-zæøåé-]+\b")
_MOBILE = re.compile(r"^(?:(?:\+|00)47 ?)?[49]")
_WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))


def in_text(text: str) -> Iterator[tuple[str, str]]:
    """Yield kind and words of what looks personal in ``text``; what nobody sees hides nothing."""
    text = bare(text)
    for match in _ELEVEN.finditer(text):
        if is_birth_number(match[1] + match[2]):
            yield BIRTH_NUMBER, match[0]
    codes = [match.span() for match in _CODE.finditer(text)]
    for match in _PHONE.finditer(text):
        in_code = any(start <= match.start() < end for start, end in codes)
        if not (in_code or _is_day(match[0])):
            yield PHONE, match[0]
    for match in _EMAIL.finditer(text):
        yield EMAIL, match[0]
    for line in text.split("\n"):
        if any(digit in line for digit in "0123456789"):
            for street in _streets(line):
                yield ADDRESS, street


def kinds(text: str) -> tuple[str, ...]:
    """Return each kind that looks personal in ``text``, once; never the words themselves."""
    return tuple(dict.fromkeys(kind for kind, _ in in_text(text)))


def persons(text: str) -> Iterator[tuple[str, str]]:
    """Yield what looks like a person in ``text``: what it looks like, and the words."""
    for kind, words in in_text(text):
        if kind == BIRTH_NUMBER:
            yield "et fødselsnummer", f"{words[:2]}…"
        elif kind == PHONE and _MOBILE.match(words):
            yield "et privat telefonnummer", words
        elif kind == EMAIL and words.partition(".")[0].lower() in _GIVEN_NAMES:
            yield "e-postadressen til en person", words
    for match in _PAIR.finditer(text):
        if match[1].lower() in _GIVEN_NAMES:
            yield "navnet på en person", match[0]


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


def _is_day(digits: str) -> bool:
    """Whether eight digits are a day of this century (20260930); which is more often meant."""
    if not re.fullmatch("20[0-9]{6}", digits):
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _streets(line: str) -> Iterator[str]:
    """Yield street names with a number: a word that ends like a street, one that starts large."""
    for match in _NUMBER.finditer(line):
        begin = max(0, match.start() - _LONGEST_WORD)
        found = _WORD_BEFORE.search(line, begin, match.start())
        if found is None:
            continue
        word, start = found[0], found.start()
        before = line[max(0, start - 2 * _LONGEST_WORD) : start].rstrip().rpartition(" ")[2]
        named = word[:1].isupper() or (word in _STREET_ENDINGS and before[:1].isupper())
        if named and word.lower().endswith(_STREET_ENDINGS):
            street = word + match[0]
            yield street if word[:1].isupper() else f"{before} {street}"
