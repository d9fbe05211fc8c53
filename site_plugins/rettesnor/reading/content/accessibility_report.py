"""Reading what the tests of accessibility showed (``guideline/tilgjengelighet.yml``)."""

from __future__ import annotations

from pathlib import Path

from rettesnor.model.accessibility import AccessibilityReport
from rettesnor.model.convert import from_data
from rettesnor.model.problem import Problem
from rettesnor.reading.content.guideline_paths import ACCESSIBILITY
from rettesnor.reading.content.opened_file import open_file
from rettesnor.reading.files.folder import Folder, folder_of

Reading = tuple[AccessibilityReport | None, list[Problem]]


def read_report(root: Path | Folder) -> Reading:
    """Return the report below ``root``, or what is wrong with it; neither when there is no file."""
    folder = folder_of(root)
    if not folder.exists(ACCESSIBILITY):
        return None, []
    data = folder.read(ACCESSIBILITY)
    if isinstance(data, Problem):
        return None, [data]
    opened = open_file(data, ACCESSIBILITY, "accessibility")
    if isinstance(opened, list):
        return None, opened
    sound = not opened.unreadable
    report = from_data(AccessibilityReport, opened.document.data) if sound else None
    return report, list(opened.problems)
