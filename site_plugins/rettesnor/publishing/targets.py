"""What a site has one of, declared: each page and each file with its key and what makes it.

The seam for more. A new page is one line in ``pages``, a new file one line in ``files``; a second
tree (another language, another prefix) is another call with its own context. What has a key is
taken over from the site that stands as long as the key is the same (``library``); whatever it is
made from must be in its key. What has no key is made at each build, and must be cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from rettesnor.model.accessibility import AccessibilityReport
from rettesnor.model.local_practice import LocalPractice
from rettesnor.model.recommendation_entry import Entry
from rettesnor.publishing.cache.store import Store, code_digest, digest_of
from rettesnor.publishing.data import api as open_data
from rettesnor.publishing.hearings import answer_documents
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.publishing.output import offline_copies
from rettesnor.publishing.output import social_card as preview_picture
from rettesnor.publishing.output.lastmod import last_changed
from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.output.page_file import PageFile, compose
from rettesnor.publishing.output.static_files import robots, sitemap
from rettesnor.releases.review_due import reviews
from rettesnor.rendering.context import Context
from rettesnor.rendering.filters import DATA_FILE, data_file
from rettesnor.rendering.json_ld import PICTURE
from rettesnor.rendering.page import Link, Page
from rettesnor.rendering.pages import accessibility as accessibility_page
from rettesnor.rendering.pages import embedding
from rettesnor.rendering.pages import local_practice as practice_page
from rettesnor.rendering.pages.changelog import review_page
from rettesnor.rendering.pages.courses import course_makers
from rettesnor.rendering.pages.development import development_makers
from rettesnor.rendering.pages.front import has_data_file
from rettesnor.rendering.pages.guideline import not_found_page, single_makers
from rettesnor.rendering.pages.hearings import hearing_makers
from rettesnor.rendering.pages.history_views import Due
from rettesnor.rendering.twins.twin import LIST as TWINS
from rettesnor.rendering.twins.twin import list_of_twins


@dataclass(frozen=True, slots=True)
class DeclaredPage:
    """A page that is made here, not shared out among processes.

    Attributes:
        context: the guideline around it; its prefix says in which tree of the site it lies.
        url: its address below the prefix.
        key: digest of everything it is made from; empty for a page to be made at each build.
    """

    context: Context
    url: str
    key: str
    make: Callable[[], Page]

    @property
    def address(self) -> str:
        """Where it lies, relative to the site's root."""
        return f"{self.context.prefix}{self.url}"


@dataclass(frozen=True, slots=True)
class DeclaredFile:
    """A file of the site that is no page.

    Attributes:
        path: relative to the site's root.
        key: digest of everything it is made from; empty for a file to be made at each build.
    """

    path: str
    key: str
    make: Callable[[], bytes]


def pages(context: Context, key: str) -> Iterator[DeclaredPage]:
    """Yield the pages that a tree has one of: front page, prose, sources, laws, glossary.

    Args:
        key: stands for everything in ``context`` (see ``around``).
    """
    for url, make in single_makers(context).items():
        yield DeclaredPage(context, url, digest_of(key, url), make)
    for url, make in course_makers(context).items():
        yield DeclaredPage(context, url, digest_of(key, url, context.taught), make)


def pages_of_today(
    context: Context, key: str, entries: Sequence[Entry], day: str
) -> Iterator[DeclaredPage]:
    """Yield the pages about what applies and what goes on: hearings, and what is due for review.

    Args:
        context: what applies; ``key`` stands for it.
        entries: the recommendations in the working tree.
        day: the day that reviews are judged on (ISO 8601); nothing else depends on the day.
    """
    for url, make in hearing_makers(context).items():
        yield DeclaredPage(context, url, digest_of(key, url), make)
    for url, make in development_makers(context).items():
        yield DeclaredPage(context, url, digest_of(key, url), make)
    due = [
        Due(review.kind, review.date, Link(context.heads[review.id].url,
            context.heads[review.id].tittel), review.about)
        for review in reviews(context.guideline, entries, day) if review.id in context.heads
    ]
    url = "gjennomgang/"
    make_list = partial(review_page, context, day, due)
    yield DeclaredPage(context, url, digest_of(key, url, day, due), make_list)


def pages_about_the_site(
    context: Context, key: str, report: AccessibilityReport | None,
    practice: LocalPractice | None = None,
) -> Iterator[DeclaredPage]:
    """Yield the pages about the site itself, whatever the guideline says.

    Args:
        context: what applies; ``key`` stands for it.
        report: what tests of accessibility showed; None when there were none.
        practice: what was collected of local plans; None when nothing was.
    """
    url = embedding.URL
    yield DeclaredPage(
        context, url, digest_of(key, url), partial(embedding.embedding_page, context)
    )
    url = accessibility_page.URL
    make = partial(accessibility_page.accessibility_page, context, report)
    yield DeclaredPage(context, url, digest_of(key, url, report), make)
    if practice is not None:
        url = practice_page.URL
        show = partial(practice_page.practice_page, context, practice)
        yield DeclaredPage(context, url, digest_of(key, url, practice), show)


def files(
    context: Context, key: str, shell: PageLayout, laid: Sequence[PageFile],
    release_index: ReleaseIndex
) -> Iterator[DeclaredFile]:
    """Yield the files that belong to a whole site: sitemap, data, and the page for lost readers.

    Args:
        context: what applies; ``key`` stands for it.
        laid: every page outside the versions' folders, by address.
    """
    urls = [page.url for page in laid if page.indexed]
    days = last_changed(context, release_index)
    site, g = shell.site_url, context.guideline
    yield DeclaredFile(
        "sitemap.xml", digest_of(code_digest(), site, urls, days),
        lambda: sitemap(site, urls, days).encode(),
    )
    yield DeclaredFile("robots.txt", digest_of(code_digest(), site), lambda: robots(site).encode())
    if site:  # previews need it by its whole address
        yield DeclaredFile(
            PICTURE, preview_picture.key(g.tittel, g.publisher_name),
            partial(preview_picture.picture, g.tittel, g.publisher_name),
        )
    if shell.saves:
        yield DeclaredFile(
            offline_copies.MANIFEST, digest_of(key, offline_copies.MANIFEST),
            partial(offline_copies.manifest, context, shell),
        )
    data = open_data.site_files(context, key, site, release_index)
    yield from (DeclaredFile(*one) for one in data)
    yield DeclaredFile(
        "404.html", digest_of(key, "404.html"),
        lambda: compose(not_found_page(context), context, shell).encode(),
    )


def tree_files(context: Context, key: str, store: Store) -> Iterator[DeclaredFile]:
    """Yield the files that belong to the tree of ``context``; ``key`` stands for it.

    Args:
        store: keeps what is costly to make.
    """
    if context.applies:
        for path, make in answer_documents(context, store).items():
            yield DeclaredFile(path, digest_of(key, path), make)
    yield from (DeclaredFile(*one) for one in open_data.tree_files(context, key))
    yield DeclaredFile(
        f"{context.prefix}{TWINS}", digest_of(key, TWINS), partial(list_of_twins, context)
    )
    if has_data_file(context):
        yield DeclaredFile(
            f"{context.prefix}{DATA_FILE}", digest_of(key, DATA_FILE), partial(data_file, context)
        )


def around(context: Context, shell: PageLayout) -> str:
    """Return the digest of everything that a page in ``context`` may show, whichever it is."""
    return digest_of(shell.digest, code_digest(), context.extent)
