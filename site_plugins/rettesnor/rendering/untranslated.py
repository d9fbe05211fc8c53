"""Texts that a translation lacks: shown in the language they were written in, and marked so.

A page whose language is nynorsk may hold words in bokmål; those are marked with their own language
(WCAG 2.2, 3.1.2 «Language of Parts»), and the page says that they are not translated yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from markupsafe import escape

from rettesnor.model.guideline import Guideline
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.translation import Text, needed, overlay, texts
from rettesnor.rendering.i18n import SOURCE

T = TypeVar("T")
_BLOCK = re.compile(r'<(p|div) (?=id="|lang=)')
"""The start of a block with an anchor (``reading/markdown/render.py``)."""
GUIDELINE = "guideline/guideline.yml"


@dataclass(frozen=True, slots=True)
class Lacks:
    """What a translation lacks, as dotted pointers of texts (``model.translation``).

    Attributes:
        untranslated: texts that stand in the language they were written in.
        stale: texts that were translated from an older source.
    """

    untranslated: frozenset[str] = frozenset()
    stale: frozenset[str] = frozenset()

    def below(self, places: Iterable[str]) -> Lacks:
        """Return what is lacking in the texts whose pointers begin with one of ``places``."""
        starts = tuple(places)
        return Lacks(
            frozenset(p for p in self.untranslated if p.startswith(starts)),
            frozenset(p for p in self.stale if p.startswith(starts)),
        )


class UntranslatedText(str):
    """A text in another language than the page's: in HTML an element says which.

    Where markup cannot stand (a title, search), it is a text like any other.
    """

    lang: str

    def __new__(cls, text: str, lang: str = SOURCE) -> UntranslatedText:
        made = super().__new__(cls, text)
        made.lang = lang
        return made

    def __html__(self) -> str:
        return f'<span lang="{self.lang}">{escape(str(self))}</span>'

    def __repr__(self) -> str:
        return f"Borrowed({str(self)!r}, {self.lang!r})"

    def __reduce__(self) -> tuple[Callable[..., UntranslatedText], tuple[str, str]]:
        return UntranslatedText, (str(self), self.lang)


def untranslated_fragment(fragment: Fragment, lang: str) -> Fragment:
    """Return ``fragment`` with its blocks marked as being in ``lang``."""
    html = _BLOCK.sub(rf'<\1 lang="{lang}" ', fragment.html)
    if html == fragment.html and html:
        html = f'<div lang="{lang}">{html}</div>'
    return replace(fragment, html=html, text=UntranslatedText(fragment.text, lang))


def marked_recommendation(
    recommendation: Recommendation, fragments: Mapping[str, Fragment], lacks: Lacks, lang: str
) -> tuple[Recommendation, dict[str, Fragment]]:
    """Return a translated recommendation and its prose with what is not translated marked."""
    value = marked_value(recommendation, "recommendation", lacks, lang)
    prose = {
        name: untranslated_fragment(fragment, lang) if name in lacks.untranslated else fragment
        for name, fragment in fragments.items()
    }
    return value, prose


def wholly_untranslated(
    recommendation: Recommendation, fragments: Mapping[str, Fragment], guideline: Guideline
) -> tuple[Recommendation, dict[str, Fragment]]:
    """Return a recommendation that is not translated, with all its texts marked."""
    lacks = Lacks(needed(recommendation, "recommendation"))
    first = guideline.languages[0].id
    return marked_recommendation(recommendation, fragments, lacks, first)


def marked_guideline(
    guideline: Guideline, fragments: Mapping[str, Mapping[str, Fragment]], lacks: Lacks, lang: str
) -> tuple[Guideline, dict[str, dict[str, Fragment]]]:
    """Return a translated guideline and its prose with what is not translated marked."""
    value = marked_value(guideline, "frame", lacks, lang)
    prose = {
        path: {
            name: untranslated_fragment(fragment, lang)
            if _pointer(guideline, path, name) in lacks.untranslated else fragment
            for name, fragment in found.items()
        }
        for path, found in fragments.items()
    }
    return value, prose


def marked_value(value: T, kind: str, lacks: Lacks, lang: str) -> T:
    """Return ``value`` with an ``UntranslatedText`` for each text that is not translated.

    ``kind`` is a key of ``model.fields.CATALOGUE``.
    """
    found = texts(value, kind)
    marks: dict[str, Text] = {
        pointer: UntranslatedText(text, lang) for pointer in lacks.untranslated
        if isinstance(text := found.get(pointer), str)
    }
    return overlay(value, kind, marks).value


def _pointer(guideline: Guideline, path: str, name: str) -> str:
    """Return the pointer in the frame of the prose ``name`` of the file ``path``.

    Chapters are known by their id there, in the file by their place.
    """
    if path != GUIDELINE:
        page = path.removeprefix("guideline/").removesuffix(".md")
        return f"tekstsider.{page}.tekst"
    group, _, rest = name.partition(".")
    if group != "kapitler":
        return name
    index, _, field = rest.partition(".")
    return f"kapitler.{guideline.kapitler[int(index)].id}.{field}"
