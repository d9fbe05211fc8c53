"""From text to the words that search compares: split, without the small ones, by their stems.

``rendering/theme/assets/rettesnor/search-words.js`` does the same to what a reader asks for; a
test holds them together.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib import resources

from snowballstemmer import stemmer


def _listed(name: str) -> frozenset[str]:
    """Return the words in a list of ours; lines with ``#`` are comments."""
    text = resources.files("rettesnor.search").joinpath(name).read_text("utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )


STOP = _listed("stoppord.txt")
"""Words that say nothing of what a text is about, in both written standards. The words for
strength (skal, bør, kan) are not among them: in a guideline they are asked for."""
WEAK = _listed("vanlige-ord.txt")
"""Words that say little: they count for little next to others in a question, and none of them is
taken for a misspelt word."""

_ASKS = {
    asks: kind
    for kind, some in {
        "hvem": "hvem kven kem ken",
        "når": "når",
        "hvorfor": "hvorfor kvifor korfor koffor",
        "hvordan": "hvordan korleis kordan korsen åssen",
        "hvor": "hvor kvar kor",
        "hva": "hva kva ka",
    }.items()
    for asks in some.split()
} | {
    f"{ask} {much}": "mengd"
    for ask in ("hvor", "kor")
    for much in ("ofte", "mange", "mye", "mykje", "lenge", "raskt", "stor", "stort")
}
"""What the words ask for that questions begin with, in both written standards and some dialects."""
_SPEAKS = {
    **dict.fromkeys(("jeg", "eg", "æg", "meg", "mæ"), "jeg"),
    **dict.fromkeys(("vi", "oss", "dykk", "vår", "vårt", "våre"), "vi"),
}
"""Who speaks: one person, or some."""

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]{2,}")
_LETTER = "[^\\W\\d_]"
_TOKEN = re.compile(
    # A section with its sign (§ 10-6, § 13 a), a section without one (10-6), or a word.
    rf"§+\s*(\d{{1,3}})(?:\s*[-–.]\s*(\d{{1,3}}))?(?:\s?([a-h])(?!{_LETTER}))?"
    rf"|(?<![\w-])(\d{{1,2}})\s?[-–]\s?(\d{{1,3}})(?:\s?([a-h])(?!{_LETTER}))?(?![\w-])"
    r"|[^\W_]+"
)
_ADDRESS = re.compile(r"\b(?:https?|mailto):\S+")
_LAW = re.compile(r"(.{3,}lov)(?:a|as|en|ens|er|ene|enes)?")
_snowball = stemmer("norwegian")


def words(text: str) -> list[str]:
    """Return the words of ``text`` in lower case; a law's section is one word: ``§10-6``."""
    return _words(_normal(text))


def count_words(text: str) -> Counter[str]:
    """Return how often each word of ``text`` occurs that search keeps, line by line; its web
    addresses are not read."""
    if "://" in text or "mailto:" in text:
        text = _ADDRESS.sub(" ", text)
    text = _normal(text)
    if _DIGIT.search(text):  # a section's number may not be taken from the next line
        found = [word for line in text.split("\n") for word in _words(line)]
    else:
        found = _WORD.findall(text)
    counts = Counter(found)
    for word in STOP.intersection(counts):
        del counts[word]
    return counts


def asked_for(question: str) -> list[str]:
    """Return words for what ``question`` asks for (who, when …) and who asks, as the index has
    them; none where that is not said.

    ``askedFor`` in search-words.js gives the same.
    """
    asked = words(question)
    kinds = (_ASKS.get(" ".join(asked[at : at + size]))
             for at in range(len(asked)) for size in (2, 1))
    speaks = (_SPEAKS.get(word) for word in asked)
    found = (next(filter(None, some), None) for some in (kinds, speaks))
    return [f"?{one}" for one in found if one]


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _words(text: str) -> list[str]:
    """Return the words of ``text``, which is in normal form C and in lower case."""
    if not _DIGIT.search(text):
        return _WORD.findall(text)
    return [_written(match) for match in _TOKEN.finditer(text) if len(match[0]) > 1]


def _written(match: re.Match[str]) -> str:
    if match[1]:
        return f"§{match[1]}{'-' + match[2] if match[2] else ''}{match[3] or ''}"
    return f"§{match[4]}-{match[5]}{match[6] or ''}" if match[4] else match[0]


def title_key(title: str) -> int:
    """Return a key of ``title`` in 32 bits: FNV-1a over the stems of all its words.

    ``titleKey`` in search-words.js gives the same. A key and not the text, because the index holds
    one for each page and is fetched before the first hit.
    """
    key = 0x811C9DC5
    for letter in " ".join(stem(word) for word in words(title) if len(word) > 1):
        key = ((key ^ ord(letter)) * 0x01000193) & 0xFFFFFFFF
    return key


@cache
def stem(word: str) -> str:
    """Return the stem of ``word``: Snowball's for Norwegian (https://snowballstem.org/).

    What is left with ``-er`` or ``-ar`` is taken once more, for else ``læreren`` does not meet
    ``lærer``; ``hjemmet`` is to meet ``hjem``; and a law keeps its name: ``opplæringslova`` and
    ``opplæringsloven`` are one.
    """
    law = _LAW.fullmatch(word)
    if law:
        return law[1]
    found: str = _snowball.stemWord(word)
    if found.endswith(("er", "ar")):
        found = _snowball.stemWord(found)
    return found[:-1] if found.endswith("mm") else found
