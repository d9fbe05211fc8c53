"""A page as it leaves rendering: whole, and ignorant of the theme around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation
from rettesnor.rendering.untranslated import Lacks


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the page's table of contents; ``level`` is 2 or 3."""

    anchor: str
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page: its address relative to the site's root, and its name."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class SearchSection:
    """What search knows of one section: its anchor (empty: the page), title and plain text.

    Attributes:
        words: further words it is to be found by, which are not shown with it.
    """

    anchor: str
    title: str
    text: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a page shows, as values: for the data that is published next to it.

    Attributes:
        fragments: the rendered prose by dotted pointer.
        lacks: in a translation, what it lacks; None for what is not translated.
    """

    recommendation: Recommendation
    fragments: Mapping[str, Fragment]
    lacks: Lacks | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page.

    Attributes:
        url: relative to the site's root, ending in a slash (empty: the front page).
        kind: ``forside``, ``kapittel``, ``anbefaling``, ``kilder``, ``lover``, ``ordliste``,
            ``side`` …; the theme may dress kinds differently.
        title: for the title bar and search.
        description: one plain sentence for search engines and previews.
        body: the content, safe HTML with addresses relative to the page.
        headings: the table of contents.
        chapter: id of the chapter it belongs to, for the menu.
        search: what search indexes; empty keeps the page out of search.
        base: the site's root as an absolute path, for a page that answers at any address.
        canonical: the address search engines are to know, relative to the site's root; empty
            for the page's own.
        indexed: whether search engines and the sitemap are to know the page at all.
        head: markup for the page's ``head``: scripts of its own, feeds.
        notice: what is said above the content, safe HTML.
        note: what is said of its language there, safe HTML.
        content: what it shows, where that is published as data too.
        linked: what it tells machines of its matter: nodes of JSON-LD in schema.org's words.
        twin: the blocks of its Markdown twin, for a page whose twin is not made from the context.
    """

    url: str
    kind: str
    title: str
    description: str
    body: str
    headings: tuple[Heading, ...] = ()
    chapter: str = ""
    previous: Link | None = None
    next: Link | None = None
    search: tuple[SearchSection, ...] = field(default=())
    base: str = ""
    canonical: str = ""
    indexed: bool = True
    head: str = ""
    notice: str = ""
    note: str = ""
    content: Content | None = None
    linked: tuple[str, ...] = ()
    twin: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """How many folders below the root the page lies; -1 when it may be anywhere."""
        return -1 if self.base else self.url.count("/")

    @property
    def root(self) -> str:
        """The way from the page to the site's root, such as ``../../`` (``./`` at the root)."""
        return self.base or "../" * self.depth or "./"
