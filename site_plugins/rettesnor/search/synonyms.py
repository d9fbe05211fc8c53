"""Other words for the same: the glossary's synonyms, and what any Norwegian reader takes as one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from importlib import resources

from rettesnor.search.tokenizer import STOP, stem, words

Phrase = tuple[str, ...]
_SMALL = frozenset(stem(word) for word in STOP)


Everyday = tuple[Sequence[str], Sequence[str]]
"""Words and phrases that readers search by, and those that the guideline uses for the same."""


def related(
    groups: Iterable[Sequence[str]], stems: Collection[str], everyday: Iterable[Everyday] = (),
) -> dict[str, list[Phrase]]:
    """Return for words and phrases, as stems between blanks, what may be found in their place.

    Args:
        groups: words and phrases that mean the same, each group with the main one first.
        stems: of all words in the guideline; what it never says leads nowhere.
        everyday: the guideline's own; they lead one way, and come before those of the list.
    """
    found: dict[str, list[Phrase]] = {}
    for one, others in (*_ways(groups), *_one_way(everyday), *_listed()):
        full = (tuple(name for name in other if name not in _SMALL) for other in others)
        known = [other for other in full if other and all(name in stems for name in other)]
        ways = found.setdefault(" ".join(one), [])
        ways += [other for other in known if other not in ways]
    return {phrase: ways for phrase, ways in sorted(found.items()) if ways and phrase}


def _ways(groups: Iterable[Sequence[str]]) -> list[tuple[Phrase, list[Phrase]]]:
    """Return each phrase of ``groups`` with the others of its group."""
    found = []
    for group in groups:
        phrases = [_phrase(text) for text in group]
        found += [(one, [other for other in phrases if other != one]) for one in phrases]
    return found


def _phrase(text: str) -> Phrase:
    return tuple(stem(word) for word in words(text))


@cache
def _lines() -> tuple[str, ...]:
    text = resources.files("rettesnor.search").joinpath("samme-ord.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _same() -> tuple[tuple[Phrase, list[Phrase]], ...]:
    """Return the ways of the list that lead to and fro: bokmål next to nynorsk, verbs next to what
    is made of them."""
    return tuple(_ways(line.split(" = ") for line in _lines() if " = " in line))


@cache
def _listed() -> tuple[tuple[Phrase, list[Phrase]], ...]:
    """Return the ways of the list, those from everyday words to a professional text's last."""
    pairs = [line.split(" > ") for line in _lines() if " > " in line]
    everyday = [(one.split(", "), other.split(", ")) for one, other in pairs]
    return (*_same(), *_one_way(everyday))


def _one_way(everyday: Iterable[Everyday]) -> list[tuple[Phrase, list[Phrase]]]:
    """Return the ways from readers' words to the guideline's, in both written standards."""
    other = dict[Phrase, list[Phrase]]()
    for one, ways in _same():
        other.setdefault(one, []).extend(ways)
    found = []
    for readers, own in everyday:
        ways = [way for text in own for way in _in_both(_phrase(text), other)]
        found += [(_phrase(text), [way for way in ways if way != _phrase(text)])
                  for text in readers]
    return found


def _in_both(phrase: Phrase, other: dict[Phrase, list[Phrase]]) -> list[Phrase]:
    """Return ``phrase``, and what it is with each of its words in the other written standard."""
    whole = [phrase, *other.get(phrase, ())]
    if len(phrase) > 1:
        parts = [(other.get((word,)) or [(word,)])[0] for word in phrase]
        whole.append(tuple(word for part in parts for word in part))
    return list(dict.fromkeys(whole))
