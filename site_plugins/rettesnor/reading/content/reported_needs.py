"""The needs that the hearing desk publishes (``/api/behov.json``), in the shape of our own list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rettesnor.model.problem import Problem
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.yaml import loader

_KEYS = {"retningslinje", "meldinger"}


class NotNeedsError(Exception):
    """The file is not a list of needs for this guideline; says why in Norwegian."""


@dataclass(frozen=True, slots=True)
class ReportedNeeds:
    """What a hearing desk publishes: an entry for each need, as the guideline's list has them."""

    entries: tuple[dict[str, Any], ...]


def read_needs(data: bytes, name: str, guideline: str) -> ReportedNeeds:
    """Return the needs in ``data``.

    Args:
        name: what the file is called in messages.
        guideline: the id of the guideline that they are to be about.

    Raises:
        NotNeedsError: it is something else, or one of them breaks the schema.
    """
    text, problems = decode(data, name)
    found: Any = {}
    if not problems:
        found, problems = loader.load(text, name)
    if problems:
        raise NotNeedsError(_said(problems))
    if not isinstance(found, dict) or set(found) != _KEYS or not isinstance(
        found["meldinger"], list
    ):
        raise NotNeedsError(f"{name} er ikke en liste over meldte behov fra et høringsmottak.")
    if found["retningslinje"] != guideline:
        raise NotNeedsError(
            f"{name} gjelder retningslinja «{found['retningslinje']}», ikke «{guideline}»."
        )
    if not found["meldinger"]:
        return ReportedNeeds(())
    document = Document(name, text, {"meldinger": found["meldinger"]})
    if problems := schema.validate(document, "development"):
        raise NotNeedsError(_said(problems))
    return ReportedNeeds(tuple(dict(one) for one in found["meldinger"]))


def _said(problems: list[Problem]) -> str:
    return str(problems[0])
