"""Other words for the same: the glossary's synonyms, and what any Norwegian reader takes as one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from importlib import resources

from rettesnor.search.tokenizer import stem, words

Phrase = tuple[str, ...]


def related(
    groups: Iterable[Sequence[str]], stems: Collection[str]
) -> dict[str, list[Phrase]]:
    """Return for words and phrases, as stems between blanks, what may be found in their place.

    Args:
        groups: words and phrases that mean the same, each group with the main one first.
        stems: of all words in the guideline; what it never says leads nowhere.
    """
    found: dict[str, list[Phrase]] = {}
    for group in (*groups, *_same()):
        phrases = [_phrase(text) for text in group]
        for phrase in phrases:
            others = (other for other in phrases if other != phrase)
            known = [other for other in others if all(word in stems for word in other)]
            ways = found.setdefault(" ".join(phrase), [])
            ways += [other for other in known if other not in ways]
    return {phrase: ways for phrase, ways in sorted(found.items()) if ways and phrase}


def _phrase(text: str) -> Phrase:
    return tuple(stem(word) for word in words(text))


@cache
def _same() -> tuple[tuple[str, ...], ...]:
    """Return the pairs of the list: bokmål next to nynorsk, verbs next to what is made of them."""
    text = resources.files("rettesnor.search").joinpath("samme-ord.txt").read_text("utf-8")
    return tuple(tuple(line.split(" = ")) for line in text.splitlines() if " = " in line)
