"""Rules for how a recommendation is worded.

That the verb carries the strength is the convention of the guideline's own scale (skal, bør,
kan), as in the Norwegian Directorate of Health's guideline handbook: the reader must be able to
hear in the sentence what the label says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rettesnor.model.problem import Severity
from rettesnor.reading.checks.rule import Finding, pointer, rule
from rettesnor.reading.checks.subjects.recommendation import RecommendationSubject

_MODAL = re.compile(r"\b(skal|må|bør|kan)\b", re.IGNORECASE)
_STRENGTH = {"skal": "skal", "må": "skal", "bør": "bør", "kan": "kan"}
_BEFORE = re.compile(
    r"\b(som|når|hvis|viss|dersom|om|at|fordi|siden|mens|medan|der|hvor|kor|før|ettersom)\b",
    re.IGNORECASE,
)
"""Words that begin a subordinate clause, in both written standards."""
_AFTER = re.compile(r",\s+(?:så\s+)?(?:skal|må|bør|kan)\b", re.IGNORECASE)
"""Where the main clause begins after a condition."""
_END = re.compile(r"(?P<word>\S*?)(?P<mark>[.!?…]+)[»”\")]*\s+(?=(?P<next>\S+))")
_MARK = re.compile(r"[.!?…]")
_ABBREVIATIONS = frozenset({
    "bl", "bl.a", "ca", "d.v.s", "dvs", "e.l", "eks", "etc", "ev", "evt", "f.eks", "f.o.m", "hhv",
    "ifm", "iht", "inkl", "innst", "jf", "jfr", "kap", "kl", "m.a.o", "m.fl", "m.m", "m.v", "meld",
    "mfl", "mht", "mill", "mv", "nr", "o.a", "o.l", "osv", "p.g.a", "pga", "pkt", "prop", "st",
    "t.d", "t.o.m", "tlf", "u.a", "vha", "årg",
})
"""Words that end with a full stop inside a sentence; so do single letters (K. Hansen, bl. a.)."""
_ADVISED = re.compile(r"\b(?:til)?(?:anbefal|råd|tilrå)\w*", re.IGNORECASE)
_STATED = re.compile(
    r"\bstyrken?\s+(?:(?:er|blir|ble|settes\s+til|er\s+satt\s+til)\s+(?:derfor\s+)?)?"
    r"[«\"'“]?(?P<word>skal|bør|kan)[»\"'”]", re.IGNORECASE,
)
"""Where a reasoning names the strength that it leads to."""
_QUESTION_WORDS = frozenset({
    "hva", "hvem", "hvilke", "hvilken", "hvilket", "hvor", "hvordan", "hvorfor", "kor", "korleis",
    "kva", "kvar", "kven", "kvifor", "når",
})


@rule(
    "verb-styrke",
    summary="Verbet i anbefalingen stemmer ikke med styrken.",
    reads=("kort_anbefaling", "styrke"),
)
def verb_agrees_with_strength(file: RecommendationSubject) -> Iterator[Finding]:
    """The modal verb of the recommendation says the same as its strength."""
    recommendation = file.recommendation
    verb = _main_verb(recommendation.kort_anbefaling)
    strength = recommendation.styrke
    if verb and _STRENGTH[verb[0].casefold()] != strength:
        yield Finding(
            f"Setningen sier «{verb[0]}», men styrken er «{strength}».",
            f"Skriv «{strength}» i setningen, eller endre styrken til "
            f"«{_STRENGTH[verb[0].casefold()]}».",
            ("kort_anbefaling",), spot=_spot(recommendation.kort_anbefaling, verb.start()),
        )


def lacks_modal_verb(sentence: str) -> bool:
    """Say whether a sentence has none of the verbs that carry a strength."""
    return not _MODAL.search(sentence)


@rule(
    "styrke-begrunnelse",
    severity=Severity.WARNING,
    summary="Begrunnelsen nevner en annen styrke enn anbefalingen har.",
    reads=("styrke",),
)
def reasoning_names_the_strength(file: RecommendationSubject) -> Iterator[Finding]:
    """A reasoning that names a strength names the one that the recommendation has."""
    strength = file.recommendation.styrke
    for name, fragment in file.fragments.items():
        match = _STATED.search(fragment.text) if "styrke" in fragment.text else None
        if match and match["word"].casefold() != strength:
            yield Finding(
                f"Teksten sier at styrken er «{match['word']}», men den er «{strength}».",
                "Skriv begrunnelsen om, eller rett styrken.", pointer(name), words=match["word"],
            )


@rule(
    "verb-mangler",
    summary="Anbefalingen har verken skal, bør eller kan.",
    reads=("kort_anbefaling", "styrke"),
)
def has_modal_verb(file: RecommendationSubject) -> Iterator[Finding]:
    """The recommendation says skal (må), bør or kan."""
    if lacks_modal_verb(file.recommendation.kort_anbefaling):
        hint = f"Skriv den med «{file.recommendation.styrke}», som er styrken."
        if _ADVISED.search(file.recommendation.kort_anbefaling):
            hint += (
                " «Det anbefales at skolen snakker med eleven» blir «Skolen "
                f"{file.recommendation.styrke} snakke med eleven»."
            )
        yield Finding(
            "Setningen har verken «skal», «bør» eller «kan».", hint,
            ("kort_anbefaling",),
        )


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
                "Start med verbet: «Har skolen …?», «Får eleven …?»",
                ("kontrollsporsmaal", index),
            )


def _main_verb(text: str) -> re.Match[str] | None:
    """Return the first modal verb outside subordinate clauses, else the first there is.

    A verb is taken to stand in a subordinate clause when a word that begins one comes before it
    and after the last comma: «Elever som skal bytte skole, bør …», «Når fraværet kan …, bør …».
    """
    verbs = list(_MODAL.finditer(text))
    if len(verbs) > 1 and not text[: verbs[0].start()].strip("«\"( ") and _AFTER.search(text):
        verbs = verbs[1:]  # «Skal eleven bytte skole, bør …»: a condition without «hvis»
    for verb in verbs if len(verbs) > 1 else ():
        clause = text[: verb.start()].rpartition(",")[2]
        if not _BEFORE.search(clause):
            return verb
    return verbs[0] if verbs else None


def _ends_sentence(match: re.Match[str]) -> bool:
    following = match["next"]
    if match["mark"] != ".":
        return match["mark"] != "…" or following[0].isupper()
    word = match["word"].lstrip("(«“\"").casefold()
    shortened = word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())
    return following.lstrip("(«“\"")[:1].isupper() and not shortened


def _spot(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1
