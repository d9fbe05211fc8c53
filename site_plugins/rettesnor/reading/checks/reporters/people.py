"""The report for people: where, what, the line with a caret under the place, and the hint."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rettesnor.model.problem import Problem, Severity
from rettesnor.reading.checks.reporters.totals import count

WIDTH = 100
"""Longest piece of a line that is shown (characters)."""

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class _Paint:
    """ANSI colours (ECMA-48 SGR), or nothing."""

    on: bool

    def __call__(self, text: str, *codes: int) -> str:
        if not self.on:
            return text
        return f"\x1b[{';'.join(map(str, codes))}m{text}\x1b[0m"


_BOLD, _DIM, _RED, _YELLOW, _CYAN = 1, 2, 31, 33, 36


def render(
    problems: Sequence[Problem],
    text_of: Callable[[str], str | None],
    *,
    colour: bool = False,
) -> str:
    """Return the report of ``problems``, ending in a newline.

    Args:
        text_of: returns the text of a file by its path, or None when it has none.
        colour: whether to use ANSI colours.
    """
    paint = _Paint(colour)
    lines: dict[str, list[str]] = {}
    parts = []
    for problem in problems:
        if problem.path not in lines:
            text = text_of(problem.path) or ""
            lines[problem.path] = text.replace("\r\n", "\n").split("\n")
        parts.append(_one(problem, lines[problem.path], paint))
    parts.append(_closing(problems, paint))
    return "\n".join(parts) + "\n"


def _one(problem: Problem, lines: Sequence[str], paint: _Paint) -> str:
    grave = problem.severity is Severity.ERROR
    colour = _RED if grave else _YELLOW
    place = f"{visible(problem.path)}:{problem.line}:{problem.column}:"
    message = [
        f"{paint(place, _BOLD)} {paint(problem.severity.value, _BOLD, colour)}: "
        f"{visible(problem.message)} {paint(f'[{problem.code}]', _DIM)}"
    ]
    number = str(problem.line)
    gutter = " " * len(number)
    if problem.line <= len(lines) and lines[problem.line - 1].strip():
        shown, caret = window(lines[problem.line - 1], problem.column)
        message.append(f"  {paint(f'{number} |', _DIM)} {shown}")
        message.append(f"  {paint(f'{gutter} |', _DIM)} {' ' * caret}{paint('^', _BOLD, colour)}")
    if problem.hint:
        first, *more = problem.hint.split("\n")
        message.append(f"  {gutter} {paint('=', _CYAN)} {visible(first)}")
        message += [f"  {gutter}     {visible(line)}" for line in more]  # something to copy
    return "\n".join(message) + "\n"


def window(line: str, column: int) -> tuple[str, int]:
    """Return the part of ``line`` around the 1-based ``column``, and the caret's offset in it.

    Long lines are cut on both sides; the offset counts cells of a terminal.
    """
    index = min(max(column - 1, 0), len(line))
    start = 0
    if len(line) > WIDTH:
        start = max(0, min(index - WIDTH // 2, len(line) - WIDTH))
    piece = line[start : start + WIDTH]
    before = ("…" if start else "") + visible(line[start:index])
    after = visible(line[index : start + len(piece)])
    ending = "…" if start + len(piece) < len(line) else ""
    return before + after + ending, sum(map(_cells, before))


def visible(text: str) -> str:
    """Return ``text`` on one line, with hidden and control characters shown as «�».

    Content must not be able to move the cursor, colour the terminal or turn its own order.
    """
    return _UNSAFE.sub("\ufffd", text.replace("\t", " ").replace("\n", " "))


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _closing(problems: Sequence[Problem], paint: _Paint) -> str:
    totals = count(problems)
    if not problems:
        return str(totals)
    code = problems[0].code
    return (
        f"{paint(str(totals), _BOLD)}\n"
        f"Les mer om et problem med koden i klammene: rettesnor check --explain {code}"
    )
