"""RIS. The lines are read by rispy; what the tags mean is said here."""

from __future__ import annotations

import re
from typing import Any

from rettesnor.model.bibliography import (
    DATES,
    NAMES,
    PERIODICALS,
    RIS_FIELDS,
    RIS_TYPES,
)
from rettesnor.reading.importers.sources import tidy
from rettesnor.reading.importers.sources.result import SourceList, UnreadableError, excerpt, text_of

_HANDLED = frozenset({"TY", "ID", "SP", "EP", "IS", "M1", "SN", "DA", "PY", "Y1", "UK", "C2"})
_TAG = re.compile(r"(?m)^([A-Z][A-Z0-9])  -")
_BOOKS = frozenset({"book", "chapter", "report", "paper-conference", "entry-encyclopedia"})


def read(data: bytes) -> SourceList:
    """Return the sources in ``data``.

    Raises:
        UnreadableError: there is no entry in it.
    """
    import rispy

    text = text_of(data)
    found = SourceList()
    text = _ended(text, found)
    tags = dict.fromkeys({*rispy.TAG_KEY_MAPPING, *RIS_FIELDS, *_TAG.findall(text)})
    entries = rispy.loads(
        text, mapping={tag: tag for tag in tags}, list_tags=list(NAMES), enforce_list_tags=False,
        delimiter_tags_mapping={},
    )
    if not entries:
        raise UnreadableError("Fila har ingen poster i RIS.")
    for number, entry in enumerate(entries, 1):
        fields = {
            tag: [str(one) for one in (value if isinstance(value, list) else [value])]
            for tag, value in entry.items()
        }
        key = (fields.get("ID") or [f"nr. {number}"])[0]
        tidy.add(_Entry(key, fields, found).item(), key, found)
    return found


def _ended(text: str, found: SourceList) -> str:
    """Return ``text`` with an end for each entry, and each field on one line.

    The reader forgets an entry that has no end, and breaks down on a second line of a field that
    the entry has twice.
    """
    made: list[str] = []
    is_open = False
    for number, line in enumerate(text.split("\n"), 1):
        tag = line[:2] if line[2:5] == "  -" else ""
        if is_open and not _TAG.match(line) and _TAG.match(made[-1]):
            made[-1] = f"{made[-1].rstrip()} {line.strip()}".rstrip()
            continue
        if tag == "TY" and is_open:
            made.append("ER  - ")
        elif not is_open and tag != "TY" and line.strip():
            found.lose(f"linje {number}", "", "Teksten mellom postene er ikke ført over: "
                       f"«{excerpt(line)}»")
        is_open = tag == "TY" or (is_open and tag != "ER")
        made.append(line)
    return "\n".join([*made, "ER  - "] if is_open else made)


class _Entry:
    def __init__(self, key: str, fields: dict[str, list[str]], found: SourceList) -> None:
        self._key, self._fields, self._found = key, fields, found

    def item(self) -> dict[str, Any]:
        """Return the entry as a CSL item, that the schema may not allow."""
        kind = self._type()
        made: dict[str, Any] = {"id": (self._fields.get("ID") or [""])[0], "type": kind}
        for tag, values in self._fields.items():
            values = [value for value in values if value.strip()]
            new = RIS_FIELDS.get(tag)
            if new is None and tag not in _HANDLED and values:
                self._lose(tag, f"Feltet er ikke ført over: «{excerpt('; '.join(values))}»")
            if new is None or tag in _HANDLED or not values:
                continue
            if new in NAMES:
                made.setdefault(new, []).extend(_name(value) for value in values)
                continue
            value, *others = values
            if new in DATES:
                others = [value, *others] if new in made else others
                made.setdefault(new, _date(value))
            elif new == "note" and others:
                made[new], others = "\n".join(values), []
            elif new in made:
                others = [one for one in values if one != made[new]]
            else:
                made[new] = value
            for one in others:
                self._lose(tag, f"Feltet er ikke ført over; «{new}» er alt fylt: «{excerpt(one)}»")
        self._place(made, kind)
        self._issued(made)
        return made

    def _lose(self, tag: str, message: str) -> None:
        self._found.lose(self._key, tag, message)

    def _one(self, tag: str) -> str:
        """Return the first value of a tag; others are lost."""
        values = [value.strip() for value in self._fields.get(tag, ()) if value.strip()]
        for other in values[1:]:
            self._lose(tag, f"Feltet er ikke ført over: «{excerpt(other)}»")
        return values[0] if values else ""

    def _type(self) -> str:
        kind = self._one("TY")
        if kind not in RIS_TYPES:
            self._lose("TY", f"Typen «{excerpt(kind)}» er ukjent; «document» er brukt")
        return RIS_TYPES.get(kind, "document")

    def _place(self, made: dict[str, Any], kind: str) -> None:
        """Set pages, issue, number and the numbers of book and periodical."""
        first, last = self._one("SP"), self._one("EP")
        if pages := "-".join(page for page in (first, last) if page):
            made["page"] = pages
        for tag, wanted in (
            ("IS", "issue" if kind in PERIODICALS else "number"),
            ("M1", "number"), ("C2", "PMCID"),
        ):
            value = self._one(tag)
            if value and wanted in made:
                self._lose(tag, f"Feltet er ikke ført over; «{wanted}» er alt fylt: "
                           f"«{excerpt(value)}»")
            elif value:
                made[wanted] = value
        if number := self._one("SN"):
            is_issn = re.fullmatch(r"\d{4}-?\d{3}[\dXx]", number.split()[0])
            made["ISSN" if is_issn else "ISBN"] = number

    def _issued(self, made: dict[str, Any]) -> None:
        """Set the date: that which says most of DA, PY and Y1."""
        given = {tag: value for tag in ("DA", "PY", "Y1") if (value := self._one(tag))}
        found = {tag: _date(value) for tag, value in given.items()}
        dated = {tag: one for tag, one in found.items() if "date-parts" in one}
        if not found:
            return
        best = max(dated, key=lambda tag: len(dated[tag]["date-parts"][0]), default="")
        chosen = best or next(iter(found))
        made["issued"] = found[chosen]
        for tag, one in found.items():
            if tag == chosen:
                continue
            parts = one.get("date-parts", [[]])[0]
            whole = found[chosen].get("date-parts", [[]])[0]
            if not parts or whole[: len(parts)] != parts or "season" in one:
                self._lose(tag, f"Feltet er ikke ført over: «{excerpt(given[tag])}»")


def _date(value: str) -> dict[str, Any]:
    """Return a date of RIS («2020/05/17/», «2020/05//våren») as a CSL date."""
    parts = value.split("/")
    numbers = []
    for part in parts[:3]:
        if not part.strip().isdecimal():
            break
        numbers.append(int(part))
    rest = "/".join(parts[len(numbers):]).strip("/ ")
    if not numbers or len(parts[0].strip()) != 4:
        return {"literal" if not re.match(r"\d{4}", value) else "raw": value}
    made: dict[str, Any] = {"date-parts": [numbers]}
    return made | ({"literal": rest} if rest else {})


def _name(value: str) -> dict[str, str]:
    """Return a name: «Berg, Jan, Jr.»; one without a comma belongs to an organisation."""
    parts = [part.strip() for part in value.split(",")]
    if len(parts) == 1 or not any(parts[1:]):
        return {"literal": parts[0]}
    family, given, *suffix = parts
    made = {"family": family, "given": given, "suffix": ", ".join(suffix)}
    return {part: text for part, text in made.items() if text}
