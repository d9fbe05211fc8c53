"""The shape of Helsedirektoratet's objects: finding them, and reading single values in them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from rettesnor.reading.importers.html_tree import Element, parse

Data = dict[str, Any]
_STRENGTHS = ("skal", "bør", "kan")
_GRADED = (("sterk", "bør"), ("svak", "kan"), ("betinget", "kan"))
"""GRADE's two strengths have no word for duty; what that API calls strong is read as «bør»."""
_STATES = ("gjeldende", "utkast", "høring", "under revisjon", "opphevet")
_HELD = frozenset({
    "id", "tittel", "kortTittel", "tekst", "intro", "kortIntro", "eier", "forstPublisert",
    "sistFagligOppdatert", "status", "data", "links", "lenker", "tekniskeData", "url", "children",
})
"""Fields that are read."""
_SILENT = frozenset({
    "gruppeId", "spraak", "dokumentType", "sistImportertTilHapi", "opprettet", "sistOppdatert",
    "lisens", "arkivreferanse", "bidragsytersRolle", "type",
})
"""Fields of that system's own upkeep; nothing a reader sees is lost with them."""
LONGEST_ID = 60


class ForeignError(Exception):
    """What was given is not such an API's answer; says why in Norwegian."""


def objects(data: bytes) -> list[Data]:
    """Return the objects in an answer: one, a list of them, or a tree.

    Raises:
        ForeignError: it holds none.
    """
    try:
        parsed = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ForeignError("Fila er ikke gyldig JSON.") from error
    found = list(_walk(parsed, 0))
    if not found:
        raise ForeignError("Fila har ingen objekter med «id» og «tittel».")
    return found


def slug(title: str) -> str:
    """Return an id made from a title: ``Tidlig samtale`` becomes ``tidlig-samtale``."""
    text = title.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "aa")
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    short = words[:LONGEST_ID].rsplit("-", 1)[0] if len(words) > LONGEST_ID else words
    return short if short[:1].isalpha() else f"a-{short}".rstrip("-")


def _walk(data: Any, depth: int) -> Iterator[Data]:
    if isinstance(data, list):
        for item in data:
            yield from _walk(item, depth + 1)
    elif isinstance(data, dict) and depth < 50:
        if isinstance(data.get("tittel"), str) and data.get("id"):
            yield data
        yield from _walk(data.get("children", []), depth + 1)


def kind(one: Data) -> str:
    """Return what an object becomes: a recommendation, a chapter, or (empty) the guideline."""
    kind = str((one.get("tekniskeData") or {}).get("infoType") or one.get("type") or "").casefold()
    if kind == "kapittel":
        return "kapittel"
    parent = any(link.get("rel") == "forelder" for link in links(one))
    return "anbefaling" if kind in ("anbefaling", "rad", "råd") or parent else ""


def links(one: Data) -> list[Data]:
    """Return the links of an object."""
    found = one.get("links") or one.get("lenker") or []
    return [link for link in found if isinstance(link, dict)] if isinstance(found, list) else []


def cut(
    nodes: Sequence[Element | str], known: Collection[str]
) -> Iterator[tuple[str, list[Element | str]]]:
    """Yield the sections below headings that are ``known``, with what stands before them."""
    title, part = "", list[Element | str]()
    for node in nodes:
        if isinstance(node, Element) and node.tag in ("h2", "h3", "h4"):
            found = node.text().strip()
            if found in known:
                yield title, part
                title, part = found, []
                continue
        part.append(node)
    yield title, part


def list_items(nodes: Sequence[Element | str]) -> list[Element]:
    """Return the items of all lists among ``nodes``."""
    return [
        item for node in nodes if isinstance(node, Element) and node.tag in ("ol", "ul")
        for item in node.children if isinstance(item, Element)
    ]


def items(nodes: Sequence[Element | str]) -> list[str]:
    """Return the words of each item of all lists among ``nodes``."""
    return [text for item in list_items(nodes) if (text := " ".join(item.text().split()))]


def plain(html: str) -> str:
    """Return the words of a text."""
    return " ".join(parse(html).text().split())


def day(moment: Any) -> str:
    """Return the day of a moment; empty for none."""
    text = str(moment or "")[:10]
    return text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) and not text.startswith("0001") else ""


def strength(given: Any) -> tuple[str, str]:
    """Return our word for a strength (empty: there is none), and what is to be said of it."""
    word = str(given or "").strip().casefold()
    if word in _STRENGTHS:
        return word, ""
    for begin, own in _GRADED:
        if word.startswith(begin):
            return own, (
                f"Styrken «{given}» er lest som «{own}»; vurder om den heller følger av lov "
                "(«skal»)"
            )
    said = f"Styrken «{given}» er ukjent" if word else "Styrken mangler"
    return "", f"{said}; skriv skal, bør eller kan"


def status(given: Any) -> tuple[str, str]:
    """Return our word for a status, and what is to be said of it."""
    word = str(given or "").strip().casefold()
    if word in _STATES:
        return word, ""
    return "utkast", f"Statusen «{given}» er ukjent; «utkast» er brukt"


def unread(one: Data) -> Iterator[tuple[str, str]]:
    """Yield the fields that have no place here, and what is to be said of them."""
    for name, value in one.items():
        if name not in _HELD and name not in _SILENT and value not in (None, "", [], {}):
            yield name, "Feltet er ikke ført over"
    for link in links(one):
        if link.get("rel") not in ("forelder", "barn", "root", "publikasjon"):
            named = link.get("tittel") or link.get("href")
            yield "links", f"Lenka «{named}» ({link.get('rel')}) er ikke ført over"
