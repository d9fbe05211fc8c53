"""What may be reused from an earlier reading of a guideline.

Everything is kept under a digest of the bytes it was made from, so that what is reused is what
reading the files would give. The base class reuses nothing; ``MemoryCache`` is for a process that
reads the same guideline many times; ``publishing/cache/`` has one that is kept on disk.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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


@dataclass
class _Slot:
    """A value that is made once, by the first thread that asks for it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    made: bool = False
    value: Any = None


class SharedValues:
    """Values that several caches of the same guideline have in common, for all threads.

    Two branches have almost the same files: what is equal is read once, not once for each branch.
    """

    def __init__(self, most: int = 8) -> None:
        """Keep the ``most`` newest values of each kind and path."""
        self._most = most
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, str], OrderedDict[str, _Slot]] = {}

    def value(self, kind: str, path: str, key: str, make: Callable[[], T]) -> T:
        """Return what ``make`` returns, or returned before under the same ``key``.

        What is asked for while it is being made is waited for.
        """
        with self._lock:
            kept = self._kept.setdefault((kind, path), OrderedDict())
            slot = kept.setdefault(key, _Slot())
            kept.move_to_end(key)
            while len(kept) > self._most:
                kept.popitem(last=False)
        with slot.lock:
            if not slot.made:
                slot.value, slot.made = make(), True
        value: T = slot.value
        return value


class MemoryCache(ReadCache):
    """Keeps the last value of everything in memory: its size is that of the guideline."""

    def __init__(self, shared: SharedValues | None = None) -> None:
        """Keep values; those that are not known are asked of ``shared``."""
        self._shared = shared
        self._rows: Mapping[str, Row] = {}
        self._translation_rows: Mapping[str, Row] = {}
        self._values: dict[tuple[str, str], tuple[str, Any]] = {}

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
            made = self._shared.value(kind, path, now, make) if self._shared else make()
            found = self._values[kind, path] = now, made
        value: T = found[1]
        return value
