"""Guessing what an editor meant by a word that is not known."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cached_property

_BUDGET = 200_000
"""Most comparisons of a word with a name, about a second of work. With more unknown
words than that the trouble is not spelling, and suggestions only delay the report."""
_SPELLED = str.maketrans({"æ": "ae", "ø": "o", "å": "aa"})


class Names:
    """Known names, asked for the one closest to an unknown word.

    Answers are kept: the same wrong word is often met in many files.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._answers: dict[str, str] = {}
        self._budget = _BUDGET

    @cached_property
    def _by_form(self) -> Mapping[str, str]:
        by_form: dict[str, str] = {}
        for name in self._names:
            by_form.setdefault(_form(name), name)
        return by_form

    def closest(self, word: str) -> str:
        """Return the name that ``word`` most likely stands for, or an empty string."""
        if word not in self._answers:
            form = _form(word)
            found = [form] if form in self._by_form else self._similar(form)
            self._answers[word] = self._by_form[found[0]] if found else ""
        return self._answers[word]

    def suggestion(self, word: str, otherwise: str = "") -> str:
        """Return «Mente du …?» when there is a likely name, else ``otherwise``."""
        name = self.closest(word)
        return f"Mente du «{name}»?" if name else otherwise

    def _similar(self, form: str) -> list[str]:
        self._budget -= len(self._by_form)
        if self._budget < 0:
            return []
        return difflib.get_close_matches(form, self._by_form, n=1, cutoff=0.6)


def _form(name: str) -> str:
    """Return ``name`` without what is easily mistaken: case, hyphens, the spelling of æ, ø, å."""
    return re.sub(r"[\s_-]", "", name.casefold()).translate(_SPELLED)
