"""The files of a theme that are published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from rettesnor.rendering.scripts import text_files

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)


def shared_texts() -> dict[str, bytes]:
    """Return the files with what scripts say, by their path in the site."""
    return {f"assets/rettesnor/{name}": data for name, data in text_files().items()}


SHEET = "assets/rettesnor/site.css"
_PARTS = tuple(f"assets/rettesnor/{name}.css" for name in ("tokens", "shell", "page"))


def with_one_sheet(files: Mapping[str, Path | bytes]) -> dict[str, Path | bytes]:
    """Return ``files`` with the style sheets of every page put together as ``SHEET``.

    A browser shows nothing before it has them all, and each takes a place among the few requests
    that it makes at a time. ``tokens.css`` stays, for other pages that take its colours.
    """
    css = "".join(
        (data if isinstance(data, bytes) else data.read_bytes()).decode() for data in
        (files[path] for path in _PARTS)
    )
    kept = {path: data for path, data in files.items() if path not in _PARTS[1:]}
    return {**kept, SHEET: _COMMENT.sub("", css).encode()}


def files_below(folder: Path) -> dict[str, Path]:
    """Return the files of ``folder`` that are to lie in the site, by their path there.

    Left out are templates, source maps, and what is not meant for readers.
    """
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _is_published(path.relative_to(folder))
    }


def _is_published(path: Path) -> bool:
    name = path.name.lower()
    return not (
        any(part.startswith(".") for part in path.parts) or "readme" in name
        or path.suffix.lower() in (".html", ".py", ".pyc", ".md", ".map")
        or name == "mkdocs_theme.yml"
    )
