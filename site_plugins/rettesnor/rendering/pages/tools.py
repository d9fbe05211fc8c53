"""The overview of the tools that a guideline has."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rettesnor.model.pages import BY_ID
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.navigation import contents
from rettesnor.rendering.page import Heading, Page, SearchSection
from rettesnor.rendering.scripts import stylesheet
from rettesnor.rendering.tools import tools

KIND = BY_ID["verktoy"]
URL = KIND.address
ROOT = "../"


def tool_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes the overview of tools, by address; nothing where there are no tools."""
    return {URL: partial(overview_page, context)} if tools(context) else {}


def overview_page(context: Context) -> Page:
    """Return the list of all tools, by kind, each with the recommendations that it serves."""
    _, found = context.gettext, tools(context)
    headings = tuple(Heading(kind.id, _(kind.name)) for kind, _tools in found)
    title = _(KIND.name)
    about = _("Det du kan bruke i ditt eget arbeid med anbefalingene.")
    body = environment.render(
        "tools/overview", context.language, root=ROOT, contents=contents(context, headings),
        kinds=[
            (kind, [
                (tool, [context.heads[i] for i in tool.recommendations if i in context.heads])
                for tool in made
            ])
            for kind, made in found
        ],
    )
    search = [SearchSection("", title, about)]
    search += [
        SearchSection(kind.id, _(kind.name), "\n".join(f"{one.title}. {one.about}" for one in made))
        for kind, made in found
    ]
    return Page(
        URL, "verktoy", title, about, body, headings, search=tuple(search),
        head=stylesheet("overview", context.site_root(ROOT)),
    )
