"""A page among its translations: the ways to them, and what is said of what is lacking."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html import escape

from markupsafe import Markup

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import BOKMAL
from rettesnor.model.pages import PAGES, kinds
from rettesnor.rendering.context import Context, Tree
from rettesnor.rendering.page import Page
from rettesnor.rendering.untranslated import Lacks

ONE_LANGUAGE = kinds("one_language")
_PAGE = N_("Denne siden er ikke oversatt ennå. Den står på bokmål.")
_PART_OF_PAGE = N_("Noe på denne siden er ikke oversatt ennå. Det står på bokmål.")
_NEWER = N_("Bokmålsteksten er nyere enn det du leser her.")
_READ = N_("Les den på bokmål")
_OTHERWISE = {
    _PAGE: N_("Denne siden er ikke oversatt ennå. Den står på originalspråket."),
    _PART_OF_PAGE: N_("Noe på denne siden er ikke oversatt ennå. Det står på originalspråket."),
    _NEWER: N_("Originalteksten er nyere enn det du leser her."),
    _READ: N_("Les den på originalspråket"),
}
"""What is said where the source is in another language than bokmål."""
_SECTION = N_("Denne delen er ikke oversatt ennå.")
_SHOWS = {page.id: page.shows for page in PAGES if page.shows}


def language_switch(page: Page, context: Context) -> str:
    """Return the links to the page in the other languages; empty when there is one language.

    A page that the other language does not have leads to its front page. ``site.js`` adds the
    place on the page.
    """
    root = page.base or context.site_root(page.root)
    return "".join(
        f'<a class="rn-tool" href="{root}{_address(page, context, tree)}" '
        f'lang="{tree.language}" hreflang="{tree.language}" data-rn-language>'
        f"{escape(tree.name)}</a>"
        for tree in context.others
    )


def alternates(page: Page, context: Context, site_url: str) -> str:
    """Return the links that tell browsers and search engines of the page in all its languages.

    They name all languages, the page's own too, and say which is for everybody else: the one that
    is written first (HTML, link type «alternate»).
    """
    if not context.others or page.base or page.kind in ONE_LANGUAGE:
        return ""
    start = site_url or context.site_root(page.root)
    return "".join(
        f'<link rel="alternate" hreflang="{code}" href="{escape(url)}">'
        for code, folder in _all(context)
        for url in (
            "./" if folder == context.folder and not site_url and page.url
            else f"{start}{folder}{page.url}",
        )
    )


def page_note(page: Page, context: Context) -> Markup:
    """Return what ``page`` says of texts of the frame, and of titles, that it lacks."""
    if not context.folder or not (context.lacks.untranslated or context.lacks.stale):
        return Markup()
    if page.kind == "side":
        shown: tuple[str, ...] = (f"tekstsider.{page.url.rstrip('/')}.",)
    elif page.kind == "kapittel":
        ids = context.chapters[page.chapter].anbefalinger
        shown = (f"kapitler.{page.chapter}.", *(f"anbefalinger.{id_}." for id_ in ids))
    elif page.kind in ("rolle", "enkelt"):
        shown = _to_role(page, context)
    elif page.kind == "mal":
        shown = (f"maler.{page.url.split('/')[1]}.",)
    elif page.kind in ("kurs", "deltakerark"):
        shown = (f"kurs.{page.url.split('/')[1]}.",)
    else:
        shown = _SHOWS.get(page.kind, ())
    lacks = context.lacks.below(shown) if shown else Lacks()
    whole = page.kind == "side" and bool(lacks.untranslated)
    return _note(context, lacks, _PAGE if whole else _PART_OF_PAGE, _source(context, page.url, ""))


def _to_role(page: Page, context: Context) -> tuple[str, ...]:
    """Return the texts on a page for a role, by the start of their pointers."""
    role = page.url.split("/")[1]
    if page.kind == "rolle":
        return (f"rollesider.{role}.",)
    return tuple(
        f"enkle_versjoner.{version.id}.versjoner.{role}."
        for version in context.guideline.enkle_versjoner
    )


def untranslated_note(context: Context) -> Markup:
    """Return what a page says of which nothing is translated."""
    return _paragraph(_said(context, _PAGE))


def section_notes(
    context: Context, url: str, lacks: Lacks, sections: Collection[str]
) -> dict[str, Markup]:
    """Return what a recommendation's page says it lacks: of each section by its anchor, and of what
    stands above them all (the title, the short recommendation) by the empty one.

    Args:
        url: the page's.
        lacks: by the recommendation's pointers, the first part of which is the section's anchor.
        sections: the anchors there are.
    """
    places = {pointer.split(".")[0] for pointer in (*lacks.untranslated, *lacks.stale)}
    notes = {
        anchor: _note(context, lacks.below((anchor,)), _SECTION, _source(context, url, anchor))
        for anchor in sorted(places & {*sections})
    }
    above = lacks.below(places - {*sections})
    return {**notes, "": _note(context, above, _PART_OF_PAGE, _source(context, url, ""))}


def _note(context: Context, lacks: Lacks, missing: str, way: str) -> Markup:
    parts: list[str] = []
    if lacks.untranslated:
        parts.append(_said(context, missing))
    if lacks.stale:
        parts.append(
            Markup('{} <a href="{}" hreflang="{}">{}</a>').format(
                _said(context, _NEWER), way,
                context.guideline.languages[0].id,
                _said(context, _READ),
            )
        )
    return _paragraph(Markup(" ").join(parts)) if parts else Markup()


def _said(context: Context, text: str) -> str:
    """Return ``text`` for the language that the guideline is written in."""
    own = context.guideline.languages[0].id == BOKMAL.id
    return context.gettext(text if own else _OTHERWISE.get(text, text))


def _paragraph(said: str) -> Markup:
    return Markup('<p class="rn-untranslated">{}</p>').format(said)


def _source(context: Context, url: str, anchor: str) -> str:
    """Return the way from the page ``url`` to a place on it in the language written first."""
    root = context.site_root("../" * url.count("/") or "./")
    start = context.prefix.removesuffix(context.folder)
    return f"{root}{start}{url}{'#' if anchor else ''}{anchor}"


def _all(context: Context) -> Iterator[tuple[str, str]]:
    """Yield every language with its folder, by folder, and then what is for everybody else."""
    places = {context.folder: context.language}
    places |= {tree.folder: tree.language for tree in context.others}
    for folder in sorted(places):
        yield places[folder], folder
    yield "x-default", ""


def _address(page: Page, context: Context, tree: Tree) -> str:
    """Return where ``tree`` has the page, or its front page, relative to the site's root."""
    if page.base or page.kind in ONE_LANGUAGE or not context.current:
        return tree.folder
    return f"{context.prefix.removesuffix(context.folder)}{tree.folder}{page.url}"
