"""Citing sources in Norwegian APA style: in text, and in lists of sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.model import collation
from rettesnor.rendering import i18n
from rettesnor.rendering.citation_style import (
    Reference,
    family_name,
    given_names,
    initials,
)
from rettesnor.rendering.jinja_env import MONTHS
from rettesnor.rendering.public_documents import prepared

_LONG_ADDRESS = re.compile(r'<a href="(https?://(?:www\.)?([^/"]+)/[^"]{40,})">\1</a>')


@dataclass(frozen=True, slots=True)
class Citation:
    """How one source is cited in text («Redd Barna, 2025») and listed; safe HTML both.

    Attributes:
        others: language, ``short`` and ``full`` for each other language of the site.
    """

    short: str
    full: str
    others: tuple[tuple[str, str, str], ...] = ()

    def within(self, language: str) -> Citation:
        """Return the citation as pages in ``language`` have it."""
        own = next((o for o in self.others if o[0] == language), ("", self.short, self.full))
        return Citation(own[1], own[2])


def cite(sources: Mapping[str, Mapping[str, Any]], language: str = "nb") -> dict[str, Citation]:
    """Return the citation of every CSL item in ``sources``, with the words of ``language``.

    All are formatted together, because APA tells works of the same authors and year apart: persons
    by initials, authors by more names, and last works by a letter after the year.
    """
    gettext = i18n.language(language).gettext
    references = {
        key: Reference(prepared(item), gettext, MONTHS) for key, item in sources.items()
    }
    firsts = _first_names(references.values())
    shown = _shown_names(references, firsts)
    letters = _letters(references, firsts, shown)
    return {
        key: Citation(
            one.cited(shown[key], _first(one, firsts), letters.get(key, "")),
            one.listed(letters.get(key, "")),
        )
        for key, one in references.items()
    }


def used(keys: Iterable[str], citations: Mapping[str, Citation]) -> list[str]:
    """Return ``keys`` without doubles, in the order of their full citations."""
    known = {key for key in keys if key in citations}
    return sorted(known, key=lambda key: collation.entry_key(citations[key].full))


def shortened(full: str) -> str:
    """Return a full citation whose long addresses are shown as their host; the links are whole.

    A page shows them so: a long address is three lines on a phone. On paper CSS writes it out.
    """
    return _LONG_ADDRESS.sub(r'<a class="rn-far" href="\1">\2</a>', full)


def _first_names(references: Iterable[Reference]) -> dict[tuple[str, str], str]:
    """Return what first authors who share a family name are told apart by, by both names.

    That is initials, or whole given names where the initials are the same too. A person who has
    initials in one source and a whole name in another counts as one.
    """
    persons: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in references:
        if one.names and "literal" not in one.names[0]:
            name = one.names[0]
            persons[family_name(name)][initials(name)].add(given_names(name))
    found: dict[tuple[str, str], str] = {}
    for family, known in persons.items():
        for short, given in known.items():
            whole = {name for name in given if name.replace(" ", "") != short.replace(" ", "")}
            if len(whole) > 1:
                found |= {(family, name): name for name in given}
            elif len(known) > 1:
                found |= {(family, name): short for name in given}
    return found


def _first(reference: Reference, firsts: Mapping[tuple[str, str], str]) -> str:
    if not reference.names or "literal" in reference.names[0]:
        return ""
    first = reference.names[0]
    return firsts.get((family_name(first), given_names(first)), "")


def _shown_names(
    references: Mapping[str, Reference], firsts: Mapping[tuple[str, str], str]
) -> dict[str, int]:
    """Return how many names of each source stand before «et al.»: as few as tell it apart.

    Names that do not tell it apart are not added (APA 8.18); sources by the same authors get
    letters instead.
    """
    shown = dict.fromkeys(references, 1)
    for keys in _alike(references, firsts, shown):
        whole = {
            key: _plain(references[key].cited(len(references[key].names))) for key in keys
        }
        groups, level = [keys], 1
        while groups:
            level += 1
            mixed = [group for group in groups if len({whole[key] for key in group}) > 1]
            groups = []
            for group in mixed:
                shown |= dict.fromkeys(group, level)
                groups += _alike({key: references[key] for key in group}, firsts, shown)
    return shown


def _alike(
    references: Mapping[str, Reference], firsts: Mapping[tuple[str, str], str],
    shown: Mapping[str, int],
) -> list[list[str]]:
    """Return the keys of sources that are cited alike, those of each citation together."""
    same: dict[str, list[str]] = defaultdict(list)
    for key, one in references.items():
        same[_plain(one.cited(shown[key], _first(one, firsts)))].append(key)
    return [keys for keys in same.values() if len(keys) > 1]


def _letters(
    references: Mapping[str, Reference], firsts: Mapping[tuple[str, str], str],
    shown: Mapping[str, int],
) -> dict[str, str]:
    """Return the letter after the year of each source that is cited like another."""
    return {
        key: _letter(number)
        for keys in _alike(references, firsts, shown)
        for number, key in enumerate(_listed(keys, references))
    }


def _plain(cited: str) -> str:
    """Return what a reader tells citations apart by: the words, not how they are set."""
    return re.sub("<[^>]*>|[«»]", "", cited)


def _listed(keys: Sequence[str], references: Mapping[str, Reference]) -> list[str]:
    return sorted(keys, key=lambda key: collation.entry_key(references[key].listed()))


def _letter(number: int) -> str:
    """Return the ``number``-th of a … z, aa, ab …"""
    before = _letter(number // 26 - 1) if number >= 26 else ""
    return before + "abcdefghijklmnopqrstuvwxyz"[number % 26]
