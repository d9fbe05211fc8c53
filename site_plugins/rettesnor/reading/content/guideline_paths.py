"""The paths of the guideline files."""

from __future__ import annotations

GUIDELINE = "guideline/guideline.yml"
LAWS = "guideline/laws.yml"
SOURCES = "guideline/sources.yml"
TERMS = "guideline/terms.yml"
DEVELOPMENT = "guideline/utvikling.yml"
"""The work on the guideline."""
CRITERIA = "guideline/kriterier.yml"
"""The criteria for audit."""
MEASURES = "guideline/kvalitetsmaal.yml"
SELF_CHECK = "guideline/egenkontroll.yml"
HEARINGS = "guideline/horinger"
PLAIN = "guideline/enkelt"
"""The folder of the plain-language versions."""
ROLES = "guideline/roller"
"""The folder of the pages for roles."""
TASKS = "guideline/oppgaver"
"""The folder of the review tasks."""
TEMPLATES = "guideline/maler"
"""The folder of the templates to fill in."""
COURSES = "guideline/kurs"
"""The folder of the courses."""
PARTS = {"plain": PLAIN, "role": ROLES, "task": TASKS, "template": TEMPLATES, "course": COURSES}
"""The folders by the kind of the files in them: there is a file for each item."""
ACCESSIBILITY = "guideline/tilgjengelighet.yml"
PRACTICE = "guideline/lokal-praksis.yml"
FILES = {
    "guideline": GUIDELINE, "laws": LAWS, "sources": SOURCES, "terms": TERMS,
    "development": DEVELOPMENT, "criteria": CRITERIA, "measures": MEASURES,
    "self-check": SELF_CHECK,
}
"""The guideline's data files by kind. Only the first is required."""


def page_path(page: str) -> str:
    """Return the file of the prose page with id ``page``."""
    return f"guideline/{page}.md"


def kind_of_part(path: str) -> str:
    """Return the kind of a file in one of ``PARTS``, or of its translation; empty for others."""
    folder = path.rpartition("/")[0]
    return next((kind for kind, place in PARTS.items() if place == folder), "")


def part_path(kind: str, id_: str) -> str:
    """Return the file of the item ``id_`` of a kind in ``PARTS``."""
    return f"{PARTS[kind]}/{id_}.yml"
