"""The shell: what the theme engine puts around every page.

The theme renders one page per depth with slots in it; everything else is filling slots. A slot
is written ``@@rn:name@@`` by the theme's own template (``rendering/theme/main.html``). A text of
the interface is a slot too, which is filled once for each language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape, unescape

from rettesnor.rendering.i18n import language

SLOTS = (
    "title", "description", "canonical", "head", "site", "menu", "notice", "body", "steps",
    "footer", "kind", "lang", "home", "languages", "texts",
)
"""Every slot a frame has."""
LOST = -1
"""The depth of the page for addresses that lead nowhere: its links start at the site's root."""
DEPTHS = (0, 1, 2, 3, 4, 5)
"""How many folders below the root pages lie; a frame is made for each."""

_SLOT = re.compile(r"@@rn:([a-z]+)@@")
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
    """Frames by depth, and the digest that stands for them in page keys."""

    frames: Mapping[int, Layout]
    digest: str
    site_url: str = ""

    def frame(self, depth: int, code: str) -> Layout:
        """Return the frame of pages ``depth`` folders below the root, in the language ``code``."""
        return _worded(self.frames[depth], code)


@cache
def _worded(frame: Layout, code: str) -> Layout:
    """Return ``frame`` with the texts of the interface in the language ``code``."""
    gettext = language(code).gettext

    def fixed(html: str) -> str:
        return _TEXT.sub(lambda match: escape(gettext(unescape(match[1]))), html)

    return Layout(tuple(p if i % 2 else fixed(p) for i, p in enumerate(frame.parts)))
