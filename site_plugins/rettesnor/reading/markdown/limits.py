"""How much text the Markdown parser is given at once.

The parser looks for the end of a link at every bracket, and again inside every bracket that is
open. Its time grows with the length of a paragraph times the brackets left open in it. Within
these limits, far above what anybody writes, it grows with the length of the text alone.
"""

from __future__ import annotations

import re

from rettesnor.model.problem import Code
from rettesnor.reading.markdown.issue import Issue

CODES = (
    Code("prosa-for-dyp", "Teksten har for mange nivåer inni hverandre.", suppressible=False),
    Code("prosa-for-langt", "Et avsnitt er for langt.", suppressible=False),
)
"""The codes of what is found here."""

MAX_PARAGRAPH = 20_000
"""Most characters in one paragraph, heading or cell."""
MAX_BRACKETS = 8
"""Most square brackets inside each other."""
MAX_RUNS = 64
"""Most stretches of a field that are parsed one by one; what comes after them is parsed together.
Each is parsed with blank lines for all that stands before it, so that its lines count right."""
MAX_OF_A_KIND = 20
"""More issues of one kind in a field than this are reported as a number."""

_ESCAPED = re.compile(r"\\.", re.S)
_BRACKET = re.compile(r"[\[\]]")


def too_costly(text: str, line: int) -> Issue | None:
    """Return the issue of a paragraph that the parser cannot be given; None if it can.

    Args:
        line: the line of the field that the paragraph starts on.
    """
    if len(text) > MAX_PARAGRAPH:
        return Issue(
            "prosa-for-langt", line, 0,
            f"Avsnittet har {len(text)} tegn; grensen er {MAX_PARAGRAPH}.",
            "Del det med blanke linjer.",
        )
    if text.count("[") <= MAX_BRACKETS:
        return None
    depth = 0
    for match in _BRACKET.finditer(_ESCAPED.sub("", text)):
        depth = depth + 1 if match[0] == "[" else max(depth - 1, 0)
        if depth > MAX_BRACKETS:
            return Issue(
                "prosa-for-dyp", line, 0,
                f"Mer enn {MAX_BRACKETS} hakeparenteser er åpne samtidig i avsnittet.",
                "Avslutt hver [ med ], eller slett dem.",
            )
    return None


def few(issues: list[Issue]) -> list[Issue]:
    """Return ``issues`` with those of a kind that there are too many of as a number.

    One fault, such as a file of another sort pasted in, can give thousands.
    """
    if len(issues) <= MAX_OF_A_KIND:
        return issues
    counts: dict[str, int] = {}
    kept: list[Issue] = []
    for issue in issues:
        counts[issue.code] = counts.get(issue.code, 0) + 1
        if counts[issue.code] <= MAX_OF_A_KIND:
            kept.append(issue)
    last = {issue.code: index for index, issue in enumerate(kept)}
    for code, count in counts.items():
        more = count - MAX_OF_A_KIND
        if more > 0:
            issue = kept[last[code]]
            message = f"{issue.message} Det er {more} til av samme slag i teksten."
            kept[last[code]] = Issue(code, issue.line, issue.column, message, issue.hint)
    return kept
