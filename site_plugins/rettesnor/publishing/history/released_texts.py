"""Texts of recommendations in old releases: each release is read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rettesnor.model.guideline import Guideline
from rettesnor.model.recommendation import Recommendation
from rettesnor.publishing.history.release_index import ReleaseIndex


class Texts:
    """The recommendations asked for, and what their ids are called.

    Args:
        wanted: pairs of version and id.

    Raises:
        DamagedError: a snapshot is not as it was released.
    """

    def __init__(self, release_index: ReleaseIndex, wanted: Iterable[tuple[str, str]]) -> None:
        by_version: dict[str, set[str]] = {}
        for version, id_ in wanted:
            by_version.setdefault(version, set()).add(id_)
        self._found: dict[tuple[str, str], Recommendation] = {}
        self._names: dict[str, Mapping[str, str]] = {}
        for version, ids in by_version.items():
            edition = release_index.edition(version)
            self._names[version] = names_of(edition.guideline)
            self._found |= {(version, id_): edition.recommendations[id_] for id_ in ids}

    def text(self, version: str, id_: str) -> Recommendation:
        """Return the recommendation ``id_`` as ``version`` has it."""
        return self._found[version, id_]

    def names(self, version: str) -> Mapping[str, str]:
        """Return what ids that stand in fields of their own are called in ``version``."""
        return self._names[version]


def names_of(guideline: Guideline) -> dict[str, str]:
    """Return what ids that stand in fields of their own are called in ``guideline``."""
    names = {strength.id: strength.navn for strength in guideline.styrker}
    names |= {dimension.id: dimension.navn for dimension in guideline.dimensjoner}
    names |= {item.id: item.navn for item in guideline.named}
    names |= {chapter.id: chapter.tittel for chapter in guideline.kapitler}
    return names | {law.id: law.korttittel for law in guideline.lover}
