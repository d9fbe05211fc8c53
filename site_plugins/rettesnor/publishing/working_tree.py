"""The working tree as an edition, for what compares it with the records."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from rettesnor.model.edition import Edition, EditionTexts
from rettesnor.model.problem import Problem
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.recommendation_entry import Entry, TranslationEntry
from rettesnor.model.translation import Text, texts
from rettesnor.publishing.cache import entries as library
from rettesnor.publishing.cache.guideline_files import cached_guideline
from rettesnor.publishing.cache.store import Store
from rettesnor.publishing.options import STATE
from rettesnor.publishing.workers.pool import WorkerPool
from rettesnor.reading.checks.run import PICTURES, ProjectCheck, check_project
from rettesnor.reading.content.guideline_reading import GuidelineReading
from rettesnor.reading.content.recommendation import open_recommendation
from rettesnor.reading.content.translation import kept_texts
from rettesnor.reading.files.safe_open import read_file
from rettesnor.releases.timeline import retired

PUBLIC_KEY = "guideline/signatur.pub"


class ChangedError(Exception):
    """A file changed while the guideline was being read."""


@dataclass(frozen=True)
class WorkingTree:
    """A guideline's folder after reading: the survey, and the frame it was made with."""

    root: Path
    frame: GuidelineReading
    survey: ProjectCheck

    @cached_property
    def contents(self) -> Mapping[str, bytes]:
        """The bytes of each sound recommendation's file, by path.

        Raises:
            ChangedError: a file is no longer what was surveyed.
        """
        return {e.path: _bytes(self.root, e) for e in self.survey.whole.entries if e.sound}

    @cached_property
    def edition(self) -> Edition:
        """What the tree says; only when every file could be read.

        Raises:
            ChangedError: a file is no longer what was surveyed.
        """
        assert self.frame.guideline is not None
        by_id = {
            entry.id: recommendation_of(entry, self.contents[entry.path])
            for entry in self.survey.whole.entries if entry.sound
        }
        hashes = {n: hashlib.sha256(data).hexdigest() for n, data in self.pictures.items()}
        return Edition(self.frame.guideline, by_id, hashes, self._translations(by_id))

    def _translations(self, by_id: Mapping[str, Recommendation]) -> dict[str, EditionTexts]:
        """Return what the tree says in other languages; only what has a source."""
        assert self.frame.guideline is not None
        known = texts(self.frame.guideline, "frame")
        found: dict[str, EditionTexts] = {}
        for language, frame in self.frame.translations.items():
            said = {
                entry.id: texts_of(self.root, entry, by_id[entry.id])
                for entry in self.survey.whole.translations
                if entry.sound and entry.language == language and entry.id in by_id
            }
            own = {pointer: frame.texts[pointer] for pointer in known if pointer in frame.texts}
            if whole := EditionTexts(own, said):
                found[language] = whole
        return found

    @cached_property
    def pictures(self) -> Mapping[str, bytes]:
        """The pictures that prose shows, by name in ``guideline/bilder``."""
        names = sorted(self.survey.pictures)
        return {name: (self.root / PICTURES / name).read_bytes() for name in names}


def read_tree(root: Path, jobs: int, as_of: date) -> WorkingTree:
    """Return the guideline in ``root``, surveyed on the day ``as_of``."""
    store = Store(root / STATE)
    with WorkerPool(root, jobs) as pool:
        gathering = library.begin(root, store, pool)
        frame = cached_guideline(root, store)
        entries = library.finish(gathering, store, pool)
    found = check_project(
        root, frame, entries, as_of, retired(root / "changelog"),
        library.translations(gathering),
    )
    return WorkingTree(root, frame, found)


def recommendation_of(entry: Entry, data: bytes) -> Recommendation:
    """Return the sound recommendation in ``data``, which is the file of ``entry``.

    Raises:
        ChangedError: it is not sound any more.
    """
    opened = open_recommendation(data, entry.path, entry.kapittel)
    if isinstance(opened, list):
        raise ChangedError(entry.path)
    return opened.recommendation


def texts_of(
    root: Path, entry: TranslationEntry, source: Recommendation
) -> Mapping[str, Text]:
    """Return the texts of a sound translation of ``source``.

    Raises:
        ChangedError: the file is no longer what was surveyed.
    """
    return kept_texts(_bytes(root, entry), entry.path, source)


def _bytes(root: Path, entry: Entry | TranslationEntry) -> bytes:
    data = read_file(root, entry.path)
    if isinstance(data, Problem) or hashlib.sha256(data).hexdigest() != entry.digest:
        raise ChangedError(entry.path)
    return data
