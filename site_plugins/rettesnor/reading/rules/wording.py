"""Rules for how a recommendation is worded.

That the verb carries the strength is the convention of the guideline's own scale (skal, bør,
kan), as in the Norwegian Directorate of Health's guideline handbook: the reader must be able to
hear in the sentence what the label says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rettesnor.reading.rules.file import File
from rettesnor.reading.rules.rule import Finding

_MODAL = re.compile(r"\b(skal|må|bør|kan)\b", re.IGNORECASE)
_STRENGTH = {"skal": "skal", "må": "skal", "bør": "bør", "kan": "kan"}
_END = re.compile(r"(?P<word>\S*?)(?P<mark>[.!?…]+)[»”\")]*\s+(?P<next>\S)")
_MARK = re.compile(r"[.!?…]")
_ABBREVIATIONS = frozenset({
    "bl", "bl.a", "ca", "d.v.s", "dvs", "e.l", "eks", "etc", "ev", "evt", "f.eks", "f.o.m", "hhv",
    "ifm", "iht", "inkl", "jf", "jfr", "kap", "kl", "m.a.o", "m.fl", "m.m", "m.v", "mfl", "mht",
    "mill", "mv", "nr", "o.a", "o.l", "osv", "p.g.a", "pga", "pkt", "t.d", "t.o.m", "tlf", "u.a",
    "vha", "årg",
})
"""Words that end with a full stop inside a sentence."""
_QUESTION_WORDS = frozenset({
    "hva", "hvem", "hvilke", "hvilken", "hvilket", "hvor", "hvordan", "hvorfor", "kor", "korleis",
    "kva", "kvar", "kven", "kvifor", "når",
})


def verb_agrees_with_strength(file: File) -> Iterator[Finding]:
    """The first modal verb of the recommendation says the same as its strength."""
    recommendation = file.recommendation
    verb = _MODAL.search(recommendation.kort_anbefaling)
    strength = recommendation.styrke
    if verb and _STRENGTH[verb[0].casefold()] != strength:
        yield Finding(
            f"Setningen sier «{verb[0]}», men styrken er «{strength}».",
            f"Skriv «{strength}» i setningen, eller endre styrken til "
            f"«{_STRENGTH[verb[0].casefold()]}».",
            ("kort_anbefaling",), spot=_spot(recommendation.kort_anbefaling, verb.start()),
        )


def has_modal_verb(file: File) -> Iterator[Finding]:
    """The recommendation says skal (må), bør or kan."""
    if not _MODAL.search(file.recommendation.kort_anbefaling):
        yield Finding(
            "Setningen har verken «skal», «bør» eller «kan».",
            f"Skriv den med «{file.recommendation.styrke}», som er styrken.",
            ("kort_anbefaling",),
        )


def is_one_sentence(file: File) -> Iterator[Finding]:
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


def questions_are_closed(file: File) -> Iterator[Finding]:
    """A control question can be answered yes, partly or no."""
    for index, question in enumerate(file.recommendation.kontrollsporsmaal):
        word = re.match(r"\W*(\w+)", question)
        if word and word[1].casefold() in _QUESTION_WORDS:
            yield Finding(
                f"Et spørsmål som starter med «{word[1]}», kan ikke svares ja, delvis eller nei.",
                "Start med verbet: «Har skolen …?», «Får eleven …?»",
                ("kontrollsporsmaal", index),
            )


def _ends_sentence(match: re.Match[str]) -> bool:
    following = match["next"]
    if match["mark"] != ".":
        return match["mark"] != "…" or following.isupper()
    word = match["word"].lstrip("(«“\"").casefold()
    return following.lstrip("(«“\"").isupper() and word not in _ABBREVIATIONS


def _spot(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1
