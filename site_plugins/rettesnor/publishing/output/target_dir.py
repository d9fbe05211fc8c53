"""Where a site may stand: a build puts away all that lies there, so it looks first."""

from __future__ import annotations

import json
import os
from pathlib import Path

from rettesnor.model.catalogue import GUIDELINES, SHARED
from rettesnor.model.local_plan import NATIONAL
from rettesnor.publishing.options import STATE

_CONTENT = frozenset({
    "guideline", "recommendations", "changelog", "schema", GUIDELINES, SHARED, STATE, NATIONAL,
    ".git",
})
"""What of the folder of a guideline or a catalogue is never taken for a site's place."""
MARK = "api/v1/index.json"
"""Every build of a guideline writes this file, and nobody else does: a folder with it is a site of
ours. An ``index.html`` says nothing, since a home page or a web server's root has one as well."""


CATALOGUE_MARK = "api/v1/guidelines.json"
"""The same of a build of a catalogue."""
PLAN_MARK = "plan.json"
"""The same of a build of a local plan."""
PROBLEMS = "problems.json"
"""File in a preview that lists the problems; the page's script shows them on top."""
STANDING_IN = (
    '<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Feil</title></head>'
    "<body><h1>Retningslinja kan ikke vises ennå</h1>"
)
"""How the page begins that stands in for a preview's site before there is one."""
_STAND_IN = frozenset({"index.html", PROBLEMS})


class TargetDirError(Exception):
    """A site cannot stand there; says why in Norwegian."""


def check_target(root: Path, site: Path) -> None:
    """See that nothing but an old site is lost when ``site`` is replaced.

    Raises:
        SiteFolderError: something else would be, or the folder cannot be replaced.
    """
    root, place = root.resolve(), site.resolve()
    if root.is_relative_to(place):
        _refuse(site, "der ligger retningslinja selv.")
    if place.is_relative_to(root) and place.relative_to(root).parts[0] in _CONTENT:
        _refuse(site, "der ligger filene som nettstedet bygges av.")
    if not place.exists():
        return
    if not place.is_dir():
        _refuse(site, "det er en fil.")
    if os.path.ismount(place):
        _refuse(site, "mappa er et eget filsystem og kan ikke byttes ut. Velg en mappe inni den.")
    names = {*os.listdir(place)}
    if ".git" in names:
        _refuse(site, "mappa har et eget Git-arkiv, som ville gått tapt. Bygg et annet sted.")
    if names and not _is_ours(place):
        _refuse(site, "der ligger det noe annet enn et nettsted Rettesnor har bygd, og det ville "
                      "gått tapt. Flytt det, eller velg en annen mappe.")


def _is_ours(place: Path) -> bool:
    """Whether a build wrote the folder, or a preview that could not build yet."""
    if _STAND_IN.issuperset(os.listdir(place)):
        return is_placeholder(place / "index.html")
    return _has(place / MARK, {"retningslinje", "versjoner"}) or _has(
        place / CATALOGUE_MARK, {"katalog", "retningslinjer"}
    ) or _has(place / PLAN_MARK, {"plan", "bygger_paa"})


def _has(path: Path, keys: set[str]) -> bool:
    try:
        index = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(index, dict) and keys <= index.keys()


def is_placeholder(page: Path) -> bool:
    """Whether ``page`` is one that stands in for a preview's site."""
    try:
        return page.read_text(encoding="utf-8").startswith(STANDING_IN)
    except (OSError, ValueError):
        return False


def _refuse(site: Path, why: str) -> None:
    raise TargetDirError(f"Nettstedet kan ikke legges i «{site}»: {why}")
