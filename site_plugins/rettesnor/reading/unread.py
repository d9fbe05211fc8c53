"""Files that look like content and that nobody reads, for their name or their place.

An editor who saves ``ny-plan.yaml`` must not be told that all is well while it is not published.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from rettesnor.model.problem import Problem
from rettesnor.model.translation import language_of
from rettesnor.reading.frame_files import ACCESSIBILITY, FILES, GUIDELINE

_CONTENT = re.compile(r"(?P<stem>.*?)\.(?P<kind>ya?ml|md|markdown)(?:\.txt)?", re.IGNORECASE)
_KNOWN = frozenset({*FILES.values(), ACCESSIBILITY})
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
        for path, hint in (*_recommendations(root), *_frame(root, pages))
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
            if _is_data(name):
                yield path, _renamed(name)
            for inner in _names(root, path):
                if _is_data(inner):
                    yield f"{path}/{inner}", f"Flytt den opp i {place}/."


def _frame(root: Path, pages: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """Yield what lies in ``guideline`` and is not read, with what to do about it."""
    for name in _names(root, "guideline"):
        path = f"guideline/{name}"
        match = _CONTENT.fullmatch(name)
        if match is None or path in _KNOWN or language_of(path) or not (root / path).is_file():
            continue
        if not name.endswith((".yml", ".md")):
            yield path, _renamed(name)
        elif name.endswith(".yml"):
            yield path, f"Er det en anbefaling, flytt den til {_HOME}."
        elif pages is not None and match["stem"] not in pages and match["stem"] != "README":
            yield path, f"Før opp «{match['stem']}» under «sider» i {GUIDELINE}, eller slett fila."


def _renamed(name: str) -> str:
    """Return the mend for a file whose name is wrong."""
    match = _CONTENT.fullmatch(name)
    assert match is not None
    ending = "md" if match["kind"].casefold().startswith("m") else "yml"
    stem = match["stem"]
    if name != f"{stem}.{ending}":
        return f"Gi fila navnet «{stem}.{ending}»."
    return "Bruk bare små bokstaver (a–z), tall og bindestrek i navnet, og ingen punktum."


def _is_data(name: str) -> bool:
    match = _CONTENT.fullmatch(name)
    return match is not None and match["kind"].casefold().startswith("y")


def _names(root: Path, folder: str) -> list[str]:
    """Return the names in ``folder``, sorted; those that systems and editors hide are left out."""
    try:
        names = os.listdir(root / folder)
    except OSError:  # not a folder, or not ours to open: whoever reads it says so
        return []
    return sorted(name for name in names if name[0] != "." and name[-1] != "~")
