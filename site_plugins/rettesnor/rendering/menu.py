"""The menu beside a page: the own chapter's recommendations and the way to the others."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markupsafe import Markup

from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Heading, Page

CHAPTER_LIMIT = 30
"""Above this many chapters the menu names the own one only, so that pages do not grow."""

LISTS = (("kilder/", "Kilder"), ("lover/", "Lover og forskrifter"), ("ordliste/", "Ordliste"))
"""The pages that every guideline has besides its chapters and its prose."""


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
    return whole.replace(here, f'{here} aria-current="page"', 1)


def contents(headings: Sequence[Heading]) -> Markup:
    """Return the table of contents of ``headings``; empty when there is little to list."""
    if len(headings) < 2:
        return Markup()
    items = "".join(
        [f'<li><a href="#{heading.anchor}">{escape(heading.text)}</a></li>' for heading in headings]
    )
    return Markup(
        '<nav class="rn-contents" aria-label="På denne siden"><details>'
        f"<summary>På denne siden</summary><ul>{items}</ul></details></nav>"
    )


def _menu(context: Context, root: str, chapter_id: str) -> str:
    guideline = context.guideline
    chapters = guideline.kapitler
    if len(chapters) > CHAPTER_LIMIT:
        chapters = tuple(chapter for chapter in chapters if chapter.id == chapter_id)
    items = [_item(root, "Oversikt", "")]
    for chapter in chapters:
        inner = ""
        if chapter.id == chapter_id:
            heads = [context.heads[i] for i in chapter.anbefalinger if i in context.heads]
            listed = "".join(_item(root, head.tittel, head.url) for head in heads)
            inner = f"<ul>{listed}</ul>" if heads else ""
        items.append(_item(root, chapter.tittel, f"{chapter.id}/", inner))
    about = [*((side.tittel, f"{side.id}/") for side in guideline.tekstsider)]
    about += [(text, url) for url, text in LISTS]
    if not context.prefix:
        about.append(("Endringer", "endringer/"))
        if context.hearings:
            about.append(("Høringer", "horing/"))
    tail = "".join(_item(root, text, url) for text, url in about)
    return (
        f'<ul>{"".join(items)}</ul>'
        f'<p class="rn-menu__title">Bakgrunn og oppslag</p><ul>{tail}</ul>'
    )


def _item(root: str, text: str, url: str, inner: str = "") -> str:
    return f'<li><a href="{root}{url}">{escape(text)}</a>{inner}</li>'
