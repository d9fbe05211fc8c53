"""Files that look like content and that nobody reads, for their name or their place.

An editor who saves ``ny-plan.yaml`` must hear of it when the file is not published.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from rettesnor.model.problem import Code, Problem
from rettesnor.model.translation import language_of
from rettesnor.reading.content.guideline_paths import ACCESSIBILITY, FILES, GUIDELINE, HEARINGS
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
_KNOWN = frozenset({*FILES.values(), ACCESSIBILITY})
_OWN_FOLDERS = frozenset({HEARINGS, "guideline/bilder"})
"""Folders in ``guideline`` whose files are read by others."""
UNRELEASED = "changelog/unreleased"
_OTHERS = frozenset({"README", "LICENSE", "NOTES", "TODO", "MAKEFILE"})
"""Files that are no content, and have their names from elsewhere."""
_HOME = "recommendations/<kapittel>/"


def unread_files(root: Path, pages: Collection[str] | None) -> list[Problem]:
    """Return a problem for each file below ``root`` that looks like content and is not read.

    Args:
        pages: ids of the guideline's prose pages; None when they are not known.
    """
    return [
        Problem(
            path, 1, 1, "fil-ikke-lest", "Fila blir ikke lest, og kommer ikke med på nettstedet.",
            hint,
        )
        for path, hint in (
            *_recommendations(root), *_reading(root, pages), *_hearings(root), *_changes(root)
        )
    ]


def _recommendations(root: Path) -> Iterator[tuple[str, str]]:
    """Yield what lies below ``recommendations`` and is not read, with what to do about it."""
    for chapter in _names(root, "recommendations"):
        place = f"recommendations/{chapter}"
        if _is_data(chapter) and not (root / place).is_dir():
            yield place, f"Flytt den til mappa til kapitlet den hører til, {_HOME}."
        for name in _names(root, place):
            path = f"{place}/{name}"
            if name.endswith(".yml") and (name.count(".") == 1 or language_of(path)):
                continue
            if _is_data(name) or _lacks_ending(root, path, name):
                yield path, _renamed(name, _names(root, place))
            for inner in _below(root, path):
                yield inner, f"Flytt den opp i {place}/."


def _reading(root: Path, pages: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """Yield what lies in ``guideline`` and is not read, with what to do about it."""
    for name in _names(root, "guideline"):
        path = f"guideline/{name}"
        match = _CONTENT.fullmatch(name)
        for inner in _below(root, path, _is_page_or_data) if path not in _OWN_FOLDERS else ():
            yield inner, "Flytt den opp i guideline/."
        stem = name.removesuffix(".txt")
        if "." not in stem and f"guideline/{stem}.yml" in _KNOWN and (root / path).is_file():
            yield path, _renamed(name, _names(root, "guideline"))
            continue
        if match is None or path in _KNOWN or language_of(path) or not (root / path).is_file():
            continue
        if not name.endswith((".yml", ".md")):
            yield path, _renamed(name, set(_names(root, "guideline")))
        elif name.endswith(".yml"):
            yield path, f"Er det en anbefaling, flytt den til {_HOME}."
        elif pages is not None and match["stem"] not in pages and match["stem"] != "README":
            yield path, f"Før opp «{match['stem']}» under «sider» i {GUIDELINE}, eller slett fila."


def _hearings(root: Path) -> Iterator[tuple[str, str]]:
    """Yield what lies in the folder of hearings and is not read, with what to do about it."""
    for name in _names(root, HEARINGS):
        path = f"{HEARINGS}/{name}"
        if _is_data(name) and not name.endswith((".yml", ".yaml")) and not (root / path).is_dir():
            yield path, _renamed(name, _names(root, HEARINGS))
        for result in _names(root, path):
            if _RESULT.fullmatch(result) and not result.endswith((".yml", ".json")):
                yield f"{path}/{result}", _renamed(result, _names(root, path))
            for inner in _below(root, f"{path}/{result}"):
                yield inner, f"Flytt den opp i {path}/."


def _changes(root: Path) -> Iterator[tuple[str, str]]:
    """Yield what may be a change fragment and is not read, with what to do about it."""
    for name in _names(root, "changelog"):
        if _is_data(name) and (root / "changelog" / name).is_file():
            yield f"changelog/{name}", f"Er det en endringsfil, flytt den til {UNRELEASED}/."
    for name in _names(root, UNRELEASED):
        path = f"{UNRELEASED}/{name}"
        if _is_data(name) and not name.endswith((".yml", ".yaml")) and not (root / path).is_dir():
            yield path, _renamed(name, _names(root, UNRELEASED))
        for inner in _below(root, path):
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


def _lacks_ending(root: Path, path: str, name: str) -> bool:
    """Whether a file in the folder of a chapter was saved without its ending, or as plain text."""
    stem = name.removesuffix(".txt")
    if "." in stem or stem.upper() in _OTHERS or not (root / path).is_file():
        return False
    return stem != name or not stem.isupper()


def _is_data(name: str) -> bool:
    match = _CONTENT.fullmatch(name)
    return match is not None and match["kind"].casefold().startswith("y")


def _is_page_or_data(name: str) -> bool:
    match = _CONTENT.fullmatch(name)
    return match is not None and match["stem"] != "README"


def _below(
    root: Path, folder: str, looks_read: Callable[[str], bool] = _is_data
) -> Iterator[str]:
    """Yield the paths of what looks like content in ``folder``, however deep.

    Links to folders are not followed.
    """
    if os.path.islink(root / folder):
        return
    for name in _names(root, folder):
        path = f"{folder}/{name}"
        if looks_read(name) and (root / path).is_file():
            yield path
        else:
            yield from _below(root, path, looks_read)


def _names(root: Path, folder: str) -> list[str]:
    """Return the names in ``folder``, sorted; those that systems and editors hide are left out."""
    try:
        names = os.listdir(root / folder)
    except OSError:  # not a folder, or not ours to open: its reader reports that
        return []
    return sorted(name for name in names if name[0] != "." and name[-1] != "~")
