"""What releases have had pages for, and some of which is gone: chapters, pages, roles, courses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from rettesnor.model.edition import Edition

CHAPTER, PROSE, ROLE, COURSE, TEMPLATE = "kapittel", "side", "rolle", "kurs", "mal"


@dataclass(frozen=True, slots=True)
class Former:
    """Something that releases have had a page for, as the last of them had it.

    Attributes:
        kind: ``CHAPTER``, ``PROSE``, ``ROLE``, ``COURSE`` or ``TEMPLATE``.
        first: the number of the first release with it; the oldest release is number 0.
        last: the number of the last release with it.
        members: ids of a chapter's recommendations.
        text: SHA-256 (hexadecimal) of a prose page's text.
    """

    kind: str
    id: str
    title: str
    first: int
    last: int
    members: tuple[str, ...] = ()
    text: str = ""


def former(editions: Iterable[Edition]) -> list[Former]:
    """Return what ``editions``, which come oldest first, have had pages for."""
    found: dict[tuple[str, str], Former] = {}
    for number, edition in enumerate(editions):
        guideline = edition.guideline
        present = [
            *((CHAPTER, c.id, c.tittel, c.anbefalinger, "") for c in guideline.kapitler),
            *((PROSE, p.id, p.tittel, (), text_of(p.tekst)) for p in guideline.tekstsider),
            *((ROLE, r.id, r.navn, (), "") for r in guideline.roller),
            *((COURSE, c.id, c.tittel, (), "") for c in guideline.kurs),
            *((TEMPLATE, m.id, m.tittel, (), "") for m in guideline.maler),
        ]
        for kind, id_, title, members, text in present:
            before = found.get((kind, id_))
            first = before.first if before else number
            found[kind, id_] = Former(kind, id_, title, first, number, members, text)
    return list(found.values())


def text_of(text: str) -> str:
    """Return the digest by which the text of a prose page is known under another name."""
    return sha256(text.strip().encode()).hexdigest()
