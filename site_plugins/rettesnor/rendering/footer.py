"""What ends a page: the ways on, and who answers for the guideline."""

from __future__ import annotations

from html import escape

from rettesnor.rendering import environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page


def steps(page: Page) -> str:
    """Return the ways to the previous and the next page; empty when there are none."""
    parts = []
    for link, rel, label in ((page.previous, "prev", "Forrige"), (page.next, "next", "Neste")):
        if link is not None:
            parts.append(
                f'<a class="rn-step rn-step--{rel}" rel="{rel}" href="{page.root}{link.url}">'
                f"<span>{label}</span> {escape(link.text)}</a>"
            )
    if not parts:
        return ""
    return f'<nav class="rn-steppers" aria-label="Forrige og neste">{"".join(parts)}</nav>'


def footer(context: Context, root: str) -> str:
    """Return the footer of pages from which ``root`` is the way to the site's root.

    It is the same on all of them, and so made once.
    """
    key = ("footer", root)
    html = context.memo.get(key)
    if html is None:
        html = environment.render(
            "bunn", g=context.guideline, root=root, working=context.working
        )
        context.memo[key] = html
    return html
