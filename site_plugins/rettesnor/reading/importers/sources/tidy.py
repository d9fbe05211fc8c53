"""Any CSL item as an item of ``sources.yml``, with an account of what has no place there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from rettesnor.model.bibliography import DATES, NAMES, NUMBERS, TEXTS
from rettesnor.reading.files.decoding import HIDDEN
from rettesnor.reading.importers.sources import dates
from rettesnor.reading.importers.sources.result import Item, SourceList, excerpt
from rettesnor.reading.schema.validate import load, validator

_PROPERTIES: Mapping[str, Any] = load("sources")["properties"]["references"]["items"]["properties"]
TYPES = frozenset(_PROPERTIES["type"]["enum"])
_FIELDS = tuple(_PROPERTIES)
"""The fields in the order in which the schema, and so the file, has them."""
_OTHER_NAMES = {
    "shortTitle": "title-short", "journalAbbreviation": "container-title-short",
    "event": "event-title", "annote": "note",
}
"""Older names of CSL's fields."""
_KEYS = frozenset({"id", "citation-key", "citekey", "type"})
_FIRST_NAMES = ("director", "composer", "performer", "interviewer", "illustrator")
"""Who is named first when a work has no author."""
_PARTS = ("family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal")
_NAME_HINTS = frozenset({
    "comma-suffix", "static-ordering", "parse-names", "multi", "isInstitution",
})
"""How a program should show a name; nothing of the name is lost with them."""
_SPAN = re.compile(r"</?span[^>]*>")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.I)
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")
_ISSN = re.compile(r"\b(\d{4})-?(\d{3}[\dXx])\b")
_LANGUAGES = {
    "norsk": "nb", "norwegian": "nb", "bokmål": "nb", "no": "nb", "nob": "nb", "nno": "nn",
    "nynorsk": "nn", "english": "en", "eng": "en", "american": "en-US", "usenglish": "en-US",
    "british": "en-GB", "ukenglish": "en-GB", "german": "de", "ngerman": "de", "deutsch": "de",
    "french": "fr", "français": "fr", "spanish": "es", "italian": "it", "dutch": "nl",
    "swedish": "sv", "svenska": "sv", "danish": "da", "dansk": "da", "finnish": "fi",
    "russian": "ru", "portuguese": "pt", "polish": "pl", "japanese": "ja", "chinese": "zh",
    "samin": "se",
}


def add(raw: Mapping[str, Any], key: str, found: SourceList) -> None:
    """Add the CSL item ``raw`` to ``found``, or account for why it cannot be added.

    Args:
        key: what the losses call the entry.
    """
    item = _Tidying(raw, key, found).item()
    for name, message in _broken(item):
        if name in ("title", "type") or not name:
            found.left_out += 1
            found.lose(key, name or "title", f"Kilden er ikke ført over: {message}")
            return
        found.lose(key, name, f"Feltet er ikke ført over: {message}: «{excerpt(item[name])}»")
    bad = {name for name, _ in _broken(item)}
    found.items.append({"id": str(raw.get("id") or "")} | {
        name: item[name] for name in _FIELDS if name in item and name not in bad and name != "id"
    })


class _Tidying:
    def __init__(self, raw: Mapping[str, Any], key: str, found: SourceList) -> None:
        self._key, self._found = key, found
        self._raw: dict[str, Any] = {}
        for name, value in raw.items():
            new = _OTHER_NAMES.get(name, name)
            if new != name and raw.get(new):
                if raw[new] != value and value:
                    self._lose(name, f"Feltet er ikke ført over: «{excerpt(value)}»")
                continue
            self._raw[new] = value

    def item(self) -> Item:
        """Return the item, whose values the schema may still not allow."""
        made: Item = {"id": "x", "type": self._type()}
        self._first_names()
        for name, value in self._raw.items():
            if value in (None, "", [], {}) or name in _KEYS:
                continue
            tidied: Any = None
            if name in NAMES:
                tidied = self._names(name, value)
            elif name in DATES:
                tidied, said = dates.clean(value)
                if said:
                    self._lose(name, f"{said} («{excerpt(value)}»)")
            elif name in NUMBERS:
                tidied = value if type(value) is int else self._text(name, value)
            elif name in TEXTS:
                tidied = self._special(name, self._text(name, value))
            else:
                self._lose(name, f"Feltet er ikke ført over: «{excerpt(value)}»")
            if tidied not in (None, "", []):
                made[name] = tidied
        return made

    def _lose(self, name: str, message: str) -> None:
        self._found.lose(self._key, name, message)

    def _type(self) -> str:
        kind = self._raw.get("type")
        if kind in TYPES:
            return str(kind)
        self._lose("type", f"Typen «{excerpt(kind)}» er ukjent; «document» er brukt"
                   if kind else "Typen mangler; «document» er brukt")
        return "document"

    def _first_names(self) -> None:
        if self._raw.get("author"):
            return
        for name in _FIRST_NAMES:
            if isinstance(self._raw.get(name), list) and self._raw[name]:
                self._raw["author"] = self._raw.pop(name)
                self._lose(name, "Navnene er ført over som «author»")
                return

    def _names(self, field: str, value: Any) -> list[dict[str, str]]:
        made = []
        for raw in value if isinstance(value, list) else [value]:
            if isinstance(raw, str):
                raw = {"literal": raw}
            if not isinstance(raw, dict):
                self._lose(field, f"Et navn er ikke ført over: «{excerpt(raw)}»")
                continue
            name = {part: self._text(field, raw[part]) for part in _PARTS if raw.get(part)}
            name = {part: text for part, text in name.items() if text}
            if "literal" in name:
                lost = {part: text for part, text in name.items() if part != "literal"}
                name = {"literal": name["literal"]}
            elif "family" not in name:
                words = " ".join(name.values())
                name, lost = {"literal": words} if words else {}, {}
            else:
                lost = {}
            lost |= {
                part: text for part, text in raw.items()
                if text and part not in _PARTS and part not in _NAME_HINTS
            }
            if lost or not name:
                self._lose(field, f"En del av et navn er ikke ført over: «{excerpt(lost or raw)}»")
            if name:
                made.append(name)
        return made

    def _text(self, field: str, value: Any) -> str:
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            self._lose(field, f"Feltet er ikke ført over: «{excerpt(value)}»")
            return ""
        text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\r", "\n")
        if HIDDEN.search(text):
            self._lose(field, "Usynlige tegn er fjernet")
            text = HIDDEN.sub("", text)
        if "<span" in text:
            if "small-caps" in text:
                self._lose(field, "Kapitéler er ikke ført over, men teksten er med")
            text = _SPAN.sub("", text)
        text = re.sub(r"<(/?)(?:em|i)>", r"<\1i>", text)
        text = re.sub(r"<(/?)(?:strong|b)>", r"<\1b>", text)
        return " ".join(text.split())

    def _special(self, field: str, text: str) -> str:
        """Return a text that has a form of its own in that form, as far as it can be read."""
        if field == "DOI":
            return _DOI.sub("", text)
        if field == "ISBN":
            return self._first(field, text, [m[0] for m in _ISBN.finditer(text)])
        if field == "ISSN":
            numbers = [f"{match[1]}-{match[2].upper()}" for match in _ISSN.finditer(text)]
            return self._first(field, text, numbers)
        if field == "PMCID":
            return text if text.startswith("PMC") or not text.isdecimal() else f"PMC{text}"
        if field == "page":
            return re.sub(r"--+", "-", text)
        if field == "language":
            return self._language(text)
        return text

    def _first(self, field: str, text: str, numbers: list[str]) -> str:
        others = re.sub(r"[\W_]", "", text)
        if numbers and others.casefold() != re.sub(r"\W", "", numbers[0]).casefold():
            self._lose(field, f"Bare det første nummeret er ført over: «{excerpt(text)}»")
        return numbers[0] if numbers else text

    def _language(self, text: str) -> str:
        known = _LANGUAGES.get(text.casefold())
        if known:
            return known
        parts = text.replace("_", "-").split("-")
        parts = [parts[0].lower(), *(
            part.title() if len(part) == 4 else part.upper() for part in parts[1:]
        )]
        return "-".join(parts)


def _broken(item: Item) -> list[tuple[str, str]]:
    """Return the fields that the schema does not allow (empty: one is missing), and why."""
    if "title" not in item:
        return [("", "den har ingen tittel")]
    found: dict[str, str] = {}
    for error in validator("sources").iter_errors({"references": [item]}):
        name = str(error.absolute_path[2]) if len(error.absolute_path) > 2 else ""
        found.setdefault(name, _why(error.validator))
    return sorted(found.items())


def _why(rule: str) -> str:
    return {
        "maxLength": "teksten er for lang", "minLength": "teksten er for kort",
        "maxItems": "lista er for lang", "format": "adressen er ikke gyldig",
    }.get(rule, "verdien har ikke den formen som feltet skal ha")
