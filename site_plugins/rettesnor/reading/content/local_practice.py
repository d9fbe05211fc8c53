"""Reading what was collected of local plans (``guideline/lokal-praksis.yml``)."""

from __future__ import annotations

from rettesnor.model.convert import from_data
from rettesnor.model.local_practice import LocalPractice
from rettesnor.model.problem import Problem
from rettesnor.reading.content.guideline_paths import PRACTICE
from rettesnor.reading.content.opened_file import open_file
from rettesnor.reading.files.folder import Folder

Reading = tuple[LocalPractice | None, list[Problem]]


def read_practice(folder: Folder) -> Reading:
    """Return the plans that were collected, or what is wrong; neither when there is no file."""
    if not folder.exists(PRACTICE):
        return None, []
    data = folder.read(PRACTICE)
    if isinstance(data, Problem):
        return None, [data]
    opened = open_file(data, PRACTICE, "practice")
    if isinstance(opened, list):
        return None, opened
    sound = not opened.unreadable
    practice = from_data(LocalPractice, opened.document.data) if sound else None
    return practice, list(opened.problems)
