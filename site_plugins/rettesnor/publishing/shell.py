"""The shell: what the theme engine puts around every page.

The theme renders one page per depth with slots in it; everything else is filling slots. A slot
is written ``@@rn:name@@`` by the theme's own template (``rendering/theme/main.html``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SLOTS = (
    "title", "description", "canonical", "head", "site", "menu", "notice", "body", "steps",
    "footer", "kind",
)
"""Every slot a frame has."""
LOST = -1
"""The depth of the page for addresses that lead nowhere: its links start at the site's root."""
DEPTHS = (0, 1, 2, 3, 4)
"""How many folders below the root pages lie; a frame is made for each."""

_SLOT = re.compile(r"@@rn:([a-z]+)@@")


class ShellError(Exception):
    """The theme did not give a usable frame; says why in Norwegian."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page without its content: fixed text and slot names in turn."""

    parts: tuple[str, ...]

    @classmethod
    def cut(cls, html: str) -> Frame:
        """Return the frame in ``html``.

        Raises:
            ShellError: a slot is missing.
        """
        parts = tuple(_SLOT.split(html))
        missing = set(SLOTS) - set(parts[1::2])
        if missing:
            raise ShellError(f"Temaet mangler plass til: {', '.join(sorted(missing))}.")
        return cls(parts)

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the page: the frame with ``values`` in its slots."""
        parts = self.parts
        return "".join([p if i % 2 == 0 else values[p] for i, p in enumerate(parts)])


@dataclass(frozen=True, slots=True)
class Shell:
    """Frames by depth, and the digest that stands for them in page keys."""

    frames: Mapping[int, Frame]
    digest: str
    site_url: str = ""
