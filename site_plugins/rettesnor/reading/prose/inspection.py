"""What a parsed text field may not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rettesnor.reading.prose.issue import Issue
from rettesnor.reading.text import HIDDEN, hidden_message

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_NESTING = 12
"""Deepest nesting of blocks; the parser itself drops text without a word at 20."""
MAX_COLUMNS = 30
"""Most columns in a table; wider ones cost the parser time without bound."""

_VAGUE = frozenset(
    [
        "her", "klikk her", "trykk her", "les mer", "les her", "mer", "lenke", "link",
        "denne", "dette", "denne siden", "denne lenka", "denne lenken", "se her", "last ned",
        "http", "https",
    ]
)
_BARE = re.compile(r"https?://|www\.")
_SCHEMES = ("https://", "http://", "mailto:", "anbefaling:", "side:", "#")
_PICTURE = re.compile(r"bilder/[a-z0-9][a-z0-9._-]*\.(?:svg|png|jpe?g|webp)\Z")


def too_wide(lines: Sequence[str]) -> Issue | None:
    """Return the issue of the first line with more table columns than allowed."""
    for number, line in enumerate(lines):
        if line.count("|") > MAX_COLUMNS + 1:
            return Issue(
                "prosa-tabell-bred", number, 0,
                f"Tabellen har mer enn {MAX_COLUMNS} kolonner.",
                "Del tabellen i flere, eller gjør den om til en liste.",
            )
    return None


def inspect(tokens: Sequence[Token], min_heading: int, lines: Sequence[str]) -> Iterator[Issue]:
    """Yield what is wrong with a field whose headings must be of level ``min_heading`` or below."""
    deepest = max(tokens, key=lambda token: token.level, default=None)
    if deepest is not None and deepest.level > MAX_NESTING:
        line = next((t.map[0] for t in tokens if t.level > MAX_NESTING and t.map), 0)
        yield Issue(
            "prosa-for-dyp", line, 0, f"Teksten har mer enn {MAX_NESTING} nivåer inni hverandre.",
            "Gjør lister og sitater flatere.",
        )
    for index, token in enumerate(tokens):
        line = token.map[0] if token.map else 0
        if token.type == "heading_open":
            yield from _heading(token, min_heading, line)
        elif token.type == "thead_open":
            yield from _header_row(tokens, index, line)
        elif token.type == "inline":
            yield from _inline(token.children or (), extent(token, lines), lines)


def extent(token: Token, lines: Sequence[str]) -> range:
    """Return the lines that ``token``, a block, stands on."""
    start, end = token.map or (0, 0)
    return range(start, min(end, len(lines)))


def _heading(token: Token, min_heading: int, line: int) -> Iterator[Issue]:
    level = int(token.tag[1])
    if level < min_heading:
        marks = "#" * min_heading
        yield Issue(
            "prosa-overskrift", line, 0,
            f"Overskriften er på nivå {level}, men må være på nivå {min_heading} eller lavere her.",
            f"Start linja med «{marks} ».",
        )


def _header_row(tokens: Sequence[Token], index: int, line: int) -> Iterator[Issue]:
    cells = []
    for token in tokens[index:]:
        if token.type == "thead_close":
            break
        if token.type == "inline":
            cells.append(token.content.strip())
    if not any(cells):
        yield Issue(
            "prosa-tabell-hode", line, 0, "Tabellen mangler overskrifter i øverste rad.",
            "Skriv hva hver kolonne inneholder.",
        )


def _inline(children: Sequence[Token], block: range, lines: Sequence[str]) -> Iterator[Issue]:
    depth, said = 0, ""
    href = ""
    place = _Places(lines, block)
    for token in children:
        if token.type == "text" and (hidden := HIDDEN.search(token.content)):
            yield Issue(
                "skjult-tegn", *place.next("&"), hidden_message(hidden[0]),
                "Slett koden som står for tegnet.",
            )
        if token.type == "link_open":
            depth, said, href = 1, "", str(token.attrGet("href") or "")
        elif token.type == "link_close":
            depth = 0
            yield from link_issues(said, href, *place.next(href))
        elif token.type == "image":
            source = str(token.attrGet("src") or "")
            yield from _image(token.content, source, *place.next(source))
        elif depth:
            said += token.content or (token.meta or {}).get("shown", "")


def link_issues(text: str, href: str, line: int, column: int) -> Iterator[Issue]:
    """Yield what is wrong with a link to ``href`` that says ``text``."""
    plain = " ".join(text.split()).strip(" .,:;!?«»()").casefold()
    if plain in _VAGUE or not plain or _BARE.match(plain):
        yield Issue(
            "prosa-lenketekst", line, column, f"Lenketeksten «{text}» sier ikke hvor lenka fører.",
            "Skriv navnet på siden lenka går til.",
        )
    if not href.startswith(_SCHEMES):
        yield Issue(
            "prosa-lenke", line, column, f"Adressen «{href}» er ikke lov.",
            "Bruk https://…, mailto:…, anbefaling:id, side:id eller #anker.",
        )


def _image(alt: str, source: str, line: int, column: int) -> Iterator[Issue]:
    if not alt.strip():
        yield Issue(
            "prosa-bilde-alt", line, column, f"Bildet «{source}» mangler alternativ tekst.",
            "Beskriv bildet mellom hakeparentesene: ![beskrivelse](bilder/…).",
        )
    if not _PICTURE.match(source):
        yield Issue(
            "prosa-bilde", line, column, f"Bildet «{source}» kan ikke brukes.",
            "Legg bildet i guideline/bilder/ og vis til det som bilder/navn.svg.",
        )


class _Places:
    """Finds one thing after the other in the lines of a block."""

    def __init__(self, lines: Sequence[str], block: range) -> None:
        self._lines, self._block = lines, block
        self._after = block.start, 0

    def next(self, what: str) -> tuple[int, int]:
        """Return where ``what`` stands after what was found last; the block's start if nowhere."""
        line, column = self._after
        while what and line < self._block.stop:
            found = self._lines[line].find(what, column)
            if found >= 0:
                self._after = line, found + len(what)
                return line, found
            line, column = line + 1, 0
        return self._block.start, 0
