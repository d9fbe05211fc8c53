"""Merging by field: whatever two people do, no word of either is lost without a question."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rettesnor_editor.deeds.merge import MINE, THEIRS, merged


class Writer:
    """Changes data as an editor does, with words that nobody else uses."""

    def __init__(self, random: Random, sign: str) -> None:
        self._random, self._sign, self._words = random, sign, 0

    def word(self) -> str:
        self._words += 1
        return f"{self._sign}{self._words}"

    def item(self) -> dict[str, Any]:
        return {"hva": f"{self.word()} {self.word()}", "hvem": self.word()}

    def begin(self) -> dict[str, Any]:
        pick = self._random.randint
        return {
            "tittel": " ".join(self.word() for _ in range(4)),
            "gruppe": {"tekst": self.word(), "status": self.word()},
            "kilder": [{"id": self.word(), **self.item()} for _ in range(pick(0, 5))],
            "steg": [self.item() for _ in range(pick(0, 5))],
            "punkter": [self.word() for _ in range(pick(0, 6))],
        }

    def change(self, data: Any) -> Any:
        if isinstance(data, dict):
            made = dict(data)
            for key in data:
                if key != "id" and self._random.random() < 0.3:
                    made[key] = self.change(data[key])
            if "id" not in made and self._random.random() < 0.1:
                made[f"nytt-{self.word()}"] = self.word()
            return made
        if isinstance(data, list):
            return self._list(list(data))
        return f"{data} {self.word()}" if self._random.random() < 0.7 else self.word()

    def _list(self, items: list[Any]) -> list[Any]:
        for _ in range(self._random.randint(1, 3)):
            deed, place = self._random.random(), self._random.randint(0, len(items))
            like = items[0] if items else "ord"
            if deed < 0.4 or not items:
                new = self.item() if isinstance(like, dict) else self.word()
                items.insert(place, {"id": self.word(), **new} if isinstance(like, dict)
                             and "id" in like else new)
            elif deed < 0.6:
                del items[min(place, len(items) - 1)]
            elif deed < 0.7 and len(items) > 1:
                items.insert(place - 1, items.pop())
            else:
                at = min(place, len(items) - 1)
                items[at] = self.change(items[at])
        return items


def words(data: Any) -> set[str]:
    return set(re.findall(r"(?:base|egen|andres)\d+", repr(data)))


@given(st.integers(0, 10**9))
def test_every_word_is_in_the_result_or_in_a_question(seed: int) -> None:
    random = Random(seed)
    before = Writer(random, "base").begin()
    mine, theirs = (Writer(random, sign).change(before) for sign in ("egen", "andres"))
    made, conflicts = merged(before, mine, theirs, {})
    reached = words(made) | words([(one.mine, one.theirs) for one in conflicts])
    old = words(before)
    assert words(mine) - old <= reached and words(theirs) - old <= reached
    assert words(mine) & words(theirs) <= reached, "what both kept is kept"
    assert words(made) <= words(mine) | words(theirs), "nothing comes from nowhere"
    if not conflicts:
        assert merged(before, theirs, mine, {})[1] == []
    for side in (MINE, THEIRS):
        decided, left = merged(before, mine, theirs, {one.field: side for one in conflicts})
        assert left == [], "every question can be answered"
        assert all(
            words(one.mine if side == MINE else one.theirs) <= words(decided) for one in conflicts
        )


@given(st.integers(0, 10**9))
def test_an_edit_of_one_side_alone_is_that_edit(seed: int) -> None:
    random = Random(seed)
    before = Writer(random, "base").begin()
    mine = Writer(random, "egen").change(before)
    assert merged(before, mine, before, {}) == (mine, [])
    assert merged(before, before, mine, {}) == (mine, [])
    assert merged(before, mine, mine, {}) == (mine, [])


@pytest.mark.parametrize(("before", "mine", "theirs", "made"), [
    ([{"id": "a"}], [{"id": "a"}, {"id": "b"}], [{"id": "a"}, {"id": "c"}],
     [{"id": "a"}, {"id": "b"}, {"id": "c"}]),
    ([{"id": "a", "t": 1}, {"id": "b"}], [{"id": "b"}, {"id": "a", "t": 1}],
     [{"id": "a", "t": 2}, {"id": "b"}], [{"id": "b"}, {"id": "a", "t": 2}]),
    (["a", "b", "c"], ["x", "a", "b", "c"], ["a", "b"], ["x", "a", "b"]),
    (["a", "b", "c"], ["a", "B", "c"], ["a", "b", "c", "d"], ["a", "B", "c", "d"]),
    ([{"h": 1}, {"h": 2}], [{"h": 1}, {"h": 2}, {"h": 3}], [{"h": 9}, {"h": 2}],
     [{"h": 9}, {"h": 2}, {"h": 3}]),
])
def test_lists_are_merged_item_by_item(before: Any, mine: Any, theirs: Any, made: Any) -> None:
    found, conflicts = merged(before, mine, theirs, {})
    assert conflicts == []
    assert sorted(map(repr, found)) == sorted(map(repr, made))
    if "c" not in repr(made):
        assert found == made
