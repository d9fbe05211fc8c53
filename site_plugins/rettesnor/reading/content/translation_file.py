"""Opening a translation file: what it says, where in the file, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rettesnor.model.problem import Problem
from rettesnor.model.translation import (
    MADE_FROM,
    Text,
    Translation,
    Way,
    language_of,
    placed_texts,
)
from rettesnor.reading.content.opened_file import OpenedFile, open_file
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.derive_translations import ENDING


@dataclass(frozen=True)
class TranslationFile:
    """A translation file.

    Attributes:
        opened: its fields; when some could not be read, the texts in them are left out.
        places: the way to each text in the file, by the text's pointer.
    """

    kind: str
    opened: OpenedFile
    translation: Translation
    places: Mapping[str, Way]

    @property
    def document(self) -> Document:
        """The file and its data."""
        return self.opened.document


def open_translation(
    data: bytes, path: str, kind: str
) -> tuple[TranslationFile | None, list[Problem]]:
    """Return the translation in ``data`` if it is sound, and what is wrong with the file by itself.

    Args:
        kind: the kind of the file that is translated (see ``translatable.FILES``).
    """
    file, problems = open_readable_translation(data, path, kind)
    return (None if file is None or file.opened.unreadable else file), problems


def open_readable_translation(
    data: bytes, path: str, kind: str
) -> tuple[TranslationFile | None, list[Problem]]:
    """Return the same as ``open_translation``, or what can be read of a file with schema faults.

    What an item translates is not known when its id cannot be read.
    """
    opened = open_file(data, path, f"{kind}{ENDING}")
    if isinstance(opened, list):
        return None, opened
    items = {name.removesuffix(".id") for name in opened.unreadable if name.endswith(".id")}
    opened = replace(opened, unreadable=tuple(sorted({*opened.unreadable, *items})))
    placed = placed_texts(opened.document.data, kind)
    texts: dict[str, Text] = {pointer: message for pointer, (message, _) in placed.items()}
    made_from = opened.document.data.get(MADE_FROM, {})
    translation = Translation(path, language_of(path), texts, made_from)
    places = {pointer: way for pointer, (_, way) in placed.items()}
    return TranslationFile(kind, opened, translation, places), list(opened.problems)
