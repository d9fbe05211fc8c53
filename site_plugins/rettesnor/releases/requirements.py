"""What a release demands: every change is documented, and nothing else is."""

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
_EDITORIAL = "redaksjonell"
_GUIDELINE = "guideline/guideline.yml"
FRAGMENTS = "changelog/unreleased"
MEASURING: Mapping[str, tuple[str, str]] = {
    "tilsyn": ("guideline/kriterier.yml", "Kriteriene for tilsyn"),
    "kvalitetsmaal": ("guideline/kvalitetsmaal.yml", "Kvalitetsmålene"),
    "egenkontroll": ("guideline/egenkontroll.yml", "Egenkontrollen"),
}
"""The parts of the frame that practice is held against, with the file and the name of each.

What was found by them one year is compared with the next, so their readers must be told of every
change, as with a recommendation.
"""
UNTOLD = "endring-mangler"
"""The code of a change that no fragment accounts for yet."""


@dataclass(frozen=True, slots=True)
class _Lack:
    """What must be said of a change, how to say it, and the kind that a fragment for it has.

    Attributes:
        field: the field of the recommendation that changed; empty for all of it.
    """

    says: str
    hint: str
    slag: str
    field: str = ""


TASKS = "oppgaver"
"""The part of the frame that says what is to be decided; it is no text of the guideline."""
ONGOING = frozenset({TASKS, "utvikling"})
"""The parts that say nothing of what is recommended: they do not count for the version."""
_CHAPTERS = "kapitler"
"""Where a recommendation that was taken out was listed."""
_NEW = _Lack("«{}» er ny", "Skriv «slag: ny», eller hvor den kommer fra.", "ny")
_GONE = _Lack(
    "«{}» er tatt ut", "Skriv «slag: opphevet», eller hvor innholdet er blitt av.", "opphevet"
)
_STRENGTH = _Lack(
    "Styrken på «{}» er endret, og da er endringen vesentlig",
    "Skriv «slag: endret» og «vesentlig: true».", "endret", "styrke",
)
_SHORT = _Lack(
    "Den korte anbefalingen i «{}» er endret",
    "Skriv «slag: presisert» eller «slag: endret».", "endret", "kort_anbefaling",
)


@dataclass(frozen=True)
class Documented:
    """What changed since the last release, and what the fragments say of it.

    Attributes:
        old: the last release's edition.
        comparison: from ``old`` to ``new``.
        unread: ids of recommendations that could not be read, of which nothing is said.
    """

    old: Edition
    new: Edition
    comparison: Comparison
    fragments: Sequence[Endring]
    unread: frozenset[str] = frozenset()

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
        told += [
            [f for f in self.fragments if part in f.ramme] for part in self.frame_parts
            if part not in ONGOING
        ]
        wording = all(fs and all(f.slag in ORDLYD for f in fs) for fs in told)
        return "rettelse" if wording else "underversjon"

    @property
    def unaccounted(self) -> tuple[str, ...]:
        """The ids of the recommendations whose change no fragment accounts for."""
        return tuple(
            id_ for id_, difference in self.differing.items()
            if not (telling := self.telling.get(id_)) or self._lack(id_, difference, telling)
        )

    @property
    def untold_parts(self) -> tuple[str, ...]:
        """The parts in ``MEASURING`` that changed, and that no fragment is about."""
        told = {part for fragment in self.fragments for part in fragment.ramme}
        return tuple(
            part for part in MEASURING if part not in told and any(
                not change.field.startswith(f"{TRANSLATIONS}.")
                for change in self.frame_parts.get(part, ())
            )
        )

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
        """Yield each change that no fragment accounts for as the change it is."""
        for id_, difference in self.differing.items():
            telling = self.telling.get(id_, ())
            if not telling:
                yield undocumented(self._path(id_), id_, difference)
            elif lack := self._lack(id_, difference, telling):
                yield self._lacking(id_, telling, lack)
        for part in self.untold_parts:
            path, name = MEASURING[part]
            there = bool(getattr(self.new.guideline, part))
            yield Problem(
                path if there else _GUIDELINE, 1, 1, UNTOLD,
                f"{name} er endret siden forrige utgave, men ingen endringsfil sier det.",
                f"Skriv en endringsfil i {FRAGMENTS}/ med «ramme: [{part}]».",
            )

    def _lack(
        self, id_: str, difference: Difference, telling: Sequence[Endring]
    ) -> _Lack | None:
        """Return what no fragment in ``telling`` says of a change, though it must be said."""
        kinds = {fragment.slag for fragment in telling}
        if difference.kind == "added":
            return None if kinds & _FRESH else _NEW
        if id_ in self.withdrawn:
            return None if kinds & {_REPEALED, *OMPLASSERT} else _GONE
        fields = difference.fields
        if "styrke" in fields and not any(f.vesentlig and f.slag not in ORDLYD for f in telling):
            return _STRENGTH
        return _SHORT if "kort_anbefaling" in fields and kinds == {_EDITORIAL} else None

    def _lacking(self, id_: str, telling: Sequence[Endring], lack: _Lack) -> Problem:
        """Return the problem of ``lack``, in the fragment about this recommendation alone if any.

        A fragment about several may be a colleague's note on something else: it is left alone,
        and the change gets a fragment of its own.
        """
        for fragment in telling:
            if fragment.ids == (id_,):
                says = f"{lack.says.format(id_)}, men endringsfila sier noe annet."
                return _kind(f"{FRAGMENTS}/{fragment.fil}", says, lack.hint)
        return Problem(
            self._path(id_), 1, 1, "endring-mangler",
            f"{lack.says.format(id_)}, men ingen endringsfil sier det.",
            f"Skriv en egen endringsfil med: rettesnor change {id_} --kind {lack.slag}",
            field=lack.field if id_ in self.new.recommendations else _CHAPTERS,
        )

    def _idle(self) -> Iterator[Problem]:
        for fragment in self.fragments:
            idle = [
                id_ for id_ in fragment.ids
                if id_ not in self.differing and id_ not in self.unread
            ]
            idle += [part for part in fragment.ramme if part not in self.frame_parts]
            for name in idle:
                yield Problem(
                    f"{FRAGMENTS}/{fragment.fil}", 1, 1, "endring-uten-virkning",
                    f"Endringsfila nevner «{name}», som ikke er endret siden forrige utgave.",
                    "Ta det ut av fila, eller slett fila.", field=_naming(fragment, name),
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
                if difference and difference.kind == "changed" and fragment.slag == "ny":
                    yield _kind(path, f"«{id_}» er ikke ny; den står i forrige utgave.",
                                "Velg et annet slag, for eksempel «endret».")

    def _revived(self) -> Iterator[Problem]:
        for id_, before in self.old.recommendations.items():
            after = self.new.recommendations.get(id_)
            if before.status == _REPEALED and after and after.status != _REPEALED:
                yield Problem(
                    self._path(id_), 1, 1, "id-gjenbrukt",
                    f"«{id_}» er opphevet i en tidligere utgave og kan ikke gjelde igjen.",
                    "Lag en ny anbefaling med en ny id.", field="status",
                )

    def _path(self, id_: str) -> str:
        """Return a file that exists: the recommendation's own, or the list it was taken out of."""
        recommendation = self.new.recommendations.get(id_)
        return file_of(recommendation.kapittel, id_) if recommendation else _GUIDELINE


def undocumented(path: str, id_: str, difference: Difference) -> Problem:
    """Return the problem of a recommendation that differs and that no fragment tells of.

    It names the field where a single one differs.
    """
    says = {"added": "ny", "removed": "tatt ut"}.get(difference.kind, "endret")
    fields = [name for name in difference.fields if not name.startswith(f"{TRANSLATIONS}.")]
    field = _CHAPTERS if difference.kind == "removed" else fields[0] if len(fields) == 1 else ""
    return Problem(
        path, 1, 1, "endring-mangler",
        f"Anbefalingen «{id_}» er {says} siden forrige utgave, men ingen endringsfil sier det.",
        f"Skriv en med: rettesnor change {id_}", field=field,
    )


def file_of(kapittel: str, id_: str) -> str:
    """Return the file that a recommendation is written in."""
    return f"recommendations/{kapittel}/{id_}.yml"


def _kind(path: str, message: str, hint: str) -> Problem:
    return Problem(path, 1, 1, "endring-slag", message, hint, field="slag")


def _naming(fragment: Endring, name: str) -> str:
    """Return the pointer to where ``fragment`` first names a recommendation, or a part."""
    lists = {
        "anbefalinger": fragment.anbefalinger, "fra": fragment.fra, "til": fragment.til,
        "ramme": fragment.ramme,
    }
    return next(f"{field}.{names.index(name)}" for field, names in lists.items() if name in names)
