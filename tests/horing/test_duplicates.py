"""Comments that say the same are found: as many as a comparison of every pair finds."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from rapidfuzz.distance import Indel
from rettesnor_horing.intake.duplicates import ALIKE, clusters, likeness, words_of

COMMON = [f"ord{number}" for number in range(400)]
LETTER = "Vi mener at skolen må få mer tid til å følge opp elever med stort fravær hver uke"
OTHER = "Noe helt annet som bare handler om hjemmebesøk og tillit mellom voksne"


def edited(text: str, chance: random.Random, share: float) -> str:
    """Return ``text`` with a share of its words left out, replaced or put in."""
    words = text.split()
    for _ in range(int(share * len(words))):
        place = chance.randrange(len(words))
        words[place : place + chance.randint(0, 1)] = chance.choices(COMMON, k=chance.randint(0, 1))
    return " ".join(words)


def some(chance: random.Random) -> list[tuple[int, str]]:
    """Return comments: letters of campaigns that senders have edited, and comments of their own."""
    letters = [" ".join(chance.choices(COMMON, k=chance.randint(8, 120))) for _ in range(4)]
    texts = [
        edited(chance.choice(letters), chance, chance.choice([0, 0, 0.02, 0.05, 0.1]))
        for _ in range(30)
    ]
    texts += [" ".join(chance.choices(COMMON, k=chance.randint(1, 120))) for _ in range(15)]
    chance.shuffle(texts)
    return list(enumerate(texts, 100))


def by_every_pair(texts: list[tuple[int, str]]) -> list[list[int]]:
    """Return the groups that a comparison of every pair gives."""
    words = {id_: words_of(text) for id_, text in texts}
    groups = [{id_} for id_, own in words.items() if len(own) >= 5]
    for one, other in combinations([id_ for group in groups for id_ in group], 2):
        if Indel.normalized_similarity(words[one], words[other]) < ALIKE:
            continue
        first, second = (next(g for g in groups if id_ in g) for id_ in (one, other))
        if first is not second:
            first |= second
            groups.remove(second)
    return sorted(sorted(group) for group in groups if len(group) > 1)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_found_is_what_every_pair_shows(seed: int) -> None:
    texts = some(random.Random(seed))
    expected = by_every_pair(texts)
    assert len(expected) >= 3
    assert sorted(sorted(ids) for ids in clusters(texts)) == expected


def test_spacing_case_and_punctuation_do_not_count() -> None:
    texts = [(1, LETTER), (7, f"  {LETTER.upper()}!"), (3, OTHER), (2, f"{LETTER} hele året")]
    assert likeness(LETTER) == likeness(LETTER.upper() + "!") != likeness(OTHER)
    assert list(clusters(texts)) == [[1, 7, 2]]


@pytest.mark.parametrize("words", ["", "Ja", "Enig i alt dette"])
def test_texts_too_short_to_tell_are_alone(words: str) -> None:
    assert likeness(words) == ""
    assert list(clusters([(1, words), (2, words)])) == []


def test_the_same_words_in_another_order_are_another_text() -> None:
    backwards = " ".join(reversed(LETTER.split()))
    assert list(clusters([(1, LETTER), (2, backwards)])) == []


def test_the_work_grows_with_the_number_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    from rettesnor_horing.intake import duplicates as module

    compared = 0
    real = module._alike

    def counted(one: module.Words, other: module.Words) -> bool:
        nonlocal compared
        compared += 1
        return real(one, other)

    monkeypatch.setattr(module, "_alike", counted)
    chance = random.Random(3)
    letter = " ".join(chance.choices(COMMON, k=100))
    texts = [(number, edited(letter, chance, 0.05)) for number in range(600)]
    assert len(list(clusters(texts))) == 1
    assert compared < 5 * len(texts)  # every pair would be 180 000
