"""The navigation of a page as a tree, for themes that render it with templates of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from rettesnor.model.pages import page_address
from rettesnor.rendering.context import Context
from rettesnor.rendering.navigation import about, listed_chapters, ways
from rettesnor.rendering.page import Heading, Page

_WIDE = ("oversikt", "faser", "ansvar")
"""The kinds of page whose table or diagram needs the room of the list of headings."""


@dataclass(eq=False)
class NavItem:
    """A place in the navigation; its texts and addresses are safe HTML.

    Attributes:
        url: relative to the page; empty for a section without a page of its own.
        active: whether the reader is there, or at a place below it.
        index: the section's own page, which is also the first of its children.
        leaf: for the page itself: whether it stands in the tree with nothing below it.
        toc: for the page itself: its headings.
        meta: for the page itself: what the theme is to leave out, as ``hide``.
    """

    title: str
    url: str = ""
    active: bool = False
    children: list[NavItem] = field(default_factory=list)
    index: NavItem | None = None
    leaf: bool = False
    toc: list[NavItem] = field(default_factory=list)
    previous_page: NavItem | None = None
    next_page: NavItem | None = None
    meta: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def is_index(self) -> bool:
        """Whether it stands for its section in the tabs; the section's name is then shown."""
        return False


def page_item(page: Page) -> NavItem:
    """Return ``page`` itself, with its headings and the pages before and after it."""
    previous, next_ = (
        NavItem(escape(link.text), f"{page.root}{link.url}") if link else None
        for link in (page.previous, page.next)
    )
    return NavItem(
        escape(page.title), f"{page.root}{page.url}", True, toc=_toc(page.headings),
        previous_page=previous, next_page=next_,
        meta={"hide": ("toc",)} if page.kind in _WIDE else {},
    )


def nav_tree(context: Context, page: Page, own: NavItem) -> list[NavItem]:
    """Return the navigation of ``page``: the same places as ``navigation.menu`` names.

    Args:
        own: ``page_item`` of the page, which stands in the tree at its place.
    """
    _ = context.gettext

    def item(title: str, url: str, children: Sequence[NavItem] = ()) -> NavItem:
        if url == page.url and not page.base:
            place = own
            own.leaf = not children
        else:
            here = bool(url) and not page.base and page.url.startswith(url)
            place = NavItem(escape(title), f"{page.root}{url}", here)
        if not children:
            return place
        active = place.active or any(child.active for child in children)
        return NavItem(escape(title), "", active, [place, *children], place)

    def section(title: str, places: Sequence[tuple[str, str]]) -> NavItem:
        children = [item(text, url) for url, text in places]
        return NavItem(escape(title), "", any(child.active for child in children), children)

    chapters = []
    for chapter in listed_chapters(context, page.chapter):
        heads = [context.heads[i] for i in chapter.anbefalinger if i in context.heads]
        inner = [item(h.tittel, h.url) for h in heads] if chapter.id == page.chapter else []
        chapters.append(item(chapter.tittel, f"{chapter.id}/", inner))
    found = [item(_("Anbefalinger"), "", chapters)]
    if places := ways(context):
        found.append(section(_("Finn det som gjelder"), places))
    found.append(section(_("Bakgrunn og oppslag"), about(context)))
    if context.applies:
        found.append(item(_("Endringer"), page_address("endringer")))
        if context.hearings:
            found.append(item(_("Høringer"), page_address("horinger")))
    return found


def _toc(headings: Sequence[Heading]) -> list[NavItem]:
    """Return ``headings`` as a tree; one of level 3 is below the one of level 2 before it."""
    found: list[NavItem] = []
    for heading in headings if len(headings) > 1 else ():
        item = NavItem(escape(heading.text), f"#{heading.anchor}")
        (found[-1].children if heading.level > 2 and found else found).append(item)
    return found
