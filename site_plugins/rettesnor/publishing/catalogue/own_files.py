"""The catalogue's own pages and files, each with the key of what it is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from rettesnor.exports import catalogue as exports
from rettesnor.model.catalogue import Catalogue
from rettesnor.publishing.cache.store import code_digest, digest_of
from rettesnor.publishing.catalogue.published import Published, all_documents, scale_of
from rettesnor.publishing.options import Theme
from rettesnor.publishing.output.layout import LOST, PageLayout
from rettesnor.publishing.output.page_file import inspect, path_of
from rettesnor.publishing.output.static_files import robots, sitemap
from rettesnor.publishing.targets import DeclaredFile
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages import catalogue as pages
from rettesnor.rendering.pages.catalogue import CatalogueView, surroundings
from rettesnor.rendering.pages.search import INDEX
from rettesnor.rendering.scripts import words
from rettesnor.search.document import Document
from rettesnor.search.index_files import IndexFiles, index_files, page_file
from rettesnor.search.inverted_index import invert
from rettesnor.search.partitions import SinglePartition

OWN_SITEMAP = "sitemap-katalog.xml"


@dataclass(frozen=True)
class OwnFiles:
    """What a catalogue adds to the sites of its guidelines.

    Attributes:
        published: what each guideline publishes, in the catalogue's order.
        theme: the theme of its own pages.
    """

    catalogue: Catalogue
    published: Sequence[Published]
    theme: Theme

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
            yield from JointIndex(self.published, view).files()

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
        texts = words("site", view.code, scale_of(self.published))
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


@dataclass(frozen=True)
class JointIndex:
    """The search index of all guidelines, in the language of ``view``."""

    published: Sequence[Published]
    view: CatalogueView

    def files(self) -> Iterator[DeclaredFile]:
        """Yield its files: those of pages, vocabulary and postings."""
        folder = f"{self.view.folder}{INDEX}"
        for number, line in enumerate(self._lines):
            yield DeclaredFile(
                f"{folder}sider/{number}.js", digest_of(code_digest(), number, line),
                partial(page_file, number, line),
            )
        for path, data in self._index.all().items():
            yield DeclaredFile(f"{folder}{path}", digest_of(data), partial(bytes, data))

    @cached_property
    def _documents(self) -> list[Document]:
        up = "../" * self.view.folder.count("/")
        return all_documents(self.published, self.view.code, up)

    @cached_property
    def _lines(self) -> list[bytes]:
        return [document.json() for document in self._documents]

    @cached_property
    def _index(self) -> IndexFiles:
        synonyms = [
            group for one in self.published for group in one.synonyms(self.view.code)
        ]
        scale = [strength.id for strength in scale_of(self.published)]
        return index_files(invert(SinglePartition(self._documents)), synonyms, scale)
