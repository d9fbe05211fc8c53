"""Courses while recommendations and chapters get other ids, or are taken out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rettesnor.editing.draft import Draft
from rettesnor.model.translation import language_of
from rettesnor.reading.content.guideline_paths import COURSES

_QUOTE = "sitat"


def redirect(draft: Draft, data: Any, path: str, old: str, new: str) -> None:
    """Let the slides in ``data`` quote ``new`` where they quote ``old``; without it, nothing."""
    slides = data.get("lysbilder") if isinstance(data, dict) else None
    for slide in slides if isinstance(slides, list) else ():
        quote = slide.get(_QUOTE) if isinstance(slide, dict) else None
        if not isinstance(quote, dict) or quote.get("anbefaling") != old:
            continue
        if new:
            quote["anbefaling"] = new
        else:
            del slide[_QUOTE]
            draft.notes.append(
                f"{path}: Lysbildet «{slide.get('id')}» siterte «{old}», og har ikke noe sitat "
                "lenger. Les det."
            )


def rename_chapter(draft: Draft, old: str, new: str) -> None:
    """Let the courses beside the chapter ``old`` be beside ``new``."""
    for path, data in _courses(draft):
        if data.get("kurskapittel") == old:
            draft.write(path, {**data, "kurskapittel": new})


def _courses(draft: Draft) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in list(draft.paths(f"{COURSES}/")):
        if not language_of(path):
            data = draft.data(path)
            if isinstance(data, dict):
                yield path, data
