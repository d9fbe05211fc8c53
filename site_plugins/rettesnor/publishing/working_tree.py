"""The working tree as an edition, for the commands that hold it against the records."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from rettesnor.cli import common
from rettesnor.model.construct import construct
from rettesnor.model.edition import Edition, EditionTexts, plain_texts, recommendation_data
from rettesnor.model.entry import Entry, TranslationEntry
from rettesnor.model.problem import Problem
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.translation import Text, texts
from rettesnor.publishing import library
from rettesnor.publishing.crew import Crew
from rettesnor.publishing.frames import remembered_frame
from rettesnor.publishing.order import STATE
from rettesnor.publishing.store import Store
from rettesnor.reading import door
from rettesnor.reading.changes import Known, check_changes, read_changes
from rettesnor.reading.files import read_file
from rettesnor.reading.frame import Frame
from rettesnor.reading.reports import people
from rettesnor.reading.survey import PICTURES, Survey, pictures, split, survey
from rettesnor.reading.text import decode
from rettesnor.reading.translation import kept_texts
from rettesnor.record import folder
from rettesnor.record.canonical import digest
from rettesnor.record.history import retired
from rettesnor.record.pending import translated, untold_changes

PUBLIC_KEY = "guideline/signatur.pub"


class ChangedError(Exception):
    """A file changed while the guideline was being read."""


@dataclass(frozen=True)
class WorkingTree:
    """A guideline's folder after reading: the survey, and the frame it was made with."""

    root: Path
    frame: Frame
    survey: Survey

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The text of each sound recommendation's file, by path.

        Raises:
            ChangedError: a file is no longer what was surveyed.
        """
        return {e.path: _text_of(self.root, e) for e in self.survey.whole.entries if e.sound}

    @cached_property
    def edition(self) -> Edition:
        """What the tree says; only when every file could be read.

        Raises:
            ChangedError: a file is no longer what was surveyed.
        """
        assert self.frame.guideline is not None
        recommendations = (_parse(path, text) for path, text in self.texts.items())
        hashes = {n: hashlib.sha256(data).hexdigest() for n, data in self.pictures.items()}
        by_id = {r.id: r for r in recommendations}
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
        """The pictures that prose may show, by name in ``guideline/bilder``."""
        names = sorted(pictures(self.root))
        return {name: (self.root / PICTURES / name).read_bytes() for name in names}


def read_tree(options: argparse.Namespace) -> WorkingTree:
    """Return the guideline in ``--root``, surveyed on the day of ``--date``."""
    root = common.root(options)
    store = Store(root / STATE)
    with Crew(root, common.jobs(options)) as crew:
        gathering = library.begin(root, store, crew)
        frame = remembered_frame(root, store)
        entries = library.finish(gathering, store, crew)
    found = survey(
        root, frame, entries, common.day(options), retired(root / "changelog"),
        library.translations(gathering),
    )
    return WorkingTree(root, frame, found)


def change_problems(root: Path, found: Survey, as_of: date) -> list[Problem]:
    """Return what is wrong with the change fragments, and a warning for each untold change."""
    newest = folder.newest(root / "changelog")
    entries = found.whole.entries
    fragments, problems = read_changes(root)
    readable = not problems  # else one that cannot be read may be what tells of a change
    released = newest.anbefalinger.keys() if newest else frozenset()
    known = Known(found.whole.guideline, {entry.id for entry in entries}, released)
    problems += check_changes(fragments, known, as_of)
    if newest is not None and readable:
        told = {id_ for fragment in fragments for id_ in fragment.change.ids}
        by_id = {entry.id: entry for entry in entries if entry.sound}

        def hasher(entry: TranslationEntry) -> str:
            source = by_id[entry.id]
            said = texts_of(root, entry, _parse(source.path, _text_of(root, source)))
            return digest(plain_texts(said)) if said else ""

        published = [e for e in found.whole.translations if e.language in found.whole.translated]
        retold = {id_ for _, id_ in translated(newest, published, hasher)}
        problems += untold_changes(
            newest, entries, lambda e: content_digest(root, e), told, retold
        )
    return sorted(problems)


def report(problems: Iterable[Problem], root: Path) -> None:
    """Print ``problems`` for people, where errors are printed."""

    def text_of(path: str) -> str | None:
        data = read_file(root, path)
        return None if isinstance(data, Problem) else data.decode(errors="replace")

    colour = common.colours(sys.stderr)
    print(people.render(sorted(problems), text_of, colour=colour), end="", file=sys.stderr)


def content_digest(root: Path, entry: Entry) -> str:
    """Return the SHA-256 of what a sound recommendation says, however its file is laid out.

    Raises:
        ChangedError: the file is no longer what was surveyed.
    """
    return digest(recommendation_data(_parse(entry.path, _text_of(root, entry))))


def texts_of(
    root: Path, entry: TranslationEntry, source: Recommendation
) -> Mapping[str, Text]:
    """Return the texts of a sound translation of ``source``.

    Raises:
        ChangedError: the file is no longer what was surveyed.
    """
    data = read_file(root, entry.path)
    if isinstance(data, Problem) or hashlib.sha256(data).hexdigest() != entry.digest:
        raise ChangedError(entry.path)
    return kept_texts(data, entry.path, source)


def _text_of(root: Path, entry: Entry) -> str:
    data = read_file(root, entry.path)
    if isinstance(data, Problem) or hashlib.sha256(data).hexdigest() != entry.digest:
        raise ChangedError(entry.path)
    return data.decode()


def _parse(path: str, text: str) -> Recommendation:
    content, _ = door.load(decode(text.encode(), path)[0], path)
    return construct(Recommendation, content, kapittel=split(path)[0])
