"""Reading one recommendation file: a pure function of its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rettesnor.model.convert import from_data
from rettesnor.model.problem import Problem
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation
from rettesnor.reading.checks.file_rules import check
from rettesnor.reading.checks.text_warnings import doubts
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.markdown.render import render
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.plain_fields import WORD, read_plain, wordless
from rettesnor.reading.yaml import loader as door
from rettesnor.reading.yaml.loader import Pointer


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one recommendation file.

    Attributes:
        recommendation: None when the file is not sound enough to be one.
        fragments: the rendered text fields, by dotted pointer (``begrunnelse.ressursbruk``,
            ``praktisk_gjennomforing.steg.0.hva``).
        problems: everything wrong that can be known from this file alone, before suppression.
    """

    recommendation: Recommendation | None
    fragments: dict[str, Fragment] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


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


SECTIONS = ("praktisk_gjennomforing", "juridiske_rammer", "begrunnelse", "kunnskapsgrunnlag")
_LISTS = {
    "praktisk_gjennomforing": ("steg", "hva"),
    "juridiske_rammer": ("referanser", "hvorfor"),
    "kunnskapsgrunnlag": ("forskning", "funn"),
}
_PLAIN = frozenset({"forskning_ikke_vurdert"})


def open_recommendation(
    data: bytes, path: str, kapittel: str
) -> OpenedRecommendation | list[Problem]:
    """Return what the file says, or what keeps it from being a recommendation.

    Everything that reads a recommendation from a file goes through here, so that check, build,
    release and diff cannot read different words.
    """
    text, problems = decode(data, path)
    if problems:
        return problems
    content, problems = door.load(text, path)
    if problems:
        return problems
    document = Document(path, text, content)
    problems = schema.validate(document, "recommendation")
    if problems:
        return problems
    problems = read_plain(document, "recommendation")
    recommendation = from_data(Recommendation, content, kapittel=kapittel)
    return OpenedRecommendation(document, recommendation, tuple(problems))


def read_recommendation(data: bytes, path: str, kapittel: str) -> Reading:
    """Return the recommendation in ``data``, its rendered fields, and what is wrong with it."""
    opened = open_recommendation(data, path, kapittel)
    if isinstance(opened, list):
        return Reading(None, problems=tuple(opened))
    document, recommendation, problems = opened.document, opened.recommendation, []
    fragments: dict[str, Fragment] = {}
    for prose in prose_fields(document.data):
        fragments[prose.name], issues = render(
            prose.text, prefix=prose.prefix, min_heading=prose.min_heading, anchored=prose.anchored
        )
        if not issues and not WORD.search(fragments[prose.name].text):
            issues = [wordless(prose.pointer)]
        problems += [document.prose_problem(prose.pointer, issue) for issue in issues]
    problems += [*opened.problems, *doubts(document)]
    problems += check(document, recommendation, fragments)
    return Reading(recommendation, fragments, tuple(problems))


def prose_fields(data: dict[str, Any]) -> Iterator[ProseField]:
    """Yield the text fields of a recommendation's data, in the order of a page."""
    for section in SECTIONS:
        content = data.get(section, {})
        for name, value in content.items():
            if isinstance(value, str) and name not in _PLAIN:
                top = name == "tekst"
                prefix = section if top else f"{section}-{name}"
                yield ProseField((section, name), value, prefix, 3 if top else 4, True)
        if section in _LISTS:
            name, key = _LISTS[section]
            for index, item in enumerate(content.get(name, ())):
                if key in item:
                    pointer = (section, name, index, key)
                    yield ProseField(pointer, item[key], f"{section}-{name}", 5, False)
