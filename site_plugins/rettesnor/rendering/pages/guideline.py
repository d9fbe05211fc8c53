"""The pages that are not a recommendation: front page, chapters, lists and prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from rettesnor.model import collation
from rettesnor.model.guideline import Kapittel, Lov, Paragraf, in_force_first, notes
from rettesnor.model.legal_reference import canonical
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering import json_ld as linked_data
from rettesnor.rendering.citations import used
from rettesnor.rendering.components import card, usual_strength
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.navigation import contents
from rettesnor.rendering.page import Heading, Link, Page, SearchSection
from rettesnor.rendering.pages import method_report
from rettesnor.rendering.pages import search as search_page
from rettesnor.rendering.pages.audit import audit_makers
from rettesnor.rendering.pages.courses import beside_chapter, course_makers
from rettesnor.rendering.pages.form_templates import template_makers
from rettesnor.rendering.pages.front import front_page
from rettesnor.rendering.pages.measures import measures_makers
from rettesnor.rendering.pages.overviews import overview_makers
from rettesnor.rendering.pages.phases import phase_makers
from rettesnor.rendering.pages.plain import plain_makers
from rettesnor.rendering.pages.self_check import self_check_makers
from rettesnor.rendering.pages.tools import tool_makers
from rettesnor.rendering.reference_resolver import Resolver, law_address, law_language

GUIDELINE = "guideline/guideline.yml"
USERS_LIMIT = 8
"""A source, law section or term names this many of the recommendations that use it."""

_HEADING = re.compile(
    r'<div[^>]* id="(?P<id>[^"]+)"><h2>(?P<text>.*?)</h2>', re.S
)


def guideline_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes each page but the recommendations', by address."""
    chapters: dict[str, Callable[[], Page]] = {
        f"{chapter.id}/": partial(chapter_page, context, chapter)
        for chapter in context.guideline.kapitler
    }
    return chapters | single_makers(context) | course_makers(context)


def single_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes each of the pages that a guideline has one of, by address."""
    makers: dict[str, Callable[[], Page]] = {"": partial(front_page, context)}
    for index, page in enumerate(context.guideline.tekstsider):
        makers[f"{page.id}/"] = partial(prose_page, context, index)
    makers["kilder/"] = partial(sources_page, context)
    makers["lover/"] = partial(laws_page, context)
    makers["ordliste/"] = partial(glossary_page, context)
    if context.guideline.metoderapport:
        makers[method_report.URL] = partial(method_report.report_page, context)
    makers |= measures_makers(context) | self_check_makers(context)
    if context.applies:
        makers[search_page.URL] = partial(search_page.search_page, context)
    return (
        makers | overview_makers(context) | phase_makers(context) | plain_makers(context)
        | tool_makers(context) | template_makers(context) | audit_makers(context)
    )


def not_found_page(context: Context) -> Page:
    """Return the page for addresses that lead nowhere, with links from the site's root."""
    root = urlsplit(context.address).path or "/"
    body = environment.render("guideline/not_found", context.language, root=root)
    title = context.gettext("Siden finnes ikke")
    return Page("404.html", "ukjent", title, f"{title}.", body, base=root)


def chapter_page(context: Context, chapter: Kapittel) -> Page:
    """Return the page of ``chapter`` with its recommendations."""
    index = context.guideline.kapitler.index(chapter)
    name = f"kapitler.{index}.ingress"
    resolver = Resolver(context, "../", local_sources=False)
    heads = _heads(context, chapter)
    used_here, usual = {head.styrke for head in heads}, usual_strength(context)
    body = environment.render(
        "guideline/chapter", context.language, guideline=context.guideline, chapter=chapter,
        root="../",
        cards=[card(context, head, "../") for head in heads],
        usual=context.strength(usual) if usual in used_here else None,
        meanings=[
            one for id_, one in context.strengths.items() if id_ in used_here and id_ != usual
        ],
        lead=Markup(resolver.fill(context.fragments[GUIDELINE].get(name))),
        courses=beside_chapter(context, chapter.id),
    )
    said = context.ngettext(
        "{title}: 1 anbefaling.", "{title}: {n} anbefalinger.", len(heads),
    ).format(title=chapter.tittel, n=len(heads))
    chapters = context.guideline.kapitler
    before = chapters[index - 1] if index else None
    after = chapters[index + 1] if index + 1 < len(chapters) else None
    return Page(
        f"{chapter.id}/", "kapittel", chapter.tittel, said, body, chapter=chapter.id,
        previous=Link(f"{before.id}/", before.tittel) if before else None,
        next=Link(f"{after.id}/", after.tittel) if after else None,
        search=(SearchSection("", chapter.tittel, _plain(context, name)),),
    )


def prose_page(context: Context, index: int) -> Page:
    """Return prose page number ``index``."""
    page = context.guideline.tekstsider[index]
    fragment = context.fragments[f"guideline/{page.id}.md"][""]
    html = Resolver(context, "../", local_sources=False).fill(fragment)
    headings = tuple(Heading(m["id"], _text(m["text"])) for m in _HEADING.finditer(html))
    body = environment.render(
        "guideline/prose", context.language, guideline=context.guideline, title=page.tittel,
        root="../",
        html=Markup(html), contents=contents(context, headings),
    )
    return Page(
        f"{page.id}/", "side", page.tittel, f"{page.tittel}. {context.guideline.tittel}.", body,
        headings, search=tuple(_prose_search(page.tittel, headings, fragment.text)),
    )


def _prose_search(
    title: str, headings: Sequence[Heading], text: str
) -> Iterator[SearchSection]:
    """Yield the part of ``text`` (one line per block) under each of ``headings``."""
    place, lines, coming = Heading("", title), list[str](), list(headings)
    for line in text.split("\n"):
        if coming and line == coming[0].text:
            yield SearchSection(place.anchor, place.text, "\n".join(lines))
            place, lines = coming.pop(0), []
        else:
            lines.append(line)
    yield SearchSection(place.anchor, place.text, "\n".join(lines))


def sources_page(context: Context) -> Page:
    """Return the list of sources, each with the recommendations that use it."""
    citations = context.citations
    keys = used(citations, citations)
    sources = [
        (
            key, Markup(citations[key].full), notes(context.guideline.kilder[key]),
            _users(context, f"kilde:{key}"),
        )
        for key in keys
    ]
    body = environment.render(
        "guideline/sources", context.language, guideline=context.guideline, root="../",
        sources=sources
    )
    title = context.gettext("Kilder")
    about = context.gettext("Kildene retningslinja bygger på.")
    search = [SearchSection("", title, about)]
    search += [
        SearchSection(f"kilde-{key}", _text(citations[key].short), f"{_text(full)} {note}".strip())
        for key, full, note, _ in sources
    ]
    return Page("kilder/", "kilder", title, about, body, search=tuple(search))


def _text(html: str) -> str:
    """Return the words of ``html``."""
    return Markup(html).striptags()


@dataclass(frozen=True, slots=True)
class PlacedSection:
    """A law section and its anchor on the page of laws."""

    p: Paragraf
    anchor: str


def section_anchor(law: Lov, section: Paragraf) -> str:
    """Return the anchor of ``section`` on the page of laws.

    It is the same for «§ 13 b» and «§ 13b»: addresses that are in use must not change when the
    register starts to space a letter as the law does.
    """
    name = section.paragraf
    name = canonical(name) if name.startswith("§") else name
    return f"lov-{law.id}-{re.sub(r'[^0-9A-Za-z]+', '-', name).strip('-').lower()}"


def _name(law: Lov) -> str:
    """Return the short title as a heading has it: «Helseloven»."""
    return law.korttittel[:1].upper() + law.korttittel[1:]


def laws_page(context: Context) -> Page:
    """Return the list of laws with their sections in use; repealed ones come last."""
    lover = in_force_first(context.guideline.lover)
    laws = [
        (
            law,
            _name(law),
            law_language(law, context.language),
            [
                (
                    PlacedSection(section, section_anchor(law, section)),
                    "" if law.opphevet or section.opphevet
                    else law_address(law, section.paragraf),
                    _successors(context, section),
                    _users(context, f"lov:{law.id}|{canonical(section.paragraf)}"),
                )
                for section in in_force_first(law.paragrafer)
            ],
            _users(context, f"lov:{law.id}|"),
        )
        for law in lover
    ]
    headings = tuple(Heading(f"lov-{law.id}", _name(law)) for law in lover)
    body = environment.render(
        "guideline/laws", context.language, guideline=context.guideline, root="../", laws=laws,
        contents=contents(context, headings),
    )
    title = context.gettext("Lover og forskrifter")
    about = context.gettext("Regelverket retningslinja viser til.")
    search = [SearchSection("", title, about)]
    search += [
        SearchSection(section_anchor(law, p), f"{law.korttittel} {p.paragraf}",
                      f"{p.overskrift} {p.sammendrag}".strip())
        for law in lover for p in in_force_first(law.paragrafer)
    ]
    return Page(
        "lover/", "lover", title, about, body, headings, search=tuple(search),
        linked=(linked_data.laws(context),),
    )


def glossary_page(context: Context) -> Page:
    """Return the glossary."""
    by_id = {term.id: term for term in context.guideline.termer}
    terms = [
        (
            term,
            Markup(context.citations[term.kilde].short) if term.kilde in context.citations else "",
            [by_id[other] for other in term.se_ogsaa if other in by_id],
        )
        for term in sorted(context.guideline.termer, key=lambda term: collation.key(term.term))
    ]
    body = environment.render(
        "guideline/glossary", context.language, guideline=context.guideline, root="../", terms=terms
    )
    title = context.gettext("Ordliste")
    about = context.gettext("Ord og uttrykk i retningslinja.")
    search = [SearchSection("", title, about)]
    search += [
        SearchSection(t.id, t.term, t.definisjon, " ".join((*t.synonymer, *t.sokeord)))
        for t, _, _ in terms
    ]
    return Page(
        "ordliste/", "ordliste", title, about, body, search=tuple(search),
        linked=(linked_data.glossary(context),),
    )


def _heads(context: Context, chapter: Kapittel) -> list[Head]:
    return [context.heads[id_] for id_ in chapter.anbefalinger if id_ in context.heads]


@dataclass(frozen=True, slots=True)
class Users:
    """The recommendations that use something: the first few, and how many more there are."""

    shown: Sequence[Head]
    more: int


def _users(context: Context, key: str) -> Users:
    position = context.position
    ids = sorted((i for i in context.usage.get(key, ()) if i in position), key=position.__getitem__)
    heads = [context.heads[id_] for id_ in ids]
    return Users(heads[:USERS_LIMIT], max(len(heads) - USERS_LIMIT, 0))


def _plain(context: Context, name: str) -> str:
    fragment = context.fragments[GUIDELINE].get(name)
    return fragment.text if fragment else ""


def _successors(context: Context, section: Paragraf) -> Markup:
    named = []
    for reference in section.erstattet_av:
        law = context.laws.get(reference.lov)
        name = f"{law.korttittel if law else reference.lov} {reference.paragraf}"
        address = law_address(law, reference.paragraf) if law else ""
        link = Markup('<a href="{}">{}</a>').format(address, name) if address else escape(name)
        named.append(link)
    return Markup(", ").join(named)
