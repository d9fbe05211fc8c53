"""Writing new data into a YAML text: only the characters of what changes are replaced.

Comments, quotation marks, indentation, line ends, a byte order mark and a missing last line end
stay as they are. A round trip through a YAML library rewraps and requotes; an editor's file is the
editor's. What was written is proven: the strict loader must read exactly the new data from it, or
``Refused`` is raised.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.editing.yaml_emit import (
    Way,
    document,
    element,
    entry,
    flow_text,
    scalar,
)
from rettesnor.editing.yaml_lines import Lines, Range, between, with_line_ends_of
from rettesnor.editing.yaml_nodes import Node, parse
from rettesnor.model.fields import CATALOGUE
from rettesnor.reading.files.decoding import plain
from rettesnor.reading.yaml import loader
from rettesnor.reading.yaml.loader import Pointer

_BOM = "\ufeff"
_LAST = 10**6
REMOVED = object()
"""In ``edit``, the value of what is to be taken out."""


class Refused(Exception):
    """The text cannot be shown to say the new data, so it is not written; says why."""


def edit(text: str, changes: Mapping[Pointer, Any], kind: str = "") -> str:
    """Return ``text`` with the values at some pointers set, or taken out (``REMOVED``).

    Raises:
        Refused: the text cannot be read or written, or a pointer leads nowhere.
    """
    data = read(text)
    for pointer, value in changes.items():
        data = _with(data, pointer, value)
    return write(text, data, kind)


def read(text: str) -> Any:
    """Return the data in ``text``, as the product reads it.

    Raises:
        Refused: the strict loader does not accept it.
    """
    data, problems = loader.load(plain(text), "")
    if problems:
        first = problems[0]
        raise Refused(f"linje {first.line}: {first.message}")
    return _composed(data)


def write(text: str, data: Any, kind: str = "") -> str:
    """Return ``text`` saying ``data`` instead of what it says.

    Args:
        kind: a key of ``model.fields.CATALOGUE``, that tells where new fields stand, which are
            written as blocks, and which items of a list are the same; empty when not known.

    Raises:
        Refused: the strict loader would not read exactly ``data`` from the result.
    """
    body, data = plain(text), _composed(data)
    old = read(text)
    if old == data and _same_types(old, data):
        return text
    whole = body if body.endswith("\n") or not body else f"{body}\n"
    made = _written(whole, data, _Style.of(kind))
    wanted = [made] if whole == body else [made.rstrip("\n"), made]
    for one in wanted:
        back, problems = loader.load(one, "")
        if not problems and (said := _composed(back)) == data and _same_types(said, data):
            ends = with_line_ends_of(text, one)
            return (_BOM if text.startswith(_BOM) else "") + ends
    raise Refused(
        problems[0].message if problems
        else "Teksten kan ikke endres uten at noe annet i fila endres."
    )


def _written(text: str, data: Any, style: _Style) -> str:
    """Return ``text``, which ends with a line end, with ``data`` written into it."""
    root, old = parse(text), read(text)
    if root is None or old is None:
        if not isinstance(data, dict):
            raise Refused("Fila er tom.")
        return text + document(data, style.is_block)
    writer = _Writer(text, style)
    try:
        writer.update(root, old, data, ())
    except _Unfit as error:
        raise Refused("Fila kan ikke endres til noe så annerledes.") from error
    return writer.piece(0, len(text))


@dataclass(frozen=True)
class _Style:
    """What the field catalogue says of a kind of file."""

    order: Mapping[str, int]
    blocks: frozenset[str]
    keys: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, kind: str) -> _Style:
        fields = CATALOGUE.get(kind, ())
        return cls(
            {field.path: place for place, field in enumerate(fields)},
            frozenset(field.path for field in fields if field.kind == "markdown"),
            {field.path: field.key for field in fields if field.key},
        )

    def is_block(self, way: Way) -> bool:
        return ".".join(way) in self.blocks

    def rank(self, way: Way, key: str) -> int:
        return self.order.get(".".join((*way, key)), _LAST)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    text: str


class _Unfit(Exception):
    """The value cannot be written where it stands; the entry around it must be replaced."""


class _Writer:
    """Collects the spans to be replaced in a text."""

    def __init__(self, text: str, style: _Style) -> None:
        self.text, self.style, self.lines = text, style, Lines(text)
        self.spans: list[_Span] = []

    def piece(self, start: int, end: int) -> str:
        """Return a part of the text, with what is replaced in it."""
        out, at = [], start
        for span in sorted(self.spans, key=lambda s: (s.start, s.end)):
            if span.start < at:
                raise Refused("Endringene ligger oppå hverandre.")
            out += [self.text[at : span.start], span.text]
            at = span.end
        return "".join([*out, self.text[at:end]])

    def update(self, node: Node, old: Any, new: Any, way: Way, *, flow: bool = False) -> None:
        """Replace what differs between ``old``, which ``node`` says, and ``new``."""
        if old == new and _same_types(old, new):
            return
        if node.kind == "scalar" and not isinstance(new, dict | list):
            self._update_scalar(node, new, flow=flow)
        elif node.flow and node.items and isinstance(new, dict | list):
            self._update_flow(node, old, new, way)
        elif node.flow:  # {} or [], that becomes a block
            raise _Unfit
        elif node.kind == "map" and isinstance(new, dict) and new:
            self._update_map(node, old, new, way)
        elif node.kind == "seq" and isinstance(new, list) and new:
            self._update_seq(node, old, new, way)
        else:
            raise _Unfit

    def _update_flow(self, node: Node, old: Any, new: Any, way: Way) -> None:
        """Replace what differs in braces or brackets: all of it when there is more or less."""
        before = len(self.spans)
        try:
            places = list(old) if isinstance(old, dict) else list(range(len(old)))
            if places != (list(new) if isinstance(new, dict) else list(range(len(new)))):
                raise _Unfit
            for place, child in zip(places, node.items, strict=True):
                self.update(child, old[place], new[place], (*way, str(place)), flow=True)
        except _Unfit:
            del self.spans[before:]
            self._replace(node.start, node.end, flow_text(new))

    def _replace(self, start: int, end: int, text: str) -> None:
        self.spans.append(_Span(start, end, text))

    def _replace_lines(self, lines: Range, text: Sequence[str]) -> None:
        """Replace whole lines; without any, put ``text`` in front of the line."""
        start, end = self.lines.start(lines[0]), self.lines.start(lines[1])
        made = "".join(f"{line}\n" for line in text)
        self._replace(start, end, made)

    # Scalars ----------------------------------------------------------------------------------

    def _update_scalar(self, node: Node, new: Any, *, flow: bool) -> None:
        if node.style not in ("|", ">"):
            indent = self.lines.entry_column(node) + 2
            made = scalar(new, indent=indent, style=node.style, flow=flow)
            if node.start == node.end:  # an empty value: «key:»
                made = f" {made}"
                rest = self.text[node.start : self.lines.start(self.lines.of(node.start) + 1)]
                if self.text[node.start - 1 : node.start] == " ":
                    made = made[1:]
                if rest.startswith(" ") and "#" in rest and "\n" in made:
                    raise _Unfit
            self._replace(node.start, node.end, made)
            return
        first, last = self.lines.of(node.start), self.lines.last(node)
        body = [self.lines[number] for number in range(first + 1, last + 1)]
        indent = min(
            (len(line) - len(line.lstrip(" ")) for line in body if line.strip()),
            default=self.lines.entry_column(node) + 2,
        )
        header = self.text[node.start : self.lines.starts[first + 1] - 1]
        comment = re.search(r"\s#.*$", header)
        if node.style == "|" and isinstance(new, str) and not comment:
            self._update_block(node, new, first, last, indent)
            return
        made = scalar(new, indent=indent, style=node.style)
        if comment:
            head, newline, rest = made.partition("\n")
            made = head + comment[0] + newline + rest
        self._replace(node.start, self.lines.starts[last + 1] - 1, made)

    def _update_block(self, node: Node, new: str, first: int, last: int, indent: int) -> None:
        """Replace those lines of a literal block that differ."""
        made = scalar(new, indent=indent, style="|")
        head, _, rest = made.partition("\n")
        header = self.text[node.start : self.lines.starts[first + 1] - 1].strip()
        end = self.lines.starts[last + 1]
        if header != head or not made.startswith("|"):
            self._replace(node.start, end - 1, made)
            return
        before = [self.lines[number] for number in range(first + 1, last + 1)]
        after = rest.split("\n")
        least = min(len(before), len(after))
        same = 0
        while same < least and before[same] == after[same]:
            same += 1
        tail = 0
        while tail < least - same and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        self._replace_lines(
            (first + 1 + same, last + 1 - tail), after[same : len(after) - tail]
        )

    # Mappings ---------------------------------------------------------------------------------

    def _update_map(
        self, node: Node, old: dict[str, Any], new: dict[str, Any], way: Way
    ) -> None:
        column = node.keys[0].column
        names = [key.value for key in node.keys]
        if names != list(old):
            names = list(old)  # letters in parts, that were read as one
        spans = dict(zip(names, self.lines.entries(node), strict=True))
        behind_dash = self.lines[node.keys[0].line][:column].strip() != ""
        first_goes = behind_dash and names[0] not in new
        if first_goes and names[1:2] and names[1] in new:
            line = self.lines.removable(spans[names[0]], node.items[0], column)[1]
            while line < node.keys[1].line and not self.lines[line].strip():
                line += 1
            text = self.lines[line]  # that of the next key, or of a comment above it
            start = self.lines.start(line) + len(text) - len(text.lstrip(" "))
            self._replace(node.keys[0].start, min(start, node.keys[1].start), "")
        elif first_goes:
            raise _Unfit
        for name, key, child in zip(names, node.keys, node.items, strict=True):
            if name in new:
                self._update_entry(key, child, (name, old[name], new[name]), spans[name], way)
            elif not (first_goes and name == names[0]):
                self._replace_lines(self.lines.removable(spans[name], child, column), ())
        self._add_keys(names, spans, new, column, way, behind_dash=behind_dash)

    def _update_entry(
        self, key: Node, child: Node, what: tuple[str, Any, Any], lines: Range, way: Way
    ) -> None:
        name, old, new = what
        before = len(self.spans)
        try:
            self.update(child, old, new, (*way, name))
        except _Unfit:
            del self.spans[before:]
            made = entry(name, new, key.column, self.style.is_block, way)
            head = self.text[self.lines.start(key.line) : key.start]
            made[0] = head + made[0].lstrip(" ")
            self._replace_lines((key.line, lines[1]), made)

    def _add_keys(
        self, names: list[str], spans: Mapping[str, Range], new: dict[str, Any], column: int,
        way: Way, *, behind_dash: bool,
    ) -> None:
        def rank(name: str) -> int:
            return self.style.rank(way, name)

        kept = [name for name in names if name in new]
        added = sorted((name for name in new if name not in spans), key=rank)
        at: dict[int, list[str]] = {}
        order = list(new)
        for name in added:
            before = [
                other for other in kept if rank(other) <= rank(name)
                and (rank(name) < _LAST or order.index(other) < order.index(name))
            ]
            if before:
                line = spans[before[-1]][1]
            elif behind_dash and kept:
                line = spans[kept[0]][1]
            else:
                line = spans[names[0]][0]
            at.setdefault(line, []).extend(entry(name, new[name], column, self.style.is_block, way))
        for line, made in at.items():
            self._replace_lines((line, line), made)

    # Lists ------------------------------------------------------------------------------------

    def _update_seq(self, node: Node, old: list[Any], new: list[Any], way: Way) -> None:
        spans = self.lines.entries(node)
        origin = self._matched(old, new, way)
        order = [origin[place] for place in sorted(origin)]
        if order != sorted(order):
            self._reorder(node, (old, new), origin, spans, way)
            return
        target = {place: index for index, place in origin.items()}
        for place, item in enumerate(node.items):
            if place in target:
                self._update_item(item, old[place], new[target[place]], spans[place], node, way)
            else:
                self._replace_lines(self.lines.removable(spans[place], item, node.column), ())
        at: dict[int, list[str]] = {}
        line = spans[0][0]
        for index, value in enumerate(new):
            if index in origin:
                line = spans[origin[index]][1]
            else:
                made = element(value, node.column, self.style.is_block, way)
                at.setdefault(line, []).extend(made)
        for line, made in at.items():
            self._replace_lines((line, line), made)

    def _update_item(
        self, item: Node, old: Any, new: Any, lines: Range, around: Node, way: Way
    ) -> None:
        before = len(self.spans)
        try:
            self.update(item, old, new, (*way, "*"))
        except _Unfit:
            del self.spans[before:]
            made = element(new, around.column, self.style.is_block, way)
            self._replace_lines((item.line, lines[1]), made)

    def _reorder(
        self, node: Node, values: tuple[list[Any], list[Any]], origin: Mapping[int, int],
        spans: Sequence[Range], way: Way,
    ) -> None:
        """Put the items in another order, each with its own lines and comments."""
        old, new = values
        out: list[str] = []
        for index, value in enumerate(new):
            if index not in origin:
                out += element(value, node.column, self.style.is_block, way)
                continue
            place = origin[index]
            inner = _Writer(self.text, self.style)
            inner._update_item(node.items[place], old[place], value, spans[place], node, way)
            start, end = (self.lines.start(line) for line in spans[place])
            out.append(inner.piece(start, end).rstrip("\n"))
        loose = [
            self.lines[line] for gap in between(spans) for line in range(*gap)
            if self.lines[line].strip()
        ]
        self._replace_lines((spans[0][0], spans[-1][1]), [*out, *loose])

    def _matched(self, old: list[Any], new: list[Any], way: Way) -> dict[int, int]:
        """Return which item of ``old`` each item of ``new`` is, by places.

        The same item, else one with the same key, else one that takes its place.
        """
        origin: dict[int, int] = {}
        left = dict.fromkeys(range(len(old)))

        def pair(identity: Any) -> None:
            places: dict[str, list[int]] = {}
            for place in left:
                if (known := identity(old[place])) is not None:
                    places.setdefault(known, []).append(place)
            for index, item in enumerate(new):
                if index not in origin and (same := places.get(identity(item) or "")):
                    origin[index] = same.pop(0)
                    del left[origin[index]]

        pair(lambda item: json.dumps(item, sort_keys=True))
        keys = self.style.keys.get(".".join(way), ("id",))
        pair(lambda item: "\0".join(str(item.get(key, "")) for key in keys)
             if isinstance(item, dict) and keys[0] in item else None)
        for index, item in enumerate(new):
            if index in origin or len(old) != len(new):
                continue
            low = max((origin[k] for k in origin if k < index), default=-1)
            high = min((origin[k] for k in origin if k > index), default=len(old))
            fits = [p for p in left if low < p < high and _alike(old[p], item)]
            if fits:
                origin[index] = fits[0]
                del left[fits[0]]
        return origin


def _alike(one: Any, other: Any) -> bool:
    """Whether one can be written in the place of the other: neither is a list or a mapping."""
    plain_ = not isinstance(one, dict | list) and not isinstance(other, dict | list)
    return plain_ or type(one) is type(other)


def _composed(data: Any) -> Any:
    """Return ``data`` with letters in parts as one, as the product reads them."""
    if isinstance(data, str):
        return data if data.isascii() else unicodedata.normalize("NFC", data)
    if isinstance(data, dict):
        return {_composed(key): _composed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_composed(item) for item in data]
    return data


def _same_types(one: Any, other: Any) -> bool:
    """Whether equal data is equal in kind, too: 1 is not true."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return all(_same_types(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return all(map(_same_types, one, other))
    return True


def _with(data: Any, pointer: Pointer, value: Any) -> Any:
    """Return a copy of ``data`` with one value set or taken out; groups on the way are made."""
    if not pointer:
        return value
    first, rest = pointer[0], pointer[1:]
    if isinstance(first, int):
        if not isinstance(data, list) or first >= len(data):
            raise Refused(f"Feltet «{loader.dotted(pointer)}» finnes ikke.")
        inner = REMOVED if not rest and value is REMOVED else _with(data[first], rest, value)
        return [*data[:first], *([] if inner is REMOVED else [inner]), *data[first + 1 :]]
    if not isinstance(data, dict | None):
        raise Refused(f"Feltet «{loader.dotted(pointer)}» finnes ikke.")
    known = data or {}
    if not rest and value is REMOVED:
        return {key: inner for key, inner in known.items() if key != first}
    return {**known, first: _with(known.get(first), rest, value)}


__all__ = ["REMOVED", "Refused", "edit", "read", "write"]
