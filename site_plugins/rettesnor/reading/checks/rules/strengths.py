"""Rules for the strength of a recommendation, by the scale that the guideline declares.

That the verb carries the strength is the convention of such scales, as in the Norwegian Directorate
of Health's guideline handbook: the reader must be able to hear in the sentence what the label says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rettesnor.model.problem import Severity
from rettesnor.model.recommendation_entry import Entry, StatedStrength, TranslationEntry
from rettesnor.model.strength import DEFAULT_SCALE, DUTY, Styrke
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.rule import Finding, pointer, rule
from rettesnor.reading.content.guideline_paths import GUIDELINE

_NORWEGIAN = frozenset({"nb", "nn", "no"})
_SUBORDINATE = (
    "som|når|hvis|viss|dersom|om|at|fordi|siden|mens|medan|der|hvor|kor|før|ettersom"
    "|who|which|that|when|if|because|since|while|where|before|unless"
)
_BEFORE = re.compile(rf"\b(?:{_SUBORDINATE})\b", re.IGNORECASE)
"""Words that begin a subordinate clause."""
_ADVISED = re.compile(r"\b(?:til)?(?:anbefal|råd|tilrå)\w*", re.IGNORECASE)


@dataclass(frozen=True)
class _Verbs:
    """The words that carry the strengths of a scale.

    Attributes:
        strengths: ids of the strengths that each word may stand for, by the word in lower case.
        any: finds one of the words; the group ``verb`` is its first word.
        after: finds where a main clause begins after a condition.
    """

    strengths: Mapping[str, tuple[str, ...]]
    any: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _verbs(scale: tuple[Styrke, ...]) -> _Verbs | None:
    """Return the verbs of ``scale``; None when it has none."""
    strengths: dict[str, tuple[str, ...]] = {}
    for strength in scale:
        for verb in strength.verb:
            word = " ".join(verb.casefold().split())
            strengths[word] = (*strengths.get(word, ()), strength.id)
    if not strengths:
        return None
    longest = sorted(strengths, key=lambda word: (-word.count(" "), word))
    first = "|".join(dict.fromkeys(re.escape(word.split()[0]) for word in longest))
    return _Verbs(
        strengths, re.compile(rf"\b(?:{'|'.join(map(_phrase, longest))})\b", re.IGNORECASE),
        re.compile(rf",\s+(?:så\s+)?(?:{first})\b", re.IGNORECASE),
    )


def _phrase(words: str) -> str:
    """Return the pattern of a word, or of one with another shortly after: «bør (vi) ikke»."""
    first, *rest = map(re.escape, words.split())
    gap = rf"(?:\s+(?!(?:{_SUBORDINATE})\b)[^\s,;.]+){{0,3}}?\s+"
    return gap.join((first, *rest))


def lacks_verb(sentence: str, scale: Sequence[Styrke] = DEFAULT_SCALE) -> bool:
    """Say whether a sentence has none of the words that carry a strength."""
    verbs = _verbs(tuple(scale))
    return verbs is not None and not verbs.any.search(sentence)


def strength_of(sentence: str, scale: Sequence[Styrke] = DEFAULT_SCALE) -> str:
    """Return the id of the strength that the verb of a sentence stands for; empty without one."""
    verbs = _verbs(tuple(scale))
    match = _main_verb(sentence, verbs) if verbs else None
    return verbs.strengths[_word(match[0], verbs)][0] if verbs and match else ""


@rule("ukjent-styrke", summary="Styrken er ikke en av dem retningslinja har.", suppressible=False)
def strengths_exist(project: ProjectIndex) -> Iterator[Finding]:
    """The strength of each recommendation is in the scale."""
    if not project.knows(GUIDELINE, "styrker.id"):
        return
    known = [strength.id for strength in project.guideline.scale]
    for entry in project.readable:
        if entry.styrke not in known:
            from rettesnor.reading.schema.value_messages import no_choice  # seldom needed

            said = no_choice("ukjent-styrke", entry.styrke, known, "Velg en av dem.")
            yield Finding(said.message, said.hint, ("styrke",), entry.path)


@rule(
    "verb-styrke",
    summary="Verbet i anbefalingen stemmer ikke med styrken.",
    reads=("kort_anbefaling", "styrke"),
)
def verb_agrees_with_strength(project: ProjectIndex) -> Iterator[Finding]:
    """The verb of the recommendation says the same as its strength."""
    for entry, strength, scale in _judged(project):
        verbs, sentence = _verbs(scale), entry.kort_anbefaling
        if verbs is None or not strength.verb:
            continue
        match = _main_verb(sentence, verbs)
        meant = verbs.strengths[_word(match[0], verbs)] if match else ()
        if match and strength.id not in meant:
            other = next(one for one in scale if one.id == meant[0])
            yield Finding(
                f"Setningen sier «{match[0]}», men styrken er «{_name(strength)}».",
                f"Skriv «{strength.verb[0]}» i setningen, eller endre styrken til "
                f"«{_name(other)}».",
                ("kort_anbefaling",), entry.path, spot=_spot(sentence, match.start()),
            )


@rule(
    "verb-mangler",
    summary="Anbefalingen har ingen av verbene for styrken.",
    reads=("kort_anbefaling", "styrke"),
)
def has_verb(project: ProjectIndex) -> Iterator[Finding]:
    """The recommendation has one of the words that carry a strength."""
    for entry, strength, scale in _judged(project):
        if not strength.verb or not lacks_verb(entry.kort_anbefaling, scale):
            continue
        hint = f"Skriv den med «{strength.verb[0]}», som er styrken."
        if strength.verb[0] != strength.id:
            hint = f"Skriv den med «{strength.verb[0]}», som styrken «{_name(strength)}» krever."
        if _ADVISED.search(entry.kort_anbefaling):
            hint += (
                " «Det anbefales at vi snakker sammen» blir «Vi "
                f"{strength.verb[0]} snakke sammen»."
            )
        words = list(dict.fromkeys(s.verb[0] for s in scale if s.verb))
        yield Finding(f"Setningen har {_neither(words)}.", hint, ("kort_anbefaling",), entry.path)


@rule(
    "styrke-begrunnelse",
    severity=Severity.WARNING,
    summary="Begrunnelsen nevner en annen styrke enn anbefalingen har.",
    reads=("styrke",),
)
def reasoning_names_the_strength(project: ProjectIndex) -> Iterator[Finding]:
    """A reasoning that names a strength names the one that the recommendation has."""
    for entry, strength, scale in _judged(project, sentence=False):
        own = {word.casefold() for word in (strength.id, strength.navn)}
        others = {word.casefold() for one in scale for word in (one.id, one.navn)} - own
        first: dict[str, StatedStrength] = {}
        for stated in entry.nevnte_styrker:
            if stated.word.casefold() in own | others:
                first.setdefault(stated.field, stated)
        for stated in first.values():
            if stated.word.casefold() in others:
                yield Finding(
                    f"Teksten sier at styrken er «{stated.word}», men den er «{_name(strength)}».",
                    "Skriv begrunnelsen om, eller rett styrken.", pointer(stated.field),
                    entry.path, words=stated.word,
                )


@rule(
    "skal-uten-hjemmel",
    summary="En anbefaling som er en plikt, mangler rettsgrunnlag.",
    reads=("styrke", "juridiske_rammer.referanser"),
)
def duty_has_legal_basis(project: ProjectIndex) -> Iterator[Finding]:
    """A recommendation that is a duty rests on a section that gives the duty."""
    scale = {strength.id: strength for strength in project.guideline.scale}
    weaker = next((s.id for s in scale.values() if s.grad != DUTY), "")
    for entry in project.readable:
        strength = scale.get(entry.styrke)
        if strength is None or strength.grad != DUTY:
            continue
        if not any(reference.hjemmel for reference in entry.lovhenvisninger):
            change = f", eller endre styrken til «{weaker}»" if weaker else ""
            yield Finding(
                f"Styrken er «{strength.id}», men ingen av lovhenvisningene er oppgitt som "
                "rettsgrunnlag.",
                f"Sett «hjemmel: true» på paragrafen plikten følger av{change}.",
                ("styrke",), entry.path,
            )


def _judged(
    project: ProjectIndex, *, sentence: bool = True
) -> Iterator[tuple[Entry | TranslationEntry, Styrke, tuple[Styrke, ...]]]:
    """Yield recommendations and their translations with their strength in their scale.

    Args:
        sentence: of translations only those whose sentence is translated.
    """
    guideline = project.guideline
    own = {strength.id: strength for strength in guideline.scale}
    strengths = {}
    for entry in project.readable:
        if entry.styrke in own and _has_words(guideline.styrker, project.source_language):
            strengths[entry.id] = entry.styrke
            yield entry, own[entry.styrke], guideline.scale
    for translation in project.translations.values():
        translated = project.whole.translated.get(translation.language)
        id_ = strengths.get(translation.id)
        if translated is None or id_ is None:
            continue
        if sentence and "kort_anbefaling" in translation.untranslated:
            continue
        same = translated.styrker == guideline.styrker  # its words were not translated
        akin = {translation.language.split("-")[0], project.source_language} <= _NORWEGIAN
        if not akin and (same or not translated.styrker):
            continue
        scale = {strength.id: strength for strength in translated.scale}
        yield translation, scale[id_], translated.scale


def _has_words(declared: Sequence[Styrke], language: str) -> bool:
    """Return whether the verbs are in ``language``: those of the usual scale are Norwegian."""
    return bool(declared) or language in _NORWEGIAN


def _main_verb(text: str, verbs: _Verbs) -> re.Match[str] | None:
    """Return the first verb outside subordinate clauses, else the first there is.

    A verb is taken to stand in a subordinate clause when a word that begins one comes before it
    and after the last comma: «De som skal flytte, bør …», «Når behovet kan …, bør …».
    """
    found = list(verbs.any.finditer(text))
    if len(found) > 1 and not text[: found[0].start()].strip("«\"( ") and verbs.after.search(text):
        found = found[1:]  # «Skal noen flytte, bør …»: a condition without «hvis»
    for verb in found if len(found) > 1 else ():
        clause = text[: verb.start()].rpartition(",")[2]
        if not _BEFORE.search(clause):
            return verb
    return found[0] if found else None


def _word(said: str, verbs: _Verbs) -> str:
    """Return the declared word that ``said`` is, which may have other words inside it."""
    words = said.casefold().split()
    if " ".join(words) in verbs.strengths:
        return " ".join(words)
    ends = (word for word in verbs.strengths if word.split()[0] == words[0]
            and word.split()[-1] == words[-1])
    return next(ends)


def _name(strength: Styrke) -> str:
    return strength.id if strength in DEFAULT_SCALE else strength.navn


def _neither(words: Sequence[str]) -> str:
    quoted = [f"«{word}»" for word in words]
    if len(quoted) == 1:
        return f"ikke {quoted[0]}"
    return f"verken {', '.join(quoted[:-1])} eller {quoted[-1]}"


def _spot(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1
