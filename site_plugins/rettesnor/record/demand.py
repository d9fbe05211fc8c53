"""What a release demands: every change told of, nothing told that did not happen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rettesnor.model.change import OMPLASSERT, ORDLYD, RAMME, Endring
from rettesnor.model.diff import TRANSLATIONS, Change, Comparison, Difference
from rettesnor.model.edition import Edition
from rettesnor.model.problem import Problem

_REPEALED = "opphevet"
_FRESH = frozenset({"ny", *OMPLASSERT})
_STRONG = frozenset({"styrke", "kort_anbefaling"})
FRAGMENTS = "changelog/unreleased"


@dataclass(frozen=True)
class Account:
    """What changed since the last release, and what the fragments say of it.

    Attributes:
        old: the last release's edition.
        comparison: from ``old`` to ``new``.
    """

    old: Edition
    new: Edition
    comparison: Comparison
    fragments: Sequence[Endring]

    @cached_property
    def differing(self) -> Mapping[str, Difference]:
        """The recommendations that differ, by id; not those withdrawn before and now removed."""
        return {
            d.id: d for d in self.comparison.recommendations
            if not (d.kind == "removed" and self.old.recommendations[d.id].status == _REPEALED)
        }

    @cached_property
    def withdrawn(self) -> tuple[str, ...]:
        """Ids that no longer apply: the file is gone, or the status is now ``opphevet``."""
        return tuple(
            d.id for d in self.differing.values() if d.kind == "removed" or self._is_repealed(d)
        )

    @cached_property
    def telling(self) -> Mapping[str, Sequence[Endring]]:
        """The fragments that tell of each id."""
        found: dict[str, list[Endring]] = {}
        for fragment in self.fragments:
            for id_ in fragment.ids:
                found.setdefault(id_, []).append(fragment)
        return found

    @cached_property
    def frame_parts(self) -> Mapping[str, Sequence[Change]]:
        """What changed in each part of the frame."""
        parts: dict[str, list[Change]] = {}
        for change in self.comparison.frame:
            first, *rest = change.field.split(".")
            if first == TRANSLATIONS and len(rest) > 1:
                first = rest[1]
            part = first if first in RAMME else RAMME[0]
            parts.setdefault(part, []).append(change)
        return parts

    @property
    def step(self) -> str:
        """How much changed (see ``model.change.STEG``)."""
        for difference in self.differing.values():
            fresh_or_gone = difference.kind != "changed" or self._is_repealed(difference)
            if fresh_or_gone or _STRONG.intersection(difference.fields):
                return "hovedversjon"
        told = [self.telling.get(id_, ()) for id_ in self.differing]
        told += [[f for f in self.fragments if part in f.ramme] for part in self.frame_parts]
        wording = all(fs and all(f.slag in ORDLYD for f in fs) for fs in told)
        return "rettelse" if wording else "underversjon"

    def problems(self) -> list[Problem]:
        """Return everything that stands in the way of a release, sorted."""
        found = [*self._untold(), *self._idle(), *self._misnamed(), *self._revived()]
        return sorted(found)

    def _is_repealed(self, difference: Difference) -> bool:
        if difference.kind != "changed":
            return False
        before = self.old.recommendations[difference.id].status
        after = self.new.recommendations[difference.id].status
        return after == _REPEALED != before

    def _untold(self) -> Iterator[Problem]:
        for id_, difference in self.differing.items():
            kinds = {fragment.slag for fragment in self.telling.get(id_, ())}
            path = self._path(id_)
            if not kinds:
                yield untold(path, id_, difference.kind)
            elif difference.kind == "added" and not kinds & _FRESH:
                yield _kind(path, f"«{id_}» er ny, men ingen endringsfil sier det.",
                            "Skriv «slag: ny», eller hvor den kommer fra.")
            elif id_ in self.withdrawn and not kinds & {_REPEALED, *OMPLASSERT}:
                yield _kind(path, f"«{id_}» er tatt ut, men ingen endringsfil sier det.",
                            "Skriv «slag: opphevet», eller hvor innholdet er blitt av.")

    def _idle(self) -> Iterator[Problem]:
        for fragment in self.fragments:
            idle = [f"«{id_}»" for id_ in fragment.ids if id_ not in self.differing]
            idle += [f"«{part}»" for part in fragment.ramme if part not in self.frame_parts]
            for name in idle:
                yield Problem(
                    f"{FRAGMENTS}/{fragment.fil}", 1, 1, "endring-uten-virkning",
                    f"Endringsfila nevner {name}, som ikke er endret siden forrige utgave.",
                    "Ta det ut av fila, eller slett fila.",
                )

    def _misnamed(self) -> Iterator[Problem]:
        """Yield where the declared kind contradicts what the comparison shows."""
        for fragment in self.fragments:
            path = f"{FRAGMENTS}/{fragment.fil}"
            gone = [id_ for id_ in fragment.fra if id_ not in fragment.til]
            gone += fragment.anbefalinger if fragment.slag == _REPEALED else ()
            for id_ in gone:
                if id_ in self.differing and id_ not in self.withdrawn:
                    yield _kind(path, f"«{id_}» er sagt å være tatt ut, men gjelder fortsatt.",
                                "Slett anbefalingen, eller gi den statusen «opphevet».")
            for id_ in fragment.ids:
                difference = self.differing.get(id_)
                if difference is None or difference.kind != "changed":
                    continue
                if fragment.slag == "ny":
                    yield _kind(path, f"«{id_}» er ikke ny; den står i forrige utgave.",
                                "Velg et annet slag, for eksempel «endret».")
                elif "styrke" in difference.fields and self._is_played_down(id_):
                    yield _kind(path, f"Styrken på «{id_}» er endret, så endringen er vesentlig.",
                                "Skriv «slag: endret» og «vesentlig: true».")

    def _is_played_down(self, id_: str) -> bool:
        return all(f.slag in ORDLYD or not f.vesentlig for f in self.telling[id_])

    def _revived(self) -> Iterator[Problem]:
        for id_, before in self.old.recommendations.items():
            after = self.new.recommendations.get(id_)
            if before.status == _REPEALED and after and after.status != _REPEALED:
                yield Problem(
                    self._path(id_), 1, 1, "id-gjenbrukt",
                    f"«{id_}» er opphevet i en tidligere utgave og kan ikke gjelde igjen.",
                    "Lag en ny anbefaling med en ny id.",
                )

    def _path(self, id_: str) -> str:
        recommendation = self.new.recommendations.get(id_) or self.old.recommendations[id_]
        return file_of(recommendation.kapittel, id_)


def untold(path: str, id_: str, kind: str = "changed") -> Problem:
    """Return the problem of a recommendation that differs and that no fragment tells of."""
    says = {"added": "ny", "removed": "tatt ut"}.get(kind, "endret")
    return Problem(
        path, 1, 1, "endring-mangler",
        f"Anbefalingen «{id_}» er {says} siden forrige utgave, men ingen endringsfil sier det.",
        f"Skriv en med: rettesnor change {id_}",
    )


def file_of(kapittel: str, id_: str) -> str:
    """Return the file that a recommendation is written in."""
    return f"recommendations/{kapittel}/{id_}.yml"


def _kind(path: str, message: str, hint: str) -> Problem:
    return Problem(path, 1, 1, "endring-slag", message, hint)
