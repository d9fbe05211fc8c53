"""BibTeX and BibLaTeX. The grammar and the rules for names are bibtexparser's."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from rettesnor.model.bibliography import (
    BIBTEX_FIELDS,
    BIBTEX_TYPES,
    DATES,
    NAMES,
    PERIODICALS,
)
from rettesnor.reading.importers.sources import dates, latex, tidy
from rettesnor.reading.importers.sources.result import (
    SourceList,
    UnreadableError,
    excerpt,
    text_of,
)

_VERBATIM = frozenset({"url", "doi", "eprint", "isbn", "issn", "pmid", "pmcid", "file"})
_SUBTITLES = {
    "subtitle": "title", "booksubtitle": "container-title", "journalsubtitle": "container-title",
}
_GENRES = {"phdthesis": "Doktorgradsavhandling", "mastersthesis": "Masteroppgave"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HANDLED = frozenset({
    "subtitle", "booksubtitle", "journalsubtitle", "number", "year", "month", "day", "crossref",
    "xdata", "entrysubtype", "eprint", "eprinttype", "archiveprefix", "season", "circa",
})
_NOT_INHERITED = frozenset({
    "title", "subtitle", "shorttitle", "crossref", "xdata", "ids", "pages", "label", "options",
})
_PART_TYPES = frozenset({"inbook", "incollection", "inproceedings", "conference", "inreference"})
_UNITED = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}")
Fields = dict[str, str]


def read(data: bytes) -> SourceList:
    """Return the sources in ``data``.

    Raises:
        UnreadableError: there is no entry in it.
    """
    from bibtexparser.entrypoint import parse_string

    text = text_of(data)
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what failed is reported below
    library = parse_string(text)
    found = SourceList()
    entries: dict[str, tuple[str, Fields]] = {
        entry.key: (entry.entry_type.casefold(), _fields(entry)) for entry in library.entries
    }
    for block in library.failed_blocks:
        _failed(block, found)
    for comment in library.comments:
        if comment.comment.strip():
            found.lose(f"linje {(comment.start_line or 0) + 1}", "",
                       f"Teksten mellom postene er ikke ført over: «{excerpt(comment.comment)}»")
    if not entries and not found.left_out:
        raise UnreadableError("Fila har ingen poster i BibTeX.")
    for key, (kind, fields) in entries.items():
        if kind == "xdata":
            continue
        whole = _inherited(key, kind, fields, entries, found)
        tidy.add(_Entry(key, kind, whole, found).item(), key, found)
    return found


def _fields(entry: Any) -> Fields:
    made: Fields = {}
    for field in entry.fields:
        made.setdefault(field.key.casefold(), str(field.value))
    return made


def _failed(block: Any, found: SourceList) -> None:
    """Account for a part of the file that is no entry, or one that the file has twice."""
    line = (block.start_line or 0) + 1
    name = getattr(block, "key", "") or f"linje {line}"
    found.left_out += 1
    if type(block).__name__ == "DuplicateBlockKeyBlock":
        said = "Posten er ikke ført over: nøkkelen står to ganger i fila"
    elif type(block).__name__ == "DuplicateFieldKeyBlock":
        keys = ", ".join(sorted(block.duplicate_keys))
        name = str(block.ignore_error_block.key)
        said = f"Posten er ikke ført over: feltet «{keys}» står to ganger"
    else:
        said = f"Teksten er ikke ført over; den er ikke gyldig BibTeX: «{excerpt(block.raw)}»"
    found.lose(name, "", said)


def _inherited(
    key: str, kind: str, fields: Fields, entries: Mapping[str, tuple[str, Fields]],
    found: SourceList,
) -> Fields:
    """Return the fields of an entry with those of the entries that it refers to."""
    made = dict(fields)
    for name in ("xdata", "crossref"):
        for other in filter(None, (one.strip() for one in fields.get(name, "").split(","))):
            if other not in entries:
                found.lose(key, name, f"Posten «{other}» finnes ikke i fila")
                continue
            parent = dict(entries[other][1])
            if name == "crossref":
                title = parent.get("title")
                if title and kind in _PART_TYPES:
                    made.setdefault("booktitle", title)
                parent = {n: v for n, v in parent.items() if n not in _NOT_INHERITED}
                parent.pop("author", None)
                if "date" in made or "year" in made:
                    parent.pop("date", None)
                    parent.pop("year", None)
            made = {**parent, **made}
    return made


class _Entry:
    def __init__(self, key: str, kind: str, fields: Fields, found: SourceList) -> None:
        self._key, self._kind, self._fields, self._found = key, kind, fields, found

    def item(self) -> dict[str, Any]:
        """Return the entry as a CSL item, that the schema may not allow."""
        kind = self._type()
        made: dict[str, Any] = {"id": self._key, "type": kind}
        if self._kind in _GENRES and not self._fields.get("type"):
            made["genre"] = _GENRES[self._kind]
        for name, value in self._fields.items():
            new = BIBTEX_FIELDS.get(name)
            if not value.strip() or name in _HANDLED:
                continue
            if name == "options" and re.fullmatch(r"\s*useprefix\s*=\s*(true|false)\s*", value):
                continue  # read with the names
            if new is None:
                self._lose(name, f"Feltet er ikke ført over: «{excerpt(latex.text(value))}»")
            elif new in made and name != "type":
                if (text := self._value(name, value)) != made[new]:
                    self._lose(name, f"Feltet er ikke ført over; «{new}» er alt fylt: "
                               f"«{excerpt(text)}»")
            elif new in NAMES:
                made[new] = self._names(name, value)
            elif new in DATES:
                made[new] = self._date(name, value)
            else:
                made[new] = self._value(name, value)
        self._subtitles(made)
        self._number(made, kind)
        self._issued(made)
        self._eprint(made)
        return made

    def _lose(self, name: str, message: str) -> None:
        self._found.lose(self._key, name, message)

    def _type(self) -> str:
        sort = self._fields.get("entrysubtype", "").strip()
        if sort in tidy.TYPES:
            return sort
        if self._kind == "article" and sort in ("newspaper", "magazine"):
            return f"article-{sort}"
        if sort:
            self._lose("entrysubtype", f"Feltet er ikke ført over: «{excerpt(sort)}»")
        if self._kind not in BIBTEX_TYPES:
            self._lose("type", f"Typen «@{self._kind}» er ukjent; «document» er brukt")
        return BIBTEX_TYPES.get(self._kind, "document")

    def _value(self, name: str, value: str) -> str:
        if name in _VERBATIM:
            return latex.verbatim(value)
        if name == "howpublished" and "\\url" in value:
            return latex.verbatim(value)
        if unknown := latex.unknown_commands(value):
            commands = ", ".join(f"\\{command}" for command in unknown)
            self._lose(name, f"LaTeX-kommandoen {commands} er utelatt, men teksten i den er med")
        text = latex.text(value)
        return text.replace("–", "-") if name in ("pages", "volume", "issue", "number") else text

    def _subtitles(self, made: dict[str, Any]) -> None:
        for name, title in _SUBTITLES.items():
            if value := self._fields.get(name, "").strip():
                text = self._value(name, value)
                made[title] = f"{made[title]}: {text}" if title in made else text

    def _number(self, made: dict[str, Any], kind: str) -> None:
        if not (value := self._fields.get("number", "").strip()):
            return
        number = self._value("number", value)
        wanted = "number"
        if kind in PERIODICALS and "issue" not in made:
            wanted = "issue"
        elif "collection-title" in made and kind not in PERIODICALS and (
            kind in ("book", "chapter", "paper-conference")
        ):
            wanted = "collection-number"
        made[wanted] = number

    def _issued(self, made: dict[str, Any]) -> None:
        year, month = self._fields.get("year", "").strip(), self._fields.get("month", "").strip()
        if "issued" in made:
            if year and not self._fields["date"].strip().startswith(latex.text(year)):
                self._lose("year", f"Feltet er ikke ført over; «date» er brukt: «{excerpt(year)}»")
            return
        text = latex.text(year).strip()
        if not text:
            if month:
                self._lose("month", f"Feltet er ikke ført over: «{excerpt(month)}»")
            return
        found = dates.edtf(text)
        made["issued"] = found or {"literal": text}
        number = month.strip("{} ").casefold()[:3]
        if not month or found is None or len(found["date-parts"]) > 1:
            if month:
                self._lose("month", f"Feltet er ikke ført over: «{excerpt(month)}»")
            return
        value = int(month) if month.isdecimal() else (
            _MONTHS.index(number) + 1 if number in _MONTHS else 0)
        if 1 <= value <= 12 and len(found["date-parts"][0]) == 1:
            found["date-parts"][0].append(value)
            day = self._fields.get("day", "").strip()
            if day.isdecimal():
                found["date-parts"][0].append(int(day))
        elif len(found["date-parts"][0]) == 1:
            self._lose("month", f"Feltet er ikke ført over: «{excerpt(month)}»")

    def _date(self, name: str, value: str) -> dict[str, Any]:
        found = dates.edtf(value.replace("--", "/") if "/" not in value else value)
        text = latex.text(value).strip()
        if found and (said := dates.clock(text)):
            self._lose(name, f"{said} («{excerpt(text)}»)")
        return found or {"literal": text}

    def _eprint(self, made: dict[str, Any]) -> None:
        if not (value := self._fields.get("eprint", "").strip()):
            for name in ("eprinttype", "archiveprefix"):
                if kind := self._fields.get(name, "").strip():
                    self._lose(name, f"Feltet er ikke ført over: «{excerpt(kind)}»")
            return
        kind = self._fields.get("eprinttype", self._fields.get("archiveprefix", "")).casefold()
        number = latex.verbatim(value)
        if kind == "pubmed" and "PMID" not in made:
            made["PMID"] = number
        elif kind == "arxiv" and "number" not in made:
            made["number"] = number if number.casefold().startswith("arxiv") else f"arXiv:{number}"
        else:
            self._lose("eprint", f"Feltet er ikke ført over: «{excerpt(f'{kind} {number}')}»")

    def _names(self, field: str, value: str) -> list[dict[str, str]]:
        from bibtexparser.middlewares.names import (
            parse_single_name_into_parts,
            split_multiple_persons_names,
        )

        made = []
        for one in split_multiple_persons_names(" ".join(value.split())):
            one = one.strip()
            if one.casefold() == "others":
                self._lose(field, "«et al.» (others) er ikke ført over")
            elif _UNITED.fullmatch(one):
                made.append({"literal": self._value(field, one)})
            elif re.match(r"(?:family|given|prefix|suffix|useprefix)(?:-i)?\s*=", one):
                made.append(self._extended(field, one))
            elif one:
                parts = parse_single_name_into_parts(one, strict=False)
                name = {
                    "family": parts.last, "given": parts.first, "non-dropping-particle": parts.von,
                    "suffix": parts.jr,
                }
                if self._drops_prefix():
                    name["dropping-particle"] = name.pop("non-dropping-particle")
                read = {
                    part: self._value(field, " ".join(words)) for part, words in name.items()
                    if words
                }
                if "family" not in read:
                    read = {"literal": " ".join(read.values())}
                made.append(read)
        return made

    def _drops_prefix(self) -> bool:
        options = self._fields.get("options", "")
        return bool(re.search(r"useprefix\s*=\s*false", options))

    def _extended(self, field: str, name: str) -> dict[str, str]:
        """Return a name in BibLaTeX's form: «family=Berg, given=Jan, prefix=van der»."""
        parts: dict[str, str] = {}
        for part in re.split(r",(?![^{]*\})", name):
            key, _, value = part.partition("=")
            parts[key.strip().casefold()] = self._value(field, value.strip().strip('"'))
        made = {part: parts[part] for part in ("family", "given", "suffix") if parts.get(part)}
        if prefix := parts.get("prefix"):
            drops = parts.get("useprefix", "true").casefold() == "false"
            made["dropping-particle" if drops else "non-dropping-particle"] = prefix
        if parts.get("given-i") and "given" not in made:
            made["given"] = _with_stops(parts.pop("given-i"))
        # Initials that follow from the whole name are not missed.
        kept = {name for name in ("given-i", "family-i", "prefix-i", "suffix-i")
                if _is_initials(parts.get(name, ""), parts.get(name[:-2], ""))}
        if lost := sorted(parts.keys() - kept - {
            "family", "given", "suffix", "prefix", "useprefix",
        }):
            shown = ", ".join(f"{name}={excerpt(parts[name])}" for name in lost)
            self._lose(field, f"En del av et navn er ikke ført over: {shown}")
        return made if "family" in made else {"literal": " ".join(made.values())}


def _with_stops(initials: str) -> str:
    """Return initials with a full stop after each: BibLaTeX writes «JF» or «J. F.»."""
    letters = re.findall(r"[^\W\d_]", initials)
    is_short = len(letters) == len(re.sub(r"[\s.~-]", "", initials)) and initials.isupper()
    if not is_short or "." in initials:
        return initials
    return "-".join(" ".join(f"{one}." for one in part if one.strip())
                    for part in initials.split("-"))


def _is_initials(initials: str, name: str) -> bool:
    """Whether ``initials`` are those of ``name``, and so say nothing that it does not."""
    said = re.sub(r"[\W\d_]", "", initials).casefold()
    return said == "".join(word[0] for word in re.findall(r"[^\W\d_]+", name)).casefold()
