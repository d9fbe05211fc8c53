"""What stands on top of pages that are not the ones that apply."""

from __future__ import annotations

from collections.abc import Sequence

from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.page import Link


def version_notice(
    language: str, versjon: str, dato: str, current: str, say: str, ways: Sequence[Link],
    recorded: str = "",
) -> str:
    """Return the notice on a page of release ``versjon``.

    Args:
        current: the version that applies.
        say: what the ways lead to, in a few words; empty when the links say it themselves.
        ways: relative to the page.
        recorded: the day of the release that was only recorded then; empty for none.
    """
    return environment.render(
        "banner", language, versjon=versjon, dato=dato, current=current, say=say, ways=ways,
        recorded=bool(dato) and dato == recorded,
    )
