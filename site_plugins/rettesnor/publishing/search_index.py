"""The search index of a tree of the site: which files it has, and when they are made again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import Any

from rettesnor.model.guideline import Guideline
from rettesnor.publishing.cache.search_documents import SearchDocuments
from rettesnor.publishing.cache.store import Store, code_digest, digest_of
from rettesnor.publishing.output.page_file import PageFile
from rettesnor.publishing.targets import DeclaredFile
from rettesnor.publishing.workers.pool import WorkerPool
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.search import INDEX
from rettesnor.search.document import Document
from rettesnor.search.index_files import IndexFiles, index_files, page_file
from rettesnor.search.inverted_index import MANY, InvertedIndex, follow, invert
from rettesnor.search.partitions import Partitions
from rettesnor.search.synonyms import Everyday

PREVIEW_LIMIT = 200
"""A preview of more pages than this has no search: it would keep the writer waiting."""

Saved = Mapping[str, tuple[str, str]]
"""Key and digest of each file that the last build laid, by path."""


@dataclass(frozen=True)
class TreeIndex:
    """The search index of one tree of the site.

    Attributes:
        context: the tree's.
        laid: every page outside the versions' folders, by address.
        documents: what search knows of them.
        saved: the files of the last build.
        store: keeps the inverted index for the next build.
        pool: inverts it.
    """

    context: Context
    laid: Sequence[PageFile]
    documents: SearchDocuments
    saved: Saved
    store: Store
    pool: WorkerPool

    def begin(self) -> None:
        """Let the pool begin to count where all must be made again; ``files`` comes next to it."""
        if not self._known and self._led is None:
            _ = self._shares

    def page_files(self) -> Iterator[DeclaredFile]:
        """Yield the file of each page, made again when the page's text is."""
        for number, page in enumerate(self._pages):
            key = digest_of(code_digest(), number, page.search)
            make = partial(_page_file, self.documents, number, page)
            yield DeclaredFile(f"{self._folder}sider/{number}.js", key, make)

    def files(self) -> Iterator[DeclaredFile]:
        """Yield vocabulary and postings: the first is made again when any page's text is, and a
        stretch of postings when one of its own is another."""
        for path, key in self._known or self._declared.items():
            yield DeclaredFile(f"{self._folder}{path}", key, partial(self._file, path))

    @property
    def _folder(self) -> str:
        return f"{self.context.prefix}{INDEX}"

    @property
    def _name(self) -> str:
        return f"{self.documents.name}-ord{self.context.prefix.replace('/', '-')}"

    @cached_property
    def _pages(self) -> Sequence[PageFile]:
        return _pages(self.context, self.laid)

    @cached_property
    def _synonyms(self) -> Sequence[Sequence[str]]:
        terms = self.context.guideline.termer
        return [(term.term, *term.synonymer, *term.sokeord) for term in terms]

    @cached_property
    def _everyday(self) -> Sequence[Everyday]:
        return everyday(self.context.guideline)

    @cached_property
    def _scale(self) -> Sequence[str]:
        return [strength.id for strength in self.context.guideline.scale]

    @cached_property
    def _now(self) -> Sequence[str]:
        return [page.search for page in self._pages]

    @cached_property
    def _key(self) -> str:
        """Digest of everything the index is made from."""
        return digest_of(
            code_digest(), self._now, self._synonyms, self._scale, self._everyday
        )

    @cached_property
    def _known(self) -> list[tuple[str, str]]:
        """Path below its folder, and key, of vocabulary and postings, as far as those that the
        last build laid are right."""
        folder = self._folder
        if self.saved.get(f"{folder}ord.js", ("", ""))[0] != self._key:
            return []
        return [(path.removeprefix(folder), key) for path, (key, _) in self.saved.items()
                if path.startswith((f"{folder}ord.js", f"{folder}treff/"))]

    @cached_property
    def _kept(self) -> Any:
        return self.store.load(self._name, code_digest()) if self.saved else None

    @cached_property
    def _led(self) -> InvertedIndex | None:
        """The index that was kept, as it is or led on to these pages; None for neither."""
        return self._led_on(self._kept[0], self._kept[1], self._now) if self._kept else None

    @cached_property
    def _shares(self) -> Partitions:
        return self.pool.shares([*self.documents.of(self._pages)])

    @cached_property
    def _files(self) -> IndexFiles:
        index = self._led or invert(self._shares)
        if not self._kept or self._kept[0] != self._now:
            self.store.save(self._name, code_digest(), (self._now, index.row()))
        return index_files(index, self._synonyms, self._scale, self._everyday)

    @property
    def _declared(self) -> Mapping[str, str]:
        """Key of each file, by path below the index's folder: a stretch hangs on its own only."""
        return {
            "ord.js": self._key,
            **{f"treff/{n}.js": digest for n, digest in enumerate(self._files.digests)},
        }

    def _file(self, name: str) -> bytes:
        return self._all[name]

    @cached_property
    def _all(self) -> Mapping[str, bytes]:
        return self._files.all()

    def _led_on(
        self, was: Sequence[str], row: Sequence[Any], now: Sequence[str]
    ) -> InvertedIndex | None:
        """Return the index in ``row``, of the pages with the digests ``was``, for those of ``now``;
        None when it has to be made again."""
        if len(was) != len(now):
            return None
        index, changed = InvertedIndex(*row), {}
        numbers = [number for number in range(len(now)) if was[number] != now[number]]
        if len(numbers) * MANY > len(now):
            return None
        for number in numbers:
            old = self.documents.kept(was[number])
            if old is None:
                return None
            changed[number] = (Document.of(old), self._read(number))
        return follow(index, changed, self._read) if changed else index

    def _read(self, number: int) -> Document:
        return Document.of(next(self.documents.of([self._pages[number]])))


def everyday(guideline: Guideline) -> list[Everyday]:
    """Return readers' words, and the guideline's own for the same."""
    return [(one.leseren_skriver, one.teksten_sier) for one in guideline.hverdagsord]


def preview_files(index: TreeIndex) -> Iterator[DeclaredFile]:
    """Yield the files of ``index`` for a preview: made once, and then left as they are."""
    folder = f"{index.context.prefix}{INDEX}"
    kept = {path: key for path, (key, _) in index.saved.items() if path.startswith(folder)}
    if len(_pages(index.context, index.laid)) > PREVIEW_LIMIT:
        return
    made = chain(index.page_files(), index.files())
    if not kept:
        yield from made
    for path, key in kept.items():
        yield DeclaredFile(path, key, partial(_again, made, path))


def _again(made: Iterator[DeclaredFile], path: str) -> bytes:
    """Return the file at ``path`` of an index that lost it."""
    return next((file.make() for file in made if file.path == path), b"")


def _pages(context: Context, laid: Sequence[PageFile]) -> list[PageFile]:
    """Return the pages of the tree of ``context`` that search knows of."""
    folder, others = context.folder, [tree.folder for tree in context.others]
    inner = [other for other in others if other.startswith(folder) and other != folder]
    return [
        page for page in laid
        if page.search and page.url.startswith(folder) and not page.url.startswith(tuple(inner))
    ]


def _page_file(documents: SearchDocuments, number: int, page: PageFile) -> bytes:
    return page_file(number, next(documents.of([page])))
