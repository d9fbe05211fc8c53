"""The documents a guideline can be carried along as: whole, by chapter, by recommendation."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.exports.documents.context import DocumentContext
from rettesnor.exports.documents.labels import state
from rettesnor.exports.documents.phases import phases, thresholds
from rettesnor.exports.documents.recommendation import (
    Section,
    cited_as,
    glossary,
    printed,
    sources,
)
from rettesnor.exports.documents.reference_resolver import Resolver
from rettesnor.model.document_tree import (
    SPOKEN,
    Block,
    DocumentTree,
    Fact,
    Heading,
    Items,
    Link,
    Paragraph,
    Strong,
    Text,
    numbered,
)
from rettesnor.model.fields import GUIDELINE_TEXTS
from rettesnor.model.guideline import (
    Kapittel,
    Lov,
    Navngitt,
    Paragraf,
    Rapportpunkt,
    in_force_first,
)
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.right import FIELDS, GROUPS, answers
from rettesnor.model.right import SOURCE as RIGHT


def recommendation_document(setting: DocumentContext, r: Recommendation) -> DocumentTree:
    """Return the document of one recommendation; its sections are numbered."""
    resolver = Resolver(setting, frozenset({r.id}), whole=False)
    section = Section(setting, resolver, 1)
    content: list[Block] = [*section.body(r)]
    if resolver.explained:
        content += [
            Heading(2, (Text(setting.say("terms_used")),), "", True),
            glossary(resolver.explained.values(), setting),
        ]
    content += [section.heading("referanser"), *sources(setting, resolver.cited)]
    content += [section.heading("om-anbefalingen"), section.dates(r)]
    content += [Heading(3, (Text(setting.say("cite")),)), cited_as(setting, r)]
    return booklet(
        setting, r.tittel, tuple(content), part=setting.guideline.tittel,
        source=f"{r.kapittel}/{r.id}/",
    )


def chapter_document(setting: DocumentContext, chapter: Kapittel) -> DocumentTree:
    """Return the document of one chapter with its recommendations."""
    resolver = Resolver(setting, frozenset(chapter.anbefalinger), whole=False)
    content = [*resolver.prose(chapter.ingress, 1)]
    content += _recommendations(setting, resolver, chapter)
    if resolver.explained:
        content += [
            Heading(2, (Text(setting.say("terms_used")),)),
            glossary(resolver.explained.values(), setting),
        ]
    content.append(Heading(2, (Text(setting.say("appendix_sources")),)))
    content += sources(setting, resolver.cited)
    return booklet(
        setting, chapter.tittel, tuple(content), part=setting.guideline.tittel,
        source=f"{chapter.id}/",
    )


def guideline_document(setting: DocumentContext) -> DocumentTree:
    """Return the document of the whole guideline."""
    guideline, say = setting.guideline, setting.say
    pages = {page.id for page in guideline.tekstsider}
    resolver = Resolver(setting, frozenset({*setting.entries, *pages}), whole=True)
    content = [*_about(setting, resolver)]
    for chapter in guideline.kapitler:
        content.append(Heading(1, (Text(chapter.tittel),), f"kapittel-{chapter.id}", True))
        content += resolver.prose(chapter.ingress, 1)
        content += _recommendations(setting, resolver, chapter)
    for page in guideline.tekstsider:
        content.append(Heading(1, (Text(page.tittel),), f"side-{page.id}"))
        content += resolver.prose(page.tekst, 1)
    content += _report(setting)
    content.append(Heading(1, (Text(say("appendix_laws")),), "lover"))
    content += [block for law in in_force_first(guideline.lover) for block in _law(setting, law)]
    if guideline.termer:
        content.append(Heading(1, (Text(say("appendix_terms")),), "ordliste"))
        content.append(glossary(guideline.termer, setting))
    content.append(Heading(1, (Text(say("appendix_sources")),), "kilder"))
    content += sources(setting, resolver.cited)
    return booklet(setting, guideline.tittel, tuple(content), cover=True)


def booklet(
    setting: DocumentContext, title: str, content: tuple[Block, ...], *, part: str = "",
    source: str = "", cover: bool = False,
) -> DocumentTree:
    """Return ``content`` as a document of the guideline, with what is told of it.

    Args:
        part: what it is a part of; empty for the whole.
        source: the address of its page, below the root of the pages.
        cover: whether it has a page of its own for the front.
    """
    guideline, say = setting.guideline, setting.say
    address = f"{setting.address}{source}" if setting.address else ""
    facts = [Fact(say("version"), (Text(setting.version.removeprefix(f"{say('version')} ")),))]
    facts.append(Fact(say("status"), (Text(state(guideline.status, setting.gettext)),)))
    if guideline.avsender:
        facts.append(Fact(say("sender"), (Text(guideline.author_name),)))
        if guideline.avsender.offisielle_felt:
            facts.append(Fact(say("official"), (Text(guideline.eier.navn),)))
    else:
        facts.append(Fact(say("owner"), (Text(guideline.eier.navn),)))
    if cover and guideline.samarbeidspartnere:
        names = ", ".join(one.navn for one in guideline.samarbeidspartnere)
        facts.append(Fact(say("partners"), (Text(names),)))
    licence = (Link(guideline.lisens.lenke, (Text(guideline.lisens.navn),)),)
    facts.append(Fact(say("licence"), licence))
    if address:
        facts.append(Fact(say("source"), (Link(address, (Text(address),)),)))
    if setting.stamp.sha256:
        facts.append(Fact(say("hash"), (Text(setting.stamp.sha256),)))
    return DocumentTree(
        title, part, setting.language, guideline.author_name, guideline.publisher_name,
        say("draft") if guideline.draft else "", guideline.merknad, setting.version,
        tuple(facts), setting.stamp.dag, cover, address, numbered(content),
        {key: say(key) for key in SPOKEN},
    )


def _recommendations(
    setting: DocumentContext, resolver: Resolver, chapter: Kapittel
) -> Iterator[Block]:
    section = Section(setting, resolver, 2)
    for id_ in chapter.anbefalinger:
        if id_ in setting.entries:
            recommendation = setting.recommendation(id_)
            yield section.title(recommendation)
            yield from section.body(recommendation)
            yield section.heading("om-anbefalingen")
            yield section.dates(recommendation)


def _about(setting: DocumentContext, resolver: Resolver) -> Iterator[Block]:
    guideline, say = setting.guideline, setting.say
    yield Heading(1, (Text(say("about")),), "kort-om")
    for name, title in GUIDELINE_TEXTS.items():
        if text := getattr(guideline, name):
            yield Heading(2, (Text(setting.gettext(title)),))
            yield from resolver.prose(text, 2)
    groups = (("main_readers", guideline.maalgrupper.hoved),
              ("other_readers", guideline.maalgrupper.andre))
    for key, ids in groups:
        if ids:
            yield Heading(2, (Text(say(key)),))
            names = [setting.names.get(id_, id_) for id_ in ids]
            yield Items(tuple((Paragraph((Text(name),)),) for name in names))
    named: list[tuple[str, str, tuple[Navngitt, ...]]] = [(say("roles"), "", guideline.roller)]
    named += [(one.navn, one.om, one.verdier) for one in guideline.dimensjoner]
    for name, about, group in named:
        if about or any(one.om for one in group):
            yield Heading(2, (Text(name),))
            if about:
                yield Paragraph((Text(about),))
            yield Items(tuple((_named(one),) for one in group))
    yield from phases(setting, resolver, 2)
    yield from thresholds(setting, resolver, 2)


def _named(one: Navngitt) -> Paragraph:
    return Paragraph((Strong((Text(one.navn),)), Text(f": {one.om}" if one.om else "")))


def _report(setting: DocumentContext) -> Iterator[Block]:
    """Yield the report on the method: every item of RIGHT with its answer, or why it has none."""
    guideline, _ = setting.guideline, setting.gettext
    said = answers(guideline)
    if not said:
        return
    pages = {page.id: page.tittel for page in guideline.tekstsider}
    yield Heading(1, (Text(setting.say("report")),), "metoderapport")
    yield Paragraph((
        Text(f"{setting.say('report_items')} "), Link(RIGHT, (Text("RIGHT"),)), Text("."),
    ))
    for group in GROUPS:
        yield Heading(2, (Text(_(group.navn)),))
        items: list[tuple[Block, ...]] = []
        for item in group.punkter:
            one = said.get(item.punkt, Rapportpunkt(item.punkt))
            shown = [_(FIELDS[name].navn) for name in one.felt if name in FIELDS]
            shown += [pages[id_] for id_ in one.sider if id_ in pages]
            texts = [one.svar, f"{setting.say('report_see')} {', '.join(shown)}." if shown else ""]
            if one.mangler or not any(texts):
                texts.append(f"{setting.say('report_missing')} {one.mangler}".rstrip())
            asked = Paragraph((Strong((Text(item.nummer),)), Text(f" {_(item.tekst)}")))
            items.append((asked, *(Paragraph((Text(text),)) for text in texts if text)))
        yield Items(tuple(items))


def _law(setting: DocumentContext, law: Lov) -> Iterator[Block]:
    name = law.korttittel[:1].upper() + law.korttittel[1:]
    yield Heading(2, (Text(name),))
    yield Paragraph(setting.of_law(law, law.tittel))
    if law.merknad:
        yield Paragraph((Text(law.merknad),))
    yield Paragraph((Text(_state_of_law(setting, law)),), True)
    items = []
    for section in in_force_first(law.paragrafer):
        title = setting.of_law(law, section.overskrift)
        head = Paragraph((Strong((Text(section.paragraf),)), Text(" "), *title))
        state = _state_of_section(setting, section)
        about = tuple(
            Paragraph((Text(text),)) for text in (section.sammendrag, state) if text
        )
        items.append((head, *about, *printed(setting.law_address(law, section.paragraf))))
    if items:
        yield Items(tuple(items))


def _state_of_law(setting: DocumentContext, law: Lov) -> str:
    _, checked = setting.gettext, law.kontrollert
    said = []
    if law.opphevet:
        said.append(_("Opphevet %(day)s.") % {"day": setting.day(law.opphevet)})
    if checked.dato:
        said.append(_("Sist kontrollert mot: %(source)s, %(day)s.") % {
            "source": checked.mot, "day": setting.day(checked.dato),
        })
    else:
        said.append(_("Ikke kontrollert mot Lovdata."))
    return " ".join(said)


def _state_of_section(setting: DocumentContext, section: Paragraf) -> str:
    _, said = setting.gettext, []
    if section.opphevet:
        said.append(_("Opphevet %(day)s") % {"day": setting.day(section.opphevet)} + ".")
    if section.endret:
        said.append(_("Sist endret %(day)s.") % {"day": setting.day(section.endret)})
    return " ".join(said)
