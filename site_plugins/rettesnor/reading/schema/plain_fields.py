"""Fields that are shown as they are written: Markdown in one reaches the reader as bare signs.

Which fields hold Markdown the schemas say (``contentMediaType``, JSON Schema 2020-12, 8.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from rettesnor.model.problem import Code, Problem
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.schema.fields import Fields, Schema, label
from rettesnor.reading.schema.validate import load
from rettesnor.reading.yaml.loader import Pointer

CODES = (
    Code("tekst-markering", "Et felt som vises slik det er skrevet, har tegn fra Markdown i seg."),
)
"""The codes of what is found here."""

MARKDOWN = "text/markdown"
"""The media type of a field with Markdown."""

_SIGNS = re.compile(
    r"\*\*|\[\[|\]\]|\[@|\]\(|`[^`\n]+`"
    r"|(?<![\w*])\*[^\s*][^*\n]*\*(?![\w*])|(?<![\w_])_[^\s_][^_\n]*_(?![\w_])"
    r"|</?[A-Za-z][^<>\n]*>|&(?:[A-Za-z]{2,8}|#[0-9]{1,6}|#x[0-9A-Fa-f]{1,6});"
    r"|~~(?=[^\s~])[^~\n]*~~|^(?:#{1,6}|[-*•]) ",
    re.M,
)
_SUSPECT = re.compile(r"[*\[\]`_<&~]|^[-#•]", re.M)
"""Quicker to look for than ``_SIGNS``, and found in all of them."""
_ADDRESS = re.compile(r"https?://[^\s()<>]+")
"""An address, which may hold what looks like marks."""
WORD = re.compile(r"[^\W_]")
"""A letter or a digit."""
_BLANKS = re.compile(r"[ \t\n]+")
_LEFT_OUT = frozenset({"unntak"})
"""Fields that no reader sees."""
_FOREIGN = frozenset({"sources"})
"""Kinds of file with markup of another standard: CSL has its own."""

_WITH_LINES = frozenset({"plan", "plan-conflicts"})
"""Kinds of file whose plain texts may have several lines: those of a plan have no Markdown, and are
merged with national texts line by line."""
_LONG = frozenset({"abstract", "note"})
"""Fields of a CSL source that may have paragraphs."""

_Shape = Mapping[str, Any] | tuple[Any] | str
"""The plain fields of a group by name, those of a list's items, or "" for a plain field."""


Texts = list[tuple[Pointer, str]]
"""Texts with the places they stand."""


def plain_texts(data: Any, kind: str) -> Texts:
    """Return the plain fields of ``data``, read from a sound file of ``kind``."""
    shape = _shape(kind)
    return [] if shape is None else list(_texts(shape, data, ()))


def markings(document: Document, texts: Texts) -> list[Problem]:
    """Return those of the plain ``texts`` in ``document`` with Markdown in them, or no words."""
    return [
        document.prose_problem(pointer, issue)
        for pointer, text in texts
        if not WORD.search(text) or _SUSPECT.search(text)
        if (issue := _issue(pointer, text))
    ]


def tidy(data: Any, texts: Texts, *, lines: bool = False) -> None:
    """Let each of the plain ``texts`` in ``data`` be one line.

    A text under ``|`` ends with a line break, which would stand before the full stop of a
    sentence that ends with the text. Blanks that do not break (U+00A0) stay.

    Args:
        lines: whether a text may have several lines; each is then tidied, and empty ones go.
    """
    for pointer, text in texts:
        if "\n" in text or "  " in text or text[0] == " " or text[-1] == " ":
            holder = data
            for part in pointer[:-1]:
                holder = holder[part]
            found = (_BLANKS.sub(" ", one).strip(" ")
                     for one in (text.split("\n") if lines else [text]))
            holder[pointer[-1]] = "\n".join(one for one in found if one)


def read_plain(document: Document, kind: str) -> list[Problem]:
    """Let each plain field of a sound ``document`` be one line, and return what is wrong with them.

    In a plan a text may have several.

    The same words give the same data in every layout YAML has (``>``, ``|``, quotes). A reader of
    content files that left this out would report a change where only the layout differs.
    """
    texts = plain_texts(document.data, kind)
    problems = markings(document, texts)
    tidy(document.data, texts, lines=kind in _WITH_LINES)
    if kind.split(".", 1)[0] in _FOREIGN:
        _tidy_all(document.data)
    return problems


def _tidy_all(data: Any) -> None:
    """Let every text in ``data`` be one line, but for the long ones, which only lose their ends."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, str):
            data[key] = (
                value.strip(" \n") if key in _LONG else _BLANKS.sub(" ", value).strip(" ")
            )
        elif isinstance(value, dict | list):
            _tidy_all(value)


def wordless(pointer: Pointer) -> Issue:
    """Return the issue of the text at ``pointer``, in which there is no word and no number."""
    return Issue(
        "felt-tom", 0, 0, f"Det står ingen ord i {label(pointer)}.",
        "Fyll ut feltet. Er det ikke påkrevd, kan det slettes.",
    )


def _issue(pointer: Pointer, text: str) -> Issue | None:
    if not WORD.search(text):
        return wordless(pointer)
    return marking(label(pointer), text)


def marking(name: str, text: str) -> Issue | None:
    """Return the issue of ``text``, shown as it is written in ``name``, where Markdown stands."""
    found = _SIGNS.search(_ADDRESS.sub(_blank, text))
    if found is None:
        return None
    line = text.count("\n", 0, found.start())
    column = found.start() - (text.rfind("\n", 0, found.start()) + 1)
    return Issue(
        "tekst-markering", line, column,
        f"«{found[0].strip()}» blir stående i {name}, som vises slik det er skrevet.",
        "Skriv vanlig tekst. Utheving, lenker, kilder og ord fra ordlista kan bare stå i felt med "
        "Markdown, som «tekst».",
    )


def _blank(address: re.Match[str]) -> str:
    return " " * len(address[0])


@cache
def _shape(kind: str) -> _Shape | None:
    if kind.split(".", 1)[0] in _FOREIGN:
        return None
    fields = Fields(load(kind))
    return _plain(fields, ())


def _plain(fields: Fields, pointer: Pointer) -> _Shape | None:
    """Return the plain fields at and below ``pointer``; None when there are none."""
    node = fields.at(pointer)
    if "properties" in node:
        inner = {
            name: shape for name in fields.names(node) if name not in _LEFT_OUT
            if (shape := _plain(fields, (*pointer, name))) is not None
        }
        return inner or None
    if "items" in node:
        item = _plain(fields, (*pointer, 0))
        return None if item is None else (item,)
    return "" if _is_plain(node) else None


def _is_plain(node: Schema) -> bool:
    """Return whether a value is text for readers, with no Markdown in it."""
    type_ = node.get("type")
    if "string" not in (type_ if isinstance(type_, list) else [type_]):
        return False
    named = {"enum", "const", "format"} & set(node) or node.get("pattern", "").startswith("^[")
    return not named and node.get("contentMediaType") != MARKDOWN


def _texts(shape: _Shape, value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(shape, str):
        if isinstance(value, str) and value:  # an untranslated item of a list is empty
            yield pointer, value
    elif isinstance(shape, tuple):
        for index, item in enumerate(value or ()):
            yield from _texts(shape[0], item, (*pointer, index))
    elif isinstance(value, dict):
        for name, inner in shape.items():
            if name in value:
                yield from _texts(inner, value[name], (*pointer, name))
