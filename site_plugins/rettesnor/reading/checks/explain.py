"""The catalogue of rules: a page for every code, written for editors."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from rettesnor.model.problem import Severity
from rettesnor.reading.checks.codes import CODES

_FOLDER = "catalogue"


def codes() -> list[str]:
    """Return every code there is, in the order of the catalogue."""
    return list(CODES)


@cache
def page(code: str) -> str | None:
    """Return the page of ``code`` (Markdown), or None when there is no such code."""
    if code not in CODES:
        return None
    return files(__package__).joinpath(_FOLDER, f"{code}.md").read_text(encoding="utf-8")


def index() -> str:
    """Return the catalogue's index (Markdown), as ``catalogue/README.md`` holds it."""
    lines = [
        "# Regelkatalogen",
        "",
        "Det «rettesnor check» kan finne. Siden til en kode: «rettesnor check --explain KODE».",
        "",
        "| Kode | Alvor | Kan unntas | Hva det er |",
        "|---|---|---|---|",
    ]
    for code, known in CODES.items():
        grave = "feil" if known.severity is Severity.ERROR else "advarsel"
        exempt = "ja" if known.suppressible else "nei"
        lines.append(f"| [{code}]({code}.md) | {grave} | {exempt} | {known.summary} |")
    return "\n".join(lines) + "\n"
