"""What a parsed text field may not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rettesnor.model.problem import Code
from rettesnor.model.prose import Reference
from rettesnor.reading.files.decoding import HIDDEN, hidden_message
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.markdown.lint import lists
from rettesnor.reading.markdown.lint import unparsed_markup as stray

CODES = (
    Code("prosa-tabell-bred", "En tabell har for mange kolonner.", suppressible=False),
    Code(
        "prosa-tabell-celler",
        "En rad i en tabell har flere celler enn kolonner, eller er ingen rad.",
        suppressible=False,
    ),
    Code(
        "prosa-lenke", "En lenke har en adresse som ikke er lov, eller blir ikke en lenke.",
        suppressible=False,
    ),
    Code("prosa-bilde", "Et bilde ligger ikke der bilder skal ligge.", suppressible=False),
    Code("prosa-overskrift", "En overskrift er på for høyt nivå, eller blir ikke en overskrift."),
    Code("prosa-tabell-hode", "En tabell mangler overskrifter, eller blir ikke en tabell."),
    Code("prosa-lenketekst", "En lenketekst sier ikke hvor lenka fører."),
    Code("prosa-bilde-alt", "Et bilde mangler alternativ tekst."),
)
"""The codes of what is found here."""

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
_BAR = re.compile(r"(?<!\\)\|")
_BEFORE_ROW = re.compile(r"[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?\|?")
"""What may stand before the first cell of a row: the marks of a quote or a list, and a bar."""
_LINKABLE = re.compile(
    r"https?://(?:[\w-]+\.)+[\w-]+(?::[0-9]+)?(?:[/?#]\S*)?\Z"
    r"|mailto:[^\s@]+@(?:[^\s@.]+\.)+[^\s@.]+\Z"
    r"|(?:anbefaling|side):|#."
)
"""Addresses that links may have; one of another form comes out of the cleaner as no link at all."""
PICTURE = re.compile(r"bilder/[a-z0-9][a-z0-9._-]*\.(?:svg|png|jpe?g|webp)\Z")
"""Addresses that pictures may have."""


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
        written = _line(lines, line)
        yield Issue(
            "prosa-for-dyp", line, len(written) - len(written.lstrip()),
            f"Teksten har mer enn {MAX_NESTING} nivåer inni hverandre.",
            "Gjør lister og sitater flatere.",
        )
    columns = 0
    for index, token in enumerate(tokens):
        line = token.map[0] if token.map else 0
        if token.type == "heading_open":
            yield from _heading(token, tokens[index + 1], min_heading, line)
        elif token.type == "hr":
            yield from stray.under_text(tokens, index, min_heading)
        elif token.type == "list_item_open" and token.level < MAX_NESTING:
            yield from lists.empty_item(tokens, index, lines)
        elif token.type == "thead_open":
            columns, issues = _header_row(tokens, index, line)
            yield from issues
        elif token.type == "tr_open":
            yield from _row(_line(lines, line), columns, line)
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            yield from lists.in_list(tokens, index, lines)
        elif token.type == "fence":
            rows = extent(token, lines)
            last = lines[rows.stop - 1] if len(rows) > 1 else ""
            yield from stray.around_fence(token.info, line, last, token.markup)
        elif token.type == "blockquote_open":
            yield from lists.in_quotation(tokens, index, lines)
        elif token.type == "inline" and "refused" not in token.meta:
            if index and tokens[index - 1].type == "paragraph_open":
                yield from lists.runs_on(tokens, index - 1, lines)
                yield from stray.in_paragraph(token.content, line, min_heading)
                if index > 1 and tokens[index - 2].type == "list_item_open":
                    yield from stray.box(token.content, line)
                yield from lists.in_paragraph(token.content, line)
            yield from _inline(token.children or (), extent(token, lines), lines)


def extent(token: Token, lines: Sequence[str]) -> range:
    """Return the lines that ``token``, a block, stands on."""
    start, end = token.map or (0, 0)
    return range(start, min(end, len(lines)))


def _line(lines: Sequence[str], number: int) -> str:
    """Return a line; the parser ends lines at carriage returns too, and knows of more."""
    return lines[number] if number < len(lines) else ""


def _heading(token: Token, words: Token, min_heading: int, line: int) -> Iterator[Issue]:
    level = int(token.tag[1])
    if not words.content.strip():
        yield Issue(
            "prosa-overskrift", line, 0, "Overskriften er tom.",
            "Skriv overskriften etter tegnene, på samme linje, eller slett linja.",
        )
    if level < min_heading:
        marks = "#" * min_heading
        yield Issue(
            "prosa-overskrift", line, 0,
            f"Overskriften er på nivå {level}, men må være på nivå {min_heading} eller lavere her.",
            f"Start linja med «{marks} ».",
        )


def _header_row(tokens: Sequence[Token], index: int, line: int) -> tuple[int, list[Issue]]:
    """Return how many columns a table has, and what is wrong with their headings."""
    cells = []
    for number in range(index, len(tokens)):  # no slice: it would copy the whole field
        token = tokens[number]
        if token.type == "thead_close":
            break
        if token.type == "inline":
            cells.append(token.content.strip())
    if any(cells):
        return len(cells), []
    return len(cells), [Issue(
        "prosa-tabell-hode", line, 0, "Tabellen mangler overskrifter i øverste rad.",
        "Skriv hva hver kolonne inneholder.",
    )]


def _row(written: str, columns: int, line: int) -> Iterator[Issue]:
    """Yield that a row has more cells than the table has columns: GFM leaves out what is over."""
    start = _BEFORE_ROW.match(written)
    assert start is not None  # it matches nothing, too
    bars = [match.end() for match in _BAR.finditer(written, start.end())]
    if written.strip() and not bars and "|" not in start[0]:
        yield Issue(
            "prosa-tabell-celler", line, len(written) - len(written.lstrip()),
            "Linja blir en rad i tabellen over.",
            "Sett en blank linje over den. Er det en rad, start den med |.",
        )
    if columns > len(bars):
        return
    rest = written[bars[columns - 1] :]
    over = [cell for cell in _BAR.split(rest) if cell.strip()]
    if over:
        yield Issue(
            "prosa-tabell-celler", line, len(written) - len(rest.lstrip()),
            f"Tabellen har {columns} kolonner, og i denne raden blir «{over[0].strip()}» borte.",
            "Gi kolonnen en overskrift øverst. Er streken en del av teksten, skriv \\|, også i "
            "[[ord\\|vist tekst]].",
        )


def _inline(children: Sequence[Token], block: range, lines: Sequence[str]) -> Iterator[Issue]:
    depth, message = 0, ""
    href = ""
    place = _Places(lines, block)
    for index, token in enumerate(children):
        if token.type == "text" and (hidden := HIDDEN.search(token.content)):
            yield Issue(
                "skjult-tegn", *place.next("&"), hidden_message(hidden[0]),
                "Slett koden som står for tegnet.",
            )
        if token.type == "link_open":
            depth, message, href = 1, "", str(token.attrGet("href") or "")
            yield from _title(token, place)
        elif token.type == "link_close":
            depth = 0
            yield from link_issues(message, href, *place.next(href))
        elif token.type == "image":
            source = str(token.attrGet("src") or "")
            yield from _title(token, place)
            yield from _image(token.content, source, *place.next(source))
        elif token.type == "text" and not depth:
            yield from stray.in_text(token.content, place.unescaped)
        elif token.type in {"em_open", "strong_open"} and stray.cuts_a_word(children, index):
            yield stray.cut_word(token.markup, place.next(token.markup))
        elif token.type == "code_inline" and not depth:
            place.find(token.content)
        elif token.type == "reference" and not depth:
            place.pass_by(token.meta["reference"])
        elif depth:
            message += token.content or (token.meta or {}).get("shown", "")


def _title(token: Token, place: _Places) -> Iterator[Issue]:
    """Yield that a link or a picture has a title, which no reader by keyboard or finger meets."""
    title = str(token.attrGet("title") or "")
    if title:
        yield Issue(
            "prosa-lenke", *place.beyond(title), f"Teksten «{title}» etter adressen vises ikke.",
            "Skriv den i lenketeksten, i den alternative teksten eller i setningen.",
        )


def link_issues(text: str, href: str, line: int, column: int) -> Iterator[Issue]:
    """Yield what is wrong with a link to ``href`` that says ``text``."""
    plain = " ".join(text.split()).strip(" .,:;!?«»()").casefold()
    if plain in _VAGUE or not plain or _BARE.match(plain):
        yield Issue(
            "prosa-lenketekst", line, column, f"Lenketeksten «{text}» sier ikke hvor lenka fører.",
            "Skriv navnet på siden lenka går til.",
        )
    if not _LINKABLE.match(href):
        yield Issue(
            "prosa-lenke", line, column, f"Adressen «{href}» kan ikke brukes.",
            "Bruk https://…, mailto:…, anbefaling:id, side:id eller #anker.",
        )


def _image(alt: str, source: str, line: int, column: int) -> Iterator[Issue]:
    if not alt.strip():
        yield Issue(
            "prosa-bilde-alt", line, column, f"Bildet «{source}» mangler alternativ tekst.",
            "Beskriv bildet mellom hakeparentesene: ![beskrivelse](bilder/…).",
        )
    if not PICTURE.match(source):
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
        return self.find(what) or (self._block.start, 0)

    def beyond(self, what: str) -> tuple[int, int]:
        """Return where ``what`` stands further on, without going on to it."""
        start = self._after
        place = self.next(what)
        self._after = start
        return place

    def unescaped(self, what: str) -> tuple[int, int] | None:
        """Return where ``what`` stands after what was found last, with no backslash before."""
        start = self._after
        escaped = self.find("".join(f"\\{sign}" for sign in what))
        passed, self._after = self._after, start
        found = self.find(what)
        if escaped and (found is None or escaped < found):
            self._after = passed
            return None
        return None if found and self._lines[found[0]][: found[1]].endswith("\\") else found

    def pass_by(self, reference: Reference) -> None:
        """Go on after ``reference``; several in one citation stand at one place."""
        start = reference.line, reference.column
        if start >= self._after:
            self._after = start
            self.find("]" if reference.kind == "kilde" else "]]")

    def find(self, what: str) -> tuple[int, int] | None:
        """Return where ``what`` stands after what was found last; None if nowhere."""
        line, column = self._after
        while what and line < self._block.stop:
            found = self._lines[line].find(what, column)
            if found >= 0:
                self._after = line, found + len(what)
                return line, found
            line, column = line + 1, 0
        return None
