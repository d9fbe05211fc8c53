"""Two edits of the same files put together: each file by field (see ``merge.py``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from rettesnor.editing import yaml_writer
from rettesnor.editing.draft import kind_of
from rettesnor.reading.content.change_fragments import FOLDER as FRAGMENTS

from rettesnor_editor.deeds.merge import MINE, THEIRS, Conflict, merged

Contents = Mapping[str, bytes | None]
"""The new bytes of files by path; None for a file that is taken out."""
WHOLE = ""
"""The field of a conflict about a whole file."""


@dataclass(frozen=True)
class MergedFiles:
    """What two edits come to.

    Attributes:
        contents: every file that differs from ``theirs`` by path.
        conflicts: by path, the fields that nobody has decided on.
    """

    contents: Contents
    conflicts: Mapping[str, list[Conflict]] = field(default_factory=dict)


def merged_files(
    edits: Contents, before: Callable[[str], bytes | None],
    theirs: Callable[[str], bytes | None], chosen: Mapping[str, Mapping[str, str]],
) -> MergedFiles:
    """Return ``edits`` put on top of ``theirs``.

    Args:
        edits: our files that differ from ``before``.
        before: what both sides began from, by path.
        theirs: what the other side has now, by path.
        chosen: by path and field, ``MINE`` or ``THEIRS``.
    """
    contents: dict[str, bytes | None] = {}
    conflicts: dict[str, list[Conflict]] = {}
    for path, mine in edits.items():
        there = theirs(path)
        if _two_new_notes(path, before(path), mine, there):
            contents[_free(path, edits, theirs)] = mine
            continue
        made, found = _file(path, before(path), mine, there, chosen.get(path, {}))
        if made != there:
            contents[path] = made
        if found:
            conflicts[path] = found
    return MergedFiles(contents, conflicts)


def _two_new_notes(
    path: str, before: bytes | None, mine: bytes | None, theirs: bytes | None
) -> bool:
    """Whether each side has written a change note, and they only have the same file name."""
    return path.startswith(f"{FRAGMENTS}/") and before is None and (
        mine is not None and theirs is not None and mine != theirs
    )


def _free(path: str, edits: Contents, theirs: Callable[[str], bytes | None]) -> str:
    """Return a name like that of ``path`` that neither side has."""
    start = path.removesuffix(".yml")
    return next(
        name for number in count(2)
        if (name := f"{start}-{number}.yml") not in edits and theirs(name) is None
    )


def _file(
    path: str, before: bytes | None, mine: bytes | None, theirs: bytes | None,
    chosen: Mapping[str, str],
) -> tuple[bytes | None, list[Conflict]]:
    if theirs in (before, mine):
        return mine, []
    if mine == before:
        return theirs, []
    if mine is not None and theirs is not None and path.endswith(".yml"):
        try:
            return _yaml(path, before, mine, theirs, chosen)
        except (yaml_writer.Refused, UnicodeDecodeError):
            pass  # one of them is no sound YAML: a person chooses one whole file
    wanted = chosen.get(WHOLE, "")
    if wanted in (MINE, THEIRS):
        return (mine if wanted == MINE else theirs), []
    return mine, [Conflict(WHOLE, *(_text(one) for one in (before, mine, theirs)))]


def _yaml(
    path: str, before: bytes | None, mine: bytes, theirs: bytes, chosen: Mapping[str, str]
) -> tuple[bytes, list[Conflict]]:
    old: Any = yaml_writer.read(before.decode()) if before is not None else {}
    text = theirs.decode()
    value, conflicts = merged(
        old, yaml_writer.read(mine.decode()), yaml_writer.read(text), chosen
    )
    if conflicts:
        return mine, conflicts
    return yaml_writer.write(text, value, kind_of(path)).encode(), []


def _text(data: bytes | None) -> str:
    return "" if data is None else data.decode(errors="replace")
