"""``rettesnor diff``."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rettesnor.cli import common
from rettesnor.cli.working_tree import read_tree, report
from rettesnor.model.diff import Change, Comparison, diff
from rettesnor.model.edition import Edition
from rettesnor.reading.checks.run import check_project
from rettesnor.reading.schema.validate import is_date
from rettesnor.releases import changelog_dir as folder
from rettesnor.releases.plan import comparable
from rettesnor.releases.redline.fields import field_redlines
from rettesnor.releases.redline.page import SAME_WORDS, moved, page
from rettesnor.releases.redline.text import COLOURED, PLAIN, Marks, lines
from rettesnor.releases.timeline import retired
from rettesnor.releases.version import Version, read_version

_SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": ">"}
_FIELDS = 8
"""Most fields of one recommendation that a summary names."""
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")
_NEW = {"added": " (ny)", "removed": " (tatt ut)"}


def run(options: argparse.Namespace) -> int:
    """Print what differs; return 0 when nothing does, 1 when something does, 2 for unsound files.
    """
    root = common.root(options)
    if options.base and options.old:
        raise common.UsageError("Bruk enten --base eller en utgave, ikke begge.")
    if options.base:
        other = argparse.Namespace(**{**vars(options), "root": options.base})
        found, old_name = _files(other), "filene i " + options.base.name
        if found is None:
            return 2
        old = found
    else:
        old_version = _version(root, options.old)
        old, old_name = folder.edition_of(root / "changelog", old_version), str(old_version)
    name = "filene som de er nå"
    if options.new:
        new_version = _version(root, options.new)
        new, name = folder.edition_of(root / "changelog", new_version), str(new_version)
    else:
        current = _files(options)
        if current is None:
            return 2
        new = current if options.base else comparable(current, old)
    comparison = diff(old, new)
    print(_written(comparison, options.format, f"{old_name} → {name}", old, new), end="")
    return 1 if comparison else 0


def _files(options: argparse.Namespace) -> Edition | None:
    """Return the files in ``--root``, or None with their problems printed."""
    root = common.root(options)
    project = read_tree(options)
    if project.guideline is not None and all(e.sound for e in project.entries):
        return project.edition
    gone = retired(root / "changelog")
    report(check_project(project, common.day(options), gone).problems, root)
    return None


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
    both = {**old.recommendations, **new.recommendations}
    titles = {id_: r.tittel for id_, r in both.items()}
    if form == "html":
        return page(f"Forskjeller: {title}", comparison, titles, _parsed)
    if form == "markdown":
        return "\n".join([*_markdown(title, comparison, titles), ""])
    marks = COLOURED if common.colours(sys.stdout) else PLAIN
    found = [title, *_text(comparison, titles, marks)]
    return "\n".join(found if comparison else [title, "Ingen forskjeller."]) + "\n"


def _data(comparison: Comparison) -> dict[str, Any]:
    return {
        "anbefalinger": [asdict(difference) for difference in comparison.recommendations],
        "ramme": [asdict(change) for change in comparison.frame],
    }


def _text(comparison: Comparison, titles: dict[str, str], marks: Marks) -> Iterator[str]:
    for difference in comparison.recommendations:
        yield ""
        name = f"{difference.id} – {titles[difference.id]}{_NEW.get(difference.kind, '')}"
        yield f"{_SIGNS[difference.kind]} {name}"
        yield from _fields(difference.changes, marks)
    if comparison.frame:
        yield from ("", "~ felles innhold")
        yield from _fields(comparison.frame, marks)


def _markdown(
    title: str, comparison: Comparison, titles: dict[str, str]
) -> Iterator[str]:
    """Yield a short summary for a pull request: what has changed, by recommendation and field."""
    yield f"## Forskjeller: {_escaped(title)}"
    yield ""
    if not comparison:
        yield "Ingen forskjeller."
        return
    for difference in comparison.recommendations:
        yield (
            f"- **{_escaped(titles[difference.id])}** (`{difference.id}`)"
            f"{_NEW.get(difference.kind, '')}{_listed(difference.changes)}"
        )
    if comparison.frame:
        yield f"- **Felles innhold**{_listed(comparison.frame)}"


def _listed(changes: Sequence[Change]) -> str:
    counted = Counter(f"{change.field} ({change.item})" if change.item else change.field
                      for change in changes)
    fields = [f"`{name}`" for name in counted]
    more = f" og {len(fields) - _FIELDS} til" if len(fields) > _FIELDS else ""
    return f": {', '.join(fields[:_FIELDS])}{more}" if fields else ""


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _fields(changes: Sequence[Change], marks: Marks) -> Iterator[str]:
    for found in field_redlines(changes, _parsed):
        change = found.change
        item = f" ({change.item})" if change.item else ""
        yield f"    {_SIGNS[change.kind]} {change.field}{item}"
        if change.kind == "moved":
            yield f"        {moved(change)}"
            continue
        shown = list(lines(found.blocks, marks))
        yield from (f"        {line}" for line in shown or [SAME_WORDS])


def _parsed(text: str) -> Sequence[Any]:
    from rettesnor.reading.markdown.blocks import blocks  # with the parser, costly to load

    return blocks(text)
