"""The navigation of a page as a tree, for themes that render it with templates of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from rettesnor.rendering.context import Context
from rettesnor.rendering.navigation import MenuGroup, MenuItem, groups
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

    def item(place: MenuItem) -> NavItem:
        children = [item(one) for one in place.below]
        if place.url == page.url and not page.base:
            found = own
            own.leaf = not children
        else:
            here = bool(place.url) and not page.base and page.url.startswith(place.url)
            found = NavItem(escape(place.title), f"{page.root}{place.url}", here)
        if not children:
            return found
        active = found.active or any(child.active for child in children)
        return NavItem(escape(place.title), "", active, [found, *children], found)

    def section(group: MenuGroup) -> NavItem:
        children = [item(place) for place in group.items]
        active = any(child.active for child in children)
        # The front page, which stands first among the recommendations, is the section's own page.
        index = children[0] if group.items[0].url == "" else None
        if index is own:
            own.leaf = False
        return NavItem(escape(group.title), "", active, children, index)

    return [section(group) for group in groups(context, page.chapter)]


def _toc(headings: Sequence[Heading]) -> list[NavItem]:
    """Return ``headings`` as a tree; one of level 3 is below the one of level 2 before it."""
    found: list[NavItem] = []
    for heading in headings if len(headings) > 1 else ():
        item = NavItem(escape(heading.text), f"#{heading.anchor}")
        (found[-1].children if heading.level > 2 and found else found).append(item)
    return found
