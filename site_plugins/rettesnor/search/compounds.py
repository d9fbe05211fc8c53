"""Norwegian compounds: ``skolefravær`` is to be found by ``fravær``."""

from __future__ import annotations

from collections.abc import Collection

from rettesnor.search.tokenizer import STOP, stem

_LINKS = ("", "s", "e")
_HEAD, _TAIL = 3, 3
_ENDINGS = frozenset({
    "ing", "inga", "ingen", "inger", "ingane", "else", "elsen", "elser", "het", "heten", "hets",
    "lig", "lige", "leg", "lege", "dom", "sam", "som", "bar", "ende", "ande", "ene", "ane",
    "ere", "est", "este", "ete", "ert", "iske", "isk", "ism", "ist", "istisk",
})
"""What looks like a word at the end of another, but is an ending."""


def parts(word: str, forms: Collection[str], stems: Collection[str]) -> tuple[str, ...]:
    """Return the stems of the words that ``word`` is put together of; none when it is not.

    Args:
        forms: the words that occur in the guideline by themselves, as written.
        stems: their stems.
    """
    if not word.isalpha():
        return ()
    for cut in range(_HEAD, len(word) - _TAIL + 1):
        head = _head(word[:cut], forms)
        if not head:
            continue
        tail = word[cut:]
        if tail in STOP or tail in _ENDINGS or stem(tail) not in stems or stem(tail) in _ENDINGS:
            continue
        first = parts(head, forms, stems) or (stem(head),)
        return (*first, *(parts(tail, forms, stems)), stem(tail))
    return ()


def _head(beginning: str, forms: Collection[str]) -> str:
    """Return the word that ``beginning`` is, with or without a letter that binds; else nothing."""
    for link in _LINKS:
        head = beginning.removesuffix(link) if link else beginning
        if len(head) >= _HEAD and (not link or head != beginning) and head in forms:
            return "" if head in STOP else head
    return ""
