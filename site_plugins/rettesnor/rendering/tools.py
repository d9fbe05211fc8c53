"""Tools: what readers use in their own work, made from the recommendations.

Every kind of tool (templates to fill in, and others) has a line in ``KINDS``. The overview of tools
and the block on the page of a recommendation follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.pages import course_address, page_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context

SHOWN = 5
"""The page of a recommendation names this many tools, and then leads to the overview."""


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that readers can use.

    Attributes:
        title: in the pages' language.
        url: its address below the root of the pages.
        about: what it is for, in a sentence; may be empty.
        recommendations: the recommendations (ids) that it serves; empty for all of them.
    """

    title: str
    url: str
    about: str = ""
    recommendations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolKind:
    """A kind of tool.

    Attributes:
        id: the anchor of its part of the overview.
        name: what readers call several of them, in bokmål.
        one: what readers call one, in bokmål, as it stands inside a sentence.
        make: returns those that a guideline has.
        url: the page that lists them, below the root of the pages; empty where there is none.
    """

    id: str
    name: str
    one: str
    make: Callable[[Context], Sequence[Tool]]
    url: str = ""


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
        if recommendation in tool.recommendations
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
