"""What an editor meant as markup, and the parser took as text: references, links, tables and more.

CommonMark calls nothing an error: a bracket too few, and the reader meets the brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rettesnor.model.problem import Code
from rettesnor.reading.markdown.issue import Issue

CODES = (
    Code("prosa-henvisning", "En henvisning kan ikke leses.", suppressible=False),
    Code("prosa-kode", "En kodeblokk har tekst ved siden av seg, eller slutter ikke."),
    Code(
        "prosa-dialekt",
        "Tegn fra en annen skrivemåte enn denne Markdown-en blir stående i teksten.",
    ),
    Code("prosa-utheving", "Stjerner blir stående i teksten, eller deler et ord."),
)
"""The codes of what is found here."""

if TYPE_CHECKING:
    from markdown_it.token import Token

_STRAY = re.compile(
    r"(?P<double>\[\[[^\[\]]*\]{0,2}|\]\])"
    r"|(?P<cite>\[\s*@[a-z0-9][^\[\]]*\]?|(?<![\w.+/@-])@[a-z0-9]+(?:-[a-z0-9]+)+)"
    r"|(?P<note>\[\^[^\[\]]+\])"
    r"|(?P<stars>\*\*+)"
    r"|(?P<struck>~~(?=[^\s~])[^~\n]*~~)"
    r"|(?P<blank>(?<=\])\((?:https?://|www\.|anbefaling:|side:|mailto:|bilder/)"
    r"[^()\n]*[ \t][^()\n]*\))"
    r"|(?P<address>https?://[^\s<>()\[\]]*[^\s<>()\[\].,;:]|(?<=\])\([^()\n]+\)"
    r"|\((?:anbefaling|side|mailto):[^\s()]+\)"
    r"|(?<![\w./@-])www\.[\w-]+\.[^\s<>()\[\]]*[^\s<>()\[\].,;:])"
    r"|(?P<foreign>"
    r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|\{:?[ \t]*[.#][\w-][^{}\n]*\}"
    r"|==(?=[^\s=])[^=\n]*[^\s=]==|\+\+(?=[^\s+])[^+\n]*[^\s+]\+\+"
    r"|(?<![\w:]):[a-z][a-z0-9_+-]*[a-z0-9]:(?![\w:])"
    r"|\[\[?_*TOC_*\]\]?|\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]"
    r"|(?<=\w)(?P<script>[~^])[^\s~^]{1,20}(?P=script)"
    r")"
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
    "struck": (
        "prosa-utheving", "«{}» blir stående i teksten, med bølgestrekene.",
        "Teksten kan ikke strykes over. Slett den.",
    ),
    "blank": (
        "prosa-lenke", "Adressen «{}» blir ikke en lenke, fordi den har et mellomrom i seg.",
        "Skriv %20 for hvert mellomrom i adressen.",
    ),
    "foreign": (
        "prosa-dialekt", "«{}» blir stående i teksten slik det er skrevet.",
        "Slett tegnene. Skal de stå i teksten, skriv \\ foran det første.",
    ),
    "address": (
        "prosa-lenke", "Adressen «{}» blir ikke en lenke.",
        "Skriv [navnet på siden](adressen), uten mellomrom mellom ] og (.",
    ),
}
"""Code, message and hint, by the group of ``_STRAY``."""
_ROW = re.compile(r"\s*\|.*\|\s*\Z")
_NO_BAR = re.compile(r"\[\[[^\[\]]*\]\]|`[^`]*`|\\\|")
"""What holds a bar that does not end a cell."""
_HEADING = re.compile(r"(#{2,6})(?=[^\s#])")
_BLOCK = re.compile(
    r"(?:(?:!!!|\?\?\?)\+?|:::+|\.\. [a-z]+::)(?=[ \t]|\Z)[^\n]*"
    r"|={2,6}[ \t]+\S[^\n]*|\*\[[^\[\]\n]+\]:[^\n]*|h[1-6]\. \S[^\n]*"
)
"""Lines that begin or end a block in other dialects: notes, tabs, headings and abbreviations."""
_MEANING = re.compile(r":[ \t]+\S")
"""What explains the line above it in a list of definitions."""
_BOX = re.compile(r"\[[ xX]\][ \t]")
_LANGUAGE = re.compile(r"[a-z0-9+-]{0,12}")
_UNDERLINE = re.compile(r"={3,}\s*\Z")


def in_text(text: str, find: Callable[[str], tuple[int, int] | None]) -> Iterator[Issue]:
    """Yield the references and addresses left in ``text``, outside links and code.

    Args:
        find: returns the place of what stands in the field as it is written; None if it stands
            there with its signs escaped, and is meant as it is.
    """
    starred = False
    for match in _STRAY.finditer(text) if any(sign in text for sign in "[]@:*~.{=+^") else ():
        place = find(match[0])
        kind = "foreign" if match["foreign"] else str(match.lastgroup)
        if place is None or (starred and kind == "stars"):
            continue  # stars come in pairs, and one of them is the fault
        starred |= kind == "stars"
        code, message, hint = _TOLD[kind]
        yield Issue(code, *place, message.format(_shortened(match[0].strip("()"))), hint)


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def box(text: str, line: int) -> Iterator[Issue]:
    """Yield that the item of a list with the words ``text`` begins with a box to tick."""
    if _BOX.match(text):
        yield Issue(
            "prosa-dialekt", line, 0, f"«{text[:3]}» blir stående i teksten slik det er skrevet.",
            "Slett klammene. Skal de stå i teksten, skriv \\ foran den første.",
        )


def around_fence(info: str, first: int, last: str, fence: str) -> Iterator[Issue]:
    """Yield what goes wrong around a block of code: a word next to the fence, or no end to it.

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


def under_text(tokens: Sequence[Token], index: int, min_heading: int) -> Iterator[Issue]:
    """Yield that the rule at ``index`` was meant to make a heading of the line before it."""
    before, rule = tokens[index - 1], tokens[index]
    if not index or before.type != "paragraph_close" or rule.markup[:1] != "-" or rule.level:
        return
    paragraph = tokens[index - 3].map
    if paragraph is not None and rule.map is not None and paragraph[1] == rule.map[0]:
        yield Issue(
            "prosa-overskrift", rule.map[0], 0,
            "Streken gjør ikke linja over til en overskrift.",
            f"Start linja over med «{'#' * min_heading} », og slett streken. Skal det være en "
            "skillelinje, sett en blank linje over den.",
        )


def _first_row(lines: Sequence[str]) -> tuple[int, int]:
    """Return the first line of a table without a rule, and its columns; none if there is none.

    One row with a bar at both ends is enough. Rows without, and those a spreadsheet gives, with
    tabs, are two, with as many columns.
    """
    for index, line in enumerate(lines):
        if _ROW.match(line) and line.count("|") > 1:
            return index, line.count("|") - 1
    cells = [_NO_BAR.sub("", line).strip() for line in lines]
    for index, (one, two) in enumerate(pairwise(cells)):
        for sign in "|\t":
            signs = one.count(sign)
            if signs and signs == two.count(sign):
                return index, signs + (not one.startswith(sign))
    return 0, 0


def in_paragraph(text: str, first: int, min_heading: int) -> Iterator[Issue]:
    """Yield the first row of a table and the headings that a paragraph was made of.

    Args:
        first: the line of the field that the paragraph starts on.
        min_heading: the highest level of headings that may be used.
    """
    lines = text.split("\n")
    marks = "#" * min_heading
    row, columns = _first_row(lines)
    if columns:
        rule = "| --- " * columns + "|"
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
        elif (foreign := _BLOCK.match(line)) or (index and (foreign := _MEANING.match(line))):
            yield Issue(
                "prosa-dialekt", first + index, 0,
                f"«{_shortened(foreign[0] if foreign[0][0] != ':' else line)}» blir stående i "
                "teksten slik det er skrevet.",
                "Skriv det som et vanlig avsnitt, eller som en overskrift eller et punkt i en "
                "liste.",
            )
        elif index and _UNDERLINE.match(line):
            yield Issue(
                "prosa-overskrift", first + index, 0,
                "Streken gjør ikke linja over til en overskrift.",
                f"Start linja over med «{marks} », og slett streken.",
            )


def cuts_a_word(children: Sequence[Token], index: int) -> bool:
    """Return whether the emphasis that opens at ``index`` does so between two letters."""
    before, after = (
        children[at].content if 0 <= at < len(children) and children[at].type == "text" else ""
        for at in (index - 1, index + 1)
    )
    return before[-1:].isalnum() and after[:1].isalnum()


def cut_word(markup: str, place: tuple[int, int]) -> Issue:
    """Return the issue of emphasis by ``markup`` that cuts a word in two."""
    return Issue(
        "prosa-utheving", *place, f"«{markup}» inne i et ord blir borte, og uthever resten.",
        f"Skriv {''.join(chr(92) + sign for sign in markup)} når stjernen skal stå i teksten.",
    )
