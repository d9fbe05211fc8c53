"""Tools: what readers use in their own work, made from the recommendations.

Every kind of tool (templates to fill in, and others) has a line in ``KINDS``. The overview of tools
and the block on the page of a recommendation follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rettesnor.model.audit import IN_FOLDERS
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.pages import course_address, page_address, sample_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.template_tools import template_tools
from rettesnor.rendering.tool import Tool

SHOWN = 5
"""The page of a recommendation names this many tools, and then leads to the overview."""


@dataclass(frozen=True, slots=True)
class ToolKind:
    """A kind of tool.

    Attributes:
        id: the anchor of its part of the overview.
        name: what readers call several of them, in bokmål.
        one: what readers call one, in bokmål, as it stands inside a sentence.
        make: returns those that a guideline has.
        url: the page that lists them, below the root of the pages; empty where there is none.
        beside: whether the pages of recommendations lead to them.
    """

    id: str
    name: str
    one: str
    make: Callable[[Context], Sequence[Tool]]
    url: str = ""
    beside: bool = True


def _criteria(context: Context) -> list[Tool]:
    """Return the criteria for audit and the sampling sheet."""
    audit, _ = context.guideline.tilsyn, context.gettext
    if not audit:
        return []
    served = tuple(dict.fromkeys(
        one.anbefaling for criterion in audit.kriterier for one in criterion.fra_anbefalinger
    ))
    made = [Tool(
        _("Kriterier for tilsyn"), page_address("tilsyn"),
        _("Hva praksis kan holdes mot, hva det følger av, og hvordan det ses."), served,
    )]
    if context.current and any(one.ses_i == IN_FOLDERS for one in audit.kriterier):
        made.append(Tool(
            _("Stikkprøve av mapper"), sample_address(),
            _("Et skjema som teller opp svarene. Ingenting blir sendt."),
        ))
    return made


def _self_check(context: Context) -> Sequence[Tool]:
    check, url = context.guideline.egenkontroll, page_address("egenkontroll")
    asked = check.levels_asked()
    return [
        Tool(str(level.navn), f"{url}#{level.id}", str(level.om))
        for level in check.nivaaer if level.id in asked
    ]


def _measures(context: Context) -> Sequence[Tool]:
    url = page_address("kvalitetsmal")
    return [
        Tool(str(one.tittel), f"{url}#{one.id}", str(one.viser), one.anbefalinger)
        for one in context.guideline.kvalitetsmaal
    ]


def _courses(context: Context) -> list[Tool]:
    """Return the courses, each with the recommendations that its slides quote."""
    return [
        Tool(course.tittel, course_address(course.id), course.innledning, tuple(dict.fromkeys(
            slide.sitat.anbefaling for slide in course.lysbilder
            if slide.sitat is not None and slide.sitat.anbefaling
        )))
        for course in context.guideline.kurs
    ]


KINDS: tuple[ToolKind, ...] = (
    ToolKind("maler", N_("Maler"), N_("mal"), template_tools, page_address("maler")),

    ToolKind("kriterier", N_("Tilsyn og revisjon"), N_("kriterium"), _criteria,
             page_address("tilsyn")),

    ToolKind("egenkontroll", N_("Egenkontroll"), N_("egenkontroll"), _self_check,
             page_address("egenkontroll")),
    ToolKind("kvalitetsmal", N_("Kvalitetsmål"), N_("kvalitetsmål"), _measures,
             page_address("kvalitetsmal"), beside=False),

    ToolKind("kurs", N_("Kurs"), N_("kurs"), _courses, page_address("kursliste")),
)
"""The kinds of tool, in the order in which readers see them."""


def tools(context: Context) -> list[tuple[ToolKind, Sequence[Tool]]]:
    """Return the tools of the guideline by kind; kinds that it has none of are left out."""
    found = [(kind, kind.make(context)) for kind in KINDS]
    return [(kind, made) for kind, made in found if made]


def tools_of(context: Context, recommendation: str) -> list[tuple[ToolKind, Tool]]:
    """Return the tools that say that they serve ``recommendation``."""
    return [
        (kind, tool) for kind, made in tools(context) for tool in made
        if kind.beside and recommendation in tool.recommendations
    ]


def tool_block(context: Context, recommendation: str, root: str) -> Markup:
    """Return the links from a recommendation to its tools; empty where it has none.

    Args:
        root: the way to the root of the pages.
    """
    found = tools_of(context, recommendation)
    if not found:
        return Markup()
    return Markup(environment.render(
        "tools/block", context.language, root=root, tools=found[:SHOWN],
        more=max(len(found) - SHOWN, 0),
    ))
