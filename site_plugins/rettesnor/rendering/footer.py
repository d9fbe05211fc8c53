"""What ends a page: the ways on, and who answers for the guideline."""

from __future__ import annotations

from markupsafe import escape

from rettesnor.model.pages import page_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages.overviews import MATRIX
from rettesnor.rendering.status import version_label


def steps(context: Context, page: Page) -> str:
    """Return the ways to the previous and the next page; empty when there are none."""
    _, parts = context.gettext, []
    for link, rel, label in (
        (page.previous, "prev", _("Forrige")), (page.next, "next", _("Neste")),
    ):
        if link is not None:
            parts.append(
                f'<a class="rn-step rn-step--{rel}" rel="{rel}" href="{page.root}{link.url}">'
                f"<span>{label}</span> {escape(link.text)}</a>"
            )
    if not parts:
        return ""
    name = _("Forrige og neste")
    return f'<nav class="rn-steppers" aria-label="{name}">{"".join(parts)}</nav>'


def footer(context: Context, root: str) -> str:
    """Return the footer of pages from which ``root`` is the way to the site's root.

    It is the same on all of them, and so made once.
    """
    key = ("footer", root)
    html = context.memo.get(key)
    if html is None:
        html = environment.render(
            "footer", context.language, g=context.guideline, root=root, working=context.working,
            version=version_label(context), released=context.released, current=context.current,
            new_language=context.new_language,
            home=context.home(root),
            data=f"{root}{MATRIX}#data" if context.applies else "",
            practice=page_address("lokal-praksis") if context.practice else "",
        )
        context.memo[key] = html
    return html
