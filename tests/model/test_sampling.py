"""The sums of a sample, and what of them may be shown."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rettesnor.exports.audit_sheet import sentence
from rettesnor.model.audit import Delmaal, Kriterium
from rettesnor.model.sampling import ANSWERS, ASSESSED, Column, Sheet, Sums, columns, hidden, sums

CASES = json.loads(
    (Path(__file__).parents[1] / "cases/audit/sums.json").read_text(encoding="utf-8")
)
COLUMN = Column("k", "k", "K", "Er det slik?")
PLAIN = Column("p", "p", "P", "Finnes det?", True)
COUNTS = st.lists(st.integers(0, 8), min_size=5, max_size=5)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["counts"]))
def test_sums_are_those_that_the_page_shows(case: dict[str, object]) -> None:
    column = Column("k", "k", "K", "Er det slik?", bool(case["plain"]))
    counts, below = case["counts"], case["below"]
    assert isinstance(counts, list) and isinstance(below, int)
    rows = tuple({"k": a} for a, n in zip(ANSWERS, counts, strict=True) for _ in range(n))
    made = sums(Sheet(columns=("k",), rows=rows), column, below)
    assert list(made.counts) == counts
    assert [answer for answer in ANSWERS if answer in made.hidden] == case["hidden"]
    assert [made.percent(answer) for answer in ANSWERS] == case["percent"]
    assert sentence(column, made, str) == case["said"]


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*ANSWERS, ""]), max_size=60))
def test_every_folder_is_counted_once(given_: list[str]) -> None:
    rows = tuple({"k": answer} if answer else {} for answer in given_)
    made = sums(Sheet(columns=("k",), rows=rows), COLUMN)
    assert made.folders == len(given_) == sum(made.counts)
    assert made.assessed == sum(made.of(answer) for answer in ASSESSED)
    shares = [made.percent(answer) for answer in ASSESSED]
    if made.assessed:
        assert abs(sum(share or 0 for share in shares) - 100) <= 1
    else:
        assert shares == [None] * 3


@settings(max_examples=80)
@given(COUNTS, st.integers(3, 7), st.booleans())
def test_a_hidden_count_cannot_be_computed(counts: list[int], below: int, plain: bool) -> None:
    """Whoever knows the shown counts, the shares and the number of folders cannot tell."""
    column = PLAIN if plain else COLUMN
    if plain:
        counts[1] = 0
    made = Sums(tuple(counts), hidden(counts, below, column.answers))
    small = {a for a, n in zip(ANSWERS, counts, strict=True) if 0 < n < below}
    assert small <= made.hidden
    if not small:
        assert not made.hidden
        return
    places = [ANSWERS.index(answer) for answer in ANSWERS if answer in made.hidden]
    total = sum(counts[place] for place in places)
    possible: dict[int, set[int]] = {place: set() for place in places}
    for tried in product(range(total + 1), repeat=len(places)):
        if sum(tried) != total:
            continue
        other = list(counts)
        for place, value in zip(places, tried, strict=True):
            other[place] = value
        shown = Sums(tuple(other), made.hidden)
        if all(shown.percent(a) == made.percent(a) for a in ASSESSED):
            for place, value in zip(places, tried, strict=True):
                possible[place].add(value)
    for place, values in possible.items():
        width = max(values) - min(values)
        # where there are fewer folders than the threshold, how many there are is not shown either
        assert width >= below or total == sum(counts) < below, (ANSWERS[place], values)


def test_a_criterion_with_parts_is_a_column_for_each() -> None:
    def criterion(id_: str, where: str, *parts: Delmaal, plain: bool = False) -> Kriterium:
        return Kriterium(
            id_, id_.title(), "Krav", "Er det slik?", "Se etter.", where, deler=parts,
            bare_ja_nei=plain,
        )

    parts = Delmaal("mal", "Malen", "Er malen brukt?", True), Delmaal("ev", "Evaluert", "Er det?")
    found = columns([
        criterion("a", "mappe", plain=True), criterion("b", "mappe", *parts),
        criterion("c", "virksomhet"),
    ])
    assert [(one.id, one.criterion, one.heading, one.plain) for one in found] == [
        ("a", "a", "A", True), ("b.mal", "b", "B: Malen", True),
        ("b.ev", "b", "B: Evaluert", False),
    ]
