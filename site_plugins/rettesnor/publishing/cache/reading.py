"""What is reused of an earlier reading, kept on disk between runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rettesnor.publishing.cache.store import Store, code_digest, digest_of
from rettesnor.reading.content.recommendation_row import Row
from rettesnor.reading.read_cache import ReadCache

_SOURCES, _TRANSLATIONS = "anbefalinger", "oversettelser"


class StoredReadings(ReadCache):
    """Keeps rows of recommendations, and the data of sound guideline files, in ``store``.

    Single values are not kept: each would be a file, slower to open than to compute.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._saved: dict[str, Row] = {}

    def rows(self) -> Mapping[str, Row]:
        """See ``ReadCache``."""
        self._saved = self._store.load_rows(_SOURCES, code_digest())
        return self._saved

    def translation_rows(self) -> Mapping[str, Row]:
        """See ``ReadCache``."""
        found: dict[str, Row] = self._store.load(_TRANSLATIONS, code_digest()) or {}
        return found

    def keep_rows(self, rows: Mapping[str, Row], translations: Mapping[str, Row]) -> None:
        """See ``ReadCache``."""
        self._store.save_rows(_SOURCES, code_digest(), rows, self._saved)
        if translations:
            self._store.save(_TRANSLATIONS, code_digest(), dict(translations))

    def data(self, path: str, kind: str, text: str) -> Any:
        """See ``ReadCache``."""
        return self._store.load(*_name_and_key(path, kind, text))

    def keep_data(self, path: str, kind: str, text: str, data: Any) -> None:
        """See ``ReadCache``."""
        self._store.save(*_name_and_key(path, kind, text), data)


def _name_and_key(path: str, kind: str, text: str) -> tuple[str, str]:
    return path.replace("/", "-"), digest_of(code_digest(), kind, text)
