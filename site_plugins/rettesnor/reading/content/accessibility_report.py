"""Reading what the tests of accessibility showed (``guideline/tilgjengelighet.yml``)."""

from __future__ import annotations

from pathlib import Path

from rettesnor.model.accessibility import AccessibilityReport
from rettesnor.model.convert import from_data
from rettesnor.model.problem import Problem
from rettesnor.reading.checks.text_warnings import doubts
from rettesnor.reading.content.guideline_paths import ACCESSIBILITY
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.folder import Folder, folder_of
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.plain_fields import read_plain
from rettesnor.reading.yaml import loader

Reading = tuple[AccessibilityReport | None, list[Problem]]


def read_report(root: Path | Folder) -> Reading:
    """Return the report below ``root``, or what is wrong with it; neither when there is no file."""
    folder = folder_of(root)
    if not folder.exists(ACCESSIBILITY):
        return None, []
    data = folder.read(ACCESSIBILITY)
    if isinstance(data, Problem):
        return None, [data]
    text, problems = decode(data, ACCESSIBILITY)
    if problems:
        return None, problems
    content, problems = loader.load(text, ACCESSIBILITY)
    document = Document(ACCESSIBILITY, text, content)
    problems = problems or schema.validate(document, "accessibility")
    if problems:
        return None, problems
    problems = [*read_plain(document, "accessibility"), *doubts(document)]
    return from_data(AccessibilityReport, document.data), problems
