"""Opening a translation file: what it says, where in the file, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rettesnor.model.problem import Problem
from rettesnor.model.translation import (
    MADE_FROM,
    Text,
    Translation,
    Way,
    language_of,
    placed_texts,
)
from rettesnor.reading.checks.text_warnings import doubts
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.derive_translations import ENDING
from rettesnor.reading.schema.plain_fields import read_plain
from rettesnor.reading.yaml import loader


@dataclass(frozen=True)
class TranslationFile:
    """A sound translation file.

    Attributes:
        places: the way to each text in the file, by the text's pointer.
    """

    kind: str
    document: Document
    translation: Translation
    places: Mapping[str, Way]


def open_translation(
    data: bytes, path: str, kind: str
) -> tuple[TranslationFile | None, list[Problem]]:
    """Return the translation in ``data`` if it is sound, and what is wrong with the file by itself.

    Args:
        kind: the kind of the file that is translated (see ``translatable.FILES``).
    """
    text, problems = decode(data, path)
    if problems:
        return None, problems
    content, problems = loader.load(text, path)
    if problems:
        return None, problems
    document = Document(path, text, content)
    problems = schema.validate(document, f"{kind}{ENDING}")
    if problems:
        return None, problems
    marked = [*read_plain(document, f"{kind}{ENDING}"), *doubts(document)]
    placed = placed_texts(content, kind)
    texts: dict[str, Text] = {pointer: message for pointer, (message, _) in placed.items()}
    translation = Translation(path, language_of(path), texts, content.get(MADE_FROM, {}))
    places = {pointer: way for pointer, (_, way) in placed.items()}
    file = TranslationFile(kind, document, translation, places)
    return file, marked
