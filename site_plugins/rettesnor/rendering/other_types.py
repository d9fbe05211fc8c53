"""Sources of types that the style has no rules for, as items of types that it has.

APA knows few patterns: a work by itself, a work in another, an article, a web page, a broadcast.
CSL has 45 types. Which pattern a type follows is said here; what kind of work it is stands in
brackets after the title, when the item does not say so by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PATTERNS: Mapping[str, str] = {
    "article": "report", "classic": "book", "collection": "document", "dataset": "document",
    "event": "speech", "figure": "document", "graphic": "document", "interview": "broadcast",
    "legal_case": "document", "manuscript": "document", "map": "document",
    "motion_picture": "broadcast", "musical_score": "document", "pamphlet": "report",
    "patent": "document", "performance": "speech", "periodical": "book",
    "personal_communication": "speech", "post": "webpage", "software": "document",
    "song": "broadcast", "standard": "report", "treaty": "document",
}
_IN_A_BOOK = frozenset(("entry", "entry-dictionary", "entry-encyclopedia", "paper-conference"))
_IN_A_PERIODICAL = frozenset(("review", "review-book"))
_GENRES: Mapping[str, str] = {
    "dataset": "Datasett", "figure": "Figur", "interview": "Intervju", "map": "Kart",
    "motion_picture": "Film", "patent": "Patent", "software": "Programvare",
}


def prepared(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the CSL ``item`` as one of a type that the style has."""
    made = dict(item)
    kind = str(item.get("type", ""))
    version = made.pop("version", "")
    if version and "edition" not in made:
        made["edition"] = f"Versjon {version}"
    place_in_series = made.pop("collection-number", "")
    if place_in_series and "collection-title" in made and "number" not in made:
        made["collection-title"] = f"{made['collection-title']} {place_in_series}"
    if "event-title" in made and "container-title" not in made and "publisher" not in made:
        places = (made["event-title"], made.get("event-place"))
        made["publisher"] = ", ".join(str(place) for place in places if place)
    if kind in _PATTERNS:
        made["type"] = _PATTERNS[kind]
    elif kind in _IN_A_BOOK:
        made["type"] = _of_a_part(made)
    elif kind in _IN_A_PERIODICAL:
        made["type"] = "article-journal" if "container-title" in made else "document"
    elif kind == "post-weblog":
        made["type"] = "article-magazine" if "container-title" in made else "webpage"
    if kind in _GENRES and "genre" not in made:
        made["genre"] = _GENRES[kind]
    return made


def _of_a_part(item: Mapping[str, Any]) -> str:
    """Return the type of a paper or an entry: proceedings may be a book or a periodical."""
    if "container-title" not in item:
        return "document"
    in_periodical = "editor" not in item and ("issue" in item or "volume" in item)
    is_paper = item["type"] == "paper-conference"
    return "article-journal" if is_paper and in_periodical else "chapter"
