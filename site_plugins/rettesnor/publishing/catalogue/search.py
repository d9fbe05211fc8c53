"""The search index of a catalogue: the pages of all its guidelines in one.

It is made from the indexes of the guidelines' own sites, which hold the text of every page. A page
is known by the digest of its file there, so nothing is read that has not changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from rettesnor.publishing.cache.store import Store, code_digest, digest_of, file_digest
from rettesnor.publishing.catalogue.published import Published, scale_of
from rettesnor.publishing.search_index import everyday
from rettesnor.publishing.targets import DeclaredFile
from rettesnor.publishing.workers.pool import WorkerPool
from rettesnor.rendering.pages.catalogue import CatalogueView
from rettesnor.rendering.pages.search import INDEX
from rettesnor.search.document import Document
from rettesnor.search.index_files import IndexFiles, index_files, page_file
from rettesnor.search.inverted_index import MANY, InvertedIndex, follow, invert
from rettesnor.search.synonyms import Everyday

MOST_GROUPS = 30
"""Above this many target groups a search cannot be narrowed by them: the browser has a bit each."""

Saved = Mapping[str, tuple[str, str]]
"""Key and digest of each file that the last build made, by path."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A page as the index of its guideline's own site has it.

    Attributes:
        number: its number there.
        digest: SHA-256 (hexadecimal) of its file there.
    """

    published: Published
    number: int
    path: str
    digest: str


@dataclass(frozen=True)
class JointIndex:
    """The index of all guidelines in one language.

    Attributes:
        published: what each guideline publishes, in the catalogue's order.
        view: the catalogue in that language.
        old: the site of the last build, and ``saved`` what is known of its files.
        store: keeps the inverted index for the next build.
        pool: counts the pages when the whole index is made.
    """

    published: Sequence[Published]
    view: CatalogueView
    old: Path
    saved: Saved
    store: Store
    pool: WorkerPool

    def files(self) -> Iterator[DeclaredFile]:
        """Yield its files: those of pages, vocabulary and postings."""
        folder = self._folder
        for number, key in enumerate(self._keys):
            yield DeclaredFile(
                f"{folder}sider/{number}.js", digest_of(number, key),
                partial(self._page_file, number),
            )
        known = self._known
        for path, key in known or self._declared:
            yield DeclaredFile(f"{folder}{path}", key, partial(self._file, path))

    @property
    def _folder(self) -> str:
        return f"{self.view.folder}{INDEX}"

    @cached_property
    def _up(self) -> str:
        """The way from the root of the pages in this language to the site's root."""
        return "../" * self.view.folder.count("/")

    @cached_property
    def _grouped(self) -> bool:
        """Whether a search can be narrowed by target groups."""
        return len({name for one in self.published for name in one.groups}) <= MOST_GROUPS

    @cached_property
    def _sources(self) -> list[_Source]:
        found = []
        for one in self.published:
            folder = one.listing.folders[one.listing.language(self.view.code)]
            number = 0
            while (path := f"{folder}{INDEX}sider/{number}.js") in one.digests:
                found.append(_Source(one, number, path, one.digests[path]))
                number += 1
        return found

    @cached_property
    def _keys(self) -> list[str]:
        """What stands for each page."""
        code, common = self.view.code, (code_digest(), self._grouped)
        return [
            digest_of(
                common, one.published.listing.address(code),
                one.published.listing.short_title(code), one.digest,
            )
            for one in self._sources
        ]

    @cached_property
    def _scale(self) -> list[str]:
        return [strength.id for strength in scale_of(self.published)]

    @cached_property
    def _everyday(self) -> list[Everyday]:
        return [pair for one in self.published for pair in everyday(one.guideline)]

    @cached_property
    def _key(self) -> str:
        """What stands for the whole index."""
        terms = [one.terms_digest(self.view.code) for one in self.published]
        return digest_of(code_digest(), self._keys, terms, self._scale, self._everyday)

    @cached_property
    def _known(self) -> list[tuple[str, str]]:
        """Path and key of vocabulary and postings when those of the last build are right."""
        folder = self._folder
        if self.saved.get(f"{folder}ord.js", ("", ""))[0] != self._key:
            return []
        return [
            (path.removeprefix(folder), key) for path, (key, _) in self.saved.items()
            if path.startswith((f"{folder}ord.js", f"{folder}treff/"))
        ]

    @cached_property
    def _files(self) -> IndexFiles:
        synonyms = [group for one in self.published for group in one.synonyms(self.view.code)]
        return index_files(self._index(), synonyms, self._scale, self._everyday)

    @property
    def _declared(self) -> Iterator[tuple[str, str]]:
        yield "ord.js", self._key
        for number, digest in enumerate(self._files.digests):
            yield f"treff/{number}.js", digest

    def _file(self, path: str) -> bytes:
        return self._files.all()[path]

    def _index(self) -> InvertedIndex:
        name = f"katalog-ord-{self.view.code}"
        kept = self.store.load(name, code_digest())
        index = self._led_on(kept[0], kept[1]) if kept else None
        if index is None:
            lines = [self._document(number).json() for number in range(len(self._sources))]
            index = invert(self.pool.shares(lines))
        self.store.save(name, code_digest(), (self._keys, index.row()))
        return index

    def _led_on(self, was: Sequence[str], row: Sequence[Any]) -> InvertedIndex | None:
        """Return the index in ``row``, of the pages with the keys ``was``, for those of today.

        Returns:
            None when the whole index has to be made, or is made as quickly.
        """
        if len(was) != len(self._keys):
            return None
        numbers = [number for number, key in enumerate(self._keys) if was[number] != key]
        if len(numbers) * MANY > len(self._keys):
            return None
        changed = {}
        for number in numbers:
            before = self._before(number, was[number])
            if before is None:
                return None
            changed[number] = before, self._document(number)
        index = InvertedIndex(*row)
        return follow(index, changed, self._document) if changed else index

    def _before(self, number: int, key: str) -> Document | None:
        """Return what the page with ``number`` was in the last build, if its file is as it was."""
        path = f"{self._folder}sider/{number}.js"
        known, digest = self.saved.get(path, ("", ""))
        file = self.old / path
        if known != digest_of(number, key) or file_digest(str(file)) != digest:
            return None
        return _read(file, number)

    def _document(self, number: int) -> Document:
        source = self._sources[number]
        listing, code = source.published.listing, self.view.code
        found = _read(source.published.site / source.path, source.number)
        return replace(
            found, url=f"{self._up}{listing.address(code)}{found.url}",
            chapter=listing.short_title(code), groups=found.groups if self._grouped else (),
        )

    def _page_file(self, number: int) -> bytes:
        return page_file(number, self._document(number).json())


def _read(path: Path, number: int) -> Document:
    """Return the page in a file that ``page_file`` made."""
    line = path.read_bytes().removeprefix(b"rnSearch.page(%d," % number).rstrip()
    return Document.of(line.removesuffix(b");"))
