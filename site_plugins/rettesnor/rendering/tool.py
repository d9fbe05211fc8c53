"""What readers can use in their own work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that readers can use.

    Attributes:
        title: in the pages' language.
        url: its address below the root of the pages.
        about: what it is for, in a sentence; may be empty.
        recommendations: the recommendations (ids) that it serves; empty for all of them.
    """

    title: str
    url: str
    about: str = ""
    recommendations: tuple[str, ...] = ()
