"""What an editor meant as markup, and the parser took as text: references, links, tables and more.

CommonMark calls nothing an error: a bracket too few, and the reader meets the brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rettesnor.reading.prose.issue import Issue

_STRAY = re.compile(
    r"(?P<double>\[\[[^\[\]]*\]{0,2}|\]\])"
    r"|(?P<cite>\[\s*@[a-z0-9][^\[\]]*\]?|(?<![\w.+/@-])@[a-z0-9]+(?:-[a-z0-9]+)+)"
    r"|(?P<note>\[\^[^\[\]]+\])"
    r"|(?P<stars>\*\*+)"
    r"|(?P<address>https?://[^\s<>()\[\]]*[^\s<>()\[\].,;:]|(?<=\])\([^()\n]+\)|\((?:anbefaling|side|mailto):[^\s()]+\))"
)
_SHOWN = 50
_TOLD = {
    "double": (
        "prosa-henvisning", "Henvisningen «{}» kan ikke leses.",
        "Skriv [[ord]] eller [[lov § nummer]], med to klammer på hver side.",
    ),
    "cite": (
        "prosa-henvisning", "Henvisningen «{}» kan ikke leses.",
        "Skriv [@nøkkel], [@nøkkel, s. 12] eller [@en; @to].",
    ),
    "note": (
        "prosa-lenke", "Fotnoten «{}» blir ikke en lenke; fotnoter kan ikke brukes.",
        "Skriv det i teksten, eller vis til en kilde med [@nøkkel].",
    ),
    "stars": (
        "prosa-utheving", "«{}» blir stående i teksten.",
        "Skriv **uthevet**, uten mellomrom innenfor stjernene og med mellomrom eller tegn utenfor.",
    ),
    "address": (
        "prosa-lenke", "Adressen «{}» blir ikke en lenke.",
        "Skriv [navnet på siden](adressen), uten mellomrom mellom ] og (.",
    ),
}
"""Code, message and mend, by the group of ``_STRAY``."""
_ROW = re.compile(r"\s*\|.*\|\s*\Z")
_HEADING = re.compile(r"(#{2,6})(?=[^\s#])")
_LANGUAGE = re.compile(r"[a-z0-9+-]{0,12}")
_UNDERLINE = re.compile(r"={3,}\s*\Z")


def in_text(text: str, find: Callable[[str], tuple[int, int] | None]) -> Iterator[Issue]:
    """Yield the references and addresses left in ``text``, outside links and code.

    Args:
        find: returns the place of what stands in the field as it is written; None if it stands
            there with its signs escaped, and is meant as it is.
    """
    starred = False
    for match in _STRAY.finditer(text) if any(sign in text for sign in "[]@:*") else ():
        place = find(match[0])
        kind = str(match.lastgroup)
        if place is None or (starred and kind == "stars"):
            continue  # stars come in pairs, and one of them is the fault
        starred |= kind == "stars"
        code, message, mend = _TOLD[kind]
        shown = match[0].strip("()")
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        yield Issue(code, *place, message.format(shown), mend)


def around_fence(info: str, first: int, last: str, fence: str) -> Iterator[Issue]:
    """Yield what goes wrong around a block of code: a word beside the fence, or no end to it.

    Args:
        info: what stands after the opening fence.
        first: the line of the field that the fence is on.
        last: the last line of the block.
        fence: the signs that open it.
    """
    if not _LANGUAGE.fullmatch(info):
        yield Issue(
            "prosa-kode", first, 0, f"«{info.strip()}» ved siden av {fence} blir borte.",
            f"Flytt teksten til en egen linje, eller fjern {fence}.",
        )
    if not last.strip(" >").startswith(fence):
        yield Issue(
            "prosa-kode", first, 0, "Alt etter denne linja blir stående som kode.",
            f"Skriv {fence} på en egen linje der koden slutter, eller fjern tegnene her.",
        )


def in_paragraph(text: str, first: int, min_heading: int) -> Iterator[Issue]:
    """Yield the first row of a table and the headings that a paragraph was made of.

    Args:
        first: the line of the field that the paragraph starts on.
        min_heading: the highest level of headings that may be used.
    """
    lines = text.split("\n")
    marks = "#" * min_heading
    row = next((index for index, line in enumerate(lines) if _ROW.match(line)), None)
    if row is not None and lines[row].count("|") > 1:
        rule = "| --- " * (lines[row].count("|") - 1) + "|"
        yield Issue(
            "prosa-tabell-hode", first + row, 0, "Radene her leses ikke som en tabell.",
            f"Skriv en rad med overskrifter øverst og «{rule}» under den.",
        )
    for index, line in enumerate(lines):
        if found := _HEADING.match(line):
            yield Issue(
                "prosa-overskrift", first + index, 0,
                f"Overskriften mangler mellomrom etter «{found[1]}».",
                f"Start linja med «{marks} ».",
            )
        elif index and _UNDERLINE.match(line):
            yield Issue(
                "prosa-overskrift", first + index, 0,
                "Streken gjør ikke linja over til en overskrift.",
                f"Start linja over med «{marks} », og slett streken.",
            )
