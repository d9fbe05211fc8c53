"""What is kept of a recommendation between builds."""

from __future__ import annotations

from rettesnor.model.recommendation import Steg
from rettesnor.model.recommendation_entry import Entry
from rettesnor.reading.checks.run import split
from rettesnor.reading.content.recommendation import read_recommendation
from rettesnor.reading.content.recommendation_row import from_row, summarise, to_row

from tests.support.check_case import sound_files
from tests.support.guidelines import COMPETENCE, EARLY


def entry(path: str) -> Entry:
    data = sound_files()[path].encode()
    return summarise(read_recommendation(data, path, split(path)[0]), path, "d", *split(path))


def test_a_row_gives_back_the_entry_it_was_made_from() -> None:
    for path in (EARLY, COMPETENCE):
        assert from_row(to_row(entry(path))) == entry(path)


def test_steps_are_kept_with_what_is_done_as_plain_text() -> None:
    first = entry(EARLY).steg[0]
    assert isinstance(first, Steg) and first.hvem == "Kontaktlæreren"
    assert first.hva and not {"[", "*", "<"} & set(first.hva)
