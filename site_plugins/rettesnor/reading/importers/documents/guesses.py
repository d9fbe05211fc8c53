"""What each heading of a document probably is, by its words, its level and its number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rettesnor.model.fields import CATALOGUE
from rettesnor.model.strength import DEFAULT_SCALE, Styrke
from rettesnor.reading.checks.rules.strengths import lacks_verb
from rettesnor.reading.importers.documents.outline import Section

CHAPTER, RECOMMENDATION, PAGE, SUBHEADING, LEFT_OUT, UNPLACED = (
    "kapittel", "anbefaling", "side", "underoverskrift", "utelat", "ikke-plassert"
)
SENTENCE, QUESTIONS = "kort_anbefaling", "kontrollsporsmaal"


def _fields() -> dict[str, str]:
    """Return the fields that a text can become, each with the path that it is written to."""
    found = {SENTENCE: SENTENCE}
    for one in CATALOGUE["recommendation"]:
        if one.kind == "markdown" and "*" not in one.path:
            found[one.path.removesuffix(".tekst")] = one.path
    return found | {QUESTIONS: QUESTIONS}


FIELDS = _fields()
"""The path of each field, by the name that a mapping gives it."""
_HEADS = {
    SENTENCE: "kort anbefaling|anbefalingstekst|anbefalinga|anbefalingen|tilrådinga|tilrådingen"
    "|recommendation|short recommendation|the recommendation",
    "praktisk_gjennomforing": "praktisk|praktisk gjennomføring|praktisk informasjon|praksis"
    "|praktisk gjennomføring og råd|slik gjør dere|slik gjør de|slik gjør du|gjennomføring"
    "|tiltak|framgangsmåte|fremgangsmåte|implementering|practical|practical information"
    "|practical advice|practical info|implementation|how to do it|in practice|steps",
    "begrunnelse": "begrunnelse|grunngiving|rasjonale|grunnar|grunngjeving|hvorfor|kvifor"
    "|derfor|rationale|reason|reasons|reasoning|justification|why",
    "begrunnelse.fordeler_og_ulemper": "fordeler og ulemper|fordelar og ulemper"
    "|nytte og risiko|nytte og ulemper|benefits and harms|harms and benefits"
    "|balance of benefits and harms",
    "begrunnelse.verdier_og_preferanser": "verdier og preferanser|verdiar og preferansar"
    "|preferanser og verdier|values and preferences|preferences and values",
    "begrunnelse.ressursbruk": "ressursbruk|ressursar|ressurser|kostnader|kostnadar"
    "|ressurser og kostnader|resources|resource use|costs|resources and other considerations",
    "begrunnelse.gjennomforbarhet": "gjennomførbarhet|gjennomførbarheit|gjennomføringsevne"
    "|feasibility|acceptability and feasibility",
    "begrunnelse.utilsiktede_konsekvenser": "utilsiktede konsekvenser|utilsikta konsekvensar"
    "|utilsikta følgjer|utilsiktede følger|unintended consequences|adverse effects",
    "kunnskapsgrunnlag": "kunnskapsgrunnlag|kunnskapsgrunnlaget|kunnskapsoppsummering|forskning"
    "|forsking|dokumentasjon|evidens|evidensgrunnlag|evidence|evidence base|evidence summary"
    "|summary of evidence|research evidence|research",
    "kunnskapsgrunnlag.erfaringskunnskap": "erfaringskunnskap|erfaringsbasert kunnskap"
    "|erfaringer|erfaringar|erfaringer fra praksis|practice experience|clinical experience"
    "|expert experience",
    "kunnskapsgrunnlag.brukerkunnskap": "brukerkunnskap|brukarkunnskap|brukererfaringer"
    "|brukarerfaringar|brukermedvirkning|brukarmedverknad|user knowledge|user experience"
    "|patient experience|lived experience",
    "juridiske_rammer": "juridiske rammer|juridiske rammar|juss|jus|rettslig grunnlag"
    "|rettsleg grunnlag|lov|lover|lovverk|lovgrunnlag|lover og forskrifter|lov og forskrift"
    "|lovheimel|lovhjemmel|regelverk|hva sier loven|kva seier lova|legal|legal framework"
    "|legal basis|legislation|law|laws and regulations|regulations",
    QUESTIONS: "kontrollspørsmål|sjekk egen praksis|sjekk eigen praksis|sjekkliste|sjekkspørsmål"
    "|egenkontroll|checklist|check your own practice|audit questions|self-assessment",
}
_FIELD_OF = {head: field for field, heads in _HEADS.items() for head in heads.split("|")}
_CONTENTS = frozenset({
    "innhold", "innholdsfortegnelse", "innhaldsliste", "innhald", "contents", "table of contents",
})
_NAMED = re.compile(r"(?:anbefaling|tilråding|tilrådning|recommendation)\s+\d", re.IGNORECASE)
_CHAPTER = re.compile(r"(?:kapittel|chapter)\s+(?:\d|[IVX])", re.IGNORECASE)


def field_of(title: str) -> str:
    """Return the field that a heading names; empty when it names none."""
    plain = re.sub(r"[\s:.–—-]+$", "", " ".join(title.split()).casefold())
    if plain in _FIELD_OF:
        return _FIELD_OF[plain]
    first = re.split(r"\s+(?:for|til|bak|av|of|behind)\s+|\s*[:–—(]\s*", plain)[0]
    return _FIELD_OF.get(first, "") if len(plain.split()) <= 7 else ""


def guess(found: Sequence[Section], scale: Sequence[Styrke] = DEFAULT_SCALE) -> list[str]:
    """Return what each section probably is."""
    fields = [field_of(one.bare) if one.level else "" for one in found]
    parents = [_parent(found, index) for index in range(len(found))]
    made = [""] * len(found)
    for index, section in enumerate(found):
        if section.level and section.bare.casefold().strip(" :.") in _CONTENTS:
            made[index] = LEFT_OUT
    for index, section in enumerate(found):
        above = parents[index]
        if fields[index] and above > 0 and not fields[above] and not _CHAPTER.match(
            found[above].title
        ):
            made[index] = fields[index]
            made[above] = RECOMMENDATION
        if _NAMED.match(section.title):
            made[index] = RECOMMENDATION
    for index in range(len(found)):  # a part of a part: «Ressursbruk» below «Begrunnelse»
        above = parents[index]
        if not made[index] and fields[index] and above > 0 and fields[above] and made[above]:
            made[index] = fields[index]
    if RECOMMENDATION not in made:
        _by_sentence(found, made, scale)
    _alike(found, parents, made, scale)
    for index in range(len(found)):
        if made[index] == RECOMMENDATION and (above := _outer(found, parents, made, index)) > 0:
            made[above] = made[above] or CHAPTER
    for index, section in enumerate(found):
        if made[index]:
            continue
        if not section.level:
            made[index] = UNPLACED if len(found) > 1 else PAGE
        elif _is_below(parents, made, index):
            made[index] = SUBHEADING
        elif _has_below(parents, made, index) and section.is_empty:
            made[index] = LEFT_OUT
        else:
            made[index] = PAGE
    return made


def _parent(found: Sequence[Section], index: int) -> int:
    """Return the section that one is below; 0 when it is at the top."""
    for above in range(index - 1, 0, -1):
        if found[above].level < found[index].level:
            return above
    return 0


def _outer(
    found: Sequence[Section], parents: Sequence[int], made: Sequence[str], index: int
) -> int:
    above = parents[index]
    while above > 0 and made[above] == RECOMMENDATION:
        above = parents[above]
    return above


def _by_sentence(found: Sequence[Section], made: list[str], scale: Sequence[Styrke]) -> None:
    """Without headings for fields: a heading that says what one should do is a recommendation."""
    for index, section in enumerate(found):
        if section.level and not made[index] and _is_sentence(section.bare, scale):
            made[index] = RECOMMENDATION


def _is_sentence(title: str, scale: Sequence[Styrke]) -> bool:
    return len(title.split()) > 3 and not title.endswith("?") and any(
        one.verb for one in scale) and not lacks_verb(title, scale)


def _alike(
    found: Sequence[Section], parents: Sequence[int], made: list[str], scale: Sequence[Styrke]
) -> None:
    """Take a heading beside recommendations that says what one should do for one, too."""
    groups = {(parents[i], found[i].level) for i, one in enumerate(made) if one == RECOMMENDATION}
    for index, section in enumerate(found):
        if not made[index] and (parents[index], section.level) in groups and _is_sentence(
            section.bare, scale
        ):
            made[index] = RECOMMENDATION


def _is_below(parents: Sequence[int], made: Sequence[str], index: int) -> bool:
    """Whether a heading is below one that takes its text: a recommendation, a field, a page.

    A chapter takes text before its first recommendation.
    """
    above = parents[index]
    while above > 0:
        opened = any(one in (CHAPTER, RECOMMENDATION) for one in made[above + 1 : index])
        if made[above] == CHAPTER and opened:
            return False
        if made[above] == PAGE and _has_below(parents, made, above) and opened:
            return False
        if made[above] and made[above] != LEFT_OUT:
            return True
        above = parents[above]
    return False


def _has_below(parents: Sequence[int], made: Sequence[str], index: int) -> bool:
    return any(
        above == index and made[one] in (CHAPTER, RECOMMENDATION)
        for one, above in enumerate(parents)
    )
