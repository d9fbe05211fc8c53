"""What stands on top of pages that are not the ones that apply."""

from __future__ import annotations

from collections.abc import Sequence

from rettesnor.rendering import environment
from rettesnor.rendering.page import Link


def version_notice(
    language: str, versjon: str, dato: str, current: str, say: str, ways: Sequence[Link],
) -> str:
    """Return the notice on a page of release ``versjon``.

    Args:
        current: the version that applies.
        say: what the ways lead to, in a few words; empty when the links say it themselves.
        ways: relative to the page.
    """
    return environment.render(
        "varsel", language, versjon=versjon, dato=dato, current=current, say=say, ways=ways
    )


def draft_notice(language: str, released: str, way: Link) -> str:
    """Return the notice on pages of the working tree beside release ``released``."""
    return environment.render("utkastvarsel", language, released=released, way=way)
