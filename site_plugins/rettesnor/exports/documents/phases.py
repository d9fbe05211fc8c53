"""The phases of a case, and the thresholds that others use, as blocks of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rettesnor.exports.documents.context import DocumentContext
from rettesnor.exports.documents.reference_resolver import Resolver
from rettesnor.model.document_tree import (
    Block,
    Fact,
    Facts,
    Heading,
    Inline,
    Items,
    Paragraph,
    Strong,
    Table,
    Text,
)
from rettesnor.model.evidence import Belegg
from rettesnor.model.fields import label
from rettesnor.model.guideline import Fase, LokalGrense


def phases(setting: DocumentContext, resolver: Resolver, level: int) -> Iterator[Block]:
    """Yield the phases under a heading of ``level``; nothing when none says more than its name."""
    told = setting.guideline.faser
    if not any(phase.om or _more(phase) for phase in told):
        return
    yield Heading(level, (Text(setting.say("phases")),))
    if not any(map(_more, told)):
        yield Items(tuple((_named(phase),) for phase in told))
        return
    for phase in told:
        yield Heading(level + 1, (Text(phase.navn),))
        yield from _phase(setting, resolver, phase)


def thresholds(setting: DocumentContext, resolver: Resolver, level: int) -> Iterator[Block]:
    """Yield the local thresholds side by side, under a heading of ``level``."""
    guideline, say = setting.guideline, setting.say
    if not guideline.lokale_grenser:
        return
    yield Heading(level, (Text(_label(setting, "lokale_grenser")),))
    yield Paragraph((Text(guideline.tekster.grenser or say("thresholds")),))
    rows = []
    for limit in guideline.lokale_grenser:
        phase = setting.names.get(limit.fase, limit.fase)
        given = (Text(f"{limit.grense}. "), *_given(resolver, (limit,)))
        cells: tuple[tuple[Inline, ...], ...] = (
            (Text(limit.hvem),), given, (Text(limit.tiltak),), (Text(phase),),
        )
        rows.append(tuple((Paragraph(cell),) for cell in cells))
    head = tuple((Text(say(key)),) for key in ("who", "threshold", "what", "phase"))
    yield Table(head, tuple(rows), name=_label(setting, "lokale_grenser"))


def _phase(setting: DocumentContext, resolver: Resolver, phase: Fase) -> Iterator[Block]:
    for text in (phase.om, phase.valg):
        if text:
            yield Paragraph((Text(text if text.endswith(".") else f"{text}."),))
    said = [
        Fact(_label(setting, f"faser.{name}"), (Text(text),))
        for name in ("start", "maal", "videre") if (text := getattr(phase, name))
    ]
    if said:
        yield Facts(tuple(said))
    if phase.tegn:
        yield Paragraph((Strong((Text(_label(setting, "faser.tegn")),)),))
        yield Items(tuple(
            (Paragraph((Text(f"{sign.kjennetegn} "), *_given(resolver, sign.belegg))),)
            for sign in phase.tegn
        ))
    if phase.kobles_paa:
        yield Paragraph((Strong((Text(_label(setting, "faser.kobles_paa")),)),))
        yield Items(tuple(
            (Paragraph((
                Strong((Text(one.hvem),)), Text(f": {one.naar} "), *_given(resolver, one.belegg),
            )),)
            for one in phase.kobles_paa
        ))
    if phase.belegg:
        yield Paragraph(_given(resolver, phase.belegg), True)


def _given(resolver: Resolver, given: Sequence[Belegg | LokalGrense]) -> tuple[Inline, ...]:
    """Return the sources in ``given`` in brackets; empty for none."""
    parts: list[Inline] = []
    for one in given:
        parts.append(Text("; " if parts else "("))
        parts += resolver.source(one.kilde)
        if one.sted:
            parts.append(Text(f", {one.sted}"))
    return (*parts, Text(")")) if parts else ()


def _more(phase: Fase) -> bool:
    return bool(phase.valg or phase.start or phase.maal or phase.videre or phase.tegn
                or phase.kobles_paa or phase.belegg)


def _named(phase: Fase) -> Paragraph:
    return Paragraph((Strong((Text(phase.navn),)), Text(f": {phase.om}" if phase.om else "")))


def _label(setting: DocumentContext, name: str) -> str:
    return setting.gettext(label("guideline", name))
