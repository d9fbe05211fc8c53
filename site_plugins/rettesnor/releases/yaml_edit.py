"""Changing single values in a YAML text and nothing else in it.

A round trip through a YAML library rewraps and requotes; an editor's file is the editor's. So
lines are replaced by hand, and the caller holds the result against what it should mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_ENTRY = re.compile(r"(?P<indent> +)(?P<key>[a-z_]+):(?P<value>[^\n#]*?)(?P<rest>[ ]*(?:#.*)?)\Z")


def set_value(text: str, key: str, value: str) -> str:
    """Return ``text`` with the top-level ``key`` set to ``value``, on its own line.

    Raises:
        ValueError: the key is not there.
    """
    pattern = re.compile(
        rf"^{key}:[ ]*(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s#\"'][^\n#]*?)(?P<rest>[ ]*(?:#[^\n]*)?\r?)$",
        re.MULTILINE,
    )
    changed, count = pattern.subn(lambda match: f"{key}: {value}{match['rest']}", text, count=1)
    if count == 0:
        raise ValueError(key)
    return changed


def set_group(text: str, key: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with the plain values of the top-level group ``key`` set to ``values``.

    Fields of the group that already say so stay as they are written; the others are replaced or
    added after the last. A group that is missing is added at the end of the text.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    start = next((i for i, line in enumerate(lines) if re.match(rf"{key}:", line)), None)
    if start is None:
        if lines[-1] == "":
            lines.pop()
        lines += [f"{key}:", *(f"  {name}: {value}" for name, value in values.items()), ""]
        return end.join(lines)
    stop = start + 1
    while stop < len(lines) and _belongs(lines[stop]):
        stop += 1
    while stop > start + 1 and (not lines[stop - 1].strip() or lines[stop - 1].startswith("#")):
        stop -= 1
    block = [f"{key}:"] if "{" in lines[start] else [lines[start]]
    block += _edited(lines[start + 1 : stop], values)
    return end.join([*lines[:start], *block, *lines[stop:]])


def _belongs(line: str) -> bool:
    return not line.strip() or line.startswith((" ", "#"))


def _edited(lines: list[str], values: Mapping[str, str]) -> list[str]:
    left = dict(values)
    indent = "  "
    result = []
    for line in lines:
        match = _ENTRY.match(line)
        if match:
            indent = match["indent"]
            if match["key"] in left:
                value = left.pop(match["key"])
                if match["value"].strip().strip("\"'") != value:
                    line = f"{indent}{match['key']}: {value}{match['rest']}"
        result.append(line)
    return result + [f"{indent}{name}: {value}" for name, value in left.items()]
