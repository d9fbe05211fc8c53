"""The steps of a recommendation: pairs of releases between which its text changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rettesnor.model.change import OMPLASSERT, EndretAnbefaling, Utgave
from rettesnor.releases.timeline import History


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a recommendation's text.

    Attributes:
        old: the release it is compared with.
        new: the release that brought the change.
        origins: the ids whose text in ``old`` became this one; several after a merge.
    """

    id: str
    old: str
    new: str
    origins: tuple[str, ...]

    @property
    def name(self) -> str:
        """The step's own part of its address."""
        return f"{self.old}-{self.new}"


def revisions(history: History) -> Mapping[str, tuple[Revision, ...]]:
    """Return the steps of every recommendation that has any, oldest first."""
    own: dict[str, str] = {}
    found: dict[str, list[Revision]] = {}
    before = ""
    for record in history.records:
        utgave = record.utgave
        for changed in utgave.anbefalinger:
            step = _step(utgave, changed, own.get(changed.id, ""), before)
            if step is not None:
                found.setdefault(changed.id, []).append(step)
        own |= {c.id: utgave.versjon for c in utgave.anbefalinger if c.slag != "tatt ut"}
        before = utgave.versjon
    return {id_: tuple(made) for id_, made in found.items()}


def _step(utgave: Utgave, changed: EndretAnbefaling, own: str, before: str) -> Revision | None:
    if changed.slag == "tatt ut" or not before:
        return None
    others = {
        origin for change in utgave.endringer
        if change.slag in OMPLASSERT and changed.id in change.til
        for origin in change.fra if origin != changed.id
    }
    stayed = changed.slag == "endret"
    if not (stayed or others):
        return None
    mine = (changed.id,) if stayed else ()
    old = own if stayed and own and not others else before
    return Revision(changed.id, old, utgave.versjon, (*mine, *sorted(others)))
