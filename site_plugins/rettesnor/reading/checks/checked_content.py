"""Everything that was read of a guideline, as the rules see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rettesnor.model.guideline import Guideline
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation_entry import Entry, TranslationEntry
from rettesnor.reading.files.source_file import Document


@dataclass(frozen=True)
class CheckedContent:
    """Everything that was read, for the rules that span files.

    Attributes:
        guideline: None when a guideline file is not sound.
        entries: all recommendations, by path.
        documents: the guideline files (``guideline/guideline.yml``, ``guideline/laws.yml``,
            ``guideline/sources.yml``, ``guideline/terms.yml``, ``guideline/<side>.md``) by path.
        fragments: rendered prose of the guideline files, by path and then by dotted pointer (a
            prose page's whole text has the empty pointer); of its translations likewise.
        retired: ids that were withdrawn or moved, each with the release that did it.
        pictures: names of the files in ``guideline/bilder/``.
        open_document: reads a recommendation's file again, to place a finding in it.
        translations: the translations of recommendations, by path.
        translated: the guideline in each language it is translated into.
        translation_paths: the guideline files that are named as translations.
        partial: what could be read of the guideline when files break their schemas.
        unreadable: dotted pointers of the fields whose value is not known, by the file's path.
    """

    guideline: Guideline | None
    entries: Sequence[Entry]
    documents: Mapping[str, Document]
    fragments: Mapping[str, Mapping[str, Fragment]]
    open_document: Callable[[str], Document] = field(compare=False, repr=False)
    retired: Mapping[str, str] = field(default_factory=dict)
    pictures: frozenset[str] = frozenset()
    translations: Sequence[TranslationEntry] = ()
    translated: Mapping[str, Guideline] = field(default_factory=dict)
    translation_paths: Sequence[str] = ()
    partial: Guideline | None = None
    unreadable: Mapping[str, Sequence[str]] = field(default_factory=dict)
