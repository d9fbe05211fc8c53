"""What may be reused from an earlier reading of a guideline.

Everything is kept under a digest of the bytes it was made from, so that what is reused is what
reading the files would give. The base class reuses nothing; ``MemoryCache`` is for a process that
reads the same guideline many times; ``publishing/cache/`` has one that is kept on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from rettesnor.reading.content.recommendation_row import Row

T = TypeVar("T")


class ReadCache:
    """Reuses nothing."""

    def rows(self) -> Mapping[str, Row]:
        """Return the rows of recommendations by path; the second value is the file's digest."""
        return {}

    def translation_rows(self) -> Mapping[str, Row]:
        """Return the rows of translations by path; after the digest comes that of the source."""
        return {}

    def keep_rows(self, rows: Mapping[str, Row], translations: Mapping[str, Row]) -> None:
        """Keep all rows of a guideline, of which some are new."""

    def data(self, path: str, kind: str, text: str) -> Any:
        """Return the data in ``text``, a sound file of the ``kind``; None when it is not known."""
        return None

    def keep_data(self, path: str, kind: str, text: str, data: Any) -> None:
        """Keep the data in ``text``."""

    def value(self, kind: str, path: str, key: Callable[[], str], make: Callable[[], T]) -> T:
        """Return what ``make`` returns, or returned before under the same ``key``.

        Args:
            kind: what the value is. Of each kind and path, one value is kept.
            key: returns a digest of all that the value is made from. The value is never changed.
        """
        return make()


class MemoryCache(ReadCache):
    """Keeps the last value of everything in memory: its size is that of the guideline."""

    def __init__(self) -> None:
        self._rows: Mapping[str, Row] = {}
        self._translation_rows: Mapping[str, Row] = {}
        self._values: dict[tuple[str, str], tuple[str, Any]] = {}

    def copy(self) -> MemoryCache:
        """Return a cache of its own that begins with what this one has."""
        made = MemoryCache()
        made._rows, made._translation_rows = self._rows, self._translation_rows
        made._values = self._values.copy()
        return made

    def rows(self) -> Mapping[str, Row]:
        """See ``ReadCache``."""
        return self._rows

    def translation_rows(self) -> Mapping[str, Row]:
        """See ``ReadCache``."""
        return self._translation_rows

    def keep_rows(self, rows: Mapping[str, Row], translations: Mapping[str, Row]) -> None:
        """See ``ReadCache``."""
        self._rows, self._translation_rows = dict(rows), dict(translations)

    def value(self, kind: str, path: str, key: Callable[[], str], make: Callable[[], T]) -> T:
        """See ``ReadCache``."""
        found, now = self._values.get((kind, path)), key()
        if found is None or found[0] != now:
            found = self._values[kind, path] = now, make()
        value: T = found[1]
        return value
