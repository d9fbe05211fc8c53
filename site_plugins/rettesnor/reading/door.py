"""The one strict door for YAML.

What YAML 1.1 would guess (``no`` is False, ``22:22`` is 1342, the last of two equal keys wins)
cannot happen here: only ``true``, ``false``, ``null`` and plain integers are resolved, everything
else is text. Anchors, aliases, tags, merge keys, several documents, double keys, keys outside
ASCII and hidden characters are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rettesnor.model.problem import Problem

MAX_DEPTH = 20
"""Deepest nesting of lists and mappings."""
MAX_NODES = 50_000
"""Most values in one file."""

Pointer = tuple[str | int, ...]
"""The way to a value: keys and list indexes from the top of the file."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands: 0-based line and column, its style, and the line it ends on."""

    line: int
    column: int
    style: str = ""
    end_line: int = 0


def load(text: str, path: str) -> tuple[Any, list[Problem]]:
    """Return the data in ``text`` and the problems; the data is None when there are any."""
    from rettesnor.reading import strict_yaml  # with libyaml, that many a run can do without

    return strict_yaml.load(text, path)


def marks(text: str) -> dict[Pointer, Mark]:
    """Return where each value in ``text`` stands; a mapping's value counts from its key.

    ``text`` must have been loaded without problems before.
    """
    from rettesnor.reading import strict_yaml

    return strict_yaml.marks(text)
