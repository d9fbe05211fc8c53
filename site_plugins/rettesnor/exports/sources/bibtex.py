"""BibLaTeX, that also programs for BibTeX read. Written in UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rettesnor.model.bibliography import BIBTEX_FIELDS, BIBTEX_TYPES, NAMES, PERIODICALS

Item = Mapping[str, Any]
Losses = list[tuple[str, str]]
_TYPES = {csl: bib for bib, csl in reversed([*BIBTEX_TYPES.items()])}
_FIELDS = {csl: bib for bib, csl in reversed([*BIBTEX_FIELDS.items()])}
_TAGS = {"i": "emph", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript"}
_VERBATIM = frozenset({"DOI", "URL", "ISBN", "ISSN", "PMID", "PMCID"})
_SERIES = frozenset({"book", "chapter", "paper-conference"})
"""The types whose number is one in a series."""
_ESCAPES = str.maketrans({
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "%": "\\%",
    "#": "\\#", "_": "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
    "`": "\\textasciigrave{}", '"': "\\textquotedbl{}", "'": "\\textquotesingle{}",
})


def write(items: Iterable[Item]) -> tuple[str, Losses]:
    """Return ``items`` as BibLaTeX, and what has no place there."""
    losses: Losses = []
    return "\n".join(_entry(item, losses) for item in items), losses


def _entry(item: Item, losses: Losses) -> str:
    kind = str(item["type"])
    fields: dict[str, str] = {}
    if kind not in _TYPES:
        fields["entrysubtype"] = kind
    for name, value in item.items():
        if name in ("id", "type"):
            continue
        bib = _name(name, kind, item)
        if name in NAMES:
            fields[bib] = " and ".join(map(_person, value))
        elif isinstance(value, dict):
            fields[bib] = _date(item, name, value, losses)
        elif bib:
            fields[bib] = str(value) if name in _VERBATIM else _text(str(value))
        if not bib:
            losses.append((f"{item['id']}.{name}", "Feltet har ingen plass i BibTeX."))
    if "number" in fields and "collection-number" in item and "number" in item:
        fields["number"] = _text(str(item["collection-number"]))
        losses.append((f"{item['id']}.number", "Feltet har ingen plass ved siden av nummeret i "
                       "serien."))
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{_TYPES.get(kind, 'misc')}{{{item['id']},\n{lines}}}\n"


def _name(name: str, kind: str, item: Item) -> str:
    """Return what BibLaTeX calls a field; empty when it has no place for it."""
    if name == "container-title":
        return "journaltitle" if kind in PERIODICALS else "booktitle"
    if name == "issue":
        return "number" if kind in PERIODICALS and "number" not in item else "issue"
    if name == "number":
        return "" if kind in PERIODICALS or (
            kind in _SERIES and "collection-title" in item) else "number"
    if name == "collection-number":
        return "number" if kind in _SERIES and "collection-title" in item else ""
    return _FIELDS.get(name, "")


def _person(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return f"{{{_text(name['literal'])}}}"
    parts = {
        "family": name["family"], "given": name.get("given", ""),
        "prefix": name.get("non-dropping-particle") or name.get("dropping-particle") or "",
        "suffix": name.get("suffix", ""),
    }
    drops = "dropping-particle" in name
    plain = not drops and not parts["prefix"] and all(
        re.fullmatch(r"[^\W\d_](?:[\w.’-]*(?: (?=[^\W\d_]))?)*", part) and not part.endswith(" ")
        for part in parts.values() if part
    ) and parts["family"][:1].isupper() and " and " not in f" {' '.join(parts.values())} ".lower()
    if plain and parts["given"] and not any(
        word[:1].islower() for word in f"{parts['family']}".split()
    ) and not parts["suffix"]:
        return f"{_text(parts['family'])}, {_text(parts['given'])}"
    shown = [f"{part}={{{_text(text)}}}" for part, text in parts.items() if text]
    return ", ".join([*shown, *(["useprefix=false"] if drops else [])])


def _date(item: Item, name: str, value: Item, losses: Losses) -> str:
    if "literal" in value:
        words: str = _text(str(value["literal"]))
        if value.get("circa"):
            losses.append((f"{item['id']}.{name}", "«circa» er ikke ført over."))
        return words
    season = value.get("season")
    parts = [_edtf(part) for part in value["date-parts"]]
    if season and len(value["date-parts"][0]) == 1 and len(parts) == 1:
        parts[0] += f"-2{season}"
    elif season:
        losses.append((f"{item['id']}.{name}", "Årstida er ikke ført over."))
    return "/".join(parts) + ("~" if value.get("circa") else "")


def _edtf(part: Sequence[int]) -> str:
    return "-".join([f"{part[0]:04}", *(f"{number:02}" for number in part[1:])])


def _text(value: str) -> str:
    """Return a text with LaTeX's own characters escaped and CSL's markup as commands."""
    pieces = re.split(r"(</?(?:i|b|sup|sub)>)", value)
    if not _balanced(pieces):
        pieces = [value]
    made = []
    for piece in pieces:
        if match := re.fullmatch(r"<(/?)(i|b|sup|sub)>", piece):
            made.append("}" if match[1] else f"\\{_TAGS[match[2]]}{{")
        else:
            made.append(re.sub(r"-(?=-)", "-{}", piece.translate(_ESCAPES)))
    return "".join(made)


def _balanced(pieces: Sequence[str]) -> bool:
    """Whether each element is closed, in the order in which they were opened."""
    is_open: list[str] = []
    for piece in pieces[1::2]:
        if not piece.startswith("</"):
            is_open.append(piece[1:-1])
        elif not is_open or is_open.pop() != piece[2:-1]:
            return False
    return not is_open
