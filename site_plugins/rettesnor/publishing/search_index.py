"""The search index of a tree of the site: which files it has, and when they are made anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from rettesnor.publishing.declared import DeclaredFile
from rettesnor.publishing.page_file import PageFile
from rettesnor.publishing.search_documents import SearchDocuments
from rettesnor.publishing.store import Store, code_digest, digest_of
from rettesnor.rendering.context import Context
from rettesnor.rendering.search_page import INDEX
from rettesnor.search.document import Document
from rettesnor.search.files import IndexFiles, index_files, page_file
from rettesnor.search.inverted import MANY, Inverted, follow, invert

PREVIEW_LIMIT = 200
"""A preview of more pages than this has no search: it would keep the writer waiting."""

Saved = Mapping[str, tuple[str, str]]
"""Key and digest of each file that the last build laid, by path."""


def search_files(
    context: Context, laid: Sequence[PageFile], documents: SearchDocuments, saved: Saved,
    store: Store,
) -> Iterator[DeclaredFile]:
    """Yield the files of the index of the tree of ``context``.

    A page's own file is made anew when the page's text is, the vocabulary when any is, and a
    stretch of postings when one of its own is another.

    Args:
        laid: every page outside the versions' folders, by address.
        documents: what search knows of them.
        saved: the files of the last build.
        store: keeps the inverted index for the next build.
    """
    folder, pages = f"{context.prefix}{INDEX}", _pages(context, laid)
    for number, page in enumerate(pages):
        key = digest_of(code_digest(), number, page.search)
        make = partial(_page_file, documents, number, page)
        yield DeclaredFile(f"{folder}sider/{number}.js", key, make)
    name = f"{documents.name}-ord{context.prefix.replace('/', '-')}"
    index = _Index(store, name, bool(saved), documents, pages, _synonyms(context))
    for path, key in _known(saved, folder, index.key) or index.declared.items():
        yield DeclaredFile(f"{folder}{path}", key, partial(index.file, path))


def _known(saved: Saved, folder: str, key: str) -> list[tuple[str, str]]:
    """Return path below ``folder`` and key of vocabulary and postings, as far as those that the
    last build laid are right."""
    if saved.get(f"{folder}ord.js", ("", ""))[0] != key:
        return []
    return [(path.removeprefix(folder), one) for path, (one, _) in saved.items()
            if path.startswith((f"{folder}ord.js", f"{folder}treff/"))]


def preview_files(
    context: Context, laid: Sequence[PageFile], documents: SearchDocuments, saved: Saved,
    store: Store,
) -> Iterator[DeclaredFile]:
    """Yield the files of the index for a preview: made once, and then left as they are."""
    folder = f"{context.prefix}{INDEX}"
    kept = {path: key for path, (key, _) in saved.items() if path.startswith(folder)}
    if len(_pages(context, laid)) > PREVIEW_LIMIT:
        return
    made = search_files(context, laid, documents, saved, store)
    if not kept:
        yield from made
    for path, key in kept.items():
        yield DeclaredFile(path, key, partial(_again, made, path))


def _again(made: Iterator[DeclaredFile], path: str) -> bytes:
    """Return the file at ``path`` of an index that lost it."""
    return next((file.make() for file in made if file.path == path), b"")


@dataclass(frozen=True)
class _Index:
    """Vocabulary and postings of ``pages``, made when the first file is asked for.

    Attributes:
        store: keeps the inverted index, as ``name``.
        again: whether what was kept is to be taken up.
    """

    store: Store
    name: str
    again: bool
    documents: SearchDocuments
    pages: Sequence[PageFile]
    synonyms: Sequence[Sequence[str]]

    @cached_property
    def key(self) -> str:
        """Digest of everything the index is made from."""
        return digest_of(code_digest(), [page.search for page in self.pages], self.synonyms)

    @cached_property
    def files(self) -> IndexFiles:
        """Its files: the index that was kept, as it is or led on to these pages, or a new one."""
        now = [page.search for page in self.pages]
        kept = self.store.load(self.name, code_digest()) if self.again else None
        index = self._led_on(kept[0], kept[1], now) if kept else None
        if index is None:
            index = invert(Document.of(line.decode()) for line in self.documents.of(self.pages))
        if not kept or kept[0] != now:
            self.store.save(self.name, code_digest(), (now, index.row()))
        return index_files(index, self.synonyms)

    @property
    def declared(self) -> Mapping[str, str]:
        """Key of each file, by path below the index's folder: a stretch hangs on its own only."""
        return {
            "ord.js": self.key,
            **{f"treff/{n}.js": digest for n, digest in enumerate(self.files.digests)},
        }

    def file(self, name: str) -> bytes:
        """Return the file ``name``."""
        return self._all[name]

    @cached_property
    def _all(self) -> Mapping[str, bytes]:
        return self.files.all()

    def _led_on(
        self, was: Sequence[str], row: Sequence[Any], now: Sequence[str]
    ) -> Inverted | None:
        """Return the index in ``row``, of the pages with the digests ``was``, for those of ``now``;
        None when it has to be made anew."""
        if len(was) != len(now):
            return None
        index, changed = Inverted(*row), {}
        numbers = [number for number in range(len(now)) if was[number] != now[number]]
        if len(numbers) * MANY > len(now):
            return None
        for number in numbers:
            old = self.documents.kept(was[number])
            if old is None:
                return None
            changed[number] = (Document.of(old.decode()), self._read(number))
        return follow(index, changed, self._read) if changed else index

    def _read(self, number: int) -> Document:
        return Document.of(next(self.documents.of([self.pages[number]])).decode())


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


def _synonyms(context: Context) -> list[tuple[str, ...]]:
    return [(term.term, *term.synonymer) for term in context.guideline.termer]
