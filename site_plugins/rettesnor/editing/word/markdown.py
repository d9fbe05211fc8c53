"""Our Markdown as units, and back, with every line of what is the same kept as it stands.

What is written is read again: it must say exactly the wanted units, or it is not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

from rettesnor.editing.word.units import Span, Spans, Unit, normal, soft
from rettesnor.model.legal_reference import DOUBLE
from rettesnor.reading.markdown.dialect import parser
from rettesnor.reading.markdown.references import CITATION

WIDTH = 98
"""Characters of a line that a paragraph is broken into; as at the editor's desk."""
_MARKER = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+|$)")
_TOKEN = re.compile(r"(?:\[\[[^\]\n]*\]\]|\[@[^\]\n]*\]|`[^`\n]*`|\]\(<[^>\n]*>|[^ \t\n])+")
_UNSAFE_START = re.compile(r"(?:[-*+]|\d{1,9}[.)])$|#{1,6}$|[>|<]|[=-]+$|```|~~~|:::|\[[^\]]+\]:")
_SPECIAL = re.compile(r"([\\`*_\[\]<>&!])")
_START = re.compile(r"^(\s*)([-+#>|]|[=-]+$|\d{1,9}(?=[.)]))")


class Unwritable(Exception):
    """The text cannot be written in our Markdown."""


@cache
def _parser() -> MarkdownIt:
    markdown = parser()
    markdown.inline.ruler.at("reference", _reference)
    return markdown


def _reference(state: StateInline, silent: bool) -> bool:
    """Take a whole citation or double bracket as one token."""
    following = state.src[state.pos : state.pos + 2]
    pattern = CITATION if following == "[@" else DOUBLE if following == "[[" else None
    match = pattern.match(state.src, state.pos) if pattern else None
    if match is None:
        return False
    if not silent:
        state.push("reference", "", 0).content = match[0]
    state.pos = match.end()
    return True


def units_of(text: str) -> list[Unit]:
    """Return the units of a Markdown text."""
    lines = text.split("\n")
    env: dict[str, Any] = {"slots": [], "issues": [], "lines": lines, "line": 0}
    found: list[Unit] = []
    for node in SyntaxTreeNode(_parser().parse(text, env)).children:
        start, end = node.map or (0, 0)
        while end > start + 1 and not lines[end - 1].strip():
            end -= 1
        try:
            found += _block(node, lines)
        except _Opaque:
            found.append(Unit("opaque", raw="\n".join(lines[start:end]), lines=(start, end)))
    return found


class _Opaque(Exception):
    """Word has no counterpart that comes back as it was."""


def _block(node: SyntaxTreeNode, lines: Sequence[str]) -> Iterator[Unit]:
    where = node.map or (0, 0)
    match node.type:
        case "paragraph":
            yield Unit("paragraph", _spans(node), lines=where)
        case "heading":
            yield Unit("heading", _spans(node), int(node.tag[1]), lines=where)
        case "hr":
            yield Unit("rule", lines=where)
        case "bullet_list" | "ordered_list":
            yield from _list(node, 0)
        case "blockquote":
            if any(child.type != "paragraph" for child in node.children):
                raise _Opaque
            for child in node.children:
                yield Unit("quote", _spans(child), lines=child.map or (0, 0))
        case "table":
            yield _table(node, lines)
        case _:
            raise _Opaque


def _list(node: SyntaxTreeNode, level: int) -> Iterator[Unit]:
    ordered = node.type == "ordered_list"
    start = int(node.attrs.get("start", 1)) if ordered else 0
    for item in node.children:
        if not item.children or item.children[0].type != "paragraph":
            raise _Opaque
        for place, child in enumerate(item.children):
            first, last = child.map or (0, 0)
            if child.type in ("bullet_list", "ordered_list"):
                yield from _list(child, level + 1)
            elif child.type != "paragraph":
                raise _Opaque
            elif place:
                yield Unit("more", _spans(child), level, lines=(first, last))
            else:
                yield Unit("item", _spans(child), level, ordered, start, lines=(first, last))
                start = 0


def _table(node: SyntaxTreeNode, lines: Sequence[str]) -> Unit:
    rows = [row for part in node.children for row in part.children]
    aligns = [str(cell.attrs.get("style", "")).rpartition(":")[2] for cell in rows[0].children]
    align = tuple("" if one == "left" else one for one in aligns)  # they look the same
    first, last = node.map or (0, 0)
    return Unit(
        "table", rows=tuple(tuple(_spans(cell) for cell in row.children) for row in rows),
        align=align, lines=(first, last),
    )


def _spans(node: SyntaxTreeNode) -> Spans:
    """Return the spans of a block of text.

    Raises:
        _Opaque: it holds a picture, or a link that leads nowhere.
    """
    leaves = [leaf for inline in node.children for leaf in inline.children]
    return normal(_inline(leaves, "", ""))


def _inline(nodes: Sequence[SyntaxTreeNode], marks: str, href: str) -> Iterator[Span]:
    for node in nodes:
        match node.type:
            case "text":
                yield Span(node.content, "text", marks, href)
            case "softbreak":
                yield Span(" ", "text", marks, href)
            case "hardbreak":
                yield Span("", "break")
            case "reference":
                if href:
                    raise _Opaque
                yield Span(node.content, "reference")
            case "code_inline":
                yield Span(node.content, "text", _with(marks, "c"), href)
            case "strong":
                yield from _inline(node.children, _with(marks, "s"), href)
            case "em":
                yield from _inline(node.children, _with(marks, "e"), href)
            case "link" if node.attrs.get("href") and not node.attrs.get("title") and not href:
                yield from _inline(node.children, marks, str(node.attrs["href"]))
            case _:
                raise _Opaque


def _with(marks: str, mark: str) -> str:
    return "".join(sorted({*marks, mark}))


# Writing --------------------------------------------------------------------------------------


def written(before: str, wanted: Sequence[Unit]) -> str:
    """Return Markdown that says ``wanted``, with the lines of ``before`` where they are the same.

    Raises:
        Unwritable: our Markdown cannot say it.
    """
    old = units_of(before)
    if old == list(wanted):
        return before
    ending = "\n" * (len(before) - len(before.rstrip("\n")))
    for units in (list(wanted), [soft(unit) for unit in wanted]):
        for known in (old, []):
            try:
                made = _Composer(before, known).text(units)
            except Unwritable:
                continue
            if units_of(made) == units:
                return made + ending
    raise Unwritable


@dataclass
class _Composer:
    before: str
    old: Sequence[Unit]

    def text(self, wanted: Sequence[Unit]) -> str:
        """Return the text of ``wanted``, without a line end after the last line."""
        lines = self.before.split("\n")
        pairs = _paired(self.old, wanted)
        blocks: list[list[str]] = []
        stack: list[_Level] = []
        for place, unit in enumerate(wanted):
            at = pairs.get(place)
            kept = lines[slice(*self.old[at].lines)] if at is not None else None
            if unit.kind not in ("item", "more"):
                stack.clear()
            if unit.kind == "item":
                blocks.append(self._item(unit, kept, stack))
            elif unit.kind == "more":
                del stack[unit.level + 1 :]
                if len(stack) <= unit.level:
                    raise Unwritable
                indent = " " * stack[-1].content
                blocks.append(kept or [f"{indent}{line}" for line in _wrapped(
                    _inline_text(unit.spans), WIDTH - len(indent)
                )])
            else:
                blocks.append(kept or self._block(unit))
        out: list[str] = []
        for place, block in enumerate(blocks):
            if place:
                out += self._between(place, pairs, wanted, lines)
            out += block
        return "\n".join(out)

    def _between(
        self, place: int, pairs: dict[int, int], wanted: Sequence[Unit], lines: Sequence[str]
    ) -> list[str]:
        """Return the lines between two units: as they stand, or a blank one."""
        one, other = pairs.get(place - 1), pairs.get(place)
        if one is not None and other == one + 1:
            return list(lines[self.old[one].lines[1] : self.old[other].lines[0]])
        both = wanted[place - 1].kind in ("item", "more") and wanted[place].kind == "item"
        starts = wanted[place].start > 1 or _differ(wanted[place - 1], wanted[place])
        return [] if both and not starts and not self._is_loose() else [""]

    def _is_loose(self) -> bool:
        return any(
            one.kind == other.kind == "item" and one.lines[1] < other.lines[0]
            for one, other in zip(self.old, self.old[1:], strict=False)
        )

    def _item(self, unit: Unit, kept: list[str] | None, stack: list[_Level]) -> list[str]:
        del stack[unit.level + 1 :]
        if len(stack) == unit.level:
            indent = stack[-1].content if stack else 0
            stack.append(_Level(indent, indent, unit.ordered, max(unit.start, 1)))
        elif len(stack) < unit.level:
            raise Unwritable
        level = stack[-1]
        if unit.start:
            level.number = unit.start
        level.ordered = unit.ordered
        match = _MARKER.match(kept[0]) if kept else None
        if kept is not None and match is not None:
            marker = match[2]
            if unit.ordered and int(marker[:-1]) != level.number and self._is_counted():
                new = f"{level.number}{marker[-1]}"
                if len(new) == len(marker):
                    kept = [f"{match[1]}{new}{match[3]}{kept[0][match.end():]}", *kept[1:]]
            level.indent, level.content = len(match[1]), match.end()
            level.marker = marker[-1]
            level.number += 1
            return kept
        marker = f"{level.number}{level.marker or '.'}" if unit.ordered else (level.marker or "-")
        level.number += 1
        head = f"{' ' * level.indent}{marker} "
        level.content = len(head)
        body = _wrapped(_inline_text(unit.spans), WIDTH - len(head))
        return [head + body[0], *(f"{' ' * len(head)}{line}" for line in body[1:])]

    def _is_counted(self) -> bool:
        """Whether numbered items are numbered in the source, and not all «1.»."""
        numbers = [
            match[2] for unit in self.old if unit.kind == "item" and unit.ordered
            if (match := _MARKER.match(self.before.split("\n")[unit.lines[0]]))
        ]
        return len(numbers) < 2 or len(set(numbers)) > 1

    def _block(self, unit: Unit) -> list[str]:
        match unit.kind:
            case "heading":
                text = _inline_text(unit.spans)
                if "\n" in text:
                    raise Unwritable
                return [f"{'#' * unit.level} {text}"]
            case "rule":
                return ["---"]
            case "quote":
                return [f"> {line}" for line in _wrapped(_inline_text(unit.spans), WIDTH - 2)]
            case "opaque":
                return unit.raw.split("\n")
            case "table":
                return self._table(unit)
            case _:
                return _wrapped(_inline_text(unit.spans), WIDTH)

    def _table(self, unit: Unit) -> list[str]:
        """Return the lines of a table; rows that another table had stand as they stood."""
        lines = self.before.split("\n")
        kept: dict[tuple[Spans, ...], str] = {}
        rule = ""
        for other in self.old:
            if other.kind == "table" and len(other.align) == len(unit.align):
                first = other.lines[0]
                if other.align == unit.align:
                    rule = lines[first + 1]
                kept |= {
                    row: lines[first + number + bool(number)]
                    for number, row in enumerate(other.rows)
                }
        made = [kept.get(row) or _row(row) for row in unit.rows]
        marks = {"": "---", "center": ":-:", "right": "--:"}
        rule = rule or "| " + " | ".join(marks[one] for one in unit.align) + " |"
        return [made[0], rule, *made[1:]]


@dataclass
class _Level:
    """Where the items of a list stand: their indentation, and that of their text."""

    indent: int
    content: int
    ordered: bool
    number: int
    marker: str = ""


def _differ(one: Unit, other: Unit) -> bool:
    return one.kind == "item" and one.level == other.level and one.ordered != other.ordered


def _paired(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """Return which old unit each new one is, where they are the same."""
    keys: dict[Unit, int] = {}

    def numbered(units: Sequence[Unit]) -> list[int]:
        # Where a list begins follows from its place; an item is the same without it.
        return [keys.setdefault(replace(u, start=0, lines=(0, 0)), len(keys)) for u in units]

    matcher = SequenceMatcher(None, numbered(old), numbered(new), autojunk=False)
    return {
        b + k: a + k for a, b, size in matcher.get_matching_blocks() for k in range(size)
    }


def _row(cells: Sequence[Spans]) -> str:
    texts = [_inline_text(cell, cell=True) for cell in cells]
    if any("\n" in text for text in texts):
        raise Unwritable
    return "| " + " | ".join(texts) + " |"


def _inline_text(spans: Spans, *, cell: bool = False) -> str:
    """Return Markdown that says ``spans``: with as few escapes as it can be read with."""
    for full in (False, True):
        made = _marked(spans, full=full)
        if cell:
            made = made.replace("|", "\\|")
            said = units_of(f"| {made} |\n| --- |\n| {made} |")
            if len(said) == 1 and said[0].rows == ((spans,), (spans,)):
                return made
            continue
        lines = _wrapped(made, WIDTH)
        said = units_of("\n".join(lines))
        if not spans and not said:
            return ""
        if len(said) == 1 and said[0] == Unit("paragraph", spans):
            return made
    raise Unwritable


def _marked(spans: Spans, *, full: bool) -> str:
    out: list[str] = []
    open_: list[str] = []
    href = ""
    signs = {"s": "**", "e": "*"}

    def close_to(marks: str) -> None:
        while any(mark not in marks for mark in open_):
            out.append(signs[open_.pop()])

    for place, span in enumerate(spans):
        marks = span.marks.replace("c", "")
        if span.href != href:
            close_to("")
            if href:
                out.append(_link_end(href))
            if span.href:
                out.append("[")
            href = span.href
        close_to(marks)
        # The mark that lasts longest is opened first, so that marks are nested.
        new = sorted(
            (mark for mark in marks if mark not in open_),
            key=lambda mark: -_lasts(spans, place, mark),
        )
        for mark in new:
            out.append(signs[mark])
            open_.append(mark)
        if span.kind == "break":
            out.append("\\\n")
        elif span.kind == "reference":
            out.append(span.text)
        elif "c" in span.marks:
            out.append(_code(span.text))
        else:
            text = span.text
            if full:
                text = _SPECIAL.sub(r"\\\1", text)
                if not place or spans[place - 1].kind == "break":
                    text = _START.sub(_escaped_start, text)
            out.append(text)
    close_to("")
    if href:
        out.append(_link_end(href))
    return "".join(out)


def _escaped_start(match: re.Match[str]) -> str:
    if match[2].isdigit():  # a number is escaped before its full stop
        return match[0] + "\\"
    return f"{match[1]}\\{match[2]}"


def _lasts(spans: Spans, place: int, mark: str) -> int:
    end = place
    while end < len(spans) and mark in spans[end].marks and spans[end].href == spans[place].href:
        end += 1
    return end - place


def _code(text: str) -> str:
    runs = [len(run) for run in re.findall(r"`+", text)]
    fence = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    pad = " " if text[:1] == "`" or text[-1:] == "`" or text.strip(" ") != text else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _link_end(href: str) -> str:
    plain = re.fullmatch(r"[^\s()<>]+", href) is not None
    return f"]({href})" if plain else f"](<{href}>)"


def _wrapped(text: str, width: int) -> list[str]:
    """Return ``text`` in lines; none begins with what would mean something there."""
    found: list[str] = []
    for line in text.split("\n"):
        current = ""
        for token in _TOKEN.findall(line) or [""]:
            if current and len(current) + 1 + len(token) > width and not _UNSAFE_START.match(token):
                found.append(current)
                current = token
            else:
                current = f"{current} {token}" if current else token
        found.append(current)
    return found
