"""A local plan as blocks of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rettesnor.exports.documents.labels import WORDS, day, state
from rettesnor.model.document_tree import (
    SPOKEN,
    Block,
    DocumentTree,
    Fact,
    Facts,
    Heading,
    Inline,
    Items,
    Lead,
    Link,
    Paragraph,
    Strong,
    Table,
    Text,
    numbered,
)
from rettesnor.model.edition import Edition
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import Fase
from rettesnor.model.local_plan import (
    NOT_ASSESSED,
    RELATIONS,
    LocalPlan,
    Planfase,
    Plankobling,
    Planpunkt,
    Plansteg,
    Plantegn,
)
from rettesnor.model.strength import Styrke, spoken

Gettext = Callable[[str], str]
StepTexts = Mapping[str, Sequence[Plansteg]]
_HEADS = (N_("Fase"), N_("Hvem"), N_("Når"))


def plan_document(
    plan: LocalPlan, national: Edition, steps: StepTexts, as_of: str, gettext: Gettext
) -> DocumentTree:
    """Return the plan as a document.

    Args:
        national: the release it builds on, in its language.
        steps: the national steps in plain text, by the recommendation's id.
        as_of: the day (ISO 8601) that the file is dated with when the plan has none of its own.
    """
    return _Document(plan, national, steps, gettext).tree(as_of)


class _Document:
    """Makes the blocks of one plan."""

    def __init__(
        self, plan: LocalPlan, national: Edition, steps: StepTexts, gettext: Gettext
    ) -> None:
        self.plan, self.national, self.steps, self.say = plan, national, steps, gettext
        self.scale: Mapping[str, Styrke] = spoken(national.guideline.scale, gettext)

    def tree(self, as_of: str) -> DocumentTree:
        plan, guideline = self.plan, self.national.guideline
        built_on = f"{guideline.korttittel} {guideline.versjon}"
        facts = [
            Fact(self.say(N_("Eier")), _text(_joined(plan.eier.navn, plan.eier.rolle))),
            Fact(self.say(N_("Bygger på")), _text(f"{guideline.tittel}, {guideline.versjon} "
                                              f"({state(guideline.status, self.say)})")),
        ]
        if plan.vedtak is not None:
            adopted = day(plan.vedtak.dato, self.say) if plan.vedtak.dato else ""
            facts.append(Fact(self.say(N_("Vedtatt")), _text(_joined(plan.vedtak.av, adopted))))
        if plan.gjennomgang.sist:
            facts.append(Fact(
                self.say(N_("Sist gått gjennom")), _text(day(plan.gjennomgang.sist, self.say))
            ))
        if plan.adresse:
            facts.append(Fact(
                self.say(N_("Hentet fra")), (Link(plan.adresse, _text(plan.adresse)),)
            ))
        dated = plan.gjennomgang.sist or (plan.vedtak.dato if plan.vedtak else "") or as_of
        words = {key: self.say(WORDS[key]) for key in SPOKEN}
        return DocumentTree(
            plan.tittel, "", plan.sprak, plan.eier.navn, plan.eier.navn,
            self.say(N_("Utkast")) if plan.status == "utkast" else "", guideline.merknad, built_on,
            tuple(facts), dated, True, plan.adresse, numbered(tuple(self._content())), words,
        )

    def _content(self) -> Iterator[Block]:
        say = self.say
        yield Heading(1, _text(say(N_("Om planen"))), "om-planen", True)
        yield Paragraph(_text(self.plan.om))
        if self.plan.laget_av:
            yield Facts((Fact(say(N_("Laget av")), _text(", ".join(self.plan.laget_av))),))
        yield from self._wheel()
        if self.national.guideline.faser or self.plan.faser:
            yield Heading(1, _text(say(N_("Gangen i en sak"))), "faser", True)
            for phase, national in self._phases():
                yield from self._phase(phase, national)
            yield from self._who()
        yield Heading(1, _text(say(N_("Anbefalingene"))), "anbefalinger", True)
        said = {one.id: one for one in self.plan.anbefalinger}
        for id_ in self.national.recommendations:
            yield from self._recommendation(said.get(id_, Planpunkt(id_)))
        for one in self.plan.anbefalinger:
            if one.utgaatt is not None:
                yield from self._recommendation(one)
        yield from self._deviations()
        yield from self._services()

    def _wheel(self) -> Iterator[Block]:
        if not self.plan.gjennomgang.aarshjul:
            return
        say = self.say
        yield Heading(2, _text(say(N_("Årshjul"))), "aarshjul", True)
        yield Table(
            tuple(_text(say(one)) for one in (N_("Når"), N_("Hva"), N_("Hvem"))),
            tuple(_row(one.naar, one.hva, one.hvem) for one in self.plan.gjennomgang.aarshjul),
            name=say(N_("Årshjul")),
        )

    def _phases(self) -> Iterator[tuple[Planfase, Fase | None]]:
        own = {one.id: one for one in self.plan.faser}
        known = {one.id for one in self.national.guideline.faser}
        for national in self.national.guideline.faser:
            yield own.get(national.id, Planfase(national.id)), national
        for one in self.plan.faser:
            if one.id not in known:
                yield one, None

    def _phase(self, own: Planfase, national: Fase | None) -> Iterator[Block]:
        say, base = self.say, national or Fase(own.id, own.navn or own.id)
        yield Heading(2, _text(own.navn or base.navn), f"fase-{own.id}", True)
        if own.navn and national is not None and own.navn != national.navn:
            name = say(N_("Nasjonal fase: %(name)s")) % {"name": national.navn}
            yield Paragraph(_text(name), True)
        if about := own.om or base.om:
            yield Paragraph(_text(about))
        signs = own.tegn or tuple(Plantegn(one.kjennetegn) for one in base.tegn)
        if signs:
            yield self._label(N_("Tegn"), own=bool(own.tegn))
            yield Items(tuple(
                (Paragraph((Text(one.kjennetegn), *(
                    (Text(" – "), Strong(_text(one.grense))) if one.grense else ()
                ))),)
                for one in signs
            ))
        facts = [
            Fact(say(name), (Text(text), *self._mark(own=bool(mine))))
            for name, mine, text in (
                (N_("Når fasen begynner"), own.start, own.start or base.start),
                (N_("Mål"), own.maal, own.maal or base.maal),
                (N_("Når saken går videre"), own.videre, own.videre or base.videre),
            ) if text
        ]
        if facts:
            yield Facts(tuple(facts))
        if own.steg:
            yield self._label(N_("Dette gjør vi"), own=True)
            yield _steps(own.steg)

    def _who(self) -> Iterator[Block]:
        rows = []
        for own, national in self._phases():
            base = national or Fase(own.id, own.navn or own.id)
            joins = own.kobles_paa or tuple(
                Plankobling(one.hvem, one.naar) for one in base.kobles_paa
            )
            rows += [_row(own.navn or base.navn, one.hvem, one.naar) for one in joins]
        if rows:
            title = self.say(N_("Hvem er koblet på når"))
            yield Heading(2, _text(title), "hvem", True)
            yield Table(tuple(_text(self.say(one)) for one in _HEADS), tuple(rows), name=title)

    def _recommendation(self, point: Planpunkt) -> Iterator[Block]:
        say, national = self.say, self.national.recommendations.get(point.id)
        gone = point.utgaatt
        title = national.tittel if national else point.id
        yield Heading(2, _text(title), f"a-{point.id}", True)
        if national is not None:
            strength = self.scale[national.styrke]
            guideline = self.national.guideline
            quoted = say(N_("Nasjonal anbefaling"))
            yield Paragraph(
                _text(f"{quoted}, {guideline.korttittel} {guideline.versjon}:"), True
            )
            official = guideline.eier.navn if (
                guideline.avsender and guideline.is_official("kort_anbefaling")
            ) else ""
            yield Lead(strength.look, strength.label, f"{national.kort_anbefaling.rstrip('.')}.",
                       strength.om, official)
        elif gone is not None:
            former = say(N_("Tidligere nasjonal anbefaling"))
            yield Paragraph(_text(f"{former}: {gone.setning}"), True)
        facts = [Fact(say(N_("Forhold")), _text(say(RELATIONS[point.forhold])))]
        if point.ansvarlig:
            facts.append(Fact(say(N_("Ansvarlig")), _text(point.ansvarlig)))
        yield Facts(tuple(facts))
        if point.merknad:
            yield Paragraph(_text(point.merknad))
        if point.grenser:
            yield self._label(N_("Våre grenser"), own=True)
            yield Items(tuple(
                (Paragraph((Strong(_text(one.grense)), *_text(
                    f": {one.tiltak}" if one.tiltak else ""
                ))),) for one in point.grenser
            ))
        steps = point.steg or (() if point.avvik or point.forhold == NOT_ASSESSED
                               else self.steps.get(point.id, ()))
        if steps:
            yield self._label(N_("Steg for steg"), own=bool(point.steg))
            yield _steps(steps)
        if point.dokumenter:
            yield self._label(N_("Dokumenter"), own=True)
            yield Items(tuple((Paragraph(
                (Link(one.lenke, _text(one.tittel)),) if one.lenke else _text(one.tittel)
            ),) for one in point.dokumenter))

    def _deviations(self) -> Iterator[Block]:
        say = self.say
        yield Heading(1, _text(say(N_("Hva vi gjør annerledes, og hvorfor"))), "avvik", True)
        found = [one for one in self.plan.deviations if one.avvik is not None]
        if not found:
            yield Paragraph(_text(say(N_("Planen har ingen avvik."))))
        for point in found:
            national, avvik = self.national.recommendations.get(point.id), point.avvik
            assert avvik is not None
            yield Heading(2, _text(national.tittel if national else point.id),
                          f"avvik-{point.id}", True)
            yield Facts((
                Fact(say(N_("Hva vi gjør annerledes")), _text(avvik.hva)),
                Fact(say(N_("Hvorfor")), _text(avvik.hvorfor)),
                Fact(say(N_("Besluttet av")), _text(
                    _joined(avvik.besluttet_av, day(avvik.besluttet_dato, say))
                )),
                Fact(say(N_("Vurderes på nytt")), _text(day(avvik.ny_vurdering, say))),
            ))

    def _services(self) -> Iterator[Block]:
        say, plan = self.say, self.plan
        templates = {one.id: one.tittel for one in self.national.guideline.maler}
        if plan.tjenester or plan.verktoy or plan.maler or plan.dokumenter:
            yield Heading(1, _text(say(N_("Tjenester og verktøy"))), "tjenester", True)
        for one in plan.tjenester:
            yield Heading(2, _text(one.navn), f"t-{one.id}", True)
            yield Paragraph(_text(one.mandat))
            facts = [
                Fact(say(name), _text(text)) for name, text in (
                    (N_("Hvem kan henvise"), one.henvisning), (N_("Samtykke"), one.samtykke),
                    (N_("Kontakt"), one.kontakt),
                ) if text
            ]
            if one.lenke:
                facts.append(Fact(say(N_("Lenke")), (Link(one.lenke, _text(one.lenke)),)))
            if facts:
                yield Facts(tuple(facts))
        if plan.verktoy:
            yield Heading(2, _text(say(N_("Verktøy"))), "verktoy", True)
            yield Facts(tuple(
                Fact(one.navn, _text(f"{one.om} {one.naar}".strip())) for one in plan.verktoy
            ))
        if plan.maler or plan.dokumenter:
            yield Heading(2, _text(say(N_("Maler og dokumenter"))), "maler", True)
            yield Facts((
                *(Fact(templates.get(one.id, one.id), _text(one.om or say(N_("Nasjonal mal"))))
                  for one in plan.maler),
                *(Fact(one.tittel, _text(one.lenke or say(N_("Lokalt"))))
                  for one in plan.dokumenter),
            ))

    def _label(self, name: str, *, own: bool) -> Paragraph:
        return Paragraph((Strong(_text(self.say(name))), *self._mark(own=own)))

    def _mark(self, *, own: bool) -> tuple[Inline, ...]:
        said = self.say(N_("Lokalt")) if own else self.say(N_("Nasjonalt"))
        return (Text(f" ({said.lower()})"),)


def _steps(steps: Sequence[Plansteg]) -> Items:
    return Items(tuple(
        (Paragraph((
            Strong(_text(f"{one.hvem}: ")), Text(" ".join(one.hva.split())),
            *_text(f" ({one.naar})" if one.naar else ""),
        )),)
        for one in steps
    ), 1)


def _row(*cells: str) -> tuple[tuple[Block, ...], ...]:
    return tuple((Paragraph(_text(cell)),) for cell in cells)


def _text(text: str) -> tuple[Inline, ...]:
    return (Text(text),) if text else ()


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
