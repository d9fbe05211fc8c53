"""Every field that names a section of a law, in every kind of file.

Which fields they are follows from the catalogue of fields, so that a new kind cannot be forgotten
by those who ask what a section carries: the rules, and the watch on Lovdata.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from rettesnor.model.fields import CATALOGUE, PARTS_OF_FRAME
from rettesnor.model.guideline import Guideline
from rettesnor.model.recommendation_entry import Entry
from rettesnor.reading.content.guideline_paths import CRITERIA, MEASURES, SELF_CHECK, part_path

ABOUT_LAW = frozenset({"laws", "task"})
"""Kinds that name sections without resting on them: the register itself, and review tasks."""
QUOTING = "course"
"""The kind whose sections are quoted; a rule of its own says when one cannot be."""
_RECOMMENDATION = "recommendation"


class Ground(NamedTuple):
    """A section of a law, and the field that names it.

    Attributes:
        kind: of the file, as in the catalogue.
        path: the file, relative to the root.
        field: dotted pointer of what has ``lov`` and ``paragraf``.
    """

    kind: str
    path: str
    field: str
    lov: str
    paragraf: str


@cache
def citing_fields() -> Mapping[str, Sequence[str]]:
    """Return the fields that hold a section, by kind of file; ``*`` stands for an item's place."""
    found: dict[str, list[str]] = {}
    for kind, fields in CATALOGUE.items():
        paths = {field.path for field in fields}
        for path in sorted(path for path in paths if path.rpartition(".")[2] == "lov"):
            within = path.rpartition(".")[0]
            if kind not in ABOUT_LAW and f"{within}.paragraf" in paths:
                found.setdefault(kind, []).append(within)
    return found


def grounds(guideline: Guideline) -> Iterator[Ground]:
    """Yield the sections that the guideline's own files name, in prose apart."""
    for kind, fields in citing_fields().items():
        for path, content in _files(guideline, kind):
            for field in fields:
                for place, one in _at(content, field.split(".")):
                    if one.lov:
                        yield Ground(kind, path, place, one.lov, one.paragraf)


def asked_about(guideline: Guideline) -> Iterator[Ground]:
    """Yield the sections that the questions of the self-check are about by their criteria."""
    criteria = {one.id: one for one in guideline.tilsyn.kriterier}
    for (duty, number), question in guideline.egenkontroll.questions():
        for index, id_ in enumerate(question.kriterier):
            place = f"plikter.{duty}.sporsmaal.{number}.kriterier.{index}"
            for basis in criteria[id_].rettsgrunnlag if id_ in criteria else ():
                yield Ground("self-check", SELF_CHECK, place, basis.lov, basis.paragraf)


def grounds_of(entry: Entry) -> Iterator[Ground]:
    """Yield the sections that a recommendation names, in prose apart."""
    for index, law in enumerate(entry.lovhenvisninger):
        place = f"juridiske_rammer.referanser.{index}"
        yield Ground(_RECOMMENDATION, entry.path, place, law.lov, law.paragraf)
    for number, question in enumerate(entry.kontrollgrunnlag):
        for index, basis in enumerate(question.rettsgrunnlag):
            place = f"kontrollgrunnlag.{number}.rettsgrunnlag.{index}"
            yield Ground(_RECOMMENDATION, entry.path, place, basis.lov, basis.paragraf)


def _files(guideline: Guideline, kind: str) -> Iterator[tuple[str, Any]]:
    """Yield the files of a kind, each with the object that has the fields of the catalogue."""
    if kind in PARTS_OF_FRAME:
        for one in getattr(guideline, PARTS_OF_FRAME[kind]):
            yield part_path(kind, one.id), one
    elif kind == "criteria":
        yield CRITERIA, guideline.tilsyn
    elif kind == "measures":
        yield MEASURES, guideline
    elif kind == "self-check":
        yield SELF_CHECK, guideline.egenkontroll


def _at(content: Any, names: Sequence[str], place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what is at a path of the catalogue below ``content``, each with its pointer."""
    if content is None:
        return
    if not names:
        yield place, content
    elif names[0] == "*":
        for index, item in enumerate(content):
            yield from _at(item, names[1:], f"{place}.{index}")
    else:
        where = f"{place}.{names[0]}" if place else names[0]
        yield from _at(getattr(content, names[0]), names[1:], where)
