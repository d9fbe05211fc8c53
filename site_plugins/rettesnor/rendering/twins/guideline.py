"""The twins of the pages that are not a recommendation, but for those that tell of the past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rettesnor.model import collation
from rettesnor.model.fields import GUIDELINE_TEXTS
from rettesnor.model.guideline import in_force_first, notes
from rettesnor.rendering.case_path import advice, in_phase, joins
from rettesnor.rendering.citations import used
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.filters import list_item_of
from rettesnor.rendering.jinja_env import norwegian_date
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages.method_report import sections
from rettesnor.rendering.pages.overviews import is_small
from rettesnor.rendering.reference_resolver import law_address
from rettesnor.rendering.twins.prose import Prose, plain


class GuidelineTwin:
    """Makes the Markdown of one page below its first lines."""

    def __init__(self, context: Context, page: Page) -> None:
        self._context, self._page = context, page
        self._prose = Prose(context, page.root)

    def blocks(self) -> Iterator[str] | None:
        """Return the blocks of the page in order; None for a kind of page that has no twin here."""
        makers = {
            "forside": self._front, "kapittel": self._chapter, "side": self._text,
            "kilder": self._sources, "lover": self._laws, "ordliste": self._glossary,
            "roller": self._roles, "rolle": self._role, "faser": self._phases,
            "oversikt": self._overview, "metoderapport": self._report,
            "fase": self._phase, "gjor": self._acting, "ansvar": self._found, "enkelt": self._found,
        }
        make = makers.get(self._page.kind)
        return make() if make else None

    def _front(self) -> Iterator[str]:
        g, _ = self._context.guideline, self._context.gettext
        for name, title in GUIDELINE_TEXTS.items():
            if text := getattr(g, name):
                yield f"## {_(title)}"
                yield self._prose.text(text, 2)
        yield f"## {_('Anbefalinger')}"
        for chapter in g.kapitler:
            yield f"### [{self._prose.line(chapter.tittel)}]({self._prose.page(f'{chapter.id}/')})"
            yield from self._list(chapter.anbefalinger)
        yield f"## {_('Om retningslinja')}"
        yield "\n".join(
            f"- [{self._prose.line(page.tittel)}]({self._prose.page(f'{page.id}/')})"
            for page in g.tekstsider
        )

    def _chapter(self) -> Iterator[str]:
        chapter = self._context.chapters[self._page.url.rstrip("/")]
        if chapter.ingress:
            yield self._prose.text(chapter.ingress, 1)
        yield from self._list(chapter.anbefalinger)

    def _text(self) -> Iterator[str]:
        id_ = self._page.url.rstrip("/")
        pages = {page.id: page for page in self._context.guideline.tekstsider}
        if id_ not in pages:  # a page of a plugin: what it says, is not known here
            return
        yield self._prose.text(pages[id_].tekst)
        keys = used(self._prose.cited, self._context.citations)
        if keys:
            yield f"## {self._context.gettext('Kilder')}"
            yield "\n".join(f"- {plain(self._context.citations[key].full)}" for key in keys)

    def _sources(self) -> Iterator[str]:
        context = self._context
        yield "\n".join(
            f"- {plain(context.citations[key].full)} "
            f"{self._prose.line(notes(context.guideline.kilder[key]))}".rstrip()
            for key in used(context.citations, context.citations)
        )

    def _laws(self) -> Iterator[str]:
        context, _ = self._context, self._context.gettext
        for law in in_force_first(context.guideline.lover):
            yield f"## {law.korttittel[:1].upper()}{law.korttittel[1:]}"
            yield f"[{self._prose.line(law.tittel)}]({law.lenke})" if law.lenke else law.tittel
            if law.opphevet:
                yield _("Opphevet %(day)s.") % {"day": self._day(law.opphevet)}
            if law.merknad:
                yield self._prose.line(law.merknad)
            found = []
            for one in in_force_first(law.paragrafer):
                address = law_address(law, one.paragraf)
                name = f"[{one.paragraf}]({address})" if address else one.paragraf
                ended = (
                    " " + _("Opphevet %(day)s.") % {"day": self._day(one.opphevet)}
                    if one.opphevet else ""
                )
                said = " ".join(filter(None, (one.overskrift, one.sammendrag)))
                found.append(f"- {name} {self._prose.line(said)}{ended}".rstrip())
            if found:
                yield "\n".join(found)

    def _glossary(self) -> Iterator[str]:
        _ = self._context.gettext
        for term in sorted(self._context.guideline.termer, key=lambda t: collation.key(t.term)):
            also = f" {_('Også')}: {', '.join(term.synonymer)}." if term.synonymer else ""
            yield f"**{self._prose.line(term.term)}**: {self._prose.line(term.definisjon)}{also}"

    def _roles(self) -> Iterator[str]:
        yield "\n".join(
            f"- [{self._prose.line(role.navn)}]({self._prose.page(f'for/{role.id}/')})"
            + (f": {self._prose.line(role.om)}" if role.om else "")
            for role in self._context.guideline.roller
        )

    def _role(self) -> Iterator[str]:
        id_ = self._page.url.split("/")[1]
        role = self._context.roles[id_]
        if role.om:
            yield self._prose.line(role.om)
        heads = self._context.heads
        yield from self._list([i for i in self._context.order if id_ in heads[i].maalgrupper])

    def _phases(self) -> Iterator[str]:
        context = self._context
        for phase in context.guideline.faser:
            yield f"## {self._prose.line(phase.navn)}"
            if phase.om:
                yield self._prose.line(phase.om)
            yield from self._list([
                i for i in context.order
                if phase.id in list_item_of(context, context.heads[i]).faser
            ])

    def _found(self) -> Iterator[str]:
        """Yield what search knows of the page: its texts by section, from the model."""
        for section in self._page.search:
            if section.anchor:
                yield f"## {self._prose.line(section.title)}"
            yield from (self._prose.line(line) for line in section.text.split("\n") if line)

    def _phase(self) -> Iterator[str]:
        yield from self._found()
        context, name = self._context, self._page.title
        phase = next((one for one in context.guideline.faser if one.navn == name), None)
        if phase is not None:
            yield f"## {context.gettext('Anbefalinger')}"
            yield from self._list([
                i for i in context.order
                if phase.id in list_item_of(context, context.heads[i]).faser
            ])

    def _acting(self) -> Iterator[str]:
        context, line = self._context, self._prose.line
        phase_id, role_id = self._page.url.split("/")[1:3]
        phase = next(one for one in context.guideline.faser if one.id == phase_id)
        role = context.roles[role_id]
        for one in joins(phase, role):
            yield f"**{line(one.hvem)}:** {line(one.naar)}"
        if not is_small(context):
            return
        for told in advice(context, phase, role, in_phase(context, phase)):
            yield f"## {self._link(told.head)}"
            strength = context.strength(told.head.styrke).navn
            yield f"**{strength}.** {line(told.head.kort_anbefaling)}."
            steps = [
                f"- **{line(own.steg.hvem)}:** {line(own.steg.hva)}"
                + (f" ({line(own.steg.naar)})" if own.steg.naar else "")
                for own in told.own
            ]
            if steps:
                yield "\n".join(steps)

    def _overview(self) -> Iterator[str]:
        context = self._context
        for chapter in context.guideline.kapitler:
            yield f"## {self._prose.line(chapter.tittel)}"
            yield "\n".join(
                f"- {self._link(head)}: "
                + ", ".join(
                    context.roles[i].navn for i in head.maalgrupper if i in context.roles
                )
                for id_ in chapter.anbefalinger if (head := context.heads.get(id_))
            )

    def _report(self) -> Iterator[str]:
        _ = self._context.gettext
        for section in sections(self._context):
            yield f"## {section.name}"
            for one in section.answers:
                yield f"**{one.number}** {one.asked}"
                links = ", ".join(f"[{x.text}]({self._root_page(x.url)})" for x in one.links)
                said = [one.said, f"{_('Se')} {links}." if links else ""]
                if one.missing or not one.given:
                    said.append(f"{_('Ikke besvart.')} {one.missing}".rstrip())
                yield "\n\n".join(filter(None, said))

    def _root_page(self, url: str) -> str:
        return self._prose.page(url.partition("#")[0])

    def _list(self, ids: Sequence[str]) -> Iterator[str]:
        found = []
        for id_ in ids:
            head = self._context.heads.get(id_)
            if head:
                strength = self._context.strength(head.styrke).navn
                sentence = self._prose.line(head.kort_anbefaling)
                found.append(f"- {self._link(head)}: **{strength}.** {sentence}.")
        if found:
            yield "\n".join(found)

    def _link(self, head: Head) -> str:
        return f"[{self._prose.line(head.tittel)}]({self._prose.page(head.url)})"

    def _day(self, iso: str) -> str:
        return norwegian_date(iso, self._context.language)
