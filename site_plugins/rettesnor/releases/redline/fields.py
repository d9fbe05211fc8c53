"""The redline of a field that differs, whatever it holds: prose, a line, a date, a list item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rettesnor.model import document_tree as booklet
from rettesnor.model.diff import Change
from rettesnor.model.diff import Kind as ChangeKind
from rettesnor.model.fields import names_of
from rettesnor.releases.redline.compare import Block, Kind, Piece, redline, words
from rettesnor.releases.redline.units import Shape

PROSE = names_of("markdown")
"""The last names of the fields that hold Markdown; any other is a line of words."""
WHOLE = names_of("date", "enum", "word")
"""Fields whose value is one thing: it is replaced, not rewritten."""

Parse = Callable[[str], Sequence[booklet.Block]]
"""Returns the blocks of a prose field."""


@dataclass(frozen=True, slots=True)
class FieldRedline:
    """What differs in one field.

    Attributes:
        change: what differs, with values that are no groups and no lists of groups.
        blocks: empty for a list item that only moved.
    """

    change: Change
    blocks: tuple[Block, ...] = ()


def field_redlines(changes: Sequence[Change], parse: Parse) -> Iterator[FieldRedline]:
    """Yield the redline of every field in ``changes``; a list item is taken apart."""
    for change in changes:
        if change.kind == "moved":
            yield FieldRedline(change)
            continue
        for leaf in leaves(change):
            yield FieldRedline(leaf, blocks_of(leaf.name, leaf.old, leaf.new, parse))


def leaves(change: Change) -> Iterator[Change]:
    """Yield ``change`` field by field, when its values are groups or lists of groups."""
    old, new = change.old, change.new
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        groups = [side if isinstance(side, Mapping) else {} for side in (old, new)]
        for key in dict.fromkeys((*groups[0], *groups[1])):
            yield from _leaf(change, str(key), groups[0].get(key), groups[1].get(key))
    elif _is_groups(old) or _is_groups(new):
        before, after = (list(side or ()) for side in (old, new))
        for place in range(max(len(before), len(after))):
            yield from _leaf(
                change, str(place),
                before[place] if place < len(before) else None,
                after[place] if place < len(after) else None,
            )
    else:
        yield change


def _leaf(change: Change, name: str, old: Any, new: Any) -> Iterator[Change]:
    if old != new:
        kind: ChangeKind = "added" if old is None else "removed" if new is None else "changed"
        yield from leaves(
            replace(change, kind=kind, field=f"{change.field}.{name}", old=old, new=new)
        )


def _is_groups(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value)


def blocks_of(name: str, old: Any, new: Any, parse: Parse) -> tuple[Block, ...]:
    """Return the redline of two values of the field with the dotted ``name``."""
    last = name.rpartition(".")[2]
    before, after = as_text(old), as_text(new)
    if last in PROSE:
        return redline(parse(before), parse(after))
    if last in WHOLE:
        sides: tuple[tuple[Kind, str], ...] = (("del", before), ("ins", after))
        return (line(tuple(Piece(kind, text) for kind, text in sides if text)),)
    return (line(words(before, after)),)


def line(pieces: tuple[Piece, ...]) -> Block:
    """Return a paragraph of ``pieces``."""
    return Block("same", Shape("paragraph"), (), (pieces,))


def as_text(value: Any) -> str:
    """Return a value that is no group as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    return ", ".join(map(as_text, value)) if isinstance(value, list) else str(value)
