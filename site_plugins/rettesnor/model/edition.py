"""An edition: everything a guideline says at one time, and the plain data it is kept as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rettesnor.model.construct import construct, to_data
from rettesnor.model.guideline import Guideline
from rettesnor.model.recommendation import Recommendation

_NOT_CONTENT = "unntak"
"""Suppressions steer the check; readers are told nothing by them."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A guideline with its recommendations.

    Attributes:
        recommendations: by id.
        bilder: SHA-256 (hexadecimal) of the pictures, by name.
    """

    guideline: Guideline
    recommendations: Mapping[str, Recommendation]
    bilder: Mapping[str, str] = field(default_factory=dict)


def recommendation_data(recommendation: Recommendation) -> dict[str, Any]:
    """Return what ``recommendation`` says, as plain data."""
    data: dict[str, Any] = to_data(recommendation)
    data.pop(_NOT_CONTENT, None)
    return data


def frame_data(guideline: Guideline) -> dict[str, Any]:
    """Return what the frame says, as plain data; sources are a list, so that their order stays."""
    data: dict[str, Any] = to_data(guideline)
    data.pop(_NOT_CONTENT, None)
    data["kilder"] = list(data.get("kilder", {}).values())
    return data


def frame_from(data: Mapping[str, Any]) -> Guideline:
    """Return the frame that ``frame_data`` made ``data`` from."""
    sources = {item["id"]: item for item in data.get("kilder", ())}
    return construct(Guideline, {k: v for k, v in data.items() if k != "kilder"}, kilder=sources)
