"""The sources of a guideline in the formats of reference managers.

Each module has ``write``, which returns the text and everything that the format has no place for:
pairs of the dotted name of a field («berg-2021.note») and a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rettesnor.exports.sources import bibtex, csl_json, ris

Written = tuple[str, list[tuple[str, str]]]
FORMATS: Mapping[str, Callable[[Iterable[Mapping[str, Any]]], Written]] = {
    "csl-json": csl_json.write, "bibtex": bibtex.write, "ris": ris.write,
}
"""What writes each format."""
