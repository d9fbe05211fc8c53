"""Lists that the parser took as text, and text that it took as a list or a quotation.

CommonMark calls nothing an error. Lines with Word's bullets run together into one paragraph, and
«15. august» at the start of a line is the fifteenth item of a list (CommonMark 5.2 and 5.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rettesnor.model.problem import Code
from rettesnor.reading.markdown.issue import Issue

CODES = (
    Code("prosa-liste", "En liste blir ikke en liste, eller en del av en setning blir det."),
    Code("prosa-sitat", "En del av en setning blir et sitat."),
)
"""The codes of what is found here."""

if TYPE_CHECKING:
    from markdown_it.token import Token

_BULLET = re.compile(r"[•‣▪▫◦●○■□·∙]|[-*+] ")
"""What starts an item and nothing else. A hyphen and a blank start one that is set in too far."""
_SIGN = re.compile(
    r"(?:[\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]+|o(?=\s))\s*\S"
)
"""What word processors and newsletters use for bullets: arrows, ticks, figures, and Word's «o»."""
_PERHAPS = re.compile(
    r"(?P<dash>[-–—]) ?\w|(?P<star>\*)(?=\w)(?!.*\*)"
    r"|\(?(?P<rank>[0-9]{1,2}|[a-z]|ii|[AB]|II?)[.)] ?[^\W\d]"
    r"|(?P<part>(?:[0-9]{1,2}\.)+[0-9]{1,2})\.? [^\W\d]"
    r"|(?P<step>[^\W\d_]{2,20} [0-9]{1,2})(?:[:.)]| [–-]) ?[^\W\d]"
)
"""What starts an item when the next line starts likewise."""
_AMOUNT = re.compile(r"[ =]*[0-9]++(?![.)])")
"""What follows a sign for «more than»; a number with a full stop begins a list, or a date."""
_ENDED = re.compile(r"[.:;!?…»\")]\s*\Z")
_BEGINS = re.compile(r"(?:\*\*|[\[«\"(*])*[A-ZÀ-ÖØ-Þ]\S*")
"""The first word of a line at the margin that begins a sentence."""
_STOPPED = re.compile(r"[.!?…][»”\")*]*\Z")
_NARROW = 60
"""A line with fewer letters than this was not broken because it was full."""
_SHOWN = 30


def in_paragraph(text: str, first: int) -> Iterator[Issue]:
    """Yield the first line of what was meant as a list, in the paragraph ``text``.

    Args:
        first: the line of the field that the paragraph starts on.
    """
    lines = [line.lstrip() for line in text.split("\n")]
    found = next((index for index, line in enumerate(lines) if _BULLET.match(line)), None)
    if found is None:
        signs = [index for index, line in enumerate(lines) if _SIGN.match(line)]
        if len(signs) > 1 or (signs and signs[0] and lines[signs[0] - 1].rstrip().endswith(":")):
            found = signs[0]
    if found is None:
        starts = [_PERHAPS.match(line) for line in lines]
        pairs = enumerate(pairwise(starts))
        found = next((index for index, (one, two) in pairs if _follows(one, two)), None)
    if found is not None:
        yield Issue(
            "prosa-liste", first + found, 0, "Linjene her leses ikke som en liste.",
            "Start hvert punkt med «- » eller «1. », helt til venstre, og sett en blank linje "
            "over lista. Er det replikker eller avsnitt, sett en blank linje mellom dem.",
        )


def _follows(one: re.Match[str] | None, two: re.Match[str] | None) -> bool:
    """Return whether two lines start as items that follow each other in one list."""
    if one is None or two is None or one.lastgroup != two.lastgroup:
        return False
    if one.lastgroup == "part":
        (over, first), (above, second) = one["part"].rsplit(".", 1), two["part"].rsplit(".", 1)
        return over == above and int(second) == int(first) + 1
    if one.lastgroup == "step":
        (word, first), (other, second) = one["step"].split(" "), two["step"].split(" ")
        return word == other and int(second) == int(first) + 1
    if one.lastgroup != "rank":
        return True
    first, second = one["rank"], two["rank"]
    if first.isdigit() and second.isdigit():
        return int(second) == int(first) + 1
    if (first, second) in (("i", "ii"), ("I", "II")):
        return True
    return len(first) == len(second) == 1 and ord(second) == ord(first) + 1


def empty_item(tokens: Sequence[Token], index: int, lines: Sequence[str]) -> Iterator[Issue]:
    """Yield that the item of a list that opens at ``index`` holds nothing."""
    if tokens[index + 1].type == "list_item_close":
        line = (tokens[index].map or (0, 0))[0]
        written = lines[line] if line < len(lines) else ""
        yield Issue(
            "prosa-liste", line, len(written) - len(written.lstrip()), "Punktet er tomt.",
            "Skriv noe i punktet, eller slett linja.",
        )


def runs_on(tokens: Sequence[Token], index: int, lines: Sequence[str]) -> Iterator[Issue]:
    """Yield the first line that an item or a quotation takes in, and that begins something new.

    A line at the margin goes on with the item or the quotation before it (CommonMark 5.1, lazy
    continuation). It was meant to if it is the rest of a sentence, and not if the one before had
    come to an end, or had room for its first word.

    Args:
        index: of the opening of the paragraph that may go on.
    """
    paragraph = tokens[index]
    if not paragraph.level:
        return
    first, end = paragraph.map or (0, 0)
    for number in range(first + 1, min(end, len(lines))):
        before, begins = lines[number - 1].rstrip(), _BEGINS.match(lines[number])
        if begins and (_STOPPED.search(before) or len(before) + len(begins[0]) < _NARROW):
            yield _taken_in(number, _inside(tokens, index))
            return


def _taken_in(line: int, container: str) -> Issue:
    if container == "blockquote_open":
        return Issue(
            "prosa-sitat", line, 0, "Linja blir en del av sitatet over.",
            "Sett en blank linje over den. Hører den til sitatet, start den med «> ».",
        )
    return Issue(
        "prosa-liste", line, 0, "Linja blir en del av punktet over.",
        "Sett en blank linje over den. Hører den til punktet, rykk den inn så langt som teksten "
        "i punktet.",
    )


def _inside(tokens: Sequence[Token], index: int) -> str:
    """Return what the block at ``index`` stands in: the type of the token that opens it."""
    level = tokens[index].level - 1
    return next(
        tokens[at].type for at in range(index - 1, -1, -1)  # no slice: it would copy the field
        if tokens[at].level == level and tokens[at].nesting > 0
    )


def in_list(tokens: Sequence[Token], index: int, lines: Sequence[str]) -> Iterator[Issue]:
    """Yield that the list which opens at ``index`` is part of a sentence, or counts wrongly."""
    items = _items(tokens, index)
    if len(items) > 1:
        yield from _miscounted(items, lines)
        return
    line = items[0].map[0] if items[0].map else 0
    if line >= len(lines):
        return
    breaks = _breaks(tokens, index, lines, line)
    announced = line > 0 and lines[line - 1].rstrip().endswith(":")
    yield from _rest_of_sentence(items[0], line, lines[line], breaks, announced)


def _miscounted(items: Sequence[Token], lines: Sequence[str]) -> Iterator[Issue]:
    """Yield the first item that will have another number than is written; all may be the same."""
    written = [item.info for item in items]
    if len(set(written)) == 1:
        return
    for number, item in enumerate(items, int(written[0])):
        line = item.map[0] if item.map else 0
        if int(item.info) != number and line < len(lines):
            yield Issue(
                "prosa-liste", line, max(lines[line].find(item.info), 0),
                f"Punktet er nummerert {item.info}, men vil stå som {number} på siden.",
                f"Skriv «{item.info}\\{item.markup}» når tallet er en del av setningen, og rett "
                "tallet når det er et punkt.",
            )
            return


def _rest_of_sentence(
    item: Token, line: int, written: str, breaks: bool, announced: bool
) -> Iterator[Issue]:
    """Yield that a list's only item goes on with the sentence before, or starts as a date does.

    Args:
        breaks: whether the line before is in the middle of a sentence.
        announced: whether it ends with a colon.
    """
    mark = item.info + item.markup
    column = max(written.find(mark), 0)
    message = written[column + len(mark) :].strip()
    if item.info and (breaks or (message[:1].islower() and not announced)):
        shown = message if len(message) <= _SHOWN else f"{message[:_SHOWN].rstrip()}…"
        yield Issue(
            "prosa-liste", line, column,
            f"«{mark} {shown}» blir et punkt i en nummerert liste.",
            f"Skriv «{item.info}\\{item.markup}» når tallet er en del av setningen.",
        )
    elif breaks:
        yield Issue(
            "prosa-liste", line, column,
            f"«{mark}» først på linja gjør slutten av setningen til et punkt.",
            "Flytt tegnet til linja over. Er det en liste, må linja over slutte med kolon.",
        )


def in_quotation(tokens: Sequence[Token], index: int, lines: Sequence[str]) -> Iterator[Issue]:
    """Yield that the quotation which opens at ``index`` is the rest of a sentence, or a number."""
    line = (tokens[index].map or (0, 0))[0]
    if line >= len(lines):
        return
    column = max(lines[line].find(">"), 0)
    amount = _AMOUNT.match(lines[line], column + 1)
    if amount or _breaks(tokens, index, lines, line):
        yield Issue(
            "prosa-sitat", line, column,
            "«>» først på linja gjør resten av setningen til et sitat.",
            "Skriv «over» eller «mer enn», eller \\>. Er det et sitat, sett en blank linje over.",
        )


def _breaks(tokens: Sequence[Token], index: int, lines: Sequence[str], line: int) -> bool:
    """Return whether the block that opens at ``index`` comes in the middle of a sentence."""
    goes_on = index > 0 and tokens[index - 1].type == "paragraph_close"
    if not goes_on or tokens[index].level:  # a list that is set in is meant to be one
        return False
    before = lines[line - 1].rstrip()
    return bool(before) and not _ENDED.search(before)


def _items(tokens: Sequence[Token], index: int) -> list[Token]:
    """Return the openings of the items of the list that opens at ``index``."""
    level = tokens[index].level
    found = []
    for at in range(index + 1, len(tokens)):
        token = tokens[at]
        if token.level == level:
            break
        if token.type == "list_item_open" and token.level == level + 1:
            found.append(token)
    return found
