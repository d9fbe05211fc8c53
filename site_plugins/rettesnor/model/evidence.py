"""Where something is said: a source and the place in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Belegg:
    """A source (key) and the place in it; empty for the source as a whole."""

    kilde: str
    sted: str = ""
