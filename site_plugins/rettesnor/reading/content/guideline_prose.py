"""The Markdown of the guideline's own files: which fields hold it, and how a text page begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.model.fields import Field, below
from rettesnor.model.problem import Code, Problem
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.plain_fields import marking
from rettesnor.reading.yaml.loader import Pointer

_KIND = "guideline"
CODES = (
    Code("side-tittel", "En tekstside starter ikke med en tittel.", suppressible=False),
)
"""The codes of what is found here."""

_TITLE = re.compile(r"\A# +(?P<title>[^\n]*?\S)(?: +#+)? *(?:\n|\Z)")
"""A heading of level 1, with or without the closing signs (CommonMark 0.31, 4.2)."""


@dataclass(frozen=True, slots=True)
class GuidelineField:
    """A text field of ``guideline.yml``.

    Attributes:
        key: its pointer in translations, with the chapter's id and not its place.
    """

    pointer: Pointer
    key: str
    text: str

    @property
    def name(self) -> str:
        """The dotted pointer."""
        return ".".join(map(str, self.pointer))

    @property
    def prefix(self) -> str:
        """What the anchors of its blocks begin with."""
        return str(self.pointer[0])

    @property
    def anchored(self) -> bool:
        """Whether each block of it gets an anchor."""
        return len(self.pointer) == 1


def fields(data: dict[str, Any]) -> Iterator[GuidelineField]:
    """Yield the text fields in the data of ``guideline.yml``."""
    for field in below(_KIND):
        if field.kind == "markdown" and field.name in data:
            yield GuidelineField((field.name,), field.name, data[field.name])
        elif field.kind == "list":
            yield from _items(field, data.get(field.name, ()))


def _items(field: Field, items: Sequence[dict[str, Any]]) -> Iterator[GuidelineField]:
    texts = [inner.name for inner in below(_KIND, f"{field.path}.*") if inner.kind == "markdown"]
    for index, item in enumerate(items if texts else ()):
        for name in texts:
            if name in item:
                key = ".".join((field.name, *(item[part] for part in field.key), name))
                yield GuidelineField((field.name, index, name), key, item[name])


def titled(document: Document) -> tuple[str, str] | Problem:
    """Return the title of a prose page and the text below it, whose lines keep their numbers."""
    title = _TITLE.match(document.text)
    if title is None:
        return document.problem(
            "side-tittel", (), "Siden starter ikke med en tittel.",
            "Skriv «# Tittel» på første linje.",
        )
    if issue := marking("tittelen", title["title"]):
        return Problem(
            document.path, 1, title.start("title") + issue.column + 1, issue.code, issue.message,
            issue.hint,
        )
    return title["title"], "\n" + document.text[title.end() :]
