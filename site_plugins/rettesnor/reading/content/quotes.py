"""What a slide quotes, resolved: the guideline's own words, found by reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from rettesnor.model.course import (
    PHASE_FIELDS,
    RECOMMENDATION_FIELDS,
    Kurs,
    Passage,
    Quoted,
    Sitat,
    Taught,
)
from rettesnor.model.edition import Edition, recommendation_data
from rettesnor.model.fields import field, label
from rettesnor.model.guideline import Fase, Guideline
from rettesnor.model.legal_reference import canonical
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation
from rettesnor.reading.markdown.passages import passages
from rettesnor.reading.markdown.render import render

Recommendations = Callable[[str], Recommendation | None]
"""Gives the recommendation with an id; None when there is none that can be quoted."""
_PREFIX = "sitat"
_REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a quote leads nowhere.

    Attributes:
        field: the field of the quote that is wrong; empty when it names nothing, or too much.
        known: the values that it could have.
        count: how many passages there are, when there are too few.
        found: what is wrong with what is there: ``opphevet`` or ``tom``; empty when it is not.
    """

    field: str
    known: Sequence[str] = ()
    count: int = 0
    found: Literal["", "opphevet", "tom"] = ""


def resolve(
    quote: Sitat, guideline: Guideline, recommendations: Recommendations
) -> Quoted | Broken:
    """Return what ``quote`` says, or why it leads nowhere."""
    if len(quote.named) != 1:
        return Broken("")
    kind = quote.named[0]
    if kind == "anbefaling":
        return _recommendation(quote, guideline, recommendations)
    if kind == "fase":
        return _phase(quote, guideline)
    if kind == "lov":
        return _law(quote, guideline)
    if kind == "lokal_grense":
        return _limit(quote, guideline)
    return _term(quote, guideline)


def quotes_of(courses: Sequence[Kurs]) -> Iterator[Sitat]:
    """Yield every quote of ``courses``, each once."""
    yield from dict.fromkeys(
        slide.sitat for course in courses for slide in course.lysbilder if slide.sitat
    )


def resolved(
    courses: Sequence[Kurs], guideline: Guideline, recommendations: Recommendations
) -> dict[Sitat, Quoted]:
    """Return what the quotes of ``courses`` say; those that lead nowhere are left out."""
    found = {quote: resolve(quote, guideline, recommendations) for quote in quotes_of(courses)}
    return {quote: said for quote, said in found.items() if isinstance(said, Quoted)}


def taught(edition: Edition) -> Taught:
    """Return the courses of ``edition`` with what they quote."""
    courses = edition.guideline.kurs
    said = resolved(courses, edition.guideline, edition.recommendations.get)
    return Taught(courses, said, edition.bilder)


def in_translation(
    source: Mapping[Sitat, Quoted], own: Mapping[Sitat, Quoted], lang: str,
    untranslated: Callable[[Sitat], bool],
) -> dict[Sitat, Quoted]:
    """Return what quotes say in another language.

    Args:
        source: what they say in the language written first, whose tag is ``lang``.
        own: what they say in the translation.
        untranslated: whether what is quoted stands in the language written first.
    """
    found = {}
    for quote, said in source.items():
        translated = own.get(quote)
        if translated is None or len(translated.passages) != len(said.passages):
            translated, whole = said, True  # the translation has other paragraphs
        else:
            whole = untranslated(quote)
        found[quote] = _marked(translated, lang) if whole else translated
    return found


def _marked(said: Quoted, lang: str) -> Quoted:
    return replace(
        said, passages=tuple(replace(one, lang=lang) for one in said.passages)
    )


def _recommendation(
    quote: Sitat, guideline: Guideline, recommendations: Recommendations
) -> Quoted | Broken:
    r = recommendations(quote.anbefaling)
    if r is None:
        return Broken("anbefaling")
    name = quote.kildefelt or "kort_anbefaling"
    if name not in RECOMMENDATION_FIELDS:
        return Broken("kildefelt", RECOMMENDATION_FIELDS)
    found = _chosen(quote, tuple(_said(recommendation_data(r), name, guideline)))
    if isinstance(found, Broken):
        return found
    short = name == "kort_anbefaling"
    return Quoted(
        "anbefaling", r.id, r.tittel, label("recommendation", name), found, quote.avsnitt or 0,
        r.styrke if short else "",
        short and guideline.avsender is not None and guideline.is_official(name),
    )


def _said(data: Mapping[str, Any], name: str, guideline: Guideline) -> Iterator[Passage]:
    """Yield the passages of the field ``name`` of a recommendation."""
    group, _, part = name.partition(".")
    value: Any = data.get(group)
    if part:
        value = (value or {}).get(part)
    if not value:
        return
    kind = field("recommendation", name)
    if kind is not None and kind.kind == "markdown":
        for text in passages(value):
            yield Passage(text, _fragment(text))
    elif isinstance(value, str):
        yield Passage(value if value.endswith((".", "?", "!")) else f"{value}.")
    else:
        for one in value:
            yield from _item(one, part, guideline)


def _item(one: Any, part: str, guideline: Guideline) -> Iterator[Passage]:
    """Yield the passage that an item of a list is; nothing for one that says nothing."""
    if isinstance(one, str):
        yield Passage(one)
    elif part == "steg":
        when = one.get("naar", "")
        yield Passage(
            one["hva"], _fragment(one["hva"]), one["hvem"], when,
            proposal=bool(when) and guideline.draft and not one.get("naar_i_lov"),
        )
    elif part == "forskning" and one.get("funn"):
        yield Passage(one["funn"], _fragment(one["funn"]), source=one["kilde"])
    elif part == "referanser":
        law = next((law for law in guideline.lover if law.id == one["lov"]), None)
        lead = f"{law.korttittel if law else one['lov']} {one['paragraf']}"
        yield Passage(one["hvorfor"], _fragment(one["hvorfor"]), lead)


def _chosen(quote: Sitat, found: tuple[Passage, ...]) -> tuple[Passage, ...] | Broken:
    """Return the passages that ``quote`` means of those of the field."""
    if not found:
        return Broken("kildefelt", found="tom")
    if quote.avsnitt is None:
        return found
    if quote.avsnitt > len(found):
        return Broken("avsnitt", count=len(found))
    return found[quote.avsnitt - 1:quote.avsnitt]


def _phase(quote: Sitat, guideline: Guideline) -> Quoted | Broken:
    phase = next((one for one in guideline.faser if one.id == quote.fase), None)
    if phase is None:
        return Broken("fase", [one.id for one in guideline.faser])
    name = quote.kildefelt or "om"
    if name not in PHASE_FIELDS:
        return Broken("kildefelt", PHASE_FIELDS)
    found = _chosen(quote, tuple(_of_phase(phase, name)))
    if isinstance(found, Broken):
        return found
    said = "" if name == "om" else label("guideline", f"faser.{name}")
    return Quoted("fase", phase.id, phase.navn, said, found, quote.avsnitt or 0)


def _of_phase(phase: Fase, name: str) -> Iterator[Passage]:
    if name == "tegn":
        for sign in phase.tegn:
            first = sign.belegg[0] if sign.belegg else None
            yield Passage(
                sign.kjennetegn, source=first.kilde if first else "",
                place=first.sted if first else "",
            )
    elif name == "kobles_paa":
        for one in phase.kobles_paa:
            yield Passage(one.naar, lead=one.hvem)
    elif text := str(getattr(phase, name)):
        yield Passage(text)


def _law(quote: Sitat, guideline: Guideline) -> Quoted | Broken:
    law = next((one for one in guideline.lover if one.id == quote.lov), None)
    if law is None:
        return Broken("lov", [one.id for one in guideline.lover])
    wanted = canonical(quote.paragraf) if quote.paragraf else ""
    section = next((one for one in law.paragrafer if canonical(one.paragraf) == wanted), None)
    if section is None:
        return Broken("paragraf", [one.paragraf for one in law.paragrafer if not one.opphevet])
    if section.opphevet or law.opphevet:
        return Broken("paragraf", found="opphevet")
    if not (section.sammendrag or section.overskrift):
        return Broken("paragraf", found="tom")
    text = section.sammendrag or section.overskrift
    title = f"{law.korttittel} {section.paragraf}"
    about = section.overskrift if section.sammendrag else ""
    return Quoted("lov", law.id, title[:1].upper() + title[1:], "", (Passage(text, lead=about),))


def _limit(quote: Sitat, guideline: Guideline) -> Quoted | Broken:
    limit = next((one for one in guideline.lokale_grenser if one.id == quote.lokal_grense), None)
    if limit is None:
        return Broken("lokal_grense", [one.id for one in guideline.lokale_grenser])
    passage = Passage(limit.grense, note=limit.tiltak, source=limit.kilde, place=limit.sted)
    return Quoted("lokal_grense", limit.id, limit.hvem, label("guideline", "lokale_grenser"),
                  (passage,))


def _term(quote: Sitat, guideline: Guideline) -> Quoted | Broken:
    term = next((one for one in guideline.termer if one.id == quote.begrep), None)
    if term is None:
        return Broken("begrep", [one.id for one in guideline.termer])
    passage = Passage(term.definisjon, source=term.kilde)
    return Quoted("begrep", term.id, term.term[:1].upper() + term.term[1:], "", (passage,))


@lru_cache(_REMEMBERED)
def _fragment(text: str) -> Fragment:
    fragment, _ = render(text, prefix=_PREFIX, min_heading=5, anchored=False)
    return fragment
