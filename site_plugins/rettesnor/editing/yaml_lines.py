"""Which lines of a YAML text belong to which entry, comments included."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from rettesnor.editing.yaml_nodes import Node

Range = tuple[int, int]
"""The first line, and the line behind the last."""


class Lines:
    """The lines of a text, and what the entries of its collections take of them.

    A comment at an entry's own column, on the lines right above it, is the entry's: it moves and
    goes with it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        for line in text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.count = len(self.starts) - 1

    def of(self, index: int) -> int:
        """Return the number of the line that the character at ``index`` is on."""
        return bisect_right(self.starts, index) - 1

    def __getitem__(self, number: int) -> str:
        return self.text[self.starts[number] : self.starts[number + 1] - 1]

    def start(self, number: int) -> int:
        """Return the index at which a line starts: the text's end for the line behind the last."""
        return min(self.starts[number], len(self.text))

    def entries(self, node: Node) -> list[Range]:
        """Return the lines of each entry of a block collection, without blank lines behind it."""
        firsts = [inner.line for inner in (node.keys or node.items)]
        column = node.keys[0].column if node.keys else node.column
        heads: list[int] = []
        floor = -1
        for first in firsts:
            line = first
            while line - 1 > floor and self._is_comment(line - 1, column):
                line -= 1
            heads.append(line)
            floor = first
        stops = [*heads[1:], self._stop(node, column)]
        return [self._trimmed(head, stop) for head, stop in zip(heads, stops, strict=True)]

    def removable(self, lines: Range, node: Node, column: int) -> Range:
        """Return those of an entry's lines that go when it is removed.

        A comment below it, at its own column, stays: it may be about anything.

        Args:
            node: the entry's value.
            column: where its key or its dash is.
        """
        stop = self.last(node) + 1
        while stop < lines[1] and not self._is_comment(stop, column):
            stop += 1
        return lines[0], stop

    def last(self, node: Node) -> int:
        """Return the last line of ``node``."""
        if node.kind != "scalar" and not node.flow and node.items:
            return self.last(node.items[-1])
        if node.style and node.style in "|>":
            return self._last_of_block(node)
        return self.of(max(node.end - 1, node.start))

    def entry_column(self, node: Node) -> int:
        """Return the column of the entry whose value ``node`` is: of its key, or its dash."""
        line = self[self.of(node.start)]
        lead = re.match(r" *(?:- +)*", line)
        assert lead is not None
        dashed = re.match(r" *(?:- +)+[|>]", line)
        return lead.end() - 2 if dashed else lead.end()

    def _stop(self, node: Node, column: int) -> int:
        """Return the line behind a collection and the comments below it that are its own."""
        stop = look = self.last(node) + 1
        while look < self.count:
            if column > 0 and self._is_comment(look, column):
                look += 1
                stop = look
            elif not self[look].strip() and look + 1 < self.count:
                look += 1
            else:
                break
        return stop

    def _last_of_block(self, node: Node) -> int:
        last = self.of(node.start)
        outer = self.entry_column(node)
        indent: int | None = None
        for number in range(last + 1, self.count):
            line = self[number]
            if not line.strip():
                continue
            width = len(line) - len(line.lstrip(" "))
            if indent is None:
                indent = width
                if outer >= width:
                    break
            if width < indent:
                break
            last = number
        return last

    def _is_comment(self, number: int, column: int) -> bool:
        return re.match(rf" {{{column}}}#", self[number]) is not None

    def _trimmed(self, first: int, stop: int) -> Range:
        while stop - 1 > first and not self[stop - 1].strip():
            stop -= 1
        return first, stop


def with_line_ends_of(before: str, made: str) -> str:
    """Return ``made``, whose lines all end with ``\n``, with the line ends of ``before``.

    A line that is in both keeps its own; a new one gets the kind that most lines have.
    """
    crlf, all_ = before.count("\r\n"), before.count("\n")
    usual = "\r\n" if 2 * crlf > all_ else "\n"
    if crlf in (0, all_):
        return made.replace("\n", usual)
    old = before.removeprefix("\ufeff").split("\n")
    new = made.split("\n")
    bare = [line.removesuffix("\r") for line in old]
    ends = [usual] * (len(new) - 1)
    for block in SequenceMatcher(None, bare, new, autojunk=False).get_matching_blocks():
        for number in range(block.size):
            if block.b + number < len(ends) and block.a + number < len(old) - 1:
                ends[block.b + number] = "\r\n" if old[block.a + number][-1:] == "\r" else "\n"
    return "".join(line + end for line, end in zip(new, [*ends, ""], strict=True))


def between(ranges: Sequence[Range]) -> list[Range]:
    """Return the lines that lie between ``ranges``, which follow each other."""
    return [(one[1], other[0]) for one, other in pairwise(ranges)]
