"""A text in Markdown as the blocks that it is made of, each as it is written."""

from __future__ import annotations

from typing import Any

from rettesnor.reading.markdown.lint.structure import too_wide


def passages(text: str) -> tuple[str, ...]:
    """Return the source of each block of ``text``: a paragraph, a list, a table.

    They are the blocks that have an anchor of their own on a page, in the same order.
    """
    lines = text.split("\n")
    if too_wide(lines) is not None:
        return (text.strip("\n"),)
    from rettesnor.reading.markdown.dialect import parser  # costly to load

    env: dict[str, Any] = {"slots": [], "issues": [], "lines": lines, "line": 0}
    found = []
    for token in parser().parse(text, env):
        if token.level == 0 and token.nesting >= 0 and token.map:
            found.append("\n".join(lines[token.map[0]:token.map[1]]).strip("\n"))
    return tuple(one for one in found if one.strip())
