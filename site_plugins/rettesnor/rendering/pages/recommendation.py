"""The page of one recommendation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from markupsafe import Markup

from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation, Steg
from rettesnor.model.sections import (
    LINES,
    PARTS,
    SEARCHED_BY,
    SECTIONS,
    TEXTS,
    main_anchors,
)
from rettesnor.model.task import LAW
from rettesnor.rendering import (
    components as pieces,
)
from rettesnor.rendering import (
    jinja_env as environment,
)
from rettesnor.rendering import (
    json_ld as linked_data,
)
from rettesnor.rendering import (
    recommendation_tools as reader_tools,
)
from rettesnor.rendering.citations import Citation, shortened, used
from rettesnor.rendering.components import law_name, shown
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.judgements import judgement_rows
from rettesnor.rendering.language_switch import section_notes, untranslated_note
from rettesnor.rendering.page import Content, Link, Page, SearchSection
from rettesnor.rendering.pages.development import ROADMAP, around
from rettesnor.rendering.pages.embedding import URL as EMBEDDING
from rettesnor.rendering.pages.hearings import own_comments
from rettesnor.rendering.pages.plain import explained, plain_texts
from rettesnor.rendering.pages.tasks import law_held, open_for
from rettesnor.rendering.reference_resolver import Resolver
from rettesnor.rendering.scripts import script, stylesheet
from rettesnor.rendering.status import (
    differs,
    published_name,
    released_address,
    text_label,
)
from rettesnor.rendering.tools import tool_block
from rettesnor.rendering.untranslated import Lacks

_WORD = re.compile(r"[^\W\d_]{2,}")
Html = Callable[[str], Markup]
"""Renders the text field with a dotted pointer."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a section: its anchor and HTML."""

    anchor: str
    html: Markup


@dataclass(frozen=True, slots=True)
class LegalReference:
    """A legal reference ready to show."""

    name: Markup
    why: Markup


@dataclass(frozen=True, slots=True)
class Finding:
    """A research finding ready to show."""

    key: str
    short: Markup
    html: Markup
    confidence: Markup
    method: str


def recommendation_page(
    context: Context, recommendation: Recommendation, fragments: Mapping[str, Fragment],
    lacks: Lacks | None = None,
) -> Page:
    """Return the page of ``recommendation``, whose rendered text fields are ``fragments``.

    Args:
        lacks: in a translation, what it lacks; None for a recommendation that is not translated.
    """
    head = context.heads[recommendation.id]
    note, notes = _notes(context, head, lacks)
    root = "../../"
    resolver = Resolver(context, root, local_sources=True)

    def html(name: str) -> Markup:
        return Markup(resolver.fill(fragments.get(name)))

    anchors = main_anchors(recommendation)
    headings = pieces.sections(context.language, anchors)
    dates = recommendation.datoer
    way_out = context.site_root(root)
    body = environment.render(
        "recommendation",
        context.language,
        r=recommendation,
        root=root,
        guideline=context.guideline,
        h=pieces.headings(context.language),
        note=notes,
        sections=anchors,
        history=_history(context, head, root),
        **_cited(context, head),
        explained=explained(context, recommendation.id, root),
        bases=_bases(context, recommendation),
        tools=tool_block(context, recommendation.id, root),
        year=(dates.faglig_oppdatert or dates.publisert)[:4] or context.gettext("u.å."),
        **_known(context, recommendation, root),
        **_texts(context, recommendation, html),
        **_use(context, recommendation, root),
        related=[
            context.heads[id_] for id_ in recommendation.se_ogsaa if id_ in context.heads
        ],
        sources=_sources(context, recommendation, resolver),
        embed=f"{root}{EMBEDDING}" if context.applies else "",
        judgements=judgement_rows(context, recommendation.begrunnelse),
        around=around(context, head),
        reviewed=[
            one for one in open_for(context, head.id) if one[0].slag != LAW
        ] if context.applies else [],
        roadmap=f"{context.home(root)}{ROADMAP}",
        comments=own_comments(context, recommendation.id, context.home(root)),
    )
    before, after = _neighbours(context, recommendation.id)
    return Page(
        url=head.url,
        kind="anbefaling",
        title=recommendation.tittel,
        description=recommendation.kort_anbefaling + ".",
        body=body,
        headings=headings,
        chapter=recommendation.kapittel,
        previous=before,
        next=after,
        search=tuple(_search(context, recommendation, fragments)),
        note=note,
        content=Content(recommendation, fragments, lacks),
        linked=(linked_data.recommendation(context, recommendation),) if context.applies else (),
        head=_evidence_style(recommendation, way_out)
        + script("recommendation", way_out, context.language),
    )


def _evidence_style(r: Recommendation, way_out: str) -> str:
    """Return the way to the style sheet of what few recommendations have."""
    evidence = r.kunnskapsgrunnlag
    has = r.begrunnelse.vurderinger or evidence.problemstilling or evidence.kunnskapssok
    return stylesheet("evidence", way_out) if has else ""


def _known(context: Context, r: Recommendation, root: str) -> dict[str, Any]:
    """Return what many pages say alike, as the template names it."""
    code, dates = context.language, r.datoer
    strength = context.strength(r.styrke)
    return {
        "crumbs": pieces.crumbs(context, context.chapters[r.kapittel], root),
        **pieces.sender(context),
        "strength": pieces.badges(context)[r.styrke],
        "meaning": strength.om, "look": strength.look,
        "published": shown(code, "day", dates.publisert),
        "published_name": published_name(context, dates.publisert),
        "revised": shown(code, "day", dates.faglig_oppdatert),
        "next_review": shown(code, "day", dates.neste_gjennomgang),
    }


def _texts(context: Context, r: Recommendation, html: Html) -> dict[str, Any]:
    """Return the text fields as the template names them, in the order that cites sources."""
    lists: Mapping[str, Callable[[], dict[str, Any]]] = {
        "praktisk_gjennomforing": lambda: {"steps": _steps(r, html)},
        "juridiske_rammer": lambda: {
            "legal_references": _legal(context, r, html),
            "law_held": law_held(context, _laws(r)) if context.applies else "",
            "law_tasks": [
                one for one in open_for(context, r.id) if one[0].slag == LAW
            ] if context.applies else [],
        },
        "kunnskapsgrunnlag": lambda: _findings(context, r, html),
    }
    text: dict[str, Markup] = {}
    parts: dict[str, list[Part]] = {}
    made: dict[str, Any] = {"text": text, "parts": parts}
    for section, names in PARTS.items():
        text[section] = html(TEXTS.get(section, ""))
        if section in lists:
            made |= lists[section]()
        parts[section] = _parts(section, names, html)
    return made


def _use(context: Context, r: Recommendation, root: str) -> dict[str, Any]:
    """Return whom and when it is for, and the reader's tools, as the template names them."""
    head = context.heads[r.id]
    version = head.versjon or context.guideline.versjon
    if head.avvik:  # other steps get other ticks
        version = f"{version}+arbeidsutgave"
    return {
        "roles": reader_tools.roles(context, r, root),
        "dimensions": _dimensions(context, r),
        "phases": reader_tools.phases(context, r, root),
        "list": f"{context.guideline.id}/{r.id}@{version}",
        "cited": reader_tools.cited(context, r),
    }


def _notes(
    context: Context, head: Head, lacks: Lacks | None
) -> tuple[Markup, Mapping[str, Markup]]:
    """Return what the page says of its translation: of the whole, and under each heading."""
    if not context.folder:
        return Markup(), {}
    if lacks is None:
        return untranslated_note(context), {}
    said = section_notes(context, head.url, lacks, pieces.headings(context.language))
    return said.pop(""), said


@dataclass(frozen=True, slots=True)
class Own:
    """The release that last changed a recommendation (empty: none yet), and its history.

    Attributes:
        differs: how the text differs from the last release, in a sentence; empty for nothing said.
    """

    version: str
    history: str
    differs: str = ""


def _history(context: Context, head: Head, root: str) -> Own | None:
    """Return what a page says of its own past; None where nothing is released yet."""
    if not context.released:
        return None
    url = head.applying_url or head.url
    here = context.current and url == head.url and context.home(root) == root
    way = "historikk/" if here else f"{context.home(root)}{url}historikk/"
    return Own(head.versjon, way, differs(context, head))


def _bases(context: Context, recommendation: Recommendation) -> list[tuple[int, str]]:
    """Return the number of each control question that follows from a section, and the section.

    Without links, which the legal frame on the same page has.
    """
    return [
        (number, ", ".join(
            f"{context.laws[one.lov].korttittel if one.lov in context.laws else one.lov} "
            f"{one.paragraf}" for one in grounds
        ))
        for number, grounds in recommendation.question_bases
    ]


def _cited(context: Context, head: Head) -> dict[str, Any]:
    """Return which text a citation names, and where it is, as the template names it."""
    lasting = released_address(context, head)
    return {
        "edition": text_label(context, head),
        "address": lasting or (context.address and context.address + head.url),
        "dated": context.current and not lasting,
    }


def dependencies(context: Context, id_: str, linked: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the recommendations whose heads the page of ``id_`` shows.

    Two pages of the same file whose dependencies have the same heads, in contexts with the same
    fingerprint, are equal; page keys are made from it.
    """
    chapter = context.chapters[context.heads[id_].kapittel]
    order, index = context.order, context.position[id_]
    neighbours = (*order[max(index - 1, 0) : index], *order[index + 1 : index + 2])
    return (*chapter.anbefalinger, *neighbours, *sorted(set(linked)))


def _neighbours(context: Context, id_: str) -> tuple[Link | None, Link | None]:
    index = context.position.get(id_)
    if index is None:
        return None, None
    order = context.order

    def link(other: int) -> Link | None:
        if not 0 <= other < len(order):
            return None
        head: Head = context.heads[order[other]]
        return Link(head.url, head.tittel)

    return link(index - 1), link(index + 1)


def _dimensions(context: Context, r: Recommendation) -> list[tuple[str, list[str]]]:
    """Return each dimension's name and what is shown for the values of ``r`` in it.

    In a preview, for an unknown value, that is the id itself. All values are not listed.
    """
    found = []
    for dimension in context.guideline.dimensjoner:
        known = {value.id: value.navn for value in dimension.verdier}
        if ids := r.dimensjoner.get(dimension.id):
            every = len(known) > 1 and set(known) <= set(ids)
            names = [context.gettext("Alle")] if every else [known.get(id_, id_) for id_ in ids]
            found.append((dimension.navn, names))
    return found


def _parts(section: str, names: Iterable[str], html: Html) -> list[Part]:
    parts = (Part(f"{section}-{name}", html(f"{section}.{name}")) for name in names)
    return [part for part in parts if part.html]


def _steps(r: Recommendation, html: Html) -> list[tuple[Steg, Markup]]:
    return [
        (step, html(f"praktisk_gjennomforing.steg.{index}.hva"))
        for index, step in enumerate(r.praktisk_gjennomforing.steg)
    ]


def _legal(context: Context, r: Recommendation, html: Html) -> list[LegalReference]:
    return [
        LegalReference(
            law_name(context, reference),
            _inline(html(f"juridiske_rammer.referanser.{index}.hvorfor")),
        )
        for index, reference in enumerate(r.juridiske_rammer.referanser)
    ]


def _laws(r: Recommendation) -> list[str]:
    """Return the laws (ids) that the section about the law rests on."""
    return list(dict.fromkeys(one.lov for one in r.juridiske_rammer.referanser))


def _inline(html: Markup) -> Markup:
    """Return a text that is one paragraph without its element: a cell of a table needs none."""
    text = html.strip()
    if text.startswith("<p>") and text.endswith("</p>") and text.count("<p>") == 1:
        return Markup(text[3:-4])
    return html


def _findings(context: Context, r: Recommendation, html: Html) -> dict[str, list[Finding]]:
    """Return the research with a finding or an assessment, and the research with neither."""
    found: list[Finding] = []
    unread: list[Finding] = []
    for index, finding in enumerate(r.kunnskapsgrunnlag.forskning):
        citation = context.citations.get(finding.kilde) or Citation(finding.kilde, "")
        (found if finding.vurdert else unread).append(
            Finding(
                finding.kilde, Markup(citation.short),
                html(f"kunnskapsgrunnlag.forskning.{index}.funn"),
                shown(context.language, "trust", finding.tillit), finding.metode,
            )
        )
    return {"findings": found, "unread": unread}


def _sources(context: Context, r: Recommendation, resolver: Resolver) -> list[tuple[str, Markup]]:
    keys = [*resolver.cited, *(finding.kilde for finding in r.kunnskapsgrunnlag.forskning)]
    citations = context.citations
    return [(key, Markup(shortened(citations[key].full))) for key in used(keys, citations)]


def _search(
    context: Context, r: Recommendation, fragments: Mapping[str, Fragment]
) -> list[SearchSection]:
    texts: dict[str, list[str]] = {}
    for name, fragment in fragments.items():
        texts.setdefault(name.split(".", 1)[0], []).append(fragment.text)
    texts |= {name: list(getattr(r, name)) for name in LINES}
    own = {r.tittel, r.kort_anbefaling, *chain.from_iterable(texts.values())}
    sections = [
        SearchSection("", r.tittel, r.kort_anbefaling, _everyday_words(context, r.id, own))
    ]
    for anchor, title in SECTIONS.items():
        text = "\n".join(texts.get(anchor, ()))
        if text:
            words = " ".join(_search_words(context, r, anchor))
            sections.append(SearchSection(anchor, context.gettext(title), text, words))
    return sections


def _everyday_words(context: Context, id_: str, own: Iterable[str]) -> str:
    """Return the words of the plain versions that the recommendation's ``own`` texts lack: readers
    who ask in such words are to find the recommendation too."""
    said = {word for text in own for word in _WORD.findall(text.lower())}
    plain = " ".join(plain_texts(context, id_)).lower()
    return " ".join(dict.fromkeys(word for word in _WORD.findall(plain) if word not in said))


def _search_words(context: Context, r: Recommendation, section: str) -> Iterator[str]:
    """Yield what a section is asked for by besides its prose: its parts and whom and what it
    names, and the plain words for what stands in such a section."""
    if section in SEARCHED_BY:
        yield context.gettext(SEARCHED_BY[section])
    for name, title in PARTS.get(section, {}).items():
        if getattr(getattr(r, section), name):
            yield context.gettext(title)
    if section == "praktisk_gjennomforing":
        yield from (f"{step.hvem} {step.naar}" for step in r.praktisk_gjennomforing.steg)
        yield from (resource.tittel for resource in r.praktisk_gjennomforing.ressurser)
    if section == "kunnskapsgrunnlag" and (question := r.kunnskapsgrunnlag.problemstilling):
        yield " ".join((question.sporsmaal, question.gjelder, question.tiltak,
                        question.sammenlignet_med, *question.utfall))
    if section == "juridiske_rammer":
        for reference in r.juridiske_rammer.referanser:
            law = context.laws.get(reference.lov)
            yield f"{law.korttittel if law else reference.lov} {reference.paragraf}"
