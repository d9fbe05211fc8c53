"""The phases of a case, a page each; what a role does first in a phase; and who does what when.

What a role does first has a page of its own. All roles on the page of the phase made it six times
as large, and a phone waited for twelve roles that the reader does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rettesnor.model.guideline import Fase, LokalGrense, Navngitt, Tilkobling
from rettesnor.model.pages import page_address, role_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.case_path import advice, in_phase, joins
from rettesnor.rendering.components import badges, evidence, law_name
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.page import Heading, Link, Page, SearchSection
from rettesnor.rendering.pages.overviews import (
    PHASES,
    ROLES,
    Stage,
    acting_url,
    all_roles,
    heads_of,
    inner,
    is_small,
    phase_or_acting_url,
    phase_url,
    stages,
    way,
)
from rettesnor.rendering.scripts import stylesheet

DUTIES = page_address("ansvar")


@dataclass(frozen=True, slots=True)
class Actor:
    """A role in a phase.

    Attributes:
        url: where what it does is, relative to the root.
        own: whether that is a page of its own.
    """

    role: Navngitt
    url: str
    own: bool


@dataclass(frozen=True, slots=True)
class Duties:
    """What a role does, by phase; ``joins`` and ``urls`` are by the phase's id."""

    role: Navngitt
    stages: Sequence[Stage]
    joins: Mapping[str, Sequence[Tilkobling]]
    urls: Mapping[str, str]


def phase_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes each page about phases, by address; old releases have none."""
    if not (context.current and context.guideline.faser):
        return {}
    makers: dict[str, Callable[[], Page]] = {
        phase_url(context, phase.id): partial(phase_page, context, phase)
        for phase in context.guideline.faser
    }
    makers |= {
        url: partial(acting_page, context, phase, role)
        for phase in context.guideline.faser for role in all_roles(context)
        if (url := acting_url(context, role, phase))
    }
    return {**makers, DUTIES: partial(duties_page, context)}


def phase_page(context: Context, phase: Fase) -> Page:
    """Return a phase: its signs, its aim, who joins, and the ways to what each role does first."""
    _, g, url = context.gettext, context.guideline, phase_url(context, phase.id)
    root = "../" * url.count("/")
    few, heads = is_small(context), in_phase(context, phase)
    place = g.faser.index(phase)
    limits = [one for one in g.lokale_grenser if one.fase == phase.id]
    body = environment.render(
        "phases/phase", context.language, root=root, guideline=g, phase=phase, place=place,
        phases=PHASES, url_of=lambda one: phase_url(context, one.id), duties=DUTIES, inner=inner,
        actors=_actors(context, phase, heads), heads=heads if few else (),
        counts=way(None, {"fase": phase.id}) if heads and not few else "", number=len(heads),
        limits=limits, evidence=partial(evidence, context, root),
    )
    return Page(
        url, "fase", phase.navn, phase.om or phase.valg or phase.navn, body, _headings(_, phase,
        limits, any_head=bool(heads)), head=_sheets(context, root),
        search=_search(context, phase, limits),
        previous=_neighbour(context, place - 1), next=_neighbour(context, place + 1),
    )


def acting_page(context: Context, phase: Fase, role: Navngitt) -> Page:
    """Return what ``role`` does first in ``phase``, with the law, and when the case goes on."""
    url = acting_url(context, role, phase)
    root, guideline = "../" * url.count("/"), context.guideline
    few, joined = is_small(context), joins(phase, role)
    title = f"{phase.navn}: {inner(role.navn)}"
    body = environment.render(
        "phases/acting", context.language, root=root, guideline=guideline, phase=phase, role=role,
        title=title, place=guideline.faser.index(phase), phases=PHASES, inner=inner, joins=joined,
        phase_url=phase_url(context, phase.id), role_url=role_address(role.id),
        advice=advice(context, phase, role, in_phase(context, phase)) if few else (),
        counts="" if few else way(None, {"gruppe": role.id, "fase": phase.id}),
        acting_url=partial(phase_or_acting_url, context, role),
        evidence=partial(evidence, context, root), law=partial(law_name, context),
        badges=badges(context),
    )
    about = context.gettext("Hva %(role)s gjør først: %(phase)s.") % {
        "role": inner(role.navn), "phase": inner(phase.navn),
    }
    return Page(url, "gjor", title, about, body, head=_sheets(context, root))


def duties_page(context: Context) -> Page:
    """Return who joins a case when, and what each role does in each phase."""
    root = "../"
    found = [_duties(context, role) for role in all_roles(context)]
    title = context.gettext("Hvem gjør hva?")
    body = environment.render(
        "phases/duties", context.language, root=root, guideline=context.guideline, title=title,
        found=[one for one in found if one.stages or any(one.joins.values())],
        phase_url=partial(phase_url, context), evidence=partial(evidence, context, root),
        badges=badges(context), roles=ROLES, inner=inner,
    )
    about = context.gettext("Hvem som kobles på i hver fase, og hva hver rolle gjør.")
    joined = " ".join(
        f"{phase.navn}: {one.hvem}. {one.naar}"
        for phase in context.guideline.faser for one in phase.kobles_paa
    )
    return Page(
        DUTIES, "ansvar", title, about, body, head=_sheets(context, root),
        search=(SearchSection("", title, f"{about} {joined}".strip()),),
    )


def _actors(context: Context, phase: Fase, heads: Sequence[Head]) -> list[Actor]:
    """Return the roles that have something to do in ``phase``.

    Of a large guideline only the way to what applies is given: see ``overviews.LIST_LIMIT``.
    """
    found = []
    for role in all_roles(context):
        if url := acting_url(context, role, phase):
            found.append(Actor(role, url, own=True))
        elif any(role.id in head.maalgrupper for head in heads):
            found.append(Actor(role, way(None, {"gruppe": role.id, "fase": phase.id}), own=False))
    return found


def _duties(context: Context, role: Navngitt) -> Duties:
    joined = {phase.id: joins(phase, role) for phase in context.guideline.faser}
    found = stages(context, heads_of(context, role), role, own=True)
    urls = {
        phase.id: phase_or_acting_url(context, role, phase) for phase in context.guideline.faser
    }
    return Duties(role, found, joined, urls)


def _neighbour(context: Context, place: int) -> Link | None:
    phases = context.guideline.faser
    if not 0 <= place < len(phases):
        return None
    return Link(phase_url(context, phases[place].id), phases[place].navn)


def _headings(
    _: Callable[[str], str], phase: Fase, limits: Sequence[LokalGrense], *, any_head: bool
) -> tuple[Heading, ...]:
    named = (
        ("tegn", _("Tegn"), phase.tegn), ("start", _("Når fasen begynner"), phase.start),
        ("maal", _("Mål"), phase.maal), ("videre", _("Når saken går videre"), phase.videre),
        ("kobles-paa", _("Hvem kobles på"), phase.kobles_paa),
        ("grenser", _("Lokale grenser"), limits),
        ("anbefalinger", _("Anbefalinger i fasen"), any_head),
    )
    return tuple(Heading(anchor, text) for anchor, text, there in named if there)


def _search(
    context: Context, phase: Fase, limits: Sequence[LokalGrense]
) -> tuple[SearchSection, ...]:
    _ = context.gettext
    said = " ".join(filter(None, (phase.om, phase.valg, phase.start, phase.maal, phase.videre)))
    found = [SearchSection("", phase.navn, said)]
    if phase.tegn:
        signs = " ".join(one.kjennetegn for one in phase.tegn)
        found.append(SearchSection("tegn", f"{_('Tegn')}: {inner(phase.navn)}", signs))
    if phase.kobles_paa:
        joined = " ".join(f"{one.hvem}: {one.naar}" for one in phase.kobles_paa)
        found.append(
            SearchSection("kobles-paa", f"{_('Hvem kobles på')}: {inner(phase.navn)}", joined)
        )
    if limits:
        told = " ".join(f"{one.hvem}: {one.grense}. {one.tiltak}".strip() for one in limits)
        found.append(
            SearchSection("grenser", f"{_('Lokale grenser')}: {inner(phase.navn)}", told)
        )
    return tuple(found)


def _sheets(context: Context, root: str) -> str:
    start = context.site_root(root)
    return stylesheet("overview", start) + stylesheet("path", start)
