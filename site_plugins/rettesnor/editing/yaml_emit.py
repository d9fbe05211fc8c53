"""YAML text for new values, written as the guideline's files are written."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml

from rettesnor.reading.yaml import loader

Way = tuple[str, ...]
"""Keys from the top of a file, with ``*`` for the items of a list."""
IsBlock = Callable[[Way], bool]
"""Whether a text is written as a block (``|``) even when it is one line."""

_WIDTH = 100
_UNSAFE = re.compile(r"[\s\-?:,\[\]{}#&*!|>'\"%@`]|: | #|[\n\t]")
_UNSAFE_INSIDE = re.compile(r": |:$| #|\s$|[\n\t]")
_INDICATOR_IN_WORD = re.compile(r"[\-?:](?=\S)")
_NUMBER = re.compile(r"[0-9]+(?:e[0-9]*)?")
"""What some reader of YAML would take for a number."""
_RESERVED = frozenset({"", "true", "false", "null", "~", "<<", "---", "..."})


def scalar(value: Any, *, indent: int, style: str = "", flow: bool = False) -> str:
    """Return ``value`` as YAML, from where the value begins.

    Args:
        indent: where the lines of a block begin.
        style: the style to keep where it can hold the value.
        flow: whether it stands inside braces or brackets.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    many = "\n" in value
    if not flow and _fits_block(value) and (style == "|" or (many and style in ("", ">"))):
        return block(value, indent)
    if style == ">" and not flow and value.isprintable() and value.split(" ") == value.split():
        return _folded(value, indent)
    if style == "'" and not many and value.isprintable():
        return _single_quoted(value)
    if style == '"' or not is_plain(value, flow=flow):
        return quoted(value)
    return value


def is_plain(value: str, *, flow: bool = False) -> bool:
    """Whether the strict loader reads ``value`` without quotation marks as the same text."""
    if value in _RESERVED or _NUMBER.fullmatch(value) or _UNSAFE_INSIDE.search(value):
        return False
    if _UNSAFE.match(value) and not _INDICATOR_IN_WORD.match(value):
        return False
    if not value.isprintable() or (flow and re.search(r"[,\[\]{}]", value)):
        return False
    return loader.load(value, "") == (value, [])


def quoted(value: str) -> str:
    """Return ``value`` in quotation marks, double ones where nothing need be escaped."""
    if value.isprintable():
        return f'"{value}"' if not re.search(r'["\\]', value) else _single_quoted(value)
    written: str = yaml.dump(value, default_style='"', allow_unicode=True, width=10**9)
    return written.rstrip("\n")


def block(value: str, indent: int) -> str:
    """Return ``value`` as a literal block, without the line end behind its last line."""
    head = "|" if value.endswith("\n") else "|-"
    pad = " " * indent
    lines = [pad + line if line else "" for line in value.removesuffix("\n").split("\n")]
    return "\n".join([head, *lines])


def entry(key: str, value: Any, indent: int, is_block: IsBlock, way: Way = ()) -> list[str]:
    """Return the lines of a key and its value, in a mapping at column ``indent``."""
    name = key if is_plain(key) else quoted(key)
    pad, here = " " * indent, (*way, key)
    if isinstance(value, list) and value and all(isinstance(item, list) for item in value):
        return [f"{pad}{name}: {flow_text(value)}"]  # dates of sources: «[[2026, 10, 2]]»
    if isinstance(value, Mapping | list) and value:
        return [f"{pad}{name}:", *_collection(value, indent + 2, is_block, here)]
    if isinstance(value, Mapping | list):
        return [f"{pad}{name}: {flow_text(value)}"]
    style = "|" if isinstance(value, str) and value.strip() and is_block(here) else ""
    return f"{pad}{name}: {scalar(value, indent=indent + 2, style=style)}".split("\n")


def element(item: Any, indent: int, is_block: IsBlock, way: Way = ()) -> list[str]:
    """Return the lines of a list item, in a list at column ``indent``."""
    pad, here = " " * indent, (*way, "*")
    if isinstance(item, Mapping | list) and item:
        lines = _collection(item, indent + 2, is_block, here)
        return [f"{pad}- {lines[0][indent + 2:]}", *lines[1:]]
    if isinstance(item, Mapping | list):
        return [f"{pad}- {flow_text(item)}"]
    return f"{pad}- {scalar(item, indent=indent + 2)}".split("\n")


def flow_text(value: Any) -> str:
    """Return ``value`` in braces and brackets, on one line."""
    if isinstance(value, Mapping):
        inner = ", ".join(
            f"{k if is_plain(k, flow=True) else quoted(k)}: {flow_text(v)}"
            for k, v in value.items()
        )
        return f"{{ {inner} }}" if value else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow_text, value))}]"
    return scalar(value, indent=0, flow=True)


def document(value: Mapping[str, Any], is_block: IsBlock) -> str:
    """Return ``value`` as the text of a whole file."""
    return "".join(f"{line}\n" for line in _collection(value, 0, is_block, ()))


def _collection(
    value: Mapping[str, Any] | Sequence[Any], indent: int, is_block: IsBlock, way: Way
) -> list[str]:
    if isinstance(value, Mapping):
        entries = (entry(key, inner, indent, is_block, way) for key, inner in value.items())
        return [line for lines in entries for line in lines]
    return [line for item in value for line in element(item, indent, is_block, way)]


def _fits_block(value: str) -> bool:
    """Whether a literal block can hold ``value`` and be read in the same words."""
    lines = value.split("\n")
    return (
        value[:1] not in (" ", "\n", "") and not value.endswith("\n\n")
        and all(line.isprintable() and (line.strip() or not line) for line in lines)
    )


def _folded(value: str, indent: int) -> str:
    """Return one paragraph as a folded block."""
    lines = textwrap.wrap(
        value, _WIDTH - indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join([">-", *(" " * indent + line for line in lines)])


def _single_quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
