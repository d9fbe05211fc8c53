"""The contexts that the pages of a site are rendered in: what applies, and the working tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rettesnor.model.edition import Edition
from rettesnor.model.entry import Entry
from rettesnor.model.unreleased import Unreleased
from rettesnor.publishing.annals import Job, page_jobs
from rettesnor.publishing.chronicle import Chronicle
from rettesnor.publishing.declared import DeclaredPage
from rettesnor.publishing.hearings import Hearings, with_hearings
from rettesnor.publishing.places import Places
from rettesnor.publishing.released import content_makers, context_of
from rettesnor.publishing.shell import Shell
from rettesnor.publishing.store import Store, code_digest, digest_of
from rettesnor.publishing.translated import released_translation, with_trees
from rettesnor.publishing.unreleased_changes import UnreleasedChanges
from rettesnor.publishing.usage import usage
from rettesnor.reading.frame import Frame
from rettesnor.reading.kept import entry_of, prose_of
from rettesnor.rendering.citations import Citation
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.glance import Glance
from rettesnor.rendering.page import Page

Furnish = Callable[[Context, Edition, Sequence[Entry]], Context]


@dataclass(frozen=True)
class Applying:
    """What applies: its context, and its pages where the working tree is not what applies.

    Attributes:
        others: the same in other languages.
    """

    context: Context
    jobs: tuple[Job, ...] = ()
    others: tuple[Applying, ...] = ()

    @property
    def languages(self) -> frozenset[str]:
        """The languages that it is published in."""
        return frozenset((self.context.language, *(one.context.language for one in self.others)))


def working_context(
    frame: Frame, entries: Sequence[Entry], citations: Mapping[str, Citation],
    chronicle: Chronicle, address: str, differing: Unreleased | None, *, prefix: str = "",
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
    own = chronicle.history.own_versions()
    shown = [e for e in entries if e.sound and e.id in listed and e.kapittel in chapters]
    heads = {
        e.id: Head.of(e, own.get(e.id, ""), differing.of(e.id) if differing else "")
        for e in shown
    }
    if prefix:
        last = chronicle.addresses.last
        heads = {i: replace(h, applying_url=last.get(i, "")) for i, h in heads.items()}
    newest = chronicle.newest
    released = newest.versjon if newest else ""
    fingerprint = digest_of(
        sorted(frame.contents.items()), released, bool(differing),
        differing.sprak if differing else (), prefix,
    )
    return Context(
        frame.guideline, heads, frame.fragments, citations, fingerprint, usage(entries),
        f"{address}{prefix}" if address else "", prefix, released, newest, bool(differing),
        glances={e.id: Glance.of(e) for e in shown}, releases=releases_of(chronicle),
        unreleased=differing or None, announced=frame.guideline.datoer.kunngjort_senest,
    )


def releases_of(chronicle: Chronicle) -> tuple[tuple[str, str], ...]:
    """Return version and day of every release, newest first."""
    told = (record.utgave for record in reversed(chronicle.history.records))
    return tuple((utgave.versjon, utgave.dato) for utgave in told)


def released_context(
    chronicle: Chronicle, store: Store, shell: Shell, hearings: Hearings, furnish: Furnish,
    announced: str = "",
) -> Applying:
    """Return the newest release as what applies.

    Args:
        furnish: lays the release's documents, and returns the context that knows them.
        announced: the day by which the guideline was known elsewhere; empty where it was not.

    Raises:
        DamagedError: its snapshot is not as it was released.
    """
    newest = chronicle.newest
    assert newest is not None
    edition = chronicle.edition(newest.versjon)
    entries = [entry_of(r, prose_of(r)) for r in edition.recommendations.values()]
    context = replace(
        context_of(edition, chronicle.history.own_versions(), entries, store, shell.site_url),
        fingerprint=digest_of(chronicle.key, announced), released=newest.versjon, latest=newest,
        releases=releases_of(chronicle), announced=announced,
    )
    context = with_trees(with_hearings(context, hearings))
    context = furnish(context, edition, entries)
    trees = [released_translation(context, tree, edition) for tree in context.others]
    others = (Applying(tree, tuple(_content_jobs(edition, tree, shell))) for tree in trees)
    return Applying(context, tuple(_content_jobs(edition, context, shell)), tuple(others))


def other_pages(
    applying: Applying, chronicle: Chronicle, shell: Shell,
    unreleased: UnreleasedChanges | None = None,
) -> Iterator[DeclaredPage]:
    """Yield the pages of what applies in another language that no working tree has: the past."""
    context = applying.context
    common = digest_of(context.fingerprint, shell.digest, code_digest())
    for job in (*applying.jobs, *page_jobs(Places(chronicle, context, unreleased), common)):
        if job.step is None:  # what changed in the text stands in the language written first
            yield DeclaredPage(context, job.url, job.key, partial(job.make, ""))


def _content_jobs(edition: Edition, context: Context, shell: Shell) -> list[Job]:
    key = digest_of(
        context.fingerprint, shell.digest, code_digest(), sorted(context.downloads.items())
    )
    makers = content_makers(edition, context)

    def job(url: str, make: Callable[[], Page]) -> Job:
        return Job(url, digest_of(key, url), lambda _: make())

    return [job(url, make) for url, make in makers.items()]
