"""The contexts that the pages of a site are rendered in: what applies, and the working tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rettesnor.model.development import Utvikling
from rettesnor.model.edition import Edition
from rettesnor.model.form_template import NOT_SERVED
from rettesnor.model.recommendation_entry import Entry, outdated_ids
from rettesnor.model.task import TaskView
from rettesnor.model.unreleased import Unreleased
from rettesnor.publishing.cache.store import Store, code_digest, digest_of
from rettesnor.publishing.courses import released_courses, released_translated_courses
from rettesnor.publishing.hearings import Hearings, with_hearings
from rettesnor.publishing.history.frozen_site import content_makers, context_of
from rettesnor.publishing.history.locations import CurrentLocations
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.publishing.history.targets import HistoryTarget, page_jobs
from rettesnor.publishing.history.unreleased_changes import UnreleasedChanges
from rettesnor.publishing.language_trees import released_translation, with_trees
from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.targets import DeclaredPage
from rettesnor.publishing.tasks import with_tasks
from rettesnor.publishing.tools.older_templates import PART as TEMPLATES
from rettesnor.publishing.usage import usage
from rettesnor.reading.content.from_snapshot import entry_of, prose_of
from rettesnor.reading.content.guideline_reading import GuidelineReading
from rettesnor.releases.former_pages import TEMPLATE
from rettesnor.rendering.citations import Citation
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.list_item import ListItem
from rettesnor.rendering.page import Page

Furnish = Callable[[Context, Edition, Sequence[Entry]], Context]


@dataclass(frozen=True)
class PageContexts:
    """What applies: its context, and its pages where the working tree is not what applies.

    Attributes:
        others: the same in other languages.
    """

    context: Context
    jobs: tuple[HistoryTarget, ...] = ()
    others: tuple[PageContexts, ...] = ()

    @property
    def languages(self) -> frozenset[str]:
        """The languages that it is published in."""
        return frozenset((self.context.language, *(one.context.language for one in self.others)))


def working_context(
    frame: GuidelineReading, entries: Sequence[Entry], citations: Mapping[str, Citation],
    release_index: ReleaseIndex, address: str, differing: Unreleased | None, *, prefix: str = "",
) -> Context:
    """Return the context of the working tree.

    Args:
        address: the site's.
        differing: how it differs from the newest release; None before the first.
        prefix: where its pages are to lie.
    """
    assert frame.guideline is not None
    listed = {id_ for chapter in frame.guideline.kapitler for id_ in chapter.anbefalinger}
    chapters = {chapter.id for chapter in frame.guideline.kapitler}
    own = release_index.history.own_versions()
    shown = [e for e in entries if e.sound and e.id in listed and e.kapittel in chapters]
    heads = {
        e.id: Head.of(e, own.get(e.id, ""), differing.of(e.id) if differing else "")
        for e in shown
    }
    if prefix:
        last = release_index.addresses.last
        heads = {i: replace(h, applying_url=last.get(i, "")) for i, h in heads.items()}
    newest = release_index.newest
    released = newest.versjon if newest else ""
    fingerprint = digest_of(
        sorted(frame.contents.items()), released, bool(differing),
        differing.sprak if differing else (), prefix,
    )
    return Context(
        frame.guideline, heads, frame.fragments, citations, fingerprint, usage(entries),
        f"{address}{prefix}" if address else "", prefix, released, newest, bool(differing),
        glances={e.id: ListItem.of(e) for e in shown}, releases=releases_of(release_index),
        unreleased=differing or None, announced=frame.guideline.datoer.kunngjort_senest,
        outdated=outdated_ids(frame.guideline.enkle_versjoner, shown),
        development=frame.guideline.utvikling,
        template_versions=release_index.history.post_versions(
            TEMPLATES, [id_ for kind, id_ in release_index.former if kind == TEMPLATE]
        ),
        served_versions=release_index.history.versions_besides(NOT_SERVED),
    )


def with_practice(context: Context) -> Context:
    """Return ``context`` with a link to what was collected of local plans."""
    fingerprint = digest_of(context.fingerprint, "practice")
    return replace(context, practice=True, fingerprint=fingerprint)


def releases_of(release_index: ReleaseIndex) -> tuple[tuple[str, str], ...]:
    """Return version and day of every release, newest first."""
    told = (record.utgave for record in reversed(release_index.history.records))
    return tuple((utgave.versjon, utgave.dato) for utgave in told)


def released_context(
    release_index: ReleaseIndex, store: Store, shell: PageLayout, hearings: Hearings,
    add_downloads: Furnish,
    announced: str = "", developments: Mapping[str, Utvikling] | None = None,
    tasks: tuple[TaskView, ...] = (), *, practice: bool = False,
) -> PageContexts:
    """Return the newest release as what applies.

    Args:
        add_downloads: writes the release's documents, and returns a context with links to them.
        announced: the day by which the guideline was known elsewhere; empty where it was not.
        developments: the work on the guideline as it is today, by language.
        tasks: what must be decided now; the release may not know of it.
        practice: whether anything was collected of local plans.

    Raises:
        DamagedError: its snapshot is not as it was released.
    """
    newest = release_index.newest
    assert newest is not None
    edition, work = release_index.edition(newest.versjon), developments or {}
    entries = [entry_of(r, prose_of(r)) for r in edition.recommendations.values()]
    context = replace(
        context_of(edition, release_index.history.own_versions(), entries, store, shell.site_url),
        fingerprint=digest_of(release_index.key, announced, sorted(work.items())),
        released=newest.versjon, latest=newest,
        releases=releases_of(release_index), announced=announced,
    )
    context = replace(
        context, development=work.get(context.language, Utvikling()),
        template_versions=release_index.history.post_versions(
            TEMPLATES, [one.id for one in edition.guideline.maler]
        ),
        served_versions=release_index.history.versions_besides(NOT_SERVED),
    )
    context = released_courses(context, edition, release_index)
    if practice:
        context = with_practice(context)
    context = with_trees(with_tasks(with_hearings(context, hearings), tasks))
    context = add_downloads(context, edition, entries)
    trees = [
        replace(
            released_translated_courses(
                released_translation(context, tree, edition), context, edition
            ),
            development=work.get(tree.language, context.development),
        )
        for tree in context.others
    ]
    others = (PageContexts(tree, tuple(_content_jobs(edition, tree, shell))) for tree in trees)
    return PageContexts(context, tuple(_content_jobs(edition, context, shell)), tuple(others))


def other_pages(
    applying: PageContexts, release_index: ReleaseIndex, shell: PageLayout,
    unreleased: UnreleasedChanges | None = None,
) -> Iterator[DeclaredPage]:
    """Yield the pages of what applies in another language that no working tree has: the past."""
    context = applying.context
    common = digest_of(context.fingerprint, shell.digest, code_digest())
    locations = CurrentLocations(release_index, context, unreleased)
    for job in (*applying.jobs, *page_jobs(locations, common)):
        if job.step is None:  # what changed in the text stands in the language written first
            yield DeclaredPage(context, job.url, job.key, partial(job.make, ""))


def _content_jobs(edition: Edition, context: Context, shell: PageLayout) -> list[HistoryTarget]:
    key = digest_of(
        context.fingerprint, shell.digest, code_digest(), sorted(context.downloads.items())
    )
    makers = content_makers(edition, context)

    def job(url: str, make: Callable[[], Page]) -> HistoryTarget:
        return HistoryTarget(url, digest_of(key, url), lambda _: make())

    return [job(url, make) for url, make in makers.items()]
