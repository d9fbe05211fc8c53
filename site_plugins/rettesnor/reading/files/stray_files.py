"""Files that look like content and that nobody reads, for their name or their place.

An editor who saves ``ny-plan.yaml`` must hear of it when the file is not published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from rettesnor.model.problem import Code, Problem
from rettesnor.model.translation import language_of
from rettesnor.reading.content.guideline_paths import (
    ACCESSIBILITY,
    FILES,
    GUIDELINE,
    HEARINGS,
    PARTS,
    PRACTICE,
)
from rettesnor.reading.files.folder import Folder, folder_of
from rettesnor.reading.files.names import slug

CODES = (
    Code(
        "fil-ikke-lest", "En fil har et navn eller en plass som gjør at den ikke blir lest.",
        suppressible=False,
    ),
)
"""The codes of what is found here."""

_CONTENT = re.compile(r"(?P<stem>.*?)\.(?P<kind>ya?ml|md|markdown)(?:\.txt)?", re.IGNORECASE)
_RESULT = re.compile(r"(?P<stem>.*?)\.(?P<kind>ya?ml|json)(?:\.txt)?", re.IGNORECASE)
"""The files with results of a hearing."""
_ENDINGS = {"y": "yml", "m": "md", "j": "json"}
_KNOWN = frozenset({*FILES.values(), ACCESSIBILITY, PRACTICE})
_OWN_FOLDERS = frozenset({HEARINGS, *PARTS.values(), "guideline/bilder", "guideline/look"})
"""Folders in ``guideline`` whose files are read by others."""
UNRELEASED = "changelog/unreleased"
_OTHERS = frozenset({"README", "LICENSE", "NOTES", "TODO", "MAKEFILE"})
"""Files that are no content, and have their names from elsewhere."""
_HOME = "recommendations/<kapittel>/"


def unread_files(root: Path | Folder, pages: Collection[str] | None) -> list[Problem]:
    """Return a problem for each file below ``root`` that looks like content and is not read.

    Args:
        pages: ids of the guideline's prose pages; None when they are not known.
    """
    folder = folder_of(root)
    return [
        Problem(
            path, 1, 1, "fil-ikke-lest", "Fila blir ikke lest, og kommer ikke med på nettstedet.",
            hint,
        )
        for path, hint in (
            *_recommendations(folder), *_reading(folder, pages), *_hearings(folder),
            *_parts(folder),
            *_changes(folder),
        )
    ]


def _recommendations(folder: Folder) -> Iterator[tuple[str, str]]:
    """Yield what lies below ``recommendations`` and is not read, with what to do about it."""
    for chapter in _names(folder, "recommendations"):
        place = f"recommendations/{chapter}"
        if _is_data(chapter) and not folder.is_dir(place):
            yield place, f"Flytt den til mappa til kapitlet den hører til, {_HOME}."
        for name in _names(folder, place):
            path = f"{place}/{name}"
            if name.endswith(".yml") and (name.count(".") == 1 or language_of(path)):
                continue
            if _is_data(name) or _lacks_ending(folder, path, name):
                yield path, _renamed(name, _names(folder, place))
            for inner in _below(folder, path):
                yield inner, f"Flytt den opp i {place}/."


def _reading(folder: Folder, pages: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """Yield what lies in ``guideline`` and is not read, with what to do about it."""
    for name in _names(folder, "guideline"):
        path = f"guideline/{name}"
        match = _CONTENT.fullmatch(name)
        for inner in _below(folder, path, _is_page_or_data) if path not in _OWN_FOLDERS else ():
            yield inner, "Flytt den opp i guideline/."
        stem = name.removesuffix(".txt")
        if "." not in stem and f"guideline/{stem}.yml" in _KNOWN and folder.is_file(path):
            yield path, _renamed(name, _names(folder, "guideline"))
            continue
        if match is None or path in _KNOWN or language_of(path) or not folder.is_file(path):
            continue
        if not name.endswith((".yml", ".md")):
            yield path, _renamed(name, set(_names(folder, "guideline")))
        elif name.endswith(".yml"):
            yield path, f"Er det en anbefaling, flytt den til {_HOME}."
        elif pages is not None and match["stem"] not in pages and match["stem"] != "README":
            yield path, f"Før opp «{match['stem']}» under «sider» i {GUIDELINE}, eller slett fila."


def _hearings(folder: Folder) -> Iterator[tuple[str, str]]:
    """Yield what lies in the folder of hearings and is not read, with what to do about it."""
    for name in _names(folder, HEARINGS):
        path = f"{HEARINGS}/{name}"
        if _is_data(name) and not name.endswith((".yml", ".yaml")) and not folder.is_dir(path):
            yield path, _renamed(name, _names(folder, HEARINGS))
        for result in _names(folder, path):
            if _RESULT.fullmatch(result) and not result.endswith((".yml", ".json")):
                yield f"{path}/{result}", _renamed(result, _names(folder, path))
            for inner in _below(folder, f"{path}/{result}"):
                yield inner, f"Flytt den opp i {path}/."


def _parts(folder: Folder) -> Iterator[tuple[str, str]]:
    """Yield what lies in the folders of plain versions and role pages and is not read."""
    for place in PARTS.values():
        for name in _names(folder, place):
            path = f"{place}/{name}"
            read = name.endswith(".yml") and (name.count(".") == 1 or language_of(path))
            if _is_data(name) and not read and not folder.is_dir(path):
                yield path, _renamed(name, _names(folder, place))
            for inner in _below(folder, path):
                yield inner, f"Flytt den opp i {place}/."


def _changes(folder: Folder) -> Iterator[tuple[str, str]]:
    """Yield what may be a change fragment and is not read, with what to do about it."""
    for name in _names(folder, "changelog"):
        if _is_data(name) and folder.is_file(f"changelog/{name}"):
            yield f"changelog/{name}", f"Er det en endringsfil, flytt den til {UNRELEASED}/."
    for name in _names(folder, UNRELEASED):
        path = f"{UNRELEASED}/{name}"
        if _is_data(name) and not name.endswith((".yml", ".yaml")) and not folder.is_dir(path):
            yield path, _renamed(name, _names(folder, UNRELEASED))
        for inner in _below(folder, path):
            yield inner, f"Flytt den opp i {UNRELEASED}/."


def _renamed(name: str, taken: Collection[str]) -> str:
    """Return what to do about a file whose name is wrong, where the names ``taken`` are in use."""
    match = _RESULT.fullmatch(name) or _CONTENT.fullmatch(name)
    ending = _ENDINGS[match["kind"].casefold()[0]] if match else "yml"
    written = match["stem"] if match else name.removesuffix(".txt")
    stem, dot, language = written.partition(".")
    new = f"{slug(stem)}{dot}{language}.{ending}"
    if new != name and slug(stem) and written.count(".") < 2:
        if new in taken:
            return f"«{new}» finnes fra før. Er dette en kopi, slett den, eller gi den en ny id."
        return f"Gi fila navnet «{new}»."
    return "Bruk bare små bokstaver (a–z), tall og bindestrek i navnet, og ingen punktum."


def _lacks_ending(folder: Folder, path: str, name: str) -> bool:
    """Whether a file in the folder of a chapter was saved without its ending, or as plain text."""
    stem = name.removesuffix(".txt")
    if "." in stem or stem.upper() in _OTHERS or not folder.is_file(path):
        return False
    return stem != name or not stem.isupper()


def _is_data(name: str) -> bool:
    match = _CONTENT.fullmatch(name)
    return match is not None and match["kind"].casefold().startswith("y")


def _is_page_or_data(name: str) -> bool:
    match = _CONTENT.fullmatch(name)
    return match is not None and match["stem"] != "README"


def _below(
    folder: Folder, start: str, looks_read: Callable[[str], bool] = _is_data
) -> Iterator[str]:
    """Yield the paths of what looks like content in ``start``, however deep.

    Links to folders are not followed.
    """
    if folder.is_link(start):
        return
    for name in _names(folder, start):
        path = f"{start}/{name}"
        if looks_read(name) and folder.is_file(path):
            yield path
        else:
            yield from _below(folder, path, looks_read)


def _names(folder: Folder, path: str) -> list[str]:
    """Return the names in ``path``; those that systems and editors hide are left out."""
    return [name for name in folder.names(path) if name[0] != "." and name[-1] != "~"]
