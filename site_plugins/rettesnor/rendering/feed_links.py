"""The links by which feed readers find the feeds of a page."""

from __future__ import annotations

from html import escape

from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page

FEED = "feed.xml"
"""Name of a feed in its folder: ``endringer/`` for all releases, a chapter's own for its."""
TASK_FEED = f"gjennomgang/{FEED}"
"""The feed of what must be decided, below the site's root."""


def feeds(context: Context, page: Page) -> str:
    """Return the links for the head of ``page``; none before the first release or in old ones."""
    if not context.released or not context.applies:
        return ""
    _ = context.gettext
    # Changes are described in the language written first, and so are the feeds, under any page.
    told = context.others[0].language if context.folder and context.others else context.language
    written = _("på bokmål")
    note = f" ({written})" if told == "nb" and context.folder else ""
    found = [("endringer", _("Endringer i retningslinja"))]
    chapter = context.chapters.get(page.chapter)
    if chapter is not None and page.kind != "anbefaling":
        found.append((chapter.id, _("Endringer i {title}").format(title=chapter.tittel)))
    if page.kind in ("veikart", "behov") and context.development.veikart:
        found.append(("veikart", _("Veikart og svar på meldte behov")))
    return "".join(
        f'<link rel="alternate" type="application/atom+xml" hreflang="{told}" '
        f'title="{escape(title + note)}" '
        f'href="{context.site_root(page.root)}{folder}/{FEED}">'
        for folder, title in found
    )
