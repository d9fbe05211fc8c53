"""The element around a table."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def table_open(heads: Iterable[str]) -> str:
    """Return the start of a table that scrolls by itself, named by its column ``heads``."""
    name = escape(": ".join(filter(None, ("Tabell", ", ".join(heads)))))
    return f'<div class="rn-table" role="region" aria-label="{name}" tabindex="0"><table>'
