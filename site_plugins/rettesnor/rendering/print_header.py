"""What a printed page says of itself: what it is, of which version, and where it is kept."""

from __future__ import annotations

from html import escape

from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page
from rettesnor.rendering.status import release_day, version_label


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
        guideline = context.guideline
        days = dict(context.releases)
        if context.latest is not None:
            days[context.latest.versjon] = context.latest.dato
        day = "" if context.working else days.get(guideline.versjon, "")
        state = release_day(context, day) if day else ""
        label = version_label(context)
        edition = f"{label[:1].lower()}{label[1:]}"
        html = escape(", ".join(filter(None, (guideline.korttittel, edition, state))) + ".")
        context.memo[key] = html
    return html
