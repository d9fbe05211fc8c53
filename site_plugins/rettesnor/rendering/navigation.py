"""The menu next to a page: the own chapter's recommendations and the way to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from rettesnor.model.guideline import Kapittel
from rettesnor.model.pages import PAGES, has, in_menu, page_address
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Heading, Page

CHAPTER_LIMIT = 30
"""Above this many chapters the menu names the own one only, so that pages do not grow."""

_BETWEEN = "\x1f"
"""Between the groups of a menu that is kept; control characters are refused in content."""
_OF_READERS = "behov"
"""What the pages of a chapter name of the work on the guideline: where to say that a text needs it.
The menu is a tenth of what a phone gets, and the front page names all of them."""
_ABOUT = ("om", "bruk", "forvaltning")
"""The prose pages about the guideline itself: they stand with the changes."""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A place that the menu names: its title, its address below the root, and what is below it."""

    title: str
    url: str
    below: tuple[MenuItem, ...] = ()


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A group of the menu, which opens and closes."""

    title: str
    items: tuple[MenuItem, ...]


def ways(context: Context) -> list[tuple[str, str]]:
    """Return address and name of the ways in that the pages of ``context`` have."""
    return [
        (page.address, context.gettext(page.name)) for page in in_menu("find")
        if has(context.guideline, page) and (context.current or page.promised == "content")
    ]


def groups(context: Context, chapter_id: str) -> list[MenuGroup]:
    """Return the groups of the menu on pages in the chapter ``chapter_id``; none is empty."""
    _ = context.gettext
    prose = [MenuItem(str(side.tittel), f"{side.id}/") for side in context.guideline.tekstsider]
    about = [item for item in prose if item.url[:-1] in _ABOUT]
    if context.applies:
        about.append(MenuItem(_("Endringer"), page_address("endringer")))
        if context.hearings:
            about.append(MenuItem(_("Høringer"), page_address("horinger")))
        about += [
            MenuItem(_(page.name), page.address) for page in PAGES
            if page.work and context.development.has(page.work)
            and (not chapter_id or page.id == _OF_READERS)
        ]
    background = [item for item in prose if item not in about]
    background += [
        MenuItem(_(page.name), page.address) for page in in_menu("background")
        if has(context.guideline, page)
    ]
    found = (
        (_("Gjør"), [MenuItem(text, url) for url, text in ways(context)]),
        (_("Anbefalinger"), [
            MenuItem(_("Oversikt"), ""),
            *(_chapter(context, chapter, chapter_id)
              for chapter in listed_chapters(context, chapter_id)),
        ]),
        (_("Bakgrunn"), background),
        (_("Om og endringer"), about),
    )
    return [MenuGroup(title, tuple(items)) for title, items in found if items]


def listed_chapters(context: Context, chapter_id: str) -> Sequence[Kapittel]:
    """Return the chapters that the menu of pages in the chapter ``chapter_id`` names."""
    chapters = context.guideline.kapitler
    if len(chapters) > CHAPTER_LIMIT:
        return tuple(chapter for chapter in chapters if chapter.id == chapter_id)
    return chapters


def menu(context: Context, page: Page) -> str:
    """Return the menu of ``page`` as markup: groups that open and close without scripts.

    Pages of one chapter have the same menu but for the mark of where the reader is; its groups are
    made once for them all. The group with the page is open, and on the front page all that leads
    to recommendations.
    """
    key = ("menu", page.root, page.chapter)
    whole = context.memo.get(key)
    if whole is None:
        whole = context.memo[key] = _BETWEEN.join(
            _group(page.root, group) for group in groups(context, page.chapter)
        )
    made = whole.split(_BETWEEN)
    here = f'href="{page.root}{page.url}"'
    above = f'href="{page.root}{page.url.partition("/")[0]}/"'
    mark, state = (here, "page") if any(here in one for one in made) else (above, "true")
    if not any(mark in one for one in made):
        mark = ""
    own = f'href="{page.root}"'  # the front page stands in the group of the recommendations
    parts = []
    for one in made:
        is_open = mark in one if mark and page.url else own in one or one is made[0]
        if mark and mark in one:
            one = one.replace(mark, f'{mark} aria-current="{state}"', 1)
        parts.append(one.replace("<details>", "<details open>", 1) if is_open else one)
    return "".join(parts)


def contents(context: Context, headings: Sequence[Heading]) -> Markup:
    """Return the table of contents of ``headings``; empty when there is little to list."""
    if len(headings) < 2:
        return Markup()
    items = "".join(
        [f'<li><a href="#{heading.anchor}">{escape(heading.text)}</a></li>' for heading in headings]
    )
    name = context.gettext("På denne siden")
    return Markup(
        f'<nav class="rn-contents" aria-label="{name}"><details>'
        f"<summary>{name}</summary><ul>{items}</ul></details></nav>"
    )


def _chapter(context: Context, chapter: Kapittel, own: str) -> MenuItem:
    heads = [context.heads[i] for i in chapter.anbefalinger if i in context.heads]
    below = tuple(MenuItem(str(head.tittel), head.url) for head in heads)
    return MenuItem(
        str(chapter.tittel), f"{chapter.id}/", below if chapter.id == own else ()
    )


def _group(root: str, group: MenuGroup) -> str:
    items = "".join(_item(root, item) for item in group.items)
    return f"<details><summary>{escape(group.title)}</summary><ul>{items}</ul></details>"


def _item(root: str, item: MenuItem) -> str:
    below = "".join(_item(root, one) for one in item.below)
    inner = f"<ul>{below}</ul>" if below else ""
    # The end of an item may be left out (HTML, 13.1.2.4), and a menu is on every page.
    return f'<li><a href="{root}{item.url}">{escape(item.title)}</a>{inner}'
