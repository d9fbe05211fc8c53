"""``rettesnor diff``."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rettesnor.cli import common
from rettesnor.cli.working_tree import read_tree, report
from rettesnor.model.diff import Change, Comparison, Difference, diff
from rettesnor.model.edition import Edition
from rettesnor.reading.schema import is_date
from rettesnor.record import folder
from rettesnor.record.draft import comparable
from rettesnor.record.redline_page import page
from rettesnor.record.version import Version, read_version

_SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": ">"}
_LONGEST = 70


def run(options: argparse.Namespace) -> int:
    """Print what differs; return 0 when nothing does, else 1."""
    root = common.root(options)
    old_version = _version(root, options.old)
    old = folder.edition_of(root / "changelog", old_version)
    name = "filene som de er nå"
    if options.new:
        new_version = _version(root, options.new)
        new, name = folder.edition_of(root / "changelog", new_version), str(new_version)
    else:
        tree = read_tree(options)
        if tree.frame.guideline is None or not all(e.sound for e in tree.survey.whole.entries):
            report(tree.survey.problems, root)
            return 2
        new = comparable(tree.edition, old)
    comparison = diff(old, new)
    print(_written(comparison, options.format, f"{old_version} → {name}", old, new), end="")
    return 1 if comparison else 0


def _version(root: Path, asked: str | None) -> Version:
    """Return the release that ``asked`` names, or that was in force on the day it gives."""
    changelog = root / "changelog"
    versions = folder.versions(changelog)
    if not versions:
        raise common.UsageError("Ingen utgaver er laget, så det er ingenting å sammenligne med.")
    if asked is None:
        return versions[-1]
    version = read_version(asked)
    if version in versions and version is not None:
        return version
    if "-" in asked and is_date(asked):
        for version in reversed(versions):
            if folder.manifest_of(changelog, version).dato <= asked:
                return version
        raise common.UsageError(f"Ingen utgave gjaldt {asked}.")
    known = ", ".join(map(str, versions))
    raise common.UsageError(f"«{asked}» er verken en utgave ({known}) eller en dato.")


def _written(comparison: Comparison, form: str, title: str, old: Edition, new: Edition) -> str:
    if form == "json":
        return json.dumps(_data(comparison), ensure_ascii=False, indent=2) + "\n"
    if form == "html":
        both = {**old.recommendations, **new.recommendations}
        return page(f"Forskjeller: {title}", comparison, {i: r.tittel for i, r in both.items()})
    return _text(comparison, title)


def _data(comparison: Comparison) -> dict[str, Any]:
    return {
        "anbefalinger": [asdict(difference) for difference in comparison.recommendations],
        "ramme": [asdict(change) for change in comparison.frame],
    }


def _text(comparison: Comparison, title: str) -> str:
    lines = [title]
    for difference in comparison.recommendations:
        lines += ["", f"{_SIGNS[difference.kind]} {difference.id}", *_fields(difference)]
    if comparison.frame:
        lines += ["", "~ felles innhold", *map(_line, comparison.frame)]
    return "\n".join(lines if comparison else [title, "Ingen forskjeller."]) + "\n"


def _fields(difference: Difference) -> list[str]:
    return [_line(change) for change in difference.changes]


def _line(change: Change) -> str:
    item = f" ({change.item})" if change.item else ""
    head = f"    {_SIGNS[change.kind]} {change.field}{item}"
    if change.kind == "moved":
        return f"{head}: fra plass {change.old + 1} til {change.new + 1}"
    shown = [_shown(value) for value in (change.old, change.new) if value is not None]
    return f"{head}: {' → '.join(shown)}"


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return f"«{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}»"
