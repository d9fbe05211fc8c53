"""A recommendation as blocks: the sections of its page, in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from rettesnor.exports.documents.citation_inlines import phrases
from rettesnor.exports.documents.context import DocumentContext
from rettesnor.exports.documents.labels import state
from rettesnor.exports.documents.reference_resolver import Resolver
from rettesnor.exports.documents.voices import official, speaker, voice
from rettesnor.model import collation
from rettesnor.model.document_tree import (
    Block,
    Emphasis,
    Fact,
    Facts,
    Heading,
    Inline,
    Items,
    Lead,
    Link,
    Paragraph,
    Post,
    Register,
    Sheet,
    Strong,
    Table,
    Text,
)
from rettesnor.model.guideline import Term, notes
from rettesnor.model.judgement import SCALES
from rettesnor.model.judgement import SOURCE as JUDGEMENT_SOURCE
from rettesnor.model.recommendation import Lovhenvisning, Recommendation, Ressurs, Steg
from rettesnor.model.sections import (
    HEADINGS,
    INTRODUCTION,
    LISTS,
    PARTS,
    SECTIONS,
    field_label,
    main_anchors,
)


class Section:
    """Makes the blocks of recommendations for one document.

    Args:
        resolver: the document's; it learns what the recommendations point to.
        level: of the heading that is a recommendation's title.
    """

    def __init__(self, setting: DocumentContext, resolver: Resolver, level: int) -> None:
        self._setting, self._resolver, self._level = setting, resolver, level

    def title(self, r: Recommendation) -> Heading:
        """Return the heading of ``r``."""
        return Heading(self._level, (Text(r.tittel),), f"anbefaling-{r.id}", True)

    def body(self, r: Recommendation) -> tuple[Block, ...]:
        """Return everything below the heading of ``r`` but its sources and its dates."""
        strength = self._setting.strength(r.styrke)
        lead = Lead(
            strength.look, strength.label, f"{r.kort_anbefaling}.", strength.om,
            official(self._setting),
        )
        own = {
            "praktisk_gjennomforing": self._practice, "kontrollsporsmaal": self._questions,
            "juridiske_rammer": self._legal, "begrunnelse": self._rationale,
            "kunnskapsgrunnlag": self._evidence,
        }
        sections = (
            own[name](r) if name in own else self._plain(r, name)
            for name in main_anchors(r) if name in PARTS
        )
        return tuple(chain((lead,), self._voice(), (self._glance(r),), *sections))

    def dates(self, r: Recommendation) -> Facts:
        """Return the version and the dates of ``r``, and the recommendations it goes with."""
        setting, say = self._setting, self._setting.say
        own = setting.own.get(r.id) or say("not_released")
        if setting.own.get(r.id) and setting.differing.get(r.id):
            own = f"{own}. {say('differs')}"
        day = r.datoer.publisert
        published = "recorded" if day and day == setting.recorded else "published"
        facts = [
            Fact(say("version_of"), (Text(own),)),
            Fact(say(published), (Text(setting.day(day)),)),
            Fact(say("changed"), (Text(setting.day(r.datoer.faglig_oppdatert)),)),
            Fact(say("review"), (Text(setting.day(r.datoer.neste_gjennomgang)),)),
        ]
        related = [self._resolver.recommendation(id_, ()) for id_ in r.se_ogsaa]
        if any(related):
            content = list(chain.from_iterable((*link, Text(", ")) for link in related if link))
            facts.append(Fact(say("see_also"), tuple(content[:-1])))
        return Facts(tuple(facts))

    def heading(self, key: str, *, below: int = 1) -> Heading:
        """Return the heading of the section ``key`` of the model, ``below`` the title."""
        return self._named(self._setting.gettext(SECTIONS[key]), below)

    def _time(self, step: Steg) -> str:
        """Return when a step is done; until the guideline is adopted, own advice as a proposal."""
        setting = self._setting
        if not setting.guideline.draft or step.naar_i_lov:
            return step.naar
        return f"{setting.say('proposal')} {step.naar}"

    def _named(self, title: str, below: int) -> Heading:
        return Heading(self._level + below, (Text(title),), "", below == 1)

    def _prose(self, text: str, below: int = 1) -> tuple[Block, ...]:
        return self._resolver.prose(text, self._level + below)

    def _voice(self) -> Iterator[Block]:
        label, said = voice(self._setting)
        if label:
            yield Paragraph((Strong((Text(f"{label}."),)), Text(f" {said}")))

    def _glance(self, r: Recommendation) -> Facts:
        names, say = self._setting.names, self._setting.say
        rows = [(say("for"), [names.get(id_, id_) for id_ in r.maalgrupper])]
        for dimension in self._setting.guideline.dimensjoner:
            known = {value.id: value.navn for value in dimension.verdier}
            ids = r.dimensjoner.get(dimension.id, ())
            rows.append((dimension.navn, [known.get(id_, id_) for id_ in ids]))
        rows.append((say("phases"), [names.get(id_, id_) for id_ in r.faser]))
        return Facts((
            Fact(say("status"), (Text(state(r.status, self._setting.gettext)),)),
            *(Fact(name, (Text(", ".join(shown)),)) for name, shown in rows if shown),
        ))

    def _practice(self, r: Recommendation) -> Iterator[Block]:
        practice = r.praktisk_gjennomforing
        yield self.heading("praktisk_gjennomforing")
        yield from self._prose(practice.tekst)
        if practice.steg:
            yield self._named(self._list("steg"), 2)
            yield self._steps(r)
        if practice.ressurser:
            yield self._named(self._list("ressurser"), 2)
            yield Items(tuple(map(_resource, practice.ressurser)))
        yield from self._parts(r, "praktisk_gjennomforing")

    def _steps(self, r: Recommendation) -> Table:
        say = self._setting.say
        rows = tuple(
            (
                (Paragraph((Text(str(number)),)),),
                (Paragraph((Text(step.hvem),)),),
                self._prose(step.hva, 2),
                (Paragraph((Text(self._time(step)),)),) if step.naar else (),
            )
            for number, step in enumerate(r.praktisk_gjennomforing.steg, 1)
        )
        head = tuple((Text(say(key)),) for key in ("step", "who", "what", "when"))
        return Table(head, rows, (), (0, 3, 8, 3), self._list("steg"))

    def _questions(self, r: Recommendation) -> Iterator[Block]:
        if r.kontrollsporsmaal:
            say = self._setting.say
            yield self.heading("kontrollsporsmaal")
            yield Paragraph((Text(say("sheet")),))
            answers = (say("yes"), say("partly"), say("no"))
            yield Sheet(say("question"), answers, r.kontrollsporsmaal)
            laws = self._setting.laws
            for number, grounds in r.question_bases:
                named = ", ".join(
                    f"{laws[one.lov].korttittel if one.lov in laws else one.lov} {one.paragraf}"
                    for one in grounds
                )
                yield Paragraph((Text(f"{say('question')} {number}: {named}"),), small=True)

    def _legal(self, r: Recommendation) -> Iterator[Block]:
        yield self.heading("juridiske_rammer")
        yield from self._prose(r.juridiske_rammer.tekst)
        if r.juridiske_rammer.referanser:
            yield Items(tuple(map(self._law, r.juridiske_rammer.referanser)))
        yield from self._parts(r, "juridiske_rammer")

    def _law(self, reference: Lovhenvisning) -> tuple[Block, ...]:
        setting = self._setting
        law = setting.laws.get(reference.lov)
        name = f"{law.korttittel if law else reference.lov} {reference.paragraf}"
        section = setting.section(reference.lov, reference.paragraf)
        title = setting.of_law(law, section.overskrift if section else "")
        basis = f" ({setting.say('basis').lower()})" if reference.hjemmel else ""
        address = setting.law_address(law, reference.paragraf) if law else ""
        return (
            Paragraph((Strong((Text(name),)), Text(" "), *title, Text(basis))),
            *self._prose(reference.hvorfor, 2),
            *printed(address),
        )

    def _rationale(self, r: Recommendation) -> Iterator[Block]:
        yield self.heading("begrunnelse")
        if said := speaker(self._setting):
            yield Paragraph((Emphasis((Text(said),)),))
        yield from self._prose(r.begrunnelse.tekst)
        yield from self._judgements(r)
        yield from self._parts(r, "begrunnelse")

    def _judgements(self, r: Recommendation) -> Iterator[Block]:
        """Yield how each consideration was judged, by whom and when, as a table."""
        setting = self._setting
        known = [one for one in r.begrunnelse.vurderinger if one.kriterium in SCALES]
        if not known:
            return
        name = self._list("vurderinger")
        yield self._named(name, 2)
        rows = tuple(
            tuple((Paragraph((Text(text),)),) for text in (
                setting.gettext(HEADINGS[f"begrunnelse-{one.kriterium}"]),
                setting.gettext(one.vurdering),
                f"{one.av}, {setting.day(one.dato)}" if one.dato else one.av,
            ))
            for one in known
        )
        head = tuple((Text(setting.say(key)),) for key in ("consideration", "judgement", "judged"))
        yield Table(head, rows, (), (3, 4, 4), name)
        yield Paragraph((Text(f"{setting.say('scales')} "), Link(
            JUDGEMENT_SOURCE, (Text("GRADE Evidence to Decision"),)
        ), Text(".")), True)

    def _plain(self, r: Recommendation, section: str) -> Iterator[Block]:
        """Yield a section that has only texts."""
        yield self.heading(section)
        value = getattr(r, section)
        yield from self._prose(value if isinstance(value, str) else getattr(value, INTRODUCTION))
        yield from self._parts(r, section)

    def _evidence(self, r: Recommendation) -> Iterator[Block]:
        evidence = r.kunnskapsgrunnlag
        yield self.heading("kunnskapsgrunnlag")
        yield from self._prose(evidence.tekst)
        yield from self._question(r)
        yield from self._search(r)
        if evidence.forskning:
            yield self._named(self._list("forskning"), 2)
            if findings := tuple(self._findings(r)):
                yield Items(findings)
            yield from self._unread(r)
        elif evidence.forskning_ikke_vurdert:
            yield Paragraph((Text(evidence.forskning_ikke_vurdert),))
        yield from self._parts(r, "kunnskapsgrunnlag")

    def _question(self, r: Recommendation) -> Iterator[Block]:
        question = r.kunnskapsgrunnlag.problemstilling
        if question is None:
            return
        yield self._named(self._list("problemstilling"), 2)
        yield Paragraph((Strong((Text(question.sporsmaal),)),))
        yield from self._facts("problemstilling", {
            "gjelder": question.gjelder, "tiltak": question.tiltak,
            "sammenlignet_med": question.sammenlignet_med, "utfall": "; ".join(question.utfall),
        })

    def _search(self, r: Recommendation) -> Iterator[Block]:
        search = r.kunnskapsgrunnlag.kunnskapssok
        if search is None:
            return
        setting = self._setting
        yield self._named(self._list("kunnskapssok"), 2)
        done = setting.say("searched" if search.gjort == "gjort" else "not_searched")
        yield Paragraph((Text(f"{done} {search.om}".rstrip()),))
        yield from self._facts("kunnskapssok", {
            "av": search.av, "dato": setting.day(search.dato) if search.dato else "",
            "hvor": ", ".join(search.hvor),
        })

    def _facts(self, group: str, said: Mapping[str, str]) -> Iterator[Block]:
        """Yield what is said of a group of the evidence, by the names of its fields."""
        facts = tuple(
            Fact(
                self._setting.gettext(field_label(f"kunnskapsgrunnlag.{group}.{name}")),
                (Text(text),),
            )
            for name, text in said.items() if text
        )
        if facts:
            yield Facts(facts)

    def _findings(self, r: Recommendation) -> Iterator[tuple[Block, ...]]:
        for finding in r.kunnskapsgrunnlag.forskning:
            if not finding.vurdert:
                continue
            method = f" ({finding.metode})" if finding.metode else ""
            said = f". {self._setting.say('confidence')}: {finding.tillit}{method}."
            source = self._resolver.source(finding.kilde)
            found: tuple[Block, ...] = (Paragraph((Text(self._setting.say("finding_missing")),)),)
            if finding.funn:
                found = tuple(self._prose(finding.funn, 2))
            yield Paragraph((Strong(source), Text(said))), *found

    def _unread(self, r: Recommendation) -> Iterator[Block]:
        """Yield one sentence on the research whose findings are neither given nor assessed."""
        unread = [f for f in r.kunnskapsgrunnlag.forskning if not f.vurdert]
        if not unread:
            return
        inlines: list[Inline] = [Text(f"{self._setting.say('findings_unread')} ")]
        for index, finding in enumerate(unread):
            inlines += [Text("; ")] if index else []
            inlines += self._resolver.source(finding.kilde)
        yield Paragraph((*inlines, Text(".")))

    def _list(self, name: str) -> str:
        return self._setting.gettext(LISTS[name])

    def _parts(self, r: Recommendation, section: str) -> Iterator[Block]:
        for key, title in PARTS[section].items():
            if text := getattr(getattr(r, section), key):
                yield self._named(self._setting.gettext(title), 2)
                yield from self._prose(text, 2)


def sources(setting: DocumentContext, keys: Iterable[str]) -> tuple[Block, ...]:
    """Return the list of the sources ``keys``, in the order of their entries."""
    full = {key: setting.citations[key][1] for key in keys if key in setting.citations}
    if not full:
        return (Paragraph((Text(setting.say("no_sources")),)),)
    order = sorted(full, key=lambda key: collation.entry_key(full[key]))
    known = setting.guideline.kilder
    return (Register(tuple(
        Post(f"kilde-{key}", (*phrases(full[key]), Text(f" {notes(known.get(key, {}))}".rstrip())))
        for key in order
    )),)


def glossary(terms: Iterable[Term], setting: DocumentContext) -> Register:
    """Return the glossary entries of ``terms``, alphabetically."""
    posts = []
    for term in sorted(terms, key=lambda term: collation.key(term.term)):
        also = f" {setting.say('also')}: {', '.join(term.synonymer)}." if term.synonymer else ""
        entry = (Strong((Text(term.term),)), Text(f": {term.definisjon}{also}"))
        posts.append(Post(f"ord-{term.id}", entry))
    return Register(tuple(posts))


def printed(address: str) -> tuple[Block, ...]:
    """Return ``address`` to be read on paper; nothing for none."""
    return (Paragraph((Link(address, (Text(shown(address)),)),), True),) if address else ()


def shown(address: str) -> str:
    """Return ``address`` as people write it: without its scheme, and with «§» as itself."""
    bare = address.removeprefix("https://").removeprefix("http://").removesuffix("/")
    return bare.replace("%C2%A7", "§")


def cited_as(setting: DocumentContext, r: Recommendation) -> Paragraph:
    """Return how to cite ``r``, in APA style."""
    g, say = setting.guideline, setting.say
    year = (r.datoer.faglig_oppdatert or r.datoer.publisert)[:4] or say("unknown_year")
    draft = f", {say('draft').lower()}" if g.draft else ""
    version = f" ({setting.edition(r.id)}{draft})."
    content: list[Inline] = [
        Text(f"{g.author_name}. ({year}). {r.tittel}. {say('in')} "),
        Emphasis((Text(g.tittel),)), Text(version),
    ]
    if setting.address:
        address = f"{setting.address}{r.kapittel}/{r.id}/"
        content += [Text(" "), Link(address, (Text(address),))]
    return Paragraph(tuple(content))


def _resource(resource: Ressurs) -> tuple[Block, ...]:
    publisher = f" ({resource.utgiver})" if resource.utgiver else ""
    about = (Paragraph((Text(resource.om),)),) if resource.om else ()
    title = Link(resource.lenke, (Text(resource.tittel),))
    return Paragraph((title, Text(publisher))), *about, *printed(resource.lenke)
