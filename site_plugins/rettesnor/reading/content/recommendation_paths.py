"""Where recommendations and their translations lie in a guideline's folder."""

from __future__ import annotations

from pathlib import Path

from rettesnor.model.translation import language_of
from rettesnor.reading.files.folder import Folder, folder_of

FOLDER = "recommendations"


def recommendation_paths(root: Path | Folder) -> list[str]:
    """Return the recommendation files below ``root``, sorted; translations are not among them."""
    return [path for path in content_paths(root) if path.count(".") == 1]


def content_paths(root: Path | Folder) -> list[str]:
    """Return the recommendations' files below ``root``, each followed by its translations."""
    folder, paths = folder_of(root), []
    for chapter in folder.names(FOLDER):
        place = f"{FOLDER}/{chapter}"
        if not folder.is_dir(place):
            continue
        paths += [
            f"{place}/{name}" for name in sorted(folder.names(place), key=_by_stem)
            if name.endswith(".yml")
            and (name.count(".") == 1 or language_of(f"{chapter}/{name}"))
        ]
    return paths


def split(path: str) -> tuple[str, str]:
    """Return the chapter and the id that a recommendation's path, or its translation's, says."""
    _, chapter, name = path.split("/")
    return chapter, name.split(".", 1)[0]


def _by_stem(name: str) -> tuple[str, str]:
    stem, _, rest = name.partition(".")
    return stem, "" if rest == "yml" else rest
