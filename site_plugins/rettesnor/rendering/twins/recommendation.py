"""The twin of a recommendation: the sections of its page, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rettesnor.model.judgement import SCALES
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.sections import (
    FROM_OTHER_FIELDS,
    HEADINGS,
    INTRODUCTION,
    LISTS,
    PARTS,
    SECTIONS,
    field_label,
    main_anchors,
)
from rettesnor.rendering.citations import used
from rettesnor.rendering.components import shown
from rettesnor.rendering.context import Context
from rettesnor.rendering.jinja_env import norwegian_date
from rettesnor.rendering.reference_resolver import law_address
from rettesnor.rendering.status import published_name, text_label
from rettesnor.rendering.twins.prose import Prose, plain

_LEVEL = 2


class RecommendationTwin:
    """Makes the Markdown of one recommendation below its first lines."""

    def __init__(self, context: Context, recommendation: Recommendation) -> None:
        self._context, self._r = context, recommendation
        self._prose = Prose(context, "../../")

    def blocks(self) -> Iterator[str]:
        """Yield the blocks of the page in order."""
        context, r, _ = self._context, self._r, self._context.gettext
        strength = context.strength(r.styrke)
        yield f"> **{strength.navn}:** {self._prose.line(r.kort_anbefaling)}."
        g = context.guideline
        if g.avsender and g.is_official("kort_anbefaling"):
            yield _("Offisiell anbefaling fra %(owner)s") % {"owner": g.eier.navn} + "."
        if g.avsender and g.draft:
            yield _("Utkast fra %(sender)s") % {"sender": g.avsender.navn} + "."
        if glance := "\n".join(self._glance()):
            yield glance
        for anchor in main_anchors(r):
            if anchor not in FROM_OTHER_FIELDS:
                yield f"## {_(SECTIONS[anchor])}"
                yield from self._section(anchor)
        yield from self._sources()
        yield from self._about()

    def _glance(self) -> Iterator[str]:
        context, r, _ = self._context, self._r, self._context.gettext
        rows = [(_("Gjelder for"), [context.roles[i].navn for i in r.maalgrupper
                                    if i in context.roles])]
        for dimension in context.guideline.dimensjoner:
            names = {value.id: value.navn for value in dimension.verdier}
            rows.append((dimension.navn, [names.get(i, i) for i in
                                          r.dimensjoner.get(dimension.id, ())]))
        rows.append((_("Faser"), [context.phases[i].navn for i in r.faser if i in context.phases]))
        yield from (f"- {name}: {', '.join(map(str, found))}" for name, found in rows if found)

    def _section(self, section: str) -> Iterator[str]:
        value: Any = getattr(self._r, section)
        if isinstance(value, tuple):
            yield "\n".join(f"- {self._prose.line(one)}" for one in value)
            return
        text = value if isinstance(value, str) else getattr(value, INTRODUCTION)
        if text:
            yield self._prose.text(text, _LEVEL)
        lists = {
            "praktisk_gjennomforing": self._practice, "begrunnelse": self._judgements,
            "kunnskapsgrunnlag": self._evidence, "juridiske_rammer": self._legal,
        }
        if section in lists:
            yield from lists[section]()
        for name, title in PARTS[section].items():
            if part := getattr(value, name):
                yield f"### {self._context.gettext(title)}"
                yield self._prose.text(part, _LEVEL + 1)

    def _heading(self, name: str) -> str:
        return f"### {self._context.gettext(LISTS[name])}"

    def _practice(self) -> Iterator[str]:
        practice, line = self._r.praktisk_gjennomforing, self._prose.line
        if practice.steg:
            yield self._heading("steg")
            yield "\n".join(
                f"{number}. **{line(step.hvem)}**{self._time(step)}: "
                + _indented(self._prose.text(step.hva, _LEVEL + 1), "   ")
                for number, step in enumerate(practice.steg, 1)
            )
        if practice.ressurser:
            yield self._heading("ressurser")
            yield "\n".join(
                f"- [{line(one.tittel)}]({one.lenke})"
                + (f" ({line(one.utgiver)})" if one.utgiver else "")
                + (f": {line(one.om)}" if one.om else "")
                for one in practice.ressurser
            )

    def _time(self, step: Any) -> str:
        if not step.naar:
            return ""
        own = self._context.guideline.draft and not step.naar_i_lov
        said = f"{self._context.gettext('Forslag:')} " if own else ""
        return f" ({said}{self._prose.line(step.naar)})"

    def _judgements(self) -> Iterator[str]:
        _, found = self._context.gettext, []
        for one in self._r.begrunnelse.vurderinger:
            if one.kriterium in SCALES:
                day = f", {self._day(one.dato)}" if one.dato else ""
                found.append(
                    f"- {_(HEADINGS[f'begrunnelse-{one.kriterium}'])}: {_(one.vurdering)} "
                    f"({self._prose.line(one.av)}{day})"
                )
        if found:
            yield self._heading("vurderinger")
            yield "\n".join(found)

    def _evidence(self) -> Iterator[str]:
        evidence, _ = self._r.kunnskapsgrunnlag, self._context.gettext
        if question := evidence.problemstilling:
            yield self._heading("problemstilling")
            yield self._prose.line(question.sporsmaal)
            yield from self._facts("problemstilling", {
                "gjelder": question.gjelder, "tiltak": question.tiltak,
                "sammenlignet_med": question.sammenlignet_med,
                "utfall": "; ".join(question.utfall),
            })
        if search := evidence.kunnskapssok:
            yield self._heading("kunnskapssok")
            done = (
                _("Det er søkt systematisk etter forskning.") if search.gjort == "gjort"
                else _("Det er ikke søkt systematisk etter forskning.")
            )
            yield f"{done} {self._prose.line(search.om)}".rstrip()
            yield from self._facts("kunnskapssok", {
                "av": search.av, "dato": self._day(search.dato) if search.dato else "",
                "hvor": ", ".join(search.hvor),
            })
        if evidence.forskning:
            yield self._heading("forskning")
            yield "\n".join(map(self._finding, evidence.forskning))
        elif evidence.forskning_ikke_vurdert:
            yield self._prose.line(evidence.forskning_ikke_vurdert)

    def _facts(self, group: str, said: dict[str, str]) -> Iterator[str]:
        rows = [
            f"- {self._context.gettext(field_label(f'kunnskapsgrunnlag.{group}.{name}'))}: "
            f"{self._prose.line(text)}"
            for name, text in said.items() if text
        ]
        if rows:
            yield "\n".join(rows)

    def _finding(self, finding: Any) -> str:
        context, _ = self._context, self._context.gettext
        self._prose.cited.setdefault(finding.kilde, None)
        citation = context.citations.get(finding.kilde)
        trust = shown(context.language, "trust", finding.tillit).strip()
        method = f" ({finding.metode})" if finding.metode else ""
        said = (
            self._prose.text(finding.funn, _LEVEL + 1) if finding.funn
            else _("Hva kilden fant, er ikke gjengitt her.")
        )
        short = plain(citation.short) if citation else finding.kilde
        return (
            f"- **{short}** ({_('Tillit til funnet:')} {trust}{method}): {_indented(said, '  ')}"
        )

    def _legal(self) -> Iterator[str]:
        context, found = self._context, []
        for one in self._r.juridiske_rammer.referanser:
            law = context.laws.get(one.lov)
            name = f"{law.korttittel if law else one.lov} {one.paragraf}"
            address = law_address(law, one.paragraf) if law else ""
            basis = f" ({context.gettext('Hjemmel')})" if one.hjemmel else ""
            why = _indented(self._prose.text(one.hvorfor, _LEVEL + 1), "  ")
            found.append(f"- {f'[{name}]({address})' if address else name}{basis}: {why}")
        if found:
            yield "\n".join(found)

    def _sources(self) -> Iterator[str]:
        context = self._context
        keys = [*self._prose.cited, *(f.kilde for f in self._r.kunnskapsgrunnlag.forskning)]
        found = used(keys, context.citations)
        yield f"## {context.gettext(SECTIONS['referanser'])}"
        yield "\n".join(
            f"- {plain(context.citations[key].full)}" for key in found
        ) or context.gettext("Ingen kilder er oppgitt.")

    def _about(self) -> Iterator[str]:
        context, r, _ = self._context, self._r, self._context.gettext
        head, dates = context.heads[r.id], r.datoer
        yield f"## {_(SECTIONS['om-anbefalingen'])}"
        rows = [(_("Versjon av anbefalingen"), text_label(context, head))]
        rows += [(name, self._day(day)) for name, day in (
            (published_name(context, dates.publisert), dates.publisert),
            (_("Sist faglig oppdatert"), dates.faglig_oppdatert),
            (_("Neste gjennomgang"), dates.neste_gjennomgang),
        ) if day]
        yield "\n".join(f"- {name}: {said}" for name, said in rows)
        related = [context.heads[i] for i in r.se_ogsaa if i in context.heads]
        if related:
            yield f"### {_('Se også')}"
            yield "\n".join(
                f"- [{self._prose.line(one.tittel)}]({self._prose.recommendation(one.id)})"
                for one in related
            )

    def _day(self, iso: str) -> str:
        return norwegian_date(iso, self._context.language)


def _indented(text: str, blanks: str) -> str:
    """Return ``text`` as the content of a list item: lines after the first are indented."""
    return text.replace("\n", f"\n{blanks}").replace(f"\n{blanks}\n", "\n\n")
