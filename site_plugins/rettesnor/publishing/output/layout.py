"""The page layout of our own theme: what is around the content of every page.

The theme's template is rendered once for each depth of the site, with slots in it; everything else
is filling slots. A slot is written ``@@rn:name@@`` in the template (``rendering/theme/main.html``).
A text of the interface is a slot too, which is filled once for each language. Other themes have a
``PageLayout`` of their own (``material_layout.py``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape, unescape

from rettesnor.model.catalogue import LinkUp
from rettesnor.publishing.look_files import Header
from rettesnor.rendering.context import Context
from rettesnor.rendering.downloads import downloads
from rettesnor.rendering.footer import steps
from rettesnor.rendering.i18n import language
from rettesnor.rendering.link_up import link_up
from rettesnor.rendering.navigation import menu
from rettesnor.rendering.page import Page
from rettesnor.rendering.print_header import printed

SLOTS = (
    "title", "description", "canonical", "head", "site", "menu", "notice", "body", "steps",
    "footer", "kind", "lang", "home", "languages", "texts", "up",
)
"""Every slot a frame has."""
LOST = -1
"""The depth of the page for addresses that lead nowhere: its links start at the site's root."""
DEPTHS = (0, 1, 2, 3, 4, 5)
"""How many folders below the root pages lie; a frame is made for each."""

_SLOT = re.compile(r"@@rn:([a-z]+)@@")
_LINES = re.compile(
    r"\s*\n\s*(?=</?(?:d[dlt]|details|div|figcaption|figure|h[1-6]|li|ol|p|section|summary|table|tr|ul)\b)"
)
"""Ends of lines before what begins or ends a block, where they are nothing."""
_BLOCK_FOLLOWS = (
    r"(?=\s*(?:</(?:details|div|li|main|[ou]l|section)>"
    r"|<(?:details|div|dl|figure|h[1-6]|li|ol|p|section|table|ul)\b))"
)
_OPTIONAL_END = re.compile(
    rf"</p>{_BLOCK_FOLLOWS}|</li>(?=\s*(?:<li\b|</[ou]l>))|</d[dt]>(?=\s*(?:<d[dt]\b|</d(?:iv|l)>))"
)
"""End tags that HTML lets a page leave out: what follows ends the element (HTML, 13.1.2.4)."""
_ONE_CLASS = re.compile(r' class="(rn-[a-z]+)"(?=[ >])')
"""A class by itself, which needs no quotes (HTML, 13.1.2.3)."""
_EMPTY_LINES = re.compile(r"\n\s*\n")
_LINES_OF_FRAME = re.compile(
    r"(?<=>)\n(?=<(?:/?(?:article|body|div|head|header|html|main|nav)|dl|footer|link|meta|p|script|title)\b)"
)
"""The same of the frame, where a line is an element."""
_TEXT = re.compile(r"@@rn-text:(.*?)@@", re.S)


def text_slot(text: str) -> str:
    """Return the slot of an interface text: what ``_`` gives in the theme's templates."""
    return f"@@rn-text:{text}@@"


class LayoutError(Exception):
    """The theme did not give a usable frame; says why in Norwegian."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A page without its content: fixed text and slot names in turn."""

    parts: tuple[str, ...]

    @classmethod
    def cut(cls, html: str) -> Layout:
        """Return the frame in ``html``.

        Raises:
            ShellError: a slot is missing.
        """
        html = _LINES_OF_FRAME.sub("", _EMPTY_LINES.sub("\n", html))
        parts = tuple(_SLOT.split(html))
        missing = set(SLOTS) - set(parts[1::2])
        if missing:
            raise LayoutError(f"Temaet mangler plass til: {', '.join(sorted(missing))}.")
        return cls(parts)

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the page: the frame with ``values`` in its slots."""
        parts = self.parts
        return "".join([p if i % 2 == 0 else values[p] for i, p in enumerate(parts)])


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Frames by depth, the digest that stands for them in page keys, and what the header holds.

    Attributes:
        up: the catalogue that the guideline is part of, which every page links to; None for none.
        saves: whether readers may save pages for reading without a network.
    """

    frames: Mapping[int, Layout]
    digest: str
    site_url: str = ""
    header: Header = field(default_factory=Header)
    up: LinkUp | None = field(default=None, kw_only=True)
    saves: bool = field(default=False, kw_only=True)

    def compose(
        self, page: Page, context: Context, depth: int, values: Mapping[str, str]
    ) -> str:
        """Return the whole HTML of ``page``.

        Args:
            depth: how many folders below the site's root it lies.
            values: what every theme shows, safe HTML by the name of its slot.
        """
        steps_below = downloads(page, context) + steps(context, page) + printed(page, context)
        own = {
            "menu": menu(context, page), "steps": steps_below,
            "up": link_up(self.up, page.base or "../" * depth, context.language),
        }
        whole = {**values, **own}
        if page.kind == "anbefaling" and not page.base:
            whole |= {slot: shortened(whole[slot], page) for slot in ("menu", "body", "steps")}
        return self.filled(depth, context.language, whole)

    def filled(self, depth: int, code: str, values: Mapping[str, str]) -> str:
        """Return the frame for ``depth`` in the language ``code`` with ``values`` in its slots."""
        return _worded(self.frames[depth], code).fill(
            {**values, **self.header.texts(code, values["site"])}
        )


def shortened(html: str, page: Page) -> str:
    """Return a part of ``page`` with short addresses, fewer lines, quotes and optional end tags.

    Phones load recommendations most, and the address of the own chapter stands in the menu, in
    the lists and in the ways on.
    """
    html = str(html)  # and not markup, which would escape what replaces
    chapter, _, rest = page.url.partition("/")
    if page.root == "../../" and rest:
        html = html.replace(f'="../../{page.url}"', '="./"')
        html = html.replace(f'="../../{chapter}/', '="../')
    html = html.replace("/%C2%A7", "/§")  # a browser writes it so itself (URL, 4.4)
    if "<pre" in html:
        return html
    html = _ONE_CLASS.sub(r" class=\1", html)
    return _OPTIONAL_END.sub("", _LINES.sub("", html)).replace("&amp; ", "& ")


@cache
def _worded(frame: Layout, code: str) -> Layout:
    """Return ``frame`` with the texts of the interface in the language ``code``."""
    gettext = language(code).gettext

    def fixed(html: str) -> str:
        return _TEXT.sub(lambda match: escape(gettext(unescape(match[1]))), html)

    return Layout(tuple(p if i % 2 else fixed(p) for i, p in enumerate(frame.parts)))
