"""The page of the measures of quality: definitions only, and what each must not be used for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from markupsafe import Markup

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.legal_basis import Rettsgrunnlag
from rettesnor.model.measures import HIGHER, LOWER, NEITHER, Kvalitetsmaal
from rettesnor.model.pages import BY_ID, page_address
from rettesnor.model.recommendation import Lovhenvisning
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.components import evidence, law_name
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.navigation import contents
from rettesnor.rendering.page import Heading, Page, SearchSection
from rettesnor.rendering.scripts import stylesheet

ROOT = "../"
_KIND = "kvalitetsmal"
URL = page_address(_KIND)
_DIRECTIONS = {
    HIGHER: N_("Et høyere tall er bedre."), LOWER: N_("Et lavere tall er bedre."),
    NEITHER: N_("Tallet sier ikke i seg selv om noe er bra eller dårlig."),
}


def measures_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes the page, by address; nothing when the guideline has no measures."""
    return {URL: partial(measures_page, context)} if context.guideline.kvalitetsmaal else {}


def measures_page(context: Context) -> Page:
    """Return the page of the measures."""
    _, measures = context.gettext, context.guideline.kvalitetsmaal
    title = _(BY_ID[_KIND].name)
    about = _("Hva som kan telles for å se om retningslinja blir fulgt, og hva tallene ikke kan "
              "brukes til.")
    headings = tuple(Heading(one.id, str(one.tittel)) for one in measures)
    body = environment.render(
        "measures", context.language, root=ROOT, measures=measures,
        contents=contents(context, headings), heads=partial(heads, context),
        laws=partial(laws, context), evidence=partial(evidence, context, ROOT),
        directions={key: _(text) for key, text in _DIRECTIONS.items()},
    )
    search = [SearchSection("", title, about), *(_found(one) for one in measures)]
    return Page(
        URL, _KIND, title, about, body, headings, search=tuple(search),
        head=stylesheet("measures", context.site_root(ROOT)),
    )


def heads(context: Context, ids: Iterable[str]) -> list[Head]:
    """Return the recommendations with ``ids`` that are shown."""
    return [context.heads[id_] for id_ in ids if id_ in context.heads]


def laws(context: Context, given: Iterable[Rettsgrunnlag]) -> list[Markup]:
    """Return the sections of laws in ``given``, each linked and with its heading."""
    return [law_name(context, Lovhenvisning(one.lov, one.paragraf, "")) for one in given]


def _found(one: Kvalitetsmaal) -> SearchSection:
    text = " ".join(map(str, (one.viser, one.teller, one.nevner, one.datakilde)))
    return SearchSection(one.id, str(one.tittel), text)
