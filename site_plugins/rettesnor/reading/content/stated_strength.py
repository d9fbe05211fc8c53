"""Where prose names a strength: «Derfor er styrken «kan».» The rule knows which words are one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STATED = re.compile(
    r"\bstyrken?\s+(?:(?:er|blir|ble|settes\s+til|er\s+satt\s+til)\s+(?:derfor\s+)?)?"
    r"(?:[«\"'“](?P<quoted>[^»\"'”\n]{1,40})[»\"'”]|(?P<bare>skal|bør|kan)\b)", re.IGNORECASE,
)
"""Where a reasoning names the strength that it leads to."""


def stated_strengths(text: str) -> Iterator[str]:
    """Yield the words that ``text`` says are the strength, in order."""
    for match in _STATED.finditer(text) if "tyrke" in text else ():
        yield (match["quoted"] or match["bare"]).strip()
