"""Opening a content file: its fields, or the part of them that its schema accepts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rettesnor.model import older_form
from rettesnor.model.problem import Problem
from rettesnor.model.translation import language_of
from rettesnor.reading.checks.text_warnings import doubts
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.source_file import Document, LoadedDocument
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.plain_fields import read_plain
from rettesnor.reading.schema.readable_part import at_or_below, readable_part
from rettesnor.reading.yaml import loader


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that is made of fields.

    Attributes:
        document: its data is the part that could be read.
        problems: what breaks the schema, and what is wrong with the fields that could be read.
        unreadable: dotted pointers of the fields that could not; none when the file is sound.
            What is read of a file with such fields is for the check, never to be published.
    """

    document: Document
    problems: tuple[Problem, ...]
    unreadable: tuple[str, ...] = ()

    def known(self, problems: list[Problem]) -> list[Problem]:
        """Return those of ``problems`` that are not about a field that could not be read."""
        return [p for p in problems if not at_or_below(p.field, self.unreadable)]


def open_file(data: bytes, path: str, kind: str) -> OpenedFile | list[Problem]:
    """Return the fields of a YAML file of the ``kind``, or what keeps all of it from being read."""
    text, problems = decode(data, path)
    if problems:
        return problems
    content, problems = loader.load(text, path)
    if problems:
        return problems
    content = older_form.current_file(content, kind, language_of(path))
    return open_document(LoadedDocument(path, text, content), kind)


def open_document(document: Document, kind: str) -> OpenedFile | list[Problem]:
    """Return the fields of ``document``, or what keeps all of it from being read."""
    faults = schema.validate(document, kind)
    unreadable: tuple[str, ...] = ()
    if faults:
        part = readable_part(document.data, kind)
        if part is None:
            return faults
        document, unreadable = replace(document, data=part.data), part.unreadable
    opened = OpenedFile(document, (), unreadable)
    marked = opened.known([*read_plain(document, kind), *doubts(document)])
    return replace(opened, problems=(*faults, *marked))
