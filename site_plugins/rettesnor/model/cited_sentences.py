"""The sentences of a recommendation that cite a section of a law, as readers see them."""

from __future__ import annotations

import re

from rettesnor.model.legal_reference import DOUBLE, canonical, parse
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.translation import texts

_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[\w«\"(\[*])|\n\s*\n|\n(?=\s*(?:[-*]|\d+[.])\s)")
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")
_CITED = re.compile(r"\s*\[@[^\]]*\]")
_MARKS = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")
_LIST = re.compile(r"^\s*(?:[-*#>]+|\d+[.])\s+")


def sentences(recommendation: Recommendation, law: str, section: str = "") -> tuple[str, ...]:
    """Return the sentences that cite ``section`` of ``law``; any section of it without."""
    wanted = canonical(section) if section else ""
    found: dict[str, None] = {}
    for index, reference in enumerate(recommendation.juridiske_rammer.referanser):
        if reference.lov == law and (not wanted or canonical(reference.paragraf) == wanted):
            why = recommendation.juridiske_rammer.referanser[index].hvorfor
            if why:
                found[_plain(why)] = None
    for text in texts(recommendation, "recommendation").values():
        for sentence in _SENTENCE.split(text) if isinstance(text, str) else ():
            if _cites(sentence, law, wanted):
                found[_plain(sentence)] = None
    return tuple(found)


def _cites(sentence: str, law: str, wanted: str) -> bool:
    for match in DOUBLE.finditer(sentence):
        target = " ".join(match[1].split())
        reference = parse(target)
        if reference is not None and reference.law == law and (
            not wanted or reference.section == wanted
        ):
            return True
        if not wanted and target.casefold() == law:
            return True
    return False


def _plain(text: str) -> str:
    """Return Markdown as words."""
    text = DOUBLE.sub(lambda match: match[2] or match[1], text)
    text = _CITED.sub("", _LINK.sub(r"\1", text))
    return " ".join(_MARKS.sub("", _LIST.sub("", text)).split())
