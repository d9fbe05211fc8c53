"""From the reading of a translation to what others see of it, and to a row for storage."""

from __future__ import annotations

from itertools import starmap
from typing import Any

from rettesnor.model.recommendation import Steg
from rettesnor.model.recommendation_entry import (
    PlacedReference,
    StatedStrength,
    TranslationEntry,
    placed,
)
from rettesnor.model.translation import State, language_of
from rettesnor.reading.content.recommendation_row import (
    Row,
    places,
    problem_from,
    problem_row,
    stated,
    step_row,
    steps,
)
from rettesnor.reading.content.translation import TranslatedReading
from rettesnor.reading.files.names import stem


def summarise(
    reading: TranslatedReading, path: str, digest: str, source_digest: str
) -> TranslationEntry:
    """Return the entry of ``reading``."""
    id_, language = stem(path), language_of(path)
    r, translation = reading.recommendation, reading.translation
    if r is None or translation is None:
        return TranslationEntry(
            path, digest, source_digest, id_, language, sound=False, problems=reading.problems
        )
    references = tuple(
        placed(name, reference)
        for name, fragment in reading.fragments.items() if name in translation.texts
        for reference in fragment.references
    )
    by_state: dict[State, list[str]] = {}
    for pointer, state in reading.states.items():
        by_state.setdefault(state, []).append(pointer)
    return TranslationEntry(
        path, digest, source_digest, id_, language, True, r.tittel, r.kort_anbefaling, references,
        places(r, reading.fragments), tuple(by_state.get(State.MISSING, ())),
        tuple(by_state.get(State.STALE, ())), tuple(by_state.get(State.UNMARKED, ())),
        len(reading.states) - len(by_state.get(State.ORPHAN, ())), reading.problems,
        steps(r, reading.fragments),
        stated({n: f for n, f in reading.fragments.items() if n in translation.texts}),
    )


def to_row(entry: TranslationEntry) -> Row:
    """Return ``entry`` as a row; the first three values are its path and the two digests."""
    e = entry
    return (
        e.path, e.digest, e.source_digest, e.id, e.language, e.sound, e.tittel, e.kort_anbefaling,
        tuple(map(tuple, e.references)), e.anchors, e.untranslated,
        e.stale, e.unmarked, e.total, tuple(map(problem_row, e.problems)),
        tuple(map(step_row, e.steg)), tuple(map(tuple, e.nevnte_styrker)),
    )


def from_row(row: Row) -> TranslationEntry:
    """Return the entry that ``row`` was made from."""
    values: tuple[Any, ...] = (
        *row[:8], tuple(map(PlacedReference._make, row[8])), *row[9:14],
        tuple(map(problem_from, row[14])), tuple(starmap(Steg, row[15])),
        tuple(map(StatedStrength._make, row[16])),
    )
    return TranslationEntry(*values)
