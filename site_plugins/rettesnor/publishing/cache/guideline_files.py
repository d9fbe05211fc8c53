"""Reading the frame with what earlier runs remember of its data files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from rettesnor.model.problem import Problem
from rettesnor.publishing.cache.store import Store, code_digest, digest_of
from rettesnor.reading.content.guideline import parse, read_guideline
from rettesnor.reading.content.guideline_reading import GuidelineReading
from rettesnor.reading.files.safe_open import read_file


def cached_guideline(root: Path, store: Store) -> GuidelineReading:
    """Return the frame of the guideline in ``root``; only changed data files are parsed."""
    return read_guideline(root, read_file, partial(_parse, store))


def _parse(store: Store, text: str, path: str, kind: str) -> tuple[Any, list[Problem]]:
    name, key = path.replace("/", "-"), digest_of(code_digest(), kind, text)
    found = store.load(name, key)
    if found is not None:
        return found, []
    content, problems = parse(text, path, kind)
    if not problems:
        store.save(name, key, content)
    return content, problems
