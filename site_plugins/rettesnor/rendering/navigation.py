"""The menu next to a page: the own chapter's recommendations and the way to the others."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from rettesnor.model.guideline import Kapittel
from rettesnor.model.pages import in_menu, page_address
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Heading, Page

CHAPTER_LIMIT = 30
"""Above this many chapters the menu names the own one only, so that pages do not grow."""



def ways(context: Context) -> list[tuple[str, str]]:
    """Return address and name of the ways in that the pages of ``context`` have."""
    if not context.current:
        return []
    phases = bool(context.guideline.faser)
    return [
        (page.address, context.gettext(page.name)) for page in in_menu("find")
        if phases or not page.phased
    ]


def about(context: Context) -> list[tuple[str, str]]:
    """Return address and name of the guideline's prose and lists."""
    _ = context.gettext
    prose = [(f"{side.id}/", side.tittel) for side in context.guideline.tekstsider]
    return prose + [
        (page.address, _(page.name)) for page in in_menu("background")
        if not page.reported or context.guideline.metoderapport
    ]


def listed_chapters(context: Context, chapter_id: str) -> Sequence[Kapittel]:
    """Return the chapters that the menu of pages in the chapter ``chapter_id`` names."""
    chapters = context.guideline.kapitler
    if len(chapters) > CHAPTER_LIMIT:
        return tuple(chapter for chapter in chapters if chapter.id == chapter_id)
    return chapters


def menu(context: Context, page: Page) -> str:
    """Return the menu of ``page`` as list markup.

    Pages of one chapter have the same menu but for the mark of where the reader is; it is made
    once for them all.
    """
    key = ("menu", page.root, page.chapter)
    whole = context.memo.get(key)
    if whole is None:
        whole = context.memo[key] = _menu(context, page.root, page.chapter)
    here = f'href="{page.root}{page.url}"'
    if here in whole:
        return whole.replace(here, f'{here} aria-current="page"', 1)
    above = f'href="{page.root}{page.url.partition("/")[0]}/"'
    return whole.replace(above, f'{above} aria-current="true"', 1)


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


def _menu(context: Context, root: str, chapter_id: str) -> str:
    _ = context.gettext
    items = [_item(root, _("Oversikt"), "")]
    for chapter in listed_chapters(context, chapter_id):
        inner = ""
        if chapter.id == chapter_id:
            heads = [context.heads[i] for i in chapter.anbefalinger if i in context.heads]
            listed = "".join(_item(root, head.tittel, head.url) for head in heads)
            inner = f"<ul>{listed}</ul>" if heads else ""
        items.append(_item(root, chapter.tittel, f"{chapter.id}/", inner))
    found = "".join(_item(root, text, url) for url, text in ways(context))
    background = about(context)
    if context.applies:
        background.append((page_address("endringer"), _("Endringer")))
        if context.hearings:
            background.append((page_address("horinger"), _("Høringer")))
    tail = "".join(_item(root, text, url) for url, text in background)
    # Not inside the f-strings: what extracts the texts does not look there.
    find, reference = _("Finn det som gjelder"), _("Bakgrunn og oppslag")
    if found:
        found = f'<p class="rn-menu__title">{find}</p><ul>{found}</ul>'
    return (
        f'<ul>{"".join(items)}</ul>{found}'
        f'<p class="rn-menu__title">{reference}</p><ul>{tail}</ul>'
    )


def _item(root: str, text: str, url: str, inner: str = "") -> str:
    return f'<li><a href="{root}{url}">{escape(text)}</a>{inner}</li>'
