"""The keys of imported sources: as they are in the file, or made of author and year."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from rettesnor.reading.importers.helsedir_fields import slug

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = 80
_SMALL = frozenset((
    "a", "an", "and", "as", "av", "de", "den", "det", "ei", "en", "et", "for", "i", "in", "med",
    "of", "og", "om", "on", "the", "til", "to",
))
"""Words of a title that say little."""

def key_of(item: dict[str, Any], taken: Collection[str]) -> str:
    """Return the key of a source: «nokleby-2026», or with words of the title when that is taken.

    A key that the file gives, and that has our form, is kept.
    """
    given = str(item.get("id") or "")
    if _KEY.fullmatch(given) and len(given) <= _LONGEST:
        return given
    name, words = _name(item), _words(item)
    begin = "-".join(part for part in (name or "-".join(words[:3]) or "kilde", _year(item)) if part)
    tries = [begin, *(f"{begin}-{'-'.join(words[:count])}" for count in range(1, 4) if words)]
    for one in tries:
        short = one[:_LONGEST].strip("-")
        if short not in taken:
            return short
    number = 2
    while f"{begin[:70].strip('-')}-{number}" in taken:
        number += 1
    return f"{begin[:70].strip('-')}-{number}"


def _name(item: dict[str, Any]) -> str:
    names = item.get("author") or item.get("editor") or []
    if not names:
        return ""
    if "literal" in names[0]:
        return "-".join(_slug(names[0]["literal"]).split("-")[:4])
    return _slug(names[0]["family"])


def _words(item: dict[str, Any]) -> list[str]:
    plain = re.sub(r"<[^>]*>", "", str(item.get("title", "")))
    return [word for word in _slug(plain).split("-") if word and word not in _SMALL]


def _year(item: dict[str, Any]) -> str:
    parts = item.get("issued", {}).get("date-parts")
    return str(parts[0][0]) if parts else ""


def _slug(text: str) -> str:
    made = slug(text)
    return made.removeprefix("a-") if not text[:1].isalpha() else made
