"""The page of one recommendation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from rettesnor.model.guideline import Navngitt
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.sections import BEGRUNNELSE, KUNNSKAP, SECTIONS, anchors
from rettesnor.rendering import environment, pieces
from rettesnor.rendering.citations import Citation, used
from rettesnor.rendering.context import STYRKE_MEANING, Context, Head
from rettesnor.rendering.hearing_pages import own_comments
from rettesnor.rendering.menu import contents
from rettesnor.rendering.page import Heading, Link, Page, SearchSection
from rettesnor.rendering.pieces import card, law_name
from rettesnor.rendering.references import Resolver

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
    confidence: str
    method: str


def recommendation_page(
    context: Context, recommendation: Recommendation, fragments: Mapping[str, Fragment]
) -> Page:
    """Return the page of ``recommendation``, whose rendered text fields are ``fragments``."""
    head = context.heads[recommendation.id]
    root = "../../"
    resolver = Resolver(context, root, local_sources=True)

    def html(name: str) -> Markup:
        return Markup(resolver.fill(fragments.get(name)))

    headings = _headings(recommendation)
    dates = recommendation.datoer
    body = environment.render(
        "anbefaling",
        r=recommendation,
        root=root,
        guideline=context.guideline,
        chapter=context.chapters[recommendation.kapittel],
        meaning=STYRKE_MEANING[recommendation.styrke],
        h=pieces.headings(),
        contents=contents(headings),
        history=_history(context, head, root),
        address=context.address and context.address + head.url,
        year=(dates.faglig_oppdatert or dates.publisert)[:4] or "u.å.",
        practice=html("praktisk_gjennomforing.tekst"),
        steps=[
            (step, html(f"praktisk_gjennomforing.steg.{index}.hva"))
            for index, step in enumerate(recommendation.praktisk_gjennomforing.steg)
        ],
        legal=html("juridiske_rammer.tekst"),
        legal_references=_legal(context, recommendation, html),
        rationale=html("begrunnelse.tekst"),
        rationale_parts=_parts("begrunnelse", BEGRUNNELSE, html),
        evidence=html("kunnskapsgrunnlag.tekst"),
        findings=_findings(context, recommendation, html),
        evidence_parts=_parts("kunnskapsgrunnlag", KUNNSKAP, html),
        roles=_names(context.roles, recommendation.maalgrupper),
        school_levels=_names(context.school_levels, recommendation.skoleslag),
        phases=_names(context.phases, recommendation.faser),
        related=[
            card(context, context.heads[id_], root)
            for id_ in recommendation.se_ogsaa if id_ in context.heads
        ],
        sources=_sources(context, recommendation, resolver),
        comments=own_comments(context, recommendation.id, context.way_out + root),
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
        search=tuple(_search(recommendation, fragments)),
    )


@dataclass(frozen=True, slots=True)
class Own:
    """The release that last changed a recommendation (empty: none yet), and its history."""

    version: str
    history: str


def _history(context: Context, head: Head, root: str) -> Own | None:
    """Return what a page says of its own past; None where nothing is released yet."""
    if not context.released:
        return None
    return Own(head.versjon, f"{context.way_out}{root}{head.url}historikk/")


def dependencies(context: Context, id_: str, linked: tuple[str, ...]) -> tuple[object, ...]:
    """Return the other recommendations' heads that the page of ``id_`` shows.

    Two pages of the same file and the same dependencies in contexts with the same fingerprint
    are equal; page keys are made from it.
    """
    head = context.heads[id_]
    chapter = context.chapters[head.kapittel]
    siblings = tuple(context.heads.get(other) for other in chapter.anbefalinger)
    others = tuple(context.heads.get(other) for other in sorted(set(linked)))
    return (*siblings, *_neighbours(context, id_), *others)


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


def _names(known: Mapping[str, Navngitt], ids: Iterable[str]) -> list[str]:
    """Return what is shown for ``ids``: in a preview, for an unknown one, the id itself."""
    return [known[id_].navn if id_ in known else id_ for id_ in ids]


def _parts(section: str, names: Iterable[str], html: Html) -> list[Part]:
    parts = (Part(f"{section}-{name}", html(f"{section}.{name}")) for name in names)
    return [part for part in parts if part.html]


def _legal(context: Context, r: Recommendation, html: Html) -> list[LegalReference]:
    return [
        LegalReference(
            law_name(context, reference), html(f"juridiske_rammer.referanser.{index}.hvorfor")
        )
        for index, reference in enumerate(r.juridiske_rammer.referanser)
    ]


def _findings(context: Context, r: Recommendation, html: Html) -> list[Finding]:
    shown = []
    for index, finding in enumerate(r.kunnskapsgrunnlag.forskning):
        citation = context.citations.get(finding.kilde, Citation(finding.kilde, ""))
        shown.append(
            Finding(
                finding.kilde, Markup(citation.short),
                html(f"kunnskapsgrunnlag.forskning.{index}.funn"),
                finding.tillit, finding.metode,
            )
        )
    return shown


def _sources(context: Context, r: Recommendation, resolver: Resolver) -> list[tuple[str, Markup]]:
    keys = [*resolver.cited, *(finding.kilde for finding in r.kunnskapsgrunnlag.forskning)]
    citations = context.citations
    return [(key, Markup(citations[key].full)) for key in used(keys, citations)]


def _headings(r: Recommendation) -> tuple[Heading, ...]:
    present = anchors(r)
    return tuple(Heading(anchor, title) for anchor, title in SECTIONS.items() if anchor in present)


def _search(r: Recommendation, fragments: Mapping[str, Fragment]) -> list[SearchSection]:
    texts: dict[str, list[str]] = {}
    for name, fragment in fragments.items():
        texts.setdefault(name.split(".", 1)[0], []).append(fragment.text)
    texts["kontrollsporsmaal"] = list(r.kontrollsporsmaal)
    sections = [SearchSection("", r.tittel, r.kort_anbefaling)]
    for anchor, title in SECTIONS.items():
        text = "\n".join(texts.get(anchor, ()))
        if text:
            sections.append(SearchSection(anchor, title, text))
    return sections
