"""Rules for how a recommendation is worded. What holds for its strength is in ``strengths``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rettesnor.model.problem import Severity
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.subjects.recommendation import RecommendationSubject

_END = re.compile(r"(?P<word>\S*?)(?P<mark>[.!?…]+)[»”\")]*\s+(?=(?P<next>\S+))")
_MARK = re.compile(r"[.!?…]")
_ABBREVIATIONS = frozenset({
    "bl", "bl.a", "ca", "d.v.s", "dvs", "e.l", "eks", "etc", "ev", "evt", "f.eks", "f.o.m", "hhv",
    "ifm", "iht", "inkl", "innst", "jf", "jfr", "kap", "kl", "m.a.o", "m.fl", "m.m", "m.v", "meld",
    "mfl", "mht", "mill", "mv", "nr", "o.a", "o.l", "osv", "p.g.a", "pga", "pkt", "prop", "st",
    "t.d", "t.o.m", "tlf", "u.a", "vha", "årg",
})
"""Words that end with a full stop inside a sentence; so do single letters (K. Hansen, bl. a.)."""
_QUESTION_WORDS = frozenset({
    "hva", "hvem", "hvilke", "hvilken", "hvilket", "hvor", "hvordan", "hvorfor", "kor", "korleis",
    "kva", "kvar", "kven", "kvifor", "når",
})


@rule("kort-flere-setninger", summary="Den korte anbefalingen er mer enn én setning.")
def is_one_sentence(file: RecommendationSubject) -> Iterator[Finding]:
    """The recommendation is one sentence, so that it can be quoted and followed as one."""
    text = file.recommendation.kort_anbefaling
    for match in _END.finditer(text) if _MARK.search(text) else ():  # most have no mark at all
        if _ends_sentence(match):
            yield Finding(
                "Den korte anbefalingen er mer enn én setning.",
                "Slå setningene sammen, eller flytt resten til «praktisk_gjennomforing».",
                ("kort_anbefaling",), spot=_spot(text, match.start("next")),
            )
            return


@rule(
    "kontrollsporsmaal-form",
    severity=Severity.WARNING,
    summary="Et kontrollspørsmål kan ikke svares ja, delvis eller nei.",
)
def questions_are_closed(file: RecommendationSubject) -> Iterator[Finding]:
    """A control question can be answered yes, partly or no."""
    for index, question in enumerate(file.recommendation.kontrollsporsmaal):
        word = re.match(r"\W*(\w+)", question)
        if word and word[1].casefold() in _QUESTION_WORDS:
            yield Finding(
                f"Et spørsmål som starter med «{word[1]}», kan ikke svares ja, delvis eller nei.",
                "Start med verbet: «Har vi …?», «Får alle …?»",
                ("kontrollsporsmaal", index),
            )


def _ends_sentence(match: re.Match[str]) -> bool:
    following = match["next"]
    if match["mark"] != ".":
        return match["mark"] != "…" or following[0].isupper()
    word = match["word"].lstrip("(«“\"").casefold()
    shortened = word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())
    return following.lstrip("(«“\"")[:1].isupper() and not shortened


def _spot(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1
