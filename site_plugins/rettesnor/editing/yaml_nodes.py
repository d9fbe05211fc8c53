"""A YAML text as a tree of spans: where each key and value begins and ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml: slower, and the same events
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_NODES = (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)


@dataclass(slots=True)
class Node:
    """A value in the text.

    Attributes:
        start: index of its first character; of a block collection, that of its first entry.
        end: index behind its last character. Not reliable for blocks, which end in blank lines.
        style: of a scalar, its quotation mark or block indicator; empty when it is plain.
        flow: whether a collection is written in braces or brackets.
        keys: of a mapping, in the order of ``items``, which holds the values.
    """

    kind: Literal["scalar", "map", "seq"]
    start: int
    end: int
    line: int = 0
    column: int = 0
    style: str = ""
    flow: bool = False
    value: str = ""
    keys: list[Node] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)


def parse(text: str) -> Node | None:
    """Return the root of ``text``, which the strict loader has accepted; None if it is empty."""
    loader = _Loader(text)
    while (event := loader.get_event()) is not None:
        if isinstance(event, _NODES):
            return _node(loader, event)
    return None


def _node(loader: Any, event: Any) -> Node:
    start, end = event.start_mark, event.end_mark
    if isinstance(event, yaml.ScalarEvent):
        return Node(
            "scalar", start.index, end.index, start.line, start.column, event.style or "",
            value=event.value,
        )
    kind: Literal["map", "seq"] = "map" if isinstance(event, yaml.MappingStartEvent) else "seq"
    node = Node(
        kind, start.index, end.index, start.line, start.column, flow=bool(event.flow_style)
    )
    while True:
        inner = loader.get_event()
        if isinstance(inner, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            assert inner.end_mark is not None
            node.end = inner.end_mark.index
            return node
        child = _node(loader, inner)
        is_key = kind == "map" and len(node.keys) == len(node.items)
        (node.keys if is_key else node.items).append(child)
