"""One recommendation file as the single-file rules see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation


@dataclass(frozen=True, slots=True)
class RecommendationSubject:
    """A recommendation, where it lies, and its rendered text fields by dotted pointer."""

    path: str
    recommendation: Recommendation
    fragments: Mapping[str, Fragment]
