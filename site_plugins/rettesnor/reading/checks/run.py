"""Reading a whole guideline: the files, every recommendation, and the rules over them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rettesnor.model.problem import Problem, Severity, Suppression
from rettesnor.model.recommendation_entry import Entry, TranslationEntry
from rettesnor.model.translation import language_of
from rettesnor.reading.checks import project_rules as across
from rettesnor.reading.checks.checked_content import CheckedContent
from rettesnor.reading.checks.codes import CODES
from rettesnor.reading.checks.suppressions import apply
from rettesnor.reading.content.guideline_paths import GUIDELINE
from rettesnor.reading.content.guideline_reading import GuidelineReading
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.pictures import FOLDER as PICTURES
from rettesnor.reading.files.pictures import read_pictures
from rettesnor.reading.files.safe_open import read_file
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.files.stray_files import unread_files
from rettesnor.reading.schema.readable_part import overlap
from rettesnor.reading.yaml import loader

FOLDER = "recommendations"
__all__ = [
    "PICTURES", "ProjectCheck", "check_project", "content_paths", "recommendation_paths", "split",
]


@dataclass(frozen=True)
class ProjectCheck:
    """What is known of a guideline after reading it.

    Attributes:
        problems: all of them, sorted by place, after suppression.
        pictures: names of the pictures that are published: sound ones that some text shows.
    """

    whole: CheckedContent
    problems: tuple[Problem, ...]
    suppressions: tuple[Suppression, ...]
    pictures: frozenset[str] = frozenset()

    @property
    def sound(self) -> bool:
        """Whether the guideline may be published: there are warnings at most."""
        return all(problem.severity is Severity.WARNING for problem in self.problems)


def recommendation_paths(root: Path) -> list[str]:
    """Return the recommendation files below ``root``, sorted; translations are not among them."""
    return [path for path in content_paths(root) if path.count(".") == 1]


def content_paths(root: Path) -> list[str]:
    """Return the recommendations' files below ``root``, each followed by its translations."""
    paths = []
    with os.scandir(root / FOLDER) as chapters:
        folders = sorted(entry.name for entry in chapters if entry.is_dir())
    for folder in folders:
        with os.scandir(root / FOLDER / folder) as found:
            names = [entry.name for entry in found]
        paths += [
            f"{FOLDER}/{folder}/{name}" for name in sorted(names, key=_by_stem)
            if name.endswith(".yml")
            and (name.count(".") == 1 or language_of(f"{folder}/{name}"))
        ]
    return paths


def _by_stem(name: str) -> tuple[str, str]:
    stem, _, rest = name.partition(".")
    return stem, "" if rest == "yml" else rest


def split(path: str) -> tuple[str, str]:
    """Return the chapter and the id that a recommendation's path, or its translation's, says."""
    _, chapter, name = path.split("/")
    return chapter, name.split(".", 1)[0]


def check_project(
    root: Path,
    files: GuidelineReading,
    entries: Sequence[Entry],
    as_of: date,
    retired: Mapping[str, str] | None = None,
    translations: Sequence[TranslationEntry] = (),
) -> ProjectCheck:
    """Return the check of ``files`` and ``entries``, judged on the day ``as_of``."""

    def open_document(path: str) -> Document:
        data = read_file(root, path)
        text = "" if isinstance(data, Problem) else decode(data, path)[0]
        return Document(path, text, loader.load(text, path)[0])

    fragments = dict(files.fragments)
    for translation in files.translations.values():
        fragments |= translation.own
    pictures = read_pictures(root)
    whole = CheckedContent(
        files.guideline, entries, files.documents, fragments, open_document, retired or {},
        pictures.names, translations,
        {language: found.guideline for language, found in files.translations.items()},
        files.translation_paths, files.partial,
        files.unreadable | {entry.path: entry.unreadable for entry in entries if entry.unreadable},
    )
    problems = [*files.problems, *(p for entry in entries for p in entry.problems)]
    problems += [
        problem for entry in translations
        if files.guideline is None or entry.language in files.translations
        for problem in entry.problems
    ]
    problems += across.check(whole, as_of)
    known_pages = files.guideline.sider if files.guideline else None
    if files.partial and not overlap(("sider",), files.unreadable.get(GUIDELINE, ())):
        known_pages = files.partial.sider
    problems += unread_files(root, known_pages)
    problems += pictures.problems
    left, suppressions = apply(problems, whole, CODES)
    return ProjectCheck(whole, tuple(left), tuple(suppressions), pictures.sound & _shown(whole))


def _shown(whole: CheckedContent) -> frozenset[str]:
    """Return the names of the pictures that some text shows."""
    shown = {
        reference.target
        for entries in (whole.entries, whole.translations) for entry in entries
        for reference in entry.references if reference.kind == "bilde"
    }
    shown |= {
        reference.target
        for texts in whole.fragments.values() for fragment in texts.values()
        for reference in fragment.references if reference.kind == "bilde"
    }
    return frozenset(shown)
