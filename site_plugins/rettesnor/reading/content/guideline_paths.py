"""The paths of the guideline files."""

from __future__ import annotations

GUIDELINE = "guideline/guideline.yml"
LAWS = "guideline/laws.yml"
SOURCES = "guideline/sources.yml"
TERMS = "guideline/terms.yml"
HEARINGS = "guideline/horinger"
ACCESSIBILITY = "guideline/tilgjengelighet.yml"
FILES = {"guideline": GUIDELINE, "laws": LAWS, "sources": SOURCES, "terms": TERMS}
"""The guideline's data files by kind. Only the first is required."""


def page_path(page: str) -> str:
    """Return the file of the prose page with id ``page``."""
    return f"guideline/{page}.md"
