"""Checking a small guideline that breaks no rule, with changes laid upon it.

``cases/sound/`` is the guideline. A change names a file and gives some of its top-level fields;
they take the place of the fields of the same name, or are added. A Markdown page, and a file
that is new, is taken whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from rettesnor.model.entry import Entry
from rettesnor.model.problem import Problem
from rettesnor.reading.files import read_file
from rettesnor.reading.frame import read_frame
from rettesnor.reading.recommendation import read_recommendation
from rettesnor.reading.summary import summarise
from rettesnor.reading.survey import Survey, recommendation_paths, split, survey

SOUND = Path(__file__).parent / "cases" / "sound"
DAY = date(2026, 11, 1)
"""The day the cases are judged on."""


def sound_files() -> dict[str, str]:
    """Return the files of the sound guideline by path."""
    return {
        file.relative_to(SOUND).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(SOUND.rglob("*"))
        if file.is_file()
    }


def changed(files: Mapping[str, str], changes: Mapping[str, str]) -> dict[str, str]:
    """Return ``files`` with ``changes`` laid upon them."""
    result = dict(files)
    for path, change in changes.items():
        old = result.get(path, "")
        result[path] = change if path.endswith(".md") or not old else _merged(old, change)
    return result


def without(files: Mapping[str, str], names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return ``files`` without the named top-level fields of some of them."""
    result = dict(files)
    for path, gone in names.items():
        fields = _fields(result[path])
        result[path] = "".join(text for name, text in fields.items() if name not in gone)
    return result


def check(root: Path, files: Mapping[str, str], retired: Mapping[str, str] | None = None) -> Survey:
    """Return the survey of ``files``, written below ``root``."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    entries = [_entry(root, path) for path in recommendation_paths(root)]
    return survey(root, read_frame(root), entries, DAY, retired)


def _entry(root: Path, path: str) -> Entry:
    chapter, id_ = split(path)
    data = read_file(root, path)
    if isinstance(data, Problem):
        return Entry(path, "", chapter, id_, sound=False, problems=(data,))
    return summarise(read_recommendation(data, path, chapter), path, "", chapter, id_)


def _merged(text: str, change: str) -> str:
    fields = _fields(text)
    fields.update(_fields(change))
    return "".join(fields.values())


def _fields(text: str) -> dict[str, str]:
    """Return the top-level fields of a file by name, each with all its lines."""
    fields: dict[str, str] = {}
    name = ""
    for line in text.splitlines(keepends=True):
        start = re.match(r"\w+", line)
        name = start[0] if start else name
        fields[name] = fields.get(name, "") + line
    return fields
