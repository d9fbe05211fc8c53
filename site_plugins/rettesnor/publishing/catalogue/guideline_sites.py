"""The sites of a catalogue's guidelines: each is built by itself, and only when it has to be.

A guideline's site is built by the same pipeline as one that stands alone, into a folder of its own
below the catalogue's cache. It is reused as long as nothing that it is made from has changed.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rettesnor.model.catalogue import Catalogue, LinkUp, Oppforing, link_up
from rettesnor.model.problem import Problem, Severity
from rettesnor.model.progress import SILENT
from rettesnor.publishing.cache.store import (
    Store,
    code_digest,
    digest_of,
    file_digest,
    installed_version,
)
from rettesnor.publishing.options import STATE, BuildOptions, BuildResult, Theme
from rettesnor.publishing.output import atomic_swap
from rettesnor.publishing.output.layout import LayoutError
from rettesnor.publishing.pipeline import build
from rettesnor.publishing.preview.build import preview
from rettesnor.publishing.preview.last_valid import LastValidTexts
from rettesnor.publishing.theme import load_theme
from rettesnor.publishing.workers.processes import start_context
from rettesnor.reading.content.site_settings import PATH as SETTINGS
from rettesnor.reading.content.site_settings import SettingsError, read_settings
from rettesnor.reading.project import ChangedError

_NOT_CONTENT = frozenset({"site", "node_modules"})
"""Folders in a guideline's folder that its site is not made from; so are those with a dot."""

Previews = dict[str, LastValidTexts]
"""What a preview remembers of each guideline from one build to the next, by id."""


@dataclass(frozen=True, slots=True)
class GuidelineSite:
    """The site of one guideline.

    Attributes:
        digests: SHA-256 of every file of it, by path; none when it could not be built.
        problems: what is wrong with the guideline, with paths from the catalogue's root.
        faults: what is wrong with the site.
        pages: how many pages it has.
        rendered: how many of them were rendered.
        built: whether it was built, and not reused.
    """

    id: str
    folder: Path
    digests: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    faults: tuple[str, ...] = ()
    pages: int = 0
    rendered: int = 0
    built: bool = True

    @property
    def sound(self) -> bool:
        """Whether it may be published."""
        return bool(self.digests) and not self.faults and all(
            problem.severity is Severity.WARNING for problem in self.problems
        )


@dataclass(frozen=True, slots=True)
class _Task:
    """The building of one guideline's site."""

    id: str
    path: str
    options: BuildOptions
    site_url: str
    theme: str
    up: LinkUp


def build_sites(
    catalogue: Catalogue, options: BuildOptions, site_url: str, theme: str,
    previews: Previews | None = None,
) -> list[GuidelineSite]:
    """Return the sites of the guidelines in ``catalogue``, in its order.

    Args:
        options: the options of the whole site; ``root`` is the catalogue's.
        site_url: where the whole site is published, ending in a slash; empty when not known.
        theme: the name of the theme, instead of the one that each guideline has.
        previews: given for a preview: a guideline with errors is shown as it last was.
    """
    tasks = [
        _task(catalogue, entry, options, site_url, theme) for entry in catalogue.retningslinjer
    ]
    keys = {task.id: _key(task) for task in tasks}
    store = Store(options.root / STATE).below(f"katalog{options.state}")
    found: dict[str, GuidelineSite] = {}
    for task in tasks:
        if not options.full and (previews is None or task.id in previews):
            saved = store.load(task.id, keys[task.id])
            if saved is not None:
                found[task.id] = _reused(task, saved)
    missing = [task for task in tasks if task.id not in found]
    options.progress.stage("Bygger retningslinjene", len(missing))
    for site in _built(missing, options.jobs, previews):
        options.progress.step()
        found[site.id] = site
    for task in missing:
        # A file that was saved meanwhile may or may not be in the site, so it is not reused.
        if found[task.id].digests and _key(task) == keys[task.id]:
            store.save(task.id, keys[task.id], _saved(found[task.id]))
    return [found[task.id] for task in tasks]


def rebuild(
    catalogue: Catalogue, id_: str, options: BuildOptions, site_url: str, theme: str
) -> GuidelineSite:
    """Return the site of one guideline, built from nothing: its files were not as they were left.
    """
    entry = next(one for one in catalogue.retningslinjer if one.id == id_)
    return _build(_task(catalogue, entry, replace(options, full=True), site_url, theme), None)


def _task(
    catalogue: Catalogue, entry: Oppforing, options: BuildOptions, site_url: str, theme: str
) -> _Task:
    stage = options.root / STATE / f"nettsteder{options.state}" / entry.id
    own = replace(options, root=options.root / entry.folder, site=stage, jobs=1)
    return _Task(
        entry.id, entry.folder, own, f"{site_url}{entry.id}/" if site_url else "", theme,
        link_up(catalogue, entry.id),
    )


def _built(
    tasks: Sequence[_Task], jobs: int, previews: Previews | None
) -> Iterator[GuidelineSite]:
    if previews is not None or jobs < 2 or len(tasks) < 2:
        for task in tasks:
            last = previews.setdefault(task.id, LastValidTexts()) if previews is not None else None
            yield _build(_sharing(task, jobs if len(tasks) == 1 else 1), last)
        return
    silent = [replace(task, options=replace(task.options, progress=SILENT)) for task in tasks]
    with ProcessPoolExecutor(min(jobs, len(tasks)), start_context()) as pool:
        yield from pool.map(_build_alone, silent)


def _sharing(task: _Task, jobs: int) -> _Task:
    return replace(task, options=replace(task.options, jobs=jobs))


def _build_alone(task: _Task) -> GuidelineSite:
    """Build a site in a worker process, which then waits for what it put away to be removed."""
    gc.enable()
    try:
        return _build(task, None)
    finally:
        atomic_swap.settle()


def _build(task: _Task, last: LastValidTexts | None) -> GuidelineSite:
    options, site = task.options, task.options.site

    def theme(_: object) -> Theme:
        found = load_theme(
            options.root, preview=last is not None, site_url=task.site_url, name=task.theme
        )
        shell = replace(found.shell, up=task.up, digest=digest_of(found.shell.digest, task.up))
        return replace(found, shell=shell)

    try:
        if last is not None:
            result = preview(replace(options, tolerant=True, last_sound=last), theme)
        else:
            result = build(options, theme)
    except LayoutError as error:
        problem = Problem(f"{task.path}/{SETTINGS}", 1, 1, "nettsted-oppsett", str(error))
        return GuidelineSite(task.id, site, {}, (problem,))
    except ChangedError as error:
        fault = f"{task.id}: filene endrer seg hele tiden («{error}»). Prøv igjen."
        return GuidelineSite(task.id, site, {}, faults=(fault,))
    return _site(task, result)


def _site(task: _Task, result: BuildResult) -> GuidelineSite:
    problems = tuple(
        replace(problem, path=f"{task.path}/{problem.path}")
        for problem in result.survey.problems
    )
    site = task.options.site
    standing = result.pages or (task.options.tolerant and site.is_dir())
    return GuidelineSite(
        task.id, site, digests_below(site) if standing else {}, problems,
        tuple(f"{task.id}: {fault}" for fault in result.faults), result.pages, result.rendered,
    )


def digests_below(folder: Path) -> dict[str, str]:
    """Return SHA-256 (hexadecimal) of every file below ``folder``, by path."""
    start = len(str(folder)) + 1
    return {
        f"{inner}/{name}"[start:]: file_digest(f"{inner}/{name}")
        for inner, _, names in os.walk(folder) for name in sorted(names)
    }


def _saved(site: GuidelineSite) -> tuple[Any, ...]:
    problems = [
        (p.path, p.line, p.column, p.code, p.message, p.hint, p.severity.value, p.field)
        for p in site.problems
    ]
    return dict(site.digests), problems, list(site.faults), site.pages


def _reused(task: _Task, saved: Sequence[Any]) -> GuidelineSite:
    digests, problems, faults, pages = saved
    told = tuple(
        Problem(path, line, column, code, message, hint, Severity(severity), field)
        for path, line, column, code, message, hint, severity, field in problems
    )
    return GuidelineSite(
        task.id, task.options.site, digests, told, tuple(faults), pages, built=False
    )


def _key(task: _Task) -> str:
    """Return the digest of everything that the site of ``task`` is made from."""
    options = task.options
    try:
        settings = read_settings(options.root, os.environ)
    except SettingsError:
        settings = None
    custom = options.root / settings.custom_dir if settings and settings.custom_dir else None
    return digest_of(
        code_digest(), installed_version("mkdocs-material"), _files(options.root),
        settings, _files(custom) if custom else "", options.as_of.isoformat(), options.released,
        options.documents, options.offline, options.exchange, options.tolerant, task.site_url,
        task.theme, task.up,
    )


def _files(folder: Path) -> str:
    """Return the digest of every file that a site may be made from, with its path."""
    digest = hashlib.sha256()
    for inner, folders, names in os.walk(folder):
        top = inner == str(folder)
        folders[:] = sorted(
            name for name in folders
            if not name.startswith(".") and not (top and name in _NOT_CONTENT)
        )
        for name in sorted(names):
            path = f"{inner}/{name}"
            below = path[len(str(folder)) :]
            digest.update(f"{below}\0{file_digest(path)}\0".encode(errors="surrogateescape"))
    return digest.hexdigest()
