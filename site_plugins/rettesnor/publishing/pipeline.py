"""Building a site: survey, render what is not there yet, verify, put in place."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from rettesnor.publishing import targets as declared
from rettesnor.publishing.cache.citations import citations
from rettesnor.publishing.cache.reading import StoredReadings
from rettesnor.publishing.cache.search_documents import LostError, SearchDocuments
from rettesnor.publishing.cache.store import Store
from rettesnor.publishing.courses import translated_courses, working_courses
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
from rettesnor.publishing.language_trees import developments, language_trees, with_trees
from rettesnor.publishing.options import STATE, BuildOptions, BuildResult, Theme, ThemeLoader
from rettesnor.publishing.output import atomic_swap as place
from rettesnor.publishing.output import target_dir as site_folder
from rettesnor.publishing.output.build_lock import held
from rettesnor.publishing.output.link_check import faults as verified
from rettesnor.publishing.output.link_check import lost_file
from rettesnor.publishing.output.offline_copies import write_list
from rettesnor.publishing.output.page_file import PageFile
from rettesnor.publishing.output.static_files import names_in, write_assets, write_pictures
from rettesnor.publishing.page_contexts import (
    PageContexts,
    released_context,
    with_practice,
    working_context,
)
from rettesnor.publishing.preview.last_valid import StandIns
from rettesnor.publishing.render_targets import TargetRenderer
from rettesnor.publishing.search_index import TreeIndex, preview_files
from rettesnor.publishing.targets import DeclaredFile
from rettesnor.publishing.tasks import task_views, with_tasks
from rettesnor.publishing.workers.pool import WorkerPool
from rettesnor.reading.checks.run import PICTURES, ProjectCheck, check_project
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.reading.project import ChangedError, Project, ProjectReader
from rettesnor.releases.manifest import ManifestError
from rettesnor.releases.snapshot import SnapshotError
from rettesnor.rendering.context import DRAFT, Context

CHANGELOG = "changelog"
_ATTEMPTS = 3


def build(options: BuildOptions, theme_loader: ThemeLoader) -> BuildResult:
    """Build the site of ``order``.

    The site that stands is replaced in one step by a verified one, or not at all. A file that is
    saved while the site is being built makes the build start over, and so does finding that what
    earlier builds left is not whole.

    Raises:
        SiteFolderError: a site cannot stand there.
        ChangedError: files kept changing.
    """
    site_folder.check_target(options.root, options.site)
    with held(options.root / STATE):
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return _build(options, theme_loader)
            except LostError:
                options = replace(options, full=True)
            except ChangedError:
                if attempt == _ATTEMPTS:
                    raise
    raise AssertionError("unreachable")


def _build(options: BuildOptions, theme_loader: ThemeLoader) -> BuildResult:
    """Begin to take over what stands, and make a site of what is to stand."""
    store = Store(options.root / STATE)
    left = PreviousBuild() if options.full else previous_build(store, options.state)
    fresh = place.aside(options.site)
    outcome = None
    try:
        with (
            OutputReuse(options.site, fresh, left, options.jobs) as reuse,
            WorkerPool(options.root, options.jobs) as pool,
        ):
            outcome = _check_and_build(options, theme_loader, store, reuse, pool)
        return outcome
    finally:
        if outcome is None or not outcome.pages:  # else it stands in the old one's place
            shutil.rmtree(fresh, ignore_errors=True)


def _check_and_build(
    options: BuildOptions, theme_loader: ThemeLoader, store: Store, reuse: OutputReuse,
    pool: WorkerPool
) -> BuildResult:
    """Read everything, and make the site when it is sound."""
    options.progress.stage("Leser filene")
    reader = ProjectReader(DiskFolder(options.root), StoredReadings(store), pool)
    reuse.begin()
    guideline = reader.files.guideline
    theme = theme_loader(guideline) if guideline else None
    sources = citations(store, guideline) if guideline else {}
    project = reader.project()
    try:
        release_index = load(options.root / CHANGELOG, store)
    except (DamagedError, ManifestError, SnapshotError) as error:
        return BuildResult(check_project(project, options.as_of), faults=(str(error),))
    found = check_project(project, options.as_of, release_index.retired)
    stand_ins: StandIns = {}
    if options.last_sound is not None:
        options.last_sound.remember(project)
        found, stand_ins = options.last_sound.stand_in(project, found, release_index)
    entries = found.whole.entries
    hearings = Hearings()
    if guideline:
        hearings = gather(project, entries, options.as_of)
    problems = sorted((*found.problems, *hearings.problems, *project.report_problems))
    found = replace(found, problems=tuple(problems))
    if theme is None or not (found.sound or options.tolerant):
        return BuildResult(found)
    differing = unreleased(project, release_index, store, entries, found.whole.translations)
    context = working_context(
        project.files, entries, sources, release_index, theme.shell.site_url, differing,
        prefix=DRAFT if options.released and differing else "",
    )
    if project.practice is not None:
        context = with_practice(context)
    tasks = task_views(project, (record.utgave for record in release_index.history.records))
    context = with_trees(with_tasks(with_hearings(context, hearings), tasks))
    work = _BuildState(
        options, found, project, context, release_index, hearings, theme, reuse, pool, store,
        stand_ins,
    )
    try:
        return _write_site(work, reuse.fresh)
    except (DamagedError, SnapshotError) as error:
        return BuildResult(found, faults=(str(error),))


@dataclass(frozen=True)
class _BuildState:
    """Everything at hand when pages are made; ``context`` is the working tree's."""

    options: BuildOptions
    found: ProjectCheck
    project: Project
    context: Context
    release_index: ReleaseIndex
    hearings: Hearings
    theme: Theme
    reuse: OutputReuse
    pool: WorkerPool
    store: Store
    stand_ins: StandIns


def _write_site(work: _BuildState, fresh: Path) -> BuildResult:
    """Make the site in ``fresh``, and put it in place when it is sound."""
    options, store, shell = work.options, work.store, work.theme.shell
    progress = options.progress
    document_stage = DocumentStage(
        options.documents, options.offline, work.release_index, store, options.jobs, fresh,
        progress, colours=shell.header.paper,
    )
    entries = [entry for entry in work.found.whole.entries if entry.sound]
    work = replace(work, context=document_stage.of_working(
        work.project,
        working_courses(work.context, work.project, entries, work.release_index), entries,
    ))
    released = released_context(
        work.release_index, store, shell, work.hearings, document_stage.of_release,
        work.context.announced, developments(work.context, work.project.files.translations),
        work.context.tasks, practice=work.context.practice,
    ) if work.context.prefix else None
    trees = language_trees(
        work.context, work.project.files.translations, work.found.whole.translations,
        released.languages if released else {tree.language for tree in work.context.others},
    )
    trees = [
        trees[0], *(
            document_stage.of_translation(work.project, replace(
                tree, context=translated_courses(
                    tree.context, work.context, work.project, entries, tree.translations or {},
                )
            ), entries)
            for tree in trees[1:]
        )
    ]
    others = tuple(PageContexts(one.context) for one in trees[1:])
    applying = released or PageContexts(work.context, others=others)
    changes = unreleased_changes(
        work.project, work.release_index, work.context.guideline, entries, work.context.unreleased,
        work.context.prefix, work.stand_ins, [one.context.folder for one in trees[1:]],
    )
    archive = Archive(
        options.root / STATE, options.state, options.site, full=options.full,
        formats=options.documents,
    )
    history = HistoryStage(work.release_index, applying, shell, store, archive, changes)
    renderer = TargetRenderer(
        trees, applying, work.found.whole.entries, work.release_index, shell, work.pool,
        options.as_of.isoformat(), work.project.report, work.stand_ins, changes,
        work.project.practice,
    )
    kept, made = renderer.pages(fresh, work.reuse, history.wanted, progress)
    made += history.make(fresh, {page.url for page in kept}, work.reuse)
    faults = history.lay_versions(fresh, options.jobs, progress)
    pages = sorted([*kept, *made], key=lambda page: page.url)
    progress.stage("Lager søk og data")
    documents = SearchDocuments(store, options.state, work.reuse.left.pages.values())
    laid = history.data | _lay_singles(work, renderer, applying.context, pages, documents, fresh)
    work.reuse.finish()
    files = {*laid, *_copies(work, fresh), *history.lay_files(fresh), *document_stage.files}
    files |= {path for page in pages for path, _ in page.beside}
    if shell.saves:
        applying_trees = [tree for tree in renderer.contexts if tree.applies]
        files.add(write_list(fresh, applying_trees, [page.url for page in pages]))
    progress.stage("Kontrollerer nettstedet")
    answers, lost = history.answers(fresh, {*files, *(page.url for page in pages)})
    pages = sorted([*pages, *answers], key=lambda page: page.url)
    files |= history.standing(fresh, pages)
    checked = [*pages, lost_file(fresh, applying.context)]
    faults += document_stage.faults + lost + verified(fresh, checked, files)
    faults += history.outward_faults(fresh)
    if faults and not options.tolerant:
        return BuildResult(work.found, faults=tuple(faults))
    document_stage.pack(work.context.guideline.id)
    place.put(fresh, options.site, history.salvage)
    documents.save(pages)
    built = PreviousBuild({page.url: page for page in pages}, laid)
    save_build_state(store, options.state, built, work.reuse.left)
    history.finish()
    return BuildResult(
        work.found, len(pages) + history.pages, len(made) + len(answers) + history.rendered,
        tuple(faults),
    )


def _lay_singles(
    work: _BuildState, renderer: TargetRenderer, applying: Context, pages: Sequence[PageFile],
    documents: SearchDocuments, fresh: Path,
) -> dict[str, tuple[str, str]]:
    """Lay the site's files with keys; return key and digest of each, by path."""
    options, store, saved = work.options, work.store, work.reuse.left.files
    lay = work.reuse.lay_files
    indexes = [
        TreeIndex(tree, pages, documents, saved, store, work.pool)
        for tree in renderer.contexts if tree.applies
    ]
    singles = _singles(work, renderer, applying, pages, fresh)
    if options.tolerant:
        return lay([*singles, *chain.from_iterable(map(preview_files, indexes))])
    for index in indexes[:1]:
        index.begin()  # what follows is made while the pool counts
    laid = lay([*singles, *chain.from_iterable(index.page_files() for index in indexes)])
    for index in indexes:
        laid |= lay(index.files())
    work.pool.close()
    return laid


def _singles(
    work: _BuildState, renderer: TargetRenderer, applying: Context, pages: Sequence[PageFile],
    fresh: Path
) -> list[DeclaredFile]:
    """Return the site's files with keys, but for its search indexes."""
    shell = work.theme.shell
    key = renderer.key(applying)
    singles = [*declared.files(applying, key, shell, pages, work.release_index)]
    for tree in renderer.contexts:
        singles += declared.tree_files(tree, renderer.key(tree), work.store)
    if work.options.exchange:
        for_others = exchange_files(applying, key, shell.site_url, pages, fresh)
        singles += [DeclaredFile(*one) for one in for_others]
    return singles


def _copies(work: _BuildState, fresh: Path) -> set[str]:
    """Copy what lies in the site as it is, the theme's files and pictures; return the paths."""
    root, context = work.options.root, work.context
    files = write_assets(work.theme.assets, fresh)
    files |= write_pictures(root / PICTURES, work.found.pictures, fresh, context.prefix)
    if context.prefix:
        kept = work.release_index.pictures
        files |= write_pictures(kept, names_in(kept), fresh, "")
    return files
