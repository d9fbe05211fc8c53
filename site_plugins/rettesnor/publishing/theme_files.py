"""The files of a theme that are published."""

from __future__ import annotations

from pathlib import Path

from rettesnor.rendering.scripts import text_files


def shared_texts() -> dict[str, bytes]:
    """Return the files with what scripts say, by their path in the site."""
    return {f"assets/rettesnor/{name}": data for name, data in text_files().items()}


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
