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

from rettesnor.reading.checks.run import ProjectCheck, check_project
from rettesnor.reading.project import read_project

SOUND = Path(__file__).parents[1] / "cases" / "sound"
NYNORSK = Path(__file__).parents[1] / "cases" / "nynorsk"
"""The translation of the sound guideline, whole and up to date."""
LANGUAGES = "sprak:\n  - id: nb\n    navn: Bokmål\n  - id: nn\n    navn: Nynorsk\n"
DAY = date(2026, 11, 1)
"""The day the cases are judged on."""


def sound_files() -> dict[str, str]:
    """Return the files of the sound guideline by path."""
    return _files(SOUND)


def translated_files() -> dict[str, str]:
    """Return the files of the sound guideline with its translation into nynorsk, by path."""
    files = {**sound_files(), **_files(NYNORSK)}
    files["guideline/guideline.yml"] += LANGUAGES
    return files


def _files(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*"))
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


def check(
    root: Path, files: Mapping[str, str], retired: Mapping[str, str] | None = None
) -> ProjectCheck:
    """Return the survey of ``files``, written below ``root``."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return read_survey(root, DAY, retired)


def read_survey(
    root: Path, as_of: date, retired: Mapping[str, str] | None = None
) -> ProjectCheck:
    """Return the check of the guideline in ``root``, leaving no trace there."""
    return check_project(read_project(root), as_of, retired)


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
