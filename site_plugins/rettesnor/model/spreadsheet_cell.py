"""Cells of tables that a spreadsheet would take for a formula (OWASP, «CSV Injection»)."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"[\s]*[=+\-@＝＋－＠]|[\t\r\n]")


def guarded(cell: str) -> str:
    """Return ``cell`` so that a spreadsheet shows it and does not calculate it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
