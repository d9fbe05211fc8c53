"""The same words are the same content, however YAML writes them out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from rettesnor.model.diff import diff
from rettesnor.model.problem import Severity
from rettesnor.model.translation import language_of, source_path
from rettesnor.reading.checks.run import check_project
from rettesnor.reading.content.guideline_paths import ACCESSIBILITY, FILES, HEARINGS
from rettesnor.reading.project import read_project
from rettesnor.reading.schema.fields import Fields
from rettesnor.reading.schema.plain_fields import plain_texts
from rettesnor.reading.schema.validate import load
from rettesnor.releases import snapshot

PROJECT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 29)
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""That in C where there is one: the same data, ten times faster."""
CSL = frozenset({"title", "publisher", "container-title", "literal", "family", "given"})
"""Fields of sources that hold words for readers."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real guideline."""
    folder = tmp_path_factory.mktemp("real")
    for name in ("guideline", "recommendations", "changelog"):
        shutil.copytree(PROJECT / name, folder / name)
    return folder


def kind_of(path: str) -> str:
    """Return the kind of a content file, by its path."""
    source = source_path(path) if language_of(path) else path
    kinds = {file: kind for kind, file in FILES.items()} | {ACCESSIBILITY: "accessibility"}
    kind = kinds.get(source) or (
        "hearing" if source.startswith(HEARINGS)
        else "change" if source.startswith("changelog/") else "recommendation"
    )
    return f"{kind}.oversettelse" if language_of(path) else kind


def content(root: Path) -> Iterator[str]:
    for folder in ("guideline", "recommendations", "changelog/unreleased"):
        for path in sorted((root / folder).rglob("*.yml")):
            yield path.relative_to(root).as_posix()


def pointers(data: Any, kind: str) -> set[tuple[str | int, ...]]:
    """Return the ways to the plain fields in the data of a file that may have more lines.

    Others, such as a version, have a pattern that refuses what ends with a line break.
    """
    if not kind.startswith("sources"):
        fields = Fields(load(kind))
        return {
            pointer for pointer, text in plain_texts(data, kind)
            if re.search(fields.at(pointer).get("pattern", "").replace("$", r"\Z"), f"{text}\n")
        }
    found: set[tuple[str | int, ...]] = set()

    def walk(value: Any, here: tuple[str | int, ...]) -> None:
        if isinstance(value, str):
            if here[-1] in CSL:
                found.add(here)
        elif isinstance(value, dict | list):
            for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
                walk(inner, (*here, key))

    walk(data, ())
    return found


def laid_out(text: str, kind: str, style: str) -> tuple[str, int]:
    """Return ``text`` with its plain fields in ``style``, and how many there are."""
    there = pointers(yaml.load(text, LOADER), kind)

    def lay(node: Any, here: tuple[str | int, ...]) -> None:
        if isinstance(node, yaml.ScalarNode):
            if here in there:
                node.style = style
                node.value += "\n" if style in "|>" else ""
        elif isinstance(node, yaml.SequenceNode):
            node.flow_style = False
            for index, item in enumerate(node.value):
                lay(item, (*here, index))
        else:
            node.flow_style = False
            for key, value in node.value:
                lay(value, (*here, key.value))

    top = yaml.compose(text, LOADER)
    lay(top, ())
    return yaml.serialize(top, Dumper=yaml.BaseDumper, allow_unicode=True, width=60), len(there)


def read(root: Path) -> dict[str, Any]:
    """Return everything that the folder says."""
    project = read_project(root)
    check = check_project(project, DAY)
    assert [*project.changes.problems, *project.rounds.problems, *project.report_problems] == []
    assert [str(p) for p in check.problems if p.severity is Severity.ERROR] == []
    return {
        "edition": project.edition, "snapshot": snapshot.dump(project.edition),
        "changes": [fragment.change for fragment in project.changes.fragments],
        "rounds": {p: r for p, r in project.rounds.rounds.items()},
        "translated rounds": {p: t.value for p, t in project.rounds.translations.items()},
        "accessibility": project.report,
    }


@pytest.fixture(scope="module")
def written(root: Path) -> dict[str, Any]:
    return read(root)


@pytest.mark.parametrize("style", ["|", ">", '"', "'"])
def test_the_layout_of_a_plain_field_changes_nothing(
    root: Path, written: dict[str, Any], style: str, tmp_path: Path
) -> None:
    shutil.copytree(root, tmp_path, dirs_exist_ok=True)
    count = 0
    for path in content(root):
        text, number = laid_out((root / path).read_text(encoding="utf-8"), kind_of(path), style)
        (tmp_path / path).write_text(text, encoding="utf-8")
        count += number
    assert count > 1000
    again = read(tmp_path)
    assert not diff(written["edition"], again["edition"])
    assert again == written


def test_release_reads_what_check_reads(root: Path, tmp_path: Path) -> None:
    """One word more in a block is a change of that field alone, without a line break in it."""
    shutil.copytree(root, tmp_path, dirs_exist_ok=True)
    path = "recommendations/skolens-oppfolging/skriftlig-plan.yml"
    text = (tmp_path / path).read_text(encoding="utf-8")
    line = next(line for line in text.split("\n") if line.startswith("tittel: "))
    block = "tittel: |\n  " + line.removeprefix("tittel: ").strip("\"'")
    (tmp_path / path).write_text(text.replace(line, f"{block} og mer"), encoding="utf-8")
    (changed,) = diff(read_project(root).edition, read_project(tmp_path).edition).recommendations
    assert [c.field for c in changed.changes] == ["tittel"]
    assert changed.changes[0].new.endswith(" og mer")
