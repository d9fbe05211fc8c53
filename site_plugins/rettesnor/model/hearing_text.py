"""The text of a release that is heard: what a round asks about, and comments are on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeardRecommendation:
    """A recommendation as it stands in the release that is heard."""

    id: str
    kapittel: str
    tittel: str
    kort_anbefaling: str

    @property
    def url(self) -> str:
        """Its page among those of its release."""
        return f"{self.kapittel}/{self.id}/"


@dataclass(frozen=True, slots=True)
class HeardChapter:
    """A chapter of the release that is heard, with its recommendations in order."""

    id: str
    tittel: str
    anbefalinger: tuple[HeardRecommendation, ...]
