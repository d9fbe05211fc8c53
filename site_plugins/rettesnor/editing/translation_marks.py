"""What a translation file says its texts were made from, written into its text."""

from __future__ import annotations

from collections.abc import Mapping

from rettesnor.editing.yaml_writer import REMOVED, edit
from rettesnor.model.translation import MADE_FROM


def with_marks(text: str, marks: Mapping[str, str]) -> str:
    """Return the text of a translation file with ``marks`` as its ``oversatt_fra``.

    Args:
        marks: digests of source texts by dotted pointer.

    Raises:
        Refused: the file cannot be read, or not be written without changing anything else.
    """
    return edit(text, {(MADE_FROM,): dict(marks) or REMOVED})
