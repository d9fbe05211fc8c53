"""Reading the frame with what earlier runs remember of its data files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from rettesnor.model.problem import Problem
from rettesnor.publishing.store import Store, code_digest, digest_of
from rettesnor.reading.files import read_file
from rettesnor.reading.frame import Frame
from rettesnor.reading.frame_reader import parse, read_frame


def remembered_frame(root: Path, store: Store) -> Frame:
    """Return the frame of the guideline in ``root``; only changed data files are parsed."""
    return read_frame(root, read_file, partial(_parse, store))


def _parse(store: Store, text: str, path: str, kind: str) -> tuple[Any, list[Problem]]:
    name, key = path.replace("/", "-"), digest_of(code_digest(), kind, text)
    found = store.load(name, key)
    if found is not None:
        return found, []
    content, problems = parse(text, path, kind)
    if not problems:
        store.save(name, key, content)
    return content, problems
