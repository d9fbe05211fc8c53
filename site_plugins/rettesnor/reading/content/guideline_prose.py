"""The prose of the frame: which fields hold it, and how a prose page begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rettesnor.model.problem import Problem
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.plain_fields import marking
from rettesnor.reading.yaml.loader import Pointer

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
    def anchored(self) -> bool:
        """Whether each block of it gets an anchor."""
        return len(self.pointer) == 1


def fields(data: dict[str, Any]) -> Iterator[GuidelineField]:
    """Yield the text fields in the data of ``guideline.yml``."""
    for name in ("formaal", "omfang", "avgrensning"):
        yield GuidelineField((name,), name, data[name])
    for index, chapter in enumerate(data["kapitler"]):
        if "ingress" in chapter:
            key = f"kapitler.{chapter['id']}.ingress"
            yield GuidelineField(("kapitler", index, "ingress"), key, chapter["ingress"])


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
