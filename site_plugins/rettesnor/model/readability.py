"""How hard a text is to read, by LIX (C. H. Björnsson, «Läsbarhet», 1968).

LIX is the mean number of words in a sentence plus the share, in per cent, of words of more than
six letters. It says nothing of whether a text is true or well arranged; it finds sentences that
are long and words that are heavy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_LONG = 6
_WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")
"""A word: letters or digits, perhaps joined («skritt-for-skritt», «10.30»)."""
_ABBREVIATIONS = re.compile(
    r"\b(?i:bl\.a|dvs|f\.eks|jf|kl|mfl|m\.m|mv|nr|osv|ca|evt|t\.d|o\.l)\."
    r"(?=\s+[a-zæøå\d§]|[,;)])"
)
_END = re.compile(r"[.!?:…]+(?=[\s»\")]|$)")
"""The end of a sentence; a colon ends one, as Björnsson counts."""


@dataclass(frozen=True, slots=True)
class Readability:
    """What was counted in a text.

    Attributes:
        long_words: words of more than six letters.
    """

    words: int
    sentences: int
    long_words: int

    @property
    def lix(self) -> int:
        """The text's LIX, rounded; 0 for a text without words."""
        if not self.words:
            return 0
        return round(self.words / self.sentences + 100 * self.long_words / self.words)


def readability(texts: Iterable[str]) -> Readability:
    """Return what is counted in ``texts``; each of them ends a sentence."""
    words = sentences = long_words = 0
    for text in texts:
        counted = _counted(text)
        words += counted[0]
        sentences += counted[1]
        long_words += counted[2]
    return Readability(words, sentences, long_words)


@lru_cache(maxsize=4096)  # an edited guideline is judged again and again, and most texts stay
def _counted(text: str) -> tuple[int, int, int]:
    """Return the words, the sentences and the long words of one text."""
    found = _WORD.findall(text)
    if not found:
        return 0, 0, 0
    parts = _END.split(_ABBREVIATIONS.sub(" ", text))
    return (
        len(found), max(sum(1 for part in parts if _WORD.search(part)), 1),
        sum(sum(map(str.isalnum, word)) > _LONG for word in found),
    )
