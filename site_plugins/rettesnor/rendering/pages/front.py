"""The front page: what the guideline is, the ways in, and all recommendations to filter."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from rettesnor.model.guideline import Kapittel, Navngitt
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering import json_ld as linked_data
from rettesnor.rendering.components import evidence, list_badge, usual_strength
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.filters import DATA_FILE, attributes, choices
from rettesnor.rendering.page import Heading, Page, SearchSection
from rettesnor.rendering.pages.overviews import (
    MATRIX,
    PHASES,
    ROLES,
    inner,
    main_roles,
    phase_url,
)
from rettesnor.rendering.pages.plain import readers_of
from rettesnor.rendering.reference_resolver import Resolver
from rettesnor.rendering.scripts import script, stylesheet
from rettesnor.rendering.status import published_name, release_day, version_label

GUIDELINE = "guideline/guideline.yml"
FRONT_PAGE_LIMIT = 60
"""Above this many recommendations the front page lists chapters only, and filters read a file."""
NEWS_LIMIT = 8
"""The front page tells of this many of the newest release's changes."""


def has_data_file(context: Context) -> bool:
    """Return whether the filters of the front page of ``context`` read the data file."""
    return len(context.heads) > FRONT_PAGE_LIMIT and context.current


def front_page(context: Context) -> Page:
    """Return the front page: state, purpose, the ways in and the overview."""
    _, guideline = context.gettext, context.guideline
    few = len(context.heads) <= FRONT_PAGE_LIMIT

    def heads(chapter: Kapittel) -> list[tuple[Head, Markup]]:
        if not few:
            return []
        found = (context.heads[id_] for id_ in chapter.anbefalinger if id_ in context.heads)
        return [(head, attributes(context, head)) for head in found]

    found = context.fragments[GUIDELINE]
    purpose, scope, limits = (found.get(name) for name in ("formaal", "omfang", "avgrensning"))
    covers, leaves_out = _("Hva retningslinja gjelder"), _("Hva retningslinja ikke gjelder")
    resolver = Resolver(context, "./", local_sources=False)
    body = environment.render(
        "front", context.language, g=guideline, root="./", count=len(context.heads),
        meanings=tuple(context.strengths.values()), used=context.used_strengths,
        usual=context.strengths.get(usual_strength(context)), badge=partial(list_badge, context),
        latest=context.latest, out=context.home("./"), limit=NEWS_LIMIT,
        purpose=Markup(resolver.fill(purpose)), scope=Markup(resolver.fill(scope)),
        limits=Markup(resolver.fill(limits)), version=version_label(context),
        working=context.working, published_name=published_name(context, guideline.datoer.publisert),
        latest_day=release_day(context, context.latest.dato) if context.latest else "",
        chapters=[(chapter, heads(chapter)) for chapter in guideline.kapitler],
        few=few, choices=choices(context),
        source=f"./{DATA_FILE}" if has_data_file(context) else "",
        filtered=few or context.current, inner=inner,
        roles=_asked(context) if context.current else (), to_roles=ROLES,
        explained=readers_of(context) if context.current else (),
        phases=guideline.faser if context.current else (), to_phases=PHASES, to_matrix=MATRIX,
        phase_url=partial(phase_url, context), evidence=partial(evidence, context, "./"),
        choosing=any(phase.valg for phase in guideline.faser),
    )
    way = context.site_root("./")
    return Page(
        "", "forside", guideline.tittel, guideline.tittel, body,
        (
            Heading("anbefalinger", _("Anbefalinger")), Heading("gjelder", covers),
            Heading("gjelder-ikke", leaves_out), Heading("nytt", _("Hva er nytt")),
        ),
        search=(
            SearchSection("", guideline.tittel, purpose.text if purpose else ""),
            SearchSection("gjelder", covers, scope.text if scope else ""),
            SearchSection("gjelder-ikke", leaves_out, limits.text if limits else ""),
            SearchSection("nytt", _("Hva er nytt"), ""),
        ),
        head=stylesheet("overview", way) + stylesheet("path", way)
        + script("overview", way, context.language),
        linked=(linked_data.guideline(context),),
    )


def _asked(context: Context) -> list[Navngitt]:
    """Return the roles that the front page asks for: the main ones, and those written to."""
    main, written = main_roles(context), {page.id for page in context.guideline.rollesider}
    return [*main, *(
        role for role in context.guideline.roller if role.id in written and role not in main
    )]
