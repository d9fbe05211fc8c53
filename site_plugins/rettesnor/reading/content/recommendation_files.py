"""Reading the files of recommendations and of their translations, to rows and to readings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from rettesnor.model.problem import Problem
from rettesnor.model.translation import source_path
from rettesnor.reading.content import translation_row
from rettesnor.reading.content.recommendation import Reading, read_recommendation
from rettesnor.reading.content.recommendation_paths import split
from rettesnor.reading.content.recommendation_row import Row, summarise, to_row
from rettesnor.reading.content.translation import TranslatedReading, read_translation
from rettesnor.reading.files.folder import Folder


class RecommendationFiles:
    """Reads files of recommendations, and remembers what it read until it is taken or dropped.

    A worker process renders the pages of the files that it read, so it need not read them twice.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._readings: dict[str, tuple[str, Reading]] = {}
        self._translations: dict[str, tuple[str, TranslatedReading]] = {}

    def rows(self, paths: Sequence[str]) -> list[Row]:
        """Return the rows of the recommendations, and of translations, in ``paths``."""
        return [
            self._translation_row(path) if path.count(".") > 1 else self._row(path)
            for path in paths
        ]

    def take(self, path: str, *, keep: bool) -> tuple[str, Reading]:
        """Return the digest and the reading of a recommendation.

        Args:
            keep: whether it is still needed, or may be dropped.
        """
        found = self._readings.get(path) or self._read(path)
        if not keep:
            self._readings.pop(path, None)
        return found

    def take_translation(
        self, path: str, source: Callable[[], Reading]
    ) -> tuple[str, TranslatedReading]:
        """Return the digest and the reading of a translation, and drop it.

        Args:
            source: gives the reading of what it translates, when that is needed.
        """
        return self._translations.pop(path, None) or self._translated(path, source())

    def forget(self) -> None:
        """Drop every reading."""
        self._readings.clear()
        self._translations.clear()

    def _row(self, path: str) -> Row:
        self._readings[path] = digest, reading = self._read(path)
        return to_row(summarise(reading, path, digest, *split(path)))

    def _translation_row(self, path: str) -> Row:
        """Read a translation, and its source unless that has been read; return the row."""
        source_digest, source = self.take(source_path(path), keep=True)
        self._translations[path] = digest, translated = self._translated(path, source)
        entry = translation_row.summarise(translated, path, digest, source_digest)
        return translation_row.to_row(entry)

    def _read(self, path: str) -> tuple[str, Reading]:
        data = self._folder.read(path)
        if isinstance(data, Problem):
            return "", Reading(None, problems=(data,))
        return hashlib.sha256(data).hexdigest(), read_recommendation(data, path, split(path)[0])

    def _translated(self, path: str, source: Reading) -> tuple[str, TranslatedReading]:
        data = self._folder.read(path)
        if isinstance(data, Problem):
            return "", TranslatedReading(None, problems=(data,))
        return hashlib.sha256(data).hexdigest(), read_translation(data, path, source)
