"""Reading one recommendation file: a pure function of its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from rettesnor.model.edition import recommendation_from
from rettesnor.model.fields import below
from rettesnor.model.problem import Problem
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.sections import INTRODUCTION
from rettesnor.reading.checks.file_rules import check
from rettesnor.reading.checks.text_warnings import doubts
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.markdown.render import render
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.plain_fields import WORD, read_plain, wordless
from rettesnor.reading.schema.readable_part import at_or_below, readable_part
from rettesnor.reading.yaml import loader
from rettesnor.reading.yaml.loader import Pointer


@dataclass(frozen=True, slots=True)
class PartialReading:
    """What could be read of a file that breaks its schema; for the check, never to be published.

    Attributes:
        recommendation: fields that could not be read are empty.
        fragments: the rendered text fields that could be read, by dotted pointer.
        unreadable: dotted pointers of the fields whose value is not known.
    """

    recommendation: Recommendation
    fragments: dict[str, Fragment]
    unreadable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading one recommendation file.

    Attributes:
        recommendation: None when the file is not sound enough to be one.
        fragments: the rendered text fields, by dotted pointer (``begrunnelse.ressursbruk``,
            ``praktisk_gjennomforing.steg.0.hva``).
        problems: everything wrong that can be known from this file alone, before suppression.
        partial: what could be read when it breaks its schema.
    """

    recommendation: Recommendation | None
    fragments: dict[str, Fragment] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    partial: PartialReading | None = None


@dataclass(frozen=True, slots=True)
class OpenedRecommendation:
    """A recommendation file that its schema lets in, before its prose is rendered and judged.

    Attributes:
        problems: what is wrong with its plain fields.
    """

    document: Document
    recommendation: Recommendation
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ProseField:
    """A text field of a file: where it is, and how it is rendered."""

    pointer: Pointer
    text: str
    prefix: str
    min_heading: int
    anchored: bool

    @property
    def name(self) -> str:
        """The dotted pointer."""
        return ".".join(map(str, self.pointer))


def open_recommendation(
    data: bytes, path: str, kapittel: str
) -> OpenedRecommendation | list[Problem]:
    """Return what the file says, or what keeps it from being a recommendation.

    Everything that reads a recommendation from a file goes through here, so that check, build,
    release and diff cannot read different words.
    """
    document, problems = _parse(data, path)
    if document is None or problems:
        return problems
    problems = read_plain(document, "recommendation")
    recommendation = recommendation_from(document.data, kapittel=kapittel)
    return OpenedRecommendation(document, recommendation, tuple(problems))


def read_recommendation(data: bytes, path: str, kapittel: str) -> Reading:
    """Return the recommendation in ``data``, its rendered fields, and what is wrong with it.

    When a field breaks the schema the others are still checked.
    """
    document, faults = _parse(data, path)
    if document is None:
        return Reading(None, problems=tuple(faults))
    unreadable: tuple[str, ...] = ()
    if faults:
        part = readable_part(document.data, "recommendation")
        if part is None:
            return Reading(None, problems=tuple(faults))
        document, unreadable = replace(document, data=part.data), part.unreadable
    problems = read_plain(document, "recommendation")
    recommendation = recommendation_from(document.data, kapittel=kapittel)
    fragments: dict[str, Fragment] = {}
    for prose in prose_fields(document.data):
        if unreadable and at_or_below(prose.name, unreadable):
            continue
        fragments[prose.name], issues = render(
            prose.text, prefix=prose.prefix, min_heading=prose.min_heading, anchored=prose.anchored
        )
        if not issues and not WORD.search(fragments[prose.name].text):
            issues = [wordless(prose.pointer)]
        problems += [document.prose_problem(prose.pointer, issue) for issue in issues]
    problems += doubts(document)
    problems += check(document, recommendation, fragments, unreadable)
    if not faults:
        return Reading(recommendation, fragments, tuple(problems))
    faults += [problem for problem in problems if not at_or_below(problem.field, unreadable)]
    partial = PartialReading(recommendation, fragments, unreadable)
    return Reading(None, problems=tuple(faults), partial=partial)


def _parse(data: bytes, path: str) -> tuple[Document | None, list[Problem]]:
    """Return the file's fields if it has any, and what is wrong with the file or its fields."""
    text, problems = decode(data, path)
    if problems:
        return None, problems
    content, problems = loader.load(text, path)
    if problems:
        return None, problems
    document = Document(path, text, content)
    return document, schema.validate(document, "recommendation")


def prose_fields(data: dict[str, Any]) -> Iterator[ProseField]:
    """Yield the text fields of a recommendation's data, in the order of a page.

    Of a section first its text and its parts, and then its lists.
    """
    for section in below("recommendation"):
        content = data.get(section.name)
        if section.kind == "markdown" and content:
            yield ProseField((section.name,), content, section.name, 3, True)
        elif section.kind == "group" and content:
            yield from _parts(section.name, content)
            yield from _items(section.name, content)


def _parts(section: str, content: dict[str, Any]) -> Iterator[ProseField]:
    for part in below("recommendation", section):
        if part.kind == "markdown" and part.name in content:
            first = part.name == INTRODUCTION
            prefix = section if first else f"{section}-{part.name}"
            pointer = (section, part.name)
            yield ProseField(pointer, content[part.name], prefix, 3 if first else 4, True)


def _items(section: str, content: dict[str, Any]) -> Iterator[ProseField]:
    for found in below("recommendation", section):
        inner = below("recommendation", f"{found.path}.*") if found.kind == "list" else ()
        texts = [one.name for one in inner if one.kind == "markdown"]
        for index, item in enumerate(content.get(found.name, ()) if texts else ()):
            for name in texts:
                if name in item:
                    pointer = (section, found.name, index, name)
                    yield ProseField(pointer, item[name], f"{section}-{found.name}", 5, False)
