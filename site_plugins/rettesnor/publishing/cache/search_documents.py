"""What search knows of the pages, kept between builds.

It is most of what is kept, so it lies apart from the pages' own rows, some pages' together: a build
without changes reads none of it, and an edit reads and writes one part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rettesnor.publishing.cache.store import Store, code_digest, digest_of
from rettesnor.publishing.output.page_file import PageFile

PART = 64
"""How many pages' documents lie together."""


class LostError(Exception):
    """The search documents of a page that was taken over are not there any more."""


class SearchDocuments:
    """The search documents of one kind of build.

    Attributes:
        name: what they are kept under.

    Args:
        state: tells kinds of build apart.
        saved: the pages of the last build, in the order they were saved in.
    """

    def __init__(self, store: Store, state: str, saved: Iterable[PageFile]) -> None:
        self._store, self.name = store, f"sok{state}"
        parts = [*_parts(saved)]
        self._parts = [_key(part) for part in parts]
        self._place = {page.search: number for number, part in enumerate(parts) for page in part}
        self._loaded: dict[int, dict[str, bytes]] = {}

    def of(self, pages: Iterable[PageFile]) -> Iterator[bytes]:
        """Yield the documents of ``pages`` that have any, as they were just made or kept.

        Raises:
            LostError: those of a page that was not just made are neither.
        """
        for page in pages:
            if page.search:
                yield self._of(page)

    def kept(self, search: str) -> bytes | None:
        """Return the document with the digest ``search`` that the last build kept, if it did."""
        number = self._place.get(search)
        if number is None:
            return None
        if number not in self._loaded:
            key = self._parts[number]
            self._loaded[number] = self._store.load(f"{self.name}-{number}", key) or {}
        return self._loaded[number].get(search)

    def save(self, pages: Iterable[PageFile]) -> None:
        """Keep the documents of ``pages``, which are all the next build is to know of.

        Raises:
            LostError: those of a page that was not just made are not there any more.
        """
        for number, part in enumerate(_parts(pages)):
            key = _key(part)
            if number >= len(self._parts) or key != self._parts[number]:
                found = {page.search: self._of(page) for page in part}
                self._store.save(f"{self.name}-{number}", key, found)

    def _of(self, page: PageFile) -> bytes:
        found = page.document or self.kept(page.search)
        if found is None:
            raise LostError(page.url)
        return found


def _parts(pages: Iterable[PageFile]) -> Iterator[Sequence[PageFile]]:
    found = [page for page in pages if page.search]
    for start in range(0, len(found), PART):
        yield found[start : start + PART]


def _key(part: Sequence[PageFile]) -> str:
    return digest_of(code_digest(), [page.search for page in part])
