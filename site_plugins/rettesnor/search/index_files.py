"""The index as files: small scripts, so that a site in a folder (``file:``) searches too.

A browser lets a page in a folder load scripts, but neither fetch data nor start WebAssembly. Each
file calls ``rnSearch``, which ``rendering/theme/assets/rettesnor/search-index.js`` defines:

- ``ord.js`` the vocabulary and what leads to it, fetched first,
- ``treff/<n>.js`` the postings of a stretch of the vocabulary,
- ``sider/<n>.js`` a page's sections, fetched when it is shown as a hit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from rettesnor.model.collation import in_order
from rettesnor.search.inverted_index import InvertedIndex, Summary
from rettesnor.search.synonyms import Everyday, related
from rettesnor.search.tokenizer import STOP, WEAK

_STRETCH = 14_000
"""How much room the postings of a file take before the next one is begun (see ``_stretches``);
10 000 to 13 000 characters."""


def page_file(number: int, line: bytes) -> bytes:
    """Return the file of a page's sections; ``line`` is what ``Document.json`` gave."""
    return b"rnSearch.page(%d,%b);\n" % (number, line)


@dataclass(frozen=True, slots=True)
class IndexFiles:
    """Vocabulary and postings as files.

    Attributes:
        base: of ``ord.js``.
        stretches: of ``treff/<n>.js``, in order.
        digests: SHA-256 of each stretch, hexadecimal.
    """

    base: bytes
    stretches: Sequence[bytes]
    digests: Sequence[str]

    def all(self) -> dict[str, bytes]:
        """Return the files by path."""
        stretches = enumerate(self.stretches)
        return {"ord.js": self.base, **{f"treff/{n}.js": data for n, data in stretches}}


def index_files(
    index: InvertedIndex, synonyms: Sequence[Sequence[str]], scale: Sequence[str],
    everyday: Sequence[Everyday] = (),
) -> IndexFiles:
    """Return the files of vocabulary and postings.

    Args:
        synonyms: words and phrases that mean the same, the main one of each group first.
        scale: the strengths that there may be, in order.
        everyday: readers' words, and the guidelines' own for the same.
    """
    first, texts = _stretches([index.entries[name] for name in index.lists])
    stretches = [
        f"rnSearch.hits({number},{_json(stretch)});\n".encode()
        for number, stretch in enumerate(texts)
    ]
    digests = [sha256(stretch).hexdigest() for stretch in stretches]
    base = {
        "words": _vocabulary(index),
        "first": first,
        "sections": sum(row[0] for row in index.pages),
        "related": {
            phrase: [" ".join(way) for way in ways]
            for phrase, ways in related(synonyms, index.lists, everyday).items()
        },
        "stop": " ".join(sorted(STOP)),
        "weak": " ".join(sorted(WEAK)),
        **_facets(index.summaries, scale),
    }
    text = _json(base)
    version = sha256("".join([text, *digests]).encode()).hexdigest()[:8]
    return IndexFiles(f'rnSearch.base("{version}",{text});\n'.encode(), stretches, digests)


def _stretches(entries: Sequence[str]) -> tuple[list[int], list[list[str]]]:
    """Return ``entries`` in stretches for a file each, and the number each one begins with.

    An entry takes room by the power of two above its length, so that one that grows a little does
    not move where the next files begin.
    """
    first: list[int] = []
    stretches: list[list[str]] = []
    room = 0
    for number, text in enumerate(entries):
        if room <= 0:
            first.append(number)
            stretches.append([])
            room = _STRETCH
        stretches[-1].append(text)
        room -= 1 << len(text).bit_length()
    return first, stretches


def _vocabulary(index: InvertedIndex) -> str:
    """Return all stems in order, one a line: how many letters it shares with the one before (from
    ``0`` on), the rest, and after ``~`` what is shown for it where that is not the stem itself."""
    lines, before = [], ""
    written = index.shown()
    for name in index.lists:
        shared = _shared(before, name)
        shown = written.get(name, name)
        if shown == name:
            tail = ""
        elif shown.startswith(name):
            tail = "~" + shown[len(name):]
        else:
            tail = "~=" + shown
        lines.append(chr(ord("0") + shared) + name[shared:] + tail)
        before = name
    return "\n".join(lines)


def _shared(one: str, other: str) -> int:
    """Return with how many of the same letters two words begin."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _facets(pages: Sequence[Summary], scale: Sequence[str]) -> Mapping[str, Any]:
    """Return the names a search can be narrowed by, and each page's as numbers (0: none)."""
    chapters = list(dict.fromkeys(page.chapter for page in pages if page.chapter))
    used = {page.strength for page in pages}
    strengths = [name for name in scale if name in used]
    groups = in_order({name for page in pages for name in page.groups})
    chapter, strength = _places(chapters), _places(strengths)
    bit = {name: 1 << place for place, name in enumerate(groups)}
    return {
        "chapters": chapters, "strengths": strengths, "groups": groups,
        "offered": [
            number for _, number in sorted(
                (page.offered, number) for number, page in enumerate(pages) if page.offered
            )
        ],
        "titles": " ".join(",".join(f"{key:x}" for key in page.titles) for page in pages),
        "pages": [
            [
                page.sections, int(page.apart), chapter.get(page.chapter, 0),
                strength.get(page.strength, 0), sum(bit[name] for name in page.groups),
                page.questions,
            ]
            for page in pages
        ],
    }


def _places(names: Sequence[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names, 1)}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
