"""What a printed page says of itself: what it is, of which version, and where it is kept."""

from __future__ import annotations

from html import escape

from rettesnor.rendering.context import Context
from rettesnor.rendering.environment import norwegian_date
from rettesnor.rendering.page import Page


def printed(page: Page, context: Context) -> str:
    """Return the line that ends ``page`` on paper; a screen does not show it."""
    if page.base:
        return ""
    said = f"{escape(page.title)}. {_edition(context)}"
    address = f"{context.address}{page.url}" if context.address else ""
    return f'<p class="rn-printed" hidden>{said}{" " if address else ""}{escape(address)}</p>'


def _edition(context: Context) -> str:
    """Return the guideline's name, version and day, the same on every page."""
    key = ("printed",)
    html = context.memo.get(key)
    if html is None:
        _, guideline = context.gettext, context.guideline
        days = dict(context.releases)
        if context.latest is not None:
            days[context.latest.versjon] = context.latest.dato
        day = "" if context.working else days.get(guideline.versjon, "")
        state = norwegian_date(day, context.language) if day else ""
        html = escape(
            f"{guideline.korttittel}, {_('versjon')} {guideline.versjon}, "
            f"{state or _('arbeidsutgave')}."
        )
        context.memo[key] = html
    return html
