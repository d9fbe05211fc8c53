"""Building the site of a catalogue: each guideline's site, and the pages around them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rettesnor.model.catalogue import Catalogue
from rettesnor.model.problem import Problem, Severity, Suppression
from rettesnor.publishing.cache.store import Store, file_digest
from rettesnor.publishing.catalogue.guideline_sites import (
    GuidelineSite,
    Previews,
    build_sites,
    rebuild,
)
from rettesnor.publishing.catalogue.own_files import OwnFiles
from rettesnor.publishing.catalogue.published import published
from rettesnor.publishing.incremental.hardlinks import HardLinker
from rettesnor.publishing.incremental.reuse import (
    OutputReuse,
    PreviousBuild,
    previous_build,
    save_build_state,
)
from rettesnor.publishing.options import STATE, BuildOptions, Theme
from rettesnor.publishing.output import atomic_swap, target_dir
from rettesnor.publishing.output.build_lock import held
from rettesnor.publishing.output.static_files import write_assets
from rettesnor.publishing.output.target_dir import PROBLEMS
from rettesnor.publishing.preview.build import replace_file, shown_problems, stand_in
from rettesnor.publishing.theme import load_theme
from rettesnor.publishing.workers.pool import WorkerPool
from rettesnor.reading.content.catalogue import read_catalogue
from rettesnor.reading.files.folder import DiskFolder

_STATE = "-katalog"
"""Tells what the catalogue keeps for its own files from what a guideline in its folder would."""


class DamagedError(Exception):
    """The files of a guideline's site changed while the site was put together; names it."""


@dataclass(frozen=True)
class CatalogueResult:
    """The result of building a catalogue's site.

    Attributes:
        problems: what is wrong with the catalogue and its guidelines, sorted, with paths from the
            catalogue's root.
        pages: how many pages the site has; 0 when nothing was published.
        rendered: how many of them were rendered.
        built: ids of the guidelines that were built and not reused.
        guidelines: how many guidelines the catalogue has.
        faults: what verification found; the old site is then kept, except by previews.
    """

    problems: tuple[Problem, ...]
    pages: int = 0
    rendered: int = 0
    built: tuple[str, ...] = ()
    guidelines: int = 0
    faults: tuple[str, ...] = ()
    suppressions: tuple[Suppression, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether everything may be published: there are warnings at most."""
        return all(problem.severity is Severity.WARNING for problem in self.problems)


def build_catalogue(
    options: BuildOptions, *, site_url: str | None = None, theme: str = "",
    previews: Previews | None = None,
) -> CatalogueResult:
    """Build the site of the catalogue in ``options.root``.

    The old site is replaced in one step by a verified one, or not at all: a guideline with an
    error stops the publishing of them all.

    Args:
        site_url: replaces the address in the catalogue's ``mkdocs.yml``.
        theme: the name of the guidelines' theme, instead of what their ``mkdocs.yml`` says.
        previews: given for a preview, which shows a guideline with errors as it last was.

    Raises:
        TargetDirError: a site cannot be put there.
        LayoutError: ``mkdocs.yml`` cannot be used.
    """
    target_dir.check_target(options.root, options.site)
    with held(options.root / STATE):
        own = load_theme(
            options.root, preview=previews is not None, site_url=site_url, catalogue=True
        )
        reading = read_catalogue(DiskFolder(options.root))
        if reading.catalogue is None:
            return _stopped(options, CatalogueResult(reading.problems), previews)
        sites = build_sites(reading.catalogue, options, own.shell.site_url, theme, previews)
        result = CatalogueResult(
            tuple(sorted(problem for site in sites for problem in site.problems)),
            sum(site.pages for site in sites), sum(site.rendered for site in sites if site.built),
            tuple(site.id for site in sites if site.built), len(sites),
            tuple(fault for site in sites for fault in site.faults),
        )
        usable = all(site.digests for site in sites)
        if not usable or (previews is None and not all(site.sound for site in sites)):
            return _stopped(options, replace(result, pages=0), previews)
        return _Assembly(reading.catalogue, options, own, theme, previews).put_together(
            sites, result
        )


@dataclass(frozen=True)
class _Assembly:
    """Puts the finished sites together; the arguments are those of ``build_catalogue``."""

    catalogue: Catalogue
    options: BuildOptions
    own: Theme
    theme: str
    previews: Previews | None

    def put_together(
        self, sites: Sequence[GuidelineSite], result: CatalogueResult
    ) -> CatalogueResult:
        """Make the whole site in a new folder, and put it in place when it is sound."""
        options = self.options
        fresh = atomic_swap.aside(options.site)
        try:
            options.progress.stage("Setter sammen nettstedet", len(sites))
            for site in sites:
                self._place(site, fresh / site.id)
                options.progress.step()
            made, faults, kept = self._add_own(sites, fresh)
            result = replace(
                result, pages=result.pages + made, rendered=result.rendered + kept,
                faults=(*result.faults, *faults),
            )
            if faults and self.previews is None:
                return replace(result, pages=0)
            if self.previews is not None:
                _lay_problems(fresh, result)
            atomic_swap.put(fresh, options.site)
            return result
        finally:
            shutil.rmtree(fresh, ignore_errors=True)  # when it is not in the old one's place

    def _place(self, site: GuidelineSite, target: Path) -> None:
        """Put the files of ``site`` at ``target``, each verified.

        A file that is not as it was left makes the guideline's site be built from nothing.
        """
        for attempt in (site, None):
            found = attempt or rebuild(
                self.catalogue, site.id, self.options, self.own.shell.site_url, self.theme
            )
            if _linked(found, target, self.options.jobs):
                return
            shutil.rmtree(target, ignore_errors=True)
        raise DamagedError(site.id)

    def _add_own(
        self, sites: Sequence[GuidelineSite], fresh: Path
    ) -> tuple[int, list[str], int]:
        """Make the catalogue's own files; return its pages, faults, and pages that were made."""
        options = self.options
        options.progress.stage("Lager forsiden og søket")
        entries = {entry.id: entry for entry in self.catalogue.retningslinjer}
        found = [
            published(self.catalogue, entries[site.id], fresh / site.id, site.digests)
            for site in sites
        ]
        store = Store(options.root / STATE)
        state = f"{_STATE}{options.state}"
        left = PreviousBuild() if options.full else previous_build(store, state)
        with (
            WorkerPool(options.root, options.jobs) as pool,
            OutputReuse(options.site, fresh, left, options.jobs) as reuse,
        ):
            own = OwnFiles(
                self.catalogue, found, self.own, options.site, left.files,
                store.below(f"katalog{options.state}"), pool,
            )
            laid = reuse.lay_files(own.files())
            reuse.finish()
        write_assets(self.own.assets, fresh)
        faults = own.faults(fresh)
        if not faults:
            save_build_state(store, state, PreviousBuild({}, laid), left)
        names = [path for path in laid if path.endswith(".html")]
        new = [path for path in names if left.files.get(path) != laid[path]]
        return len(names), faults, len(new)


def _linked(site: GuidelineSite, target: Path, jobs: int) -> bool:
    """Link or copy the files of ``site`` to ``target``; return whether all are as they were left.
    """
    target.mkdir(parents=True, exist_ok=True)
    linker = HardLinker(site.folder, target, [site.digests], jobs)
    try:
        missing = site.digests.keys() - linker.lying(0)
    finally:
        linker.close()
    for path in missing:  # a file system without hard links, or a file that was changed
        try:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(site.folder / path, target / path)
        except OSError:
            return False
        if file_digest(f"{target}/{path}") != site.digests[path]:
            return False
    return True


def _stopped(
    options: BuildOptions, result: CatalogueResult, previews: Previews | None
) -> CatalogueResult:
    """Return ``result``; in a preview, show what is wrong on the site that stands."""
    if previews is not None:
        options.site.mkdir(parents=True, exist_ok=True)
        index = options.site / "index.html"
        if not index.exists() or target_dir.is_placeholder(index):
            replace_file(index, stand_in(result.problems))
        _lay_problems(options.site, result)
    return result


def _lay_problems(site: Path, result: CatalogueResult) -> None:
    replace_file(site / PROBLEMS, json.dumps(shown_problems(result.problems, result.faults)))
