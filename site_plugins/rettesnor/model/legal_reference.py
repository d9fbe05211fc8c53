"""Reading references to acts, regulations and conventions; the one parser of them.

A reference names an act by its id and a provision as Norwegian law writes it: ``§ 10-6``,
``§ 13 b``, ``§ 9 A-4``, ``kapittel 9 A``, ``artikkel 8a``. After the provision only a place inside
it may follow: ``første ledd``, ``bokstav a``, ``andre punktum``, ``nr. 2``. Anything else makes the
text no reference, because the link would lead to another provision than the one shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

DOUBLE = re.compile(r"\[\[([^\[\]|]+?)(?:\|([^\[\]|]+?))?\]\]")
"""``[[target]]``, ``[[target|shown]]``: a section of a law, or a term."""

_UNIT = r"\d+(?: ?[A-ZÆØÅ]| ?[a-zæøå]|[a-zæøå]{2,3})?(?![A-Za-zæøåÆØÅ\d])"
"""A number and its letters. With a blank between them only one letter belongs to the number."""
NUMBER = rf"{_UNIT}(?:-{_UNIT})*(?!-)"
"""The number of a section: ``10-6``, ``13 b``, ``9 A-4``, ``3-3-3``, ``8iii``."""
_ROMAN = r"[IVXLC]+(?: ?[A-Za-z])?(?![A-Za-zæøåÆØÅ\d-])"
_PROVISION = (
    rf"(?:(?P<sign>§) ?(?P<section>{NUMBER})"
    r"|\b(?P<part>[Kk]apittel|[Aa]rtikkel|[Dd]el|[Vv]edlegg) "
    rf"(?P<number>{NUMBER}|{_ROMAN}|[A-ZÆØÅ](?![\w-])))"
)
SECTION = re.compile(_PROVISION)
"""One provision."""

_ORDINAL = (
    r"(?:første|fyrste|andre|annet|anna|annen|tredje|fjerde|femte|sjette|sjuende|syvende|åttende|"
    r"åttande|niende|niande|tiende|tiande|ellevte|tolvte|trettende|trettande|fjortende|fjortande|"
    r"femtende|femtande|siste|\d+\.)"
)


def _several(item: str) -> str:
    return rf"{item}(?:(?:, | og | eller | til |[–-]){item})*"


_LETTER = r"[a-zæøå]{1,2}(?!\w)[)]?"
_ITEM = r"\d+[a-z]?(?!\w)"
_PLACE = (
    rf"(?:{_several(_ORDINAL)} (?:ledd|punktum|strekpunkt)"
    rf"|(?:bokstav|bokstavene|bokstavane|litra) {_several(_LETTER)}"
    rf"|(?:nr[.]?|nummer) ?{_several(_ITEM)})(?!\w)"
)
_REFERENCE = re.compile(
    rf"(?P<law>[\w-]+) {_PROVISION}"
    rf"(?P<rest>(?:(?:,| og| eller|, og|, eller)? {_PLACE})*)"
)
_BLANK_LETTER = re.compile(r"(?<=\d) (?=[A-Za-zæøåÆØÅ])")


@dataclass(frozen=True, slots=True)
class LegalReference:
    """A reference that could be read.

    Attributes:
        law: the id of the act; ids are in lower case, so a capital at the start of a sentence
            makes no difference.
        section: the provision in its canonical form (see ``canonical``).
        written: the provision as it is shown.
        place: the place inside it, as written; empty for the whole provision.
    """

    law: str
    section: str
    written: str
    place: str = ""


def parse(text: str) -> LegalReference | None:
    """Return the reference that the whole of ``text`` is; None if any of it cannot be read."""
    text = " ".join(text.split())
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    return LegalReference(
        match["law"].lower(), _canonical(match), _written(match), match["rest"].strip(" ,")
    )


@lru_cache(maxsize=4096)
def canonical(section: str) -> str:
    """Return ``section`` as provisions are compared: «§ 13 b» and «§ 13b» are one.

    Capital and small letters differ: § 13A and § 13a are two provisions. What is no provision, or
    lacks the blank after the sign, is returned as it is, so that it equals nothing but itself.
    """
    match = SECTION.fullmatch(section)
    if match is None or (section.startswith("§") and section[1] != " "):
        return section
    return _canonical(match)


def sections_in(text: str) -> Iterator[str]:
    """Yield the canonical form of every provision named in ``text``, with its sign or word."""
    for match in SECTION.finditer(" ".join(text.split())):
        yield _canonical(match)


def _canonical(match: re.Match[str]) -> str:
    if match["sign"]:
        return f"§ {_BLANK_LETTER.sub('', match['section'])}"
    return f"{match['part'].lower()} {_BLANK_LETTER.sub('', match['number'])}"


def _written(match: re.Match[str]) -> str:
    if match["sign"]:
        return f"§ {match['section']}"
    return f"{match['part']} {match['number']}"
