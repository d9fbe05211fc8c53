"""Reading what the tests of accessibility showed (``guideline/tilgjengelighet.yml``)."""

from __future__ import annotations

from pathlib import Path

from rettesnor.model.accessibility import AccessibilityReport
from rettesnor.model.construct import construct
from rettesnor.model.problem import Problem
from rettesnor.reading import door, schema
from rettesnor.reading.document import Document
from rettesnor.reading.doubts import doubts
from rettesnor.reading.files import read_file
from rettesnor.reading.frame_files import ACCESSIBILITY
from rettesnor.reading.plain_text import read_plain
from rettesnor.reading.text import decode

Reading = tuple[AccessibilityReport | None, list[Problem]]


def read_report(root: Path) -> Reading:
    """Return the report below ``root``, or what is wrong with it; neither when there is no file."""
    if not (root / ACCESSIBILITY).exists():
        return None, []
    data = read_file(root, ACCESSIBILITY)
    if isinstance(data, Problem):
        return None, [data]
    text, problems = decode(data, ACCESSIBILITY)
    if problems:
        return None, problems
    content, problems = door.load(text, ACCESSIBILITY)
    document = Document(ACCESSIBILITY, text, content)
    problems = problems or schema.validate(document, "accessibility")
    if problems:
        return None, problems
    problems = [*read_plain(document, "accessibility"), *doubts(document)]
    return construct(AccessibilityReport, document.data), problems
