"""The catalogue's own pages and files, each with the key of what it is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from rettesnor.exports import catalogue as exports
from rettesnor.model.catalogue import Catalogue
from rettesnor.publishing.cache.store import Store, code_digest, digest_of
from rettesnor.publishing.catalogue.published import Published, scale_of
from rettesnor.publishing.catalogue.search import JointIndex, Saved
from rettesnor.publishing.options import Theme
from rettesnor.publishing.output.layout import LOST, PageLayout
from rettesnor.publishing.output.page_file import inspect, path_of
from rettesnor.publishing.output.static_files import robots, sitemap
from rettesnor.publishing.targets import DeclaredFile
from rettesnor.publishing.workers.pool import WorkerPool
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages import catalogue as pages
from rettesnor.rendering.pages.catalogue import CatalogueView, surroundings
from rettesnor.rendering.scripts import site_texts

OWN_SITEMAP = "sitemap-katalog.xml"


@dataclass(frozen=True)
class OwnFiles:
    """What a catalogue adds to the sites of its guidelines.

    Attributes:
        published: what each guideline publishes, in the catalogue's order.
        theme: the theme of its own pages.
        old, saved, store, pool: see ``search.JointIndex``.
    """

    catalogue: Catalogue
    published: Sequence[Published]
    theme: Theme
    old: Path
    saved: Saved
    store: Store
    pool: WorkerPool

    @property
    def site_url(self) -> str:
        """Where the site is published, ending in a slash; empty when not known."""
        return self.theme.shell.site_url

    @cached_property
    def views(self) -> list[CatalogueView]:
        """The catalogue in each of its languages."""
        items = [one.listing for one in self.published]
        return [
            CatalogueView(self.catalogue, items, one.id, self.site_url)
            for one in self.catalogue.languages
        ]

    @cached_property
    def _makers(self) -> list[tuple[CatalogueView, Callable[[CatalogueView], Page]]]:
        makers = [(view, make) for view in self.views for make in (
            pages.front_page, pages.search_page,
        )]
        return [*makers, (self.views[0], pages.not_found_page)]

    def files(self) -> Iterator[DeclaredFile]:
        """Yield every file."""
        shell, items = self.theme.shell, self.views[0].items
        scale = scale_of(self.published)
        key = digest_of(code_digest(), shell.digest, self.catalogue, items, scale)
        for view, make in self._makers:
            page = make(view)
            name = "404.html" if page.base else path_of(page.url)
            yield DeclaredFile(
                name, digest_of(key, name), partial(self._composed, page, view, shell)
            )
        yield DeclaredFile(
            exports.DATA, key, partial(exports.guidelines, self.catalogue, items)
        )
        yield DeclaredFile(exports.SCHEMA, code_digest(), exports.schema)
        releases = [one for published in self.published for one in published.releases]
        if releases:
            yield DeclaredFile(
                exports.FEED, digest_of(key, releases),
                partial(exports.feed, self.catalogue, releases, self.site_url),
            )
        yield DeclaredFile(
            "robots.txt", digest_of(key, "robots"), lambda: robots(self.site_url).encode()
        )
        yield from self._sitemaps(key)
        for view in self.views:
            yield from JointIndex(
                self.published, view, self.old, self.saved, self.store, self.pool
            ).files()

    def _sitemaps(self, key: str) -> Iterator[DeclaredFile]:
        own = [view.folder for view in self.views]
        if not self.site_url:
            yield DeclaredFile(
                "sitemap.xml", digest_of(key, "sitemap"), lambda: sitemap("", own, {}).encode()
            )
            return
        yield DeclaredFile(
            OWN_SITEMAP, digest_of(key, OWN_SITEMAP),
            lambda: sitemap(self.site_url, own, {}).encode(),
        )
        yield DeclaredFile("sitemap.xml", digest_of(key, "sitemap"), self._sitemap_index)

    def _sitemap_index(self) -> bytes:
        """Return the index of all sitemaps (https://www.sitemaps.org/protocol.html#index)."""
        each = [OWN_SITEMAP, *(f"{one.listing.id}/sitemap.xml" for one in self.published)]
        places = "".join(
            f"<sitemap><loc>{self.site_url}{path}</loc></sitemap>\n" for path in each
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}'
            "</sitemapindex>\n"
        ).encode()

    def _composed(self, page: Page, view: CatalogueView, shell: PageLayout) -> bytes:
        depth = LOST if page.base else page.depth
        texts = site_texts(page.root, view.code, scale_of(self.published))
        return shell.filled(
            depth, view.code, {**surroundings(page, view), "texts": texts}
        ).encode()

    def faults(self, fresh: Path) -> list[str]:
        """Return what is wrong with its pages in the site in ``fresh``: links that lead nowhere."""
        found = []
        for view, make in self._makers:
            page = make(view)
            name = "404.html" if page.base else path_of(page.url)
            links, own = inspect((fresh / name).read_text(encoding="utf-8"), page)
            found += [f"/{page.url}: {fault}" for fault in own]
            for link in links:
                path = link.partition("#")[0]
                name = path_of(path) if not path or path.endswith("/") else path
                if not (fresh / name).is_file():
                    found.append(f"/{page.url}: lenka til «/{link}» fører ikke til noe.")
        return sorted(found)
