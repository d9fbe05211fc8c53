"""The templates of a guideline as tools."""

from __future__ import annotations

from rettesnor.model.pages import template_address
from rettesnor.rendering.context import Context
from rettesnor.rendering.tool import Tool


def template_tools(context: Context) -> list[Tool]:
    """Return the templates to fill in."""
    return [
        Tool(one.tittel, template_address(one.id), one.brukes_til, one.anbefalinger)
        for one in context.guideline.maler
    ]
