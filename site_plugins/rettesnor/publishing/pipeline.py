"""Building a site: survey, render what is not there yet, verify, put in place."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from rettesnor.model.accessibility import AccessibilityReport
from rettesnor.model.guideline import Guideline
from rettesnor.publishing import targets as declared
from rettesnor.publishing.cache import entries as library
from rettesnor.publishing.cache.citations import citations
from rettesnor.publishing.cache.guideline_files import cached_guideline
from rettesnor.publishing.cache.search_documents import LostError, SearchDocuments
from rettesnor.publishing.cache.store import Store
from rettesnor.publishing.data.exchange import exchange_files
from rettesnor.publishing.documents.stage import DocumentStage
from rettesnor.publishing.hearings import Hearings, gather, with_hearings
from rettesnor.publishing.history.archive import Archive
from rettesnor.publishing.history.release_index import DamagedError, ReleaseIndex, load
from rettesnor.publishing.history.stage import HistoryStage
from rettesnor.publishing.history.unreleased import unreleased
from rettesnor.publishing.history.unreleased_changes import unreleased_changes
from rettesnor.publishing.incremental.reuse import (
    OutputReuse,
    PreviousBuild,
    previous_build,
    save_build_state,
)
from rettesnor.publishing.language_trees import language_trees, with_trees
from rettesnor.publishing.options import STATE, BuildOptions, BuildResult, Theme, ThemeLoader
from rettesnor.publishing.output import atomic_swap as place
from rettesnor.publishing.output import target_dir as site_folder
from rettesnor.publishing.output.build_lock import held
from rettesnor.publishing.output.link_check import faults as verified
from rettesnor.publishing.output.link_check import lost_file
from rettesnor.publishing.output.page_file import PageFile
from rettesnor.publishing.output.static_files import names_in, write_assets, write_pictures
from rettesnor.publishing.page_contexts import PageContexts, released_context, working_context
from rettesnor.publishing.preview.last_valid import StandIns
from rettesnor.publishing.render_targets import TargetRenderer
from rettesnor.publishing.search_index import TreeIndex, preview_files
from rettesnor.publishing.targets import DeclaredFile
from rettesnor.publishing.workers.pool import WorkerPool
from rettesnor.publishing.workers.worker import StaleError
from rettesnor.reading.checks.run import PICTURES, ProjectCheck, check_project
from rettesnor.reading.content.accessibility_report import read_report
from rettesnor.reading.content.guideline_reading import GuidelineReading
from rettesnor.releases.manifest import ManifestError
from rettesnor.releases.snapshot import SnapshotError
from rettesnor.rendering.citations import Citation
from rettesnor.rendering.context import DRAFT, Context

CHANGELOG = "changelog"
_ATTEMPTS = 3


def build(order: BuildOptions, dresser: ThemeLoader) -> BuildResult:
    """Build the site of ``order``.

    The site that stands is replaced in one step by a verified one, or not at all. A file that is
    saved while the site is being built makes the build start over, and so does finding that what
    earlier builds left is not whole.

    Raises:
        SiteFolderError: a site cannot stand there.
        StaleError: files kept changing.
    """
    site_folder.check_target(order.root, order.site)
    with held(order.root / STATE):
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return _build(order, dresser)
            except LostError:
                order = replace(order, full=True)
            except StaleError:
                if attempt == _ATTEMPTS:
                    raise
    raise AssertionError("unreachable")


def _build(order: BuildOptions, dresser: ThemeLoader) -> BuildResult:
    """Begin to take over what stands, and make a site of what is to stand."""
    store = Store(order.root / STATE)
    left = PreviousBuild() if order.full else previous_build(store, order.state)
    fresh = place.aside(order.site)
    outcome = None
    try:
        with (
            OutputReuse(order.site, fresh, left, order.jobs) as takeover,
            WorkerPool(order.root, order.jobs) as crew,
        ):
            outcome = _judge(order, dresser, store, takeover, crew)
        return outcome
    finally:
        if outcome is None or not outcome.pages:  # else it stands in the old one's place
            shutil.rmtree(fresh, ignore_errors=True)


def _judge(
    order: BuildOptions, dresser: ThemeLoader, store: Store, takeover: OutputReuse, crew: WorkerPool
) -> BuildResult:
    """Read everything, and make the site when it is sound."""
    order.progress.stage("Leser filene")
    gathering = library.begin(order.root, store, crew)
    takeover.begin()
    frame = cached_guideline(order.root, store)
    guideline = frame.guideline
    dressing, sources = _around(store, guideline, dresser) if guideline else (None, {})
    entries = library.finish(gathering, store, crew)
    try:
        chronicle = load(order.root / CHANGELOG, store)
    except (DamagedError, ManifestError, SnapshotError) as error:
        found = check_project(order.root, frame, entries, order.as_of)
        return BuildResult(found, faults=(str(error),))
    translations = library.translations(gathering)
    found = check_project(order.root, frame, entries, order.as_of, chronicle.retired, translations)
    stand_ins: StandIns = {}
    if order.last_sound is not None:
        order.last_sound.remember(order.root, found)
        found, stand_ins = order.last_sound.stand_in(order.root, found, chronicle)
        entries = [*found.whole.entries]
    hearings = Hearings()
    if guideline:
        hearings = gather(order.root, guideline, entries, as_of=order.as_of)
    report, unsound = read_report(order.root)
    problems = sorted((*found.problems, *hearings.problems, *unsound))
    found = replace(found, problems=tuple(problems))
    if dressing is None or not (found.sound or order.tolerant):
        return BuildResult(found)
    differing = unreleased(
        order.root, chronicle, frame, entries, store, found.pictures, found.whole.translations,
    )
    context = working_context(
        frame, entries, sources, chronicle, dressing.shell.site_url, differing,
        prefix=DRAFT if order.released and differing else "",
    )
    context = with_trees(with_hearings(context, hearings))
    work = _Work(
        order, found, frame, context, chronicle, hearings, report, dressing, takeover, crew, store,
        stand_ins,
    )
    try:
        return _fill(work, takeover.fresh)
    except (DamagedError, SnapshotError) as error:
        return BuildResult(found, faults=(str(error),))


def _around(
    store: Store, guideline: Guideline, dresser: ThemeLoader
) -> tuple[Theme, Mapping[str, Citation]]:
    """Return the theme's part and the formatted sources; pandoc works while the theme does."""
    with ThreadPoolExecutor(1) as beside:
        formatted = beside.submit(citations, store, guideline)
        return dresser(guideline), formatted.result()


@dataclass(frozen=True)
class _Work:
    """Everything at hand when pages are made; ``context`` is the working tree's."""

    order: BuildOptions
    found: ProjectCheck
    frame: GuidelineReading
    context: Context
    chronicle: ReleaseIndex
    hearings: Hearings
    report: AccessibilityReport | None
    dressing: Theme
    takeover: OutputReuse
    crew: WorkerPool
    store: Store
    stand_ins: StandIns


def _fill(work: _Work, fresh: Path) -> BuildResult:
    """Make the site in ``fresh``, and put it in place when it is sound."""
    order, store, shell = work.order, work.store, work.dressing.shell
    progress = order.progress
    papers = DocumentStage(
        order.documents, order.offline, work.chronicle, store, order.jobs, fresh, progress
    )
    entries = [entry for entry in work.found.whole.entries if entry.sound]
    work = replace(work, context=papers.of_working(
        order.root, work.context, entries, work.found.pictures
    ))
    released = released_context(
        work.chronicle, store, shell, work.hearings, papers.of_release, work.context.announced,
    ) if work.context.prefix else None
    trees = language_trees(
        work.context, work.frame.translations, work.found.whole.translations,
        released.languages if released else {tree.language for tree in work.context.others},
    )
    trees = [
        trees[0], *(
            papers.of_translation(order.root, tree, entries, work.found.pictures)
            for tree in trees[1:]
        )
    ]
    others = tuple(PageContexts(one.context) for one in trees[1:])
    applying = released or PageContexts(work.context, others=others)
    changes = unreleased_changes(
        order.root, work.chronicle, work.context.guideline, entries, work.context.unreleased,
        work.context.prefix, work.stand_ins, [one.context.folder for one in trees[1:]],
    )
    archive = Archive(
        order.root / STATE, order.state, order.site, full=order.full,
        formats=order.documents,
    )
    past = HistoryStage(work.chronicle, applying, shell, store, archive, changes)
    making = TargetRenderer(
        trees, applying, work.found.whole.entries, work.chronicle, shell, work.crew,
        order.as_of.isoformat(), work.report, work.stand_ins, changes,
    )
    kept, made = making.pages(fresh, work.takeover, past.wanted, progress)
    made += past.make(fresh, {page.url for page in kept}, work.takeover)
    faults = past.lay_versions(fresh, order.jobs, progress)
    pages = sorted([*kept, *made], key=lambda page: page.url)
    progress.stage("Lager søk og data")
    documents = SearchDocuments(store, order.state, work.takeover.left.pages.values())
    laid = past.data | _lay_singles(work, making, applying.context, pages, documents, fresh)
    work.takeover.finish()
    files = {*laid, *_copies(work, fresh), *past.lay_files(fresh), *papers.files}
    files |= {path for page in pages for path, _ in page.beside}
    progress.stage("Kontrollerer nettstedet")
    answers, lost = past.answers(fresh, {*files, *(page.url for page in pages)})
    pages = sorted([*pages, *answers], key=lambda page: page.url)
    files |= past.standing(fresh, pages)
    looked_over = [*pages, lost_file(fresh, applying.context)]
    faults += papers.faults + lost + verified(fresh, looked_over, files)
    faults += past.outward_faults(fresh)
    if faults and not order.tolerant:
        return BuildResult(work.found, faults=tuple(faults))
    papers.pack(work.context.guideline.id)
    place.put(fresh, order.site, past.salvage)
    documents.save(pages)
    built = PreviousBuild({page.url: page for page in pages}, laid)
    save_build_state(store, order.state, built, work.takeover.left)
    past.finish()
    return BuildResult(
        work.found, len(pages) + past.pages, len(made) + len(answers) + past.rendered,
        tuple(faults),
    )


def _lay_singles(
    work: _Work, making: TargetRenderer, applying: Context, pages: Sequence[PageFile],
    documents: SearchDocuments, fresh: Path,
) -> dict[str, tuple[str, str]]:
    """Lay the site's files with keys; return key and digest of each, by path."""
    order, store, saved = work.order, work.store, work.takeover.left.files
    lay = work.takeover.lay_files
    indexes = [
        TreeIndex(tree, pages, documents, saved, store, work.crew)
        for tree in making.contexts if tree.applies
    ]
    singles = _singles(work, making, applying, pages, fresh)
    if order.tolerant:
        return lay([*singles, *chain.from_iterable(map(preview_files, indexes))])
    for index in indexes[:1]:
        index.begin()  # what follows is made while the crew counts
    laid = lay([*singles, *chain.from_iterable(index.page_files() for index in indexes)])
    for index in indexes:
        laid |= lay(index.files())
    work.crew.close()
    return laid


def _singles(
    work: _Work, making: TargetRenderer, applying: Context, pages: Sequence[PageFile], fresh: Path
) -> list[DeclaredFile]:
    """Return the site's files with keys, but for its search indexes."""
    shell = work.dressing.shell
    key = making.key(applying)
    singles = [*declared.files(applying, key, shell, pages, work.chronicle)]
    for tree in making.contexts:
        singles += declared.tree_files(tree, making.key(tree), work.store)
    if work.order.exchange:
        for_others = exchange_files(applying, key, shell.site_url, pages, fresh)
        singles += [DeclaredFile(*one) for one in for_others]
    return singles


def _copies(work: _Work, fresh: Path) -> set[str]:
    """Copy what lies in the site as it is, the theme's files and pictures; return the paths."""
    root, context = work.order.root, work.context
    files = write_assets(work.dressing.assets, fresh)
    files |= write_pictures(root / PICTURES, work.found.pictures, fresh, context.prefix)
    if context.prefix:
        kept = work.chronicle.pictures
        files |= write_pictures(kept, names_in(kept), fresh, "")
    return files
