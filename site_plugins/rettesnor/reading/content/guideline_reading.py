"""The result of reading the files that hold for the whole guideline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rettesnor.model.guideline import Guideline
from rettesnor.model.problem import Problem
from rettesnor.model.prose import Fragment
from rettesnor.model.translation import State, Text, texts
from rettesnor.reading.files.source_file import Document


@dataclass(frozen=True)
class GuidelineTranslation:
    """The guideline files in one language.

    Pointers are those of the whole guideline (``model.fields.FRAME``):
    ``roller.laerer.navn``, ``termer.naervaer.term``, ``kilder.ingul-2011.note``,
    ``tekstsider.om.tekst``.

    Attributes:
        guideline: the source with the translated texts in it, laws, terms, sources and pages too.
        fragments: rendered prose, by the same paths and pointers as ``Layout.fragments``: those of
            the source's files. What is not translated is the source's own.
        own: rendered prose of the translated texts, by the translation's path and the pointer in
            that file.
        untranslated: pointers of the texts that stand in the source language.
        stale: pointers of the texts that were translated from an older source.
        files: the state of every text, by the translation's path and the pointer in the file (a
            page has one, the empty pointer); for files that do not exist, too.
        contents: the bytes of every file read, by path.
        texts: what is translated, by pointer.
    """

    language: str
    guideline: Guideline
    fragments: dict[str, dict[str, Fragment]]
    own: dict[str, dict[str, Fragment]] = field(default_factory=dict)
    untranslated: frozenset[str] = frozenset()
    stale: frozenset[str] = frozenset()
    files: dict[str, dict[str, State]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class GuidelineReading:
    """The result of reading the guideline files.

    Attributes:
        guideline: None when a file is not sound.
        documents: the files that the YAML loader accepted, by path.
        fragments: rendered prose by path and dotted pointer.
        contents: the bytes of every file read, by path.
        problems: what is wrong with each file by itself.
        translations: the guideline files in each language they are translated into, by its tag;
            also where there is no file, and all of it is in the source language.
        translation_paths: the files that are named as translations, whatever they hold.
        partial: what could be read when files break their schemas; for the check, never to be
            published. Fields that could not be read are empty.
        unreadable: dotted pointers of those fields, by path.
    """

    guideline: Guideline | None = None
    partial: Guideline | None = None
    unreadable: dict[str, tuple[str, ...]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    fragments: dict[str, dict[str, Fragment]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    translations: dict[str, GuidelineTranslation] = field(default_factory=dict)
    translation_paths: tuple[str, ...] = ()

    @cached_property
    def kept_texts(self) -> Mapping[str, Mapping[str, Text]]:
        """By language, the translated texts that have a source, in the order of the source."""
        known = texts(self.guideline, "frame") if self.guideline else {}
        return {
            language: {p: found.texts[p] for p in known if p in found.texts}
            for language, found in self.translations.items()
        }
