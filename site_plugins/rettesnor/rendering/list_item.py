"""What lists of recommendations sort and filter by, and whom their steps name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rettesnor.model.guideline import Navngitt
from rettesnor.model.recommendation import Datoer, Lovhenvisning, Steg
from rettesnor.model.recommendation_entry import Entry

_AND = re.compile(r", | og | eller ")
_ENDINGS = "(?:e?n|e?ne|e?r|e|et|a|ar|ane)?"
"""The endings of a Norwegian noun that leave it the same word: «leder», «ledere», «lederen»."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """What a list shows of a recommendation besides its head.

    Attributes:
        oppdatert: day of its last professional update (ISO 8601); empty when not known.
        steg: its steps, with what is done as plain text.
        datoer: all its days.
        lover: the sections of law it refers to, without what is said of each.
    """

    dimensjoner: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faser: tuple[str, ...] = ()
    oppdatert: str = ""
    steg: tuple[Steg, ...] = ()
    datoer: Datoer = Datoer()
    lover: tuple[Lovhenvisning, ...] = ()

    @classmethod
    def of(cls, entry: Entry) -> ListItem:
        """Return the glance of ``entry``."""
        dates = entry.datoer
        day = dates.faglig_oppdatert or dates.publisert
        laws = tuple(replace(one, hvorfor="") for one in entry.lovhenvisninger)
        return cls(entry.dimensjoner, entry.faser, day, entry.steg, dates, laws)


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A step that names a role, and its number in the recommendation."""

    number: int
    steg: Steg


def own_steps(role: Navngitt, steps: Sequence[Steg]) -> list[OwnStep]:
    """Return those of ``steps`` that are for ``role``.

    A step says so by ``roller``. Where it has none, by ``hvem``: only the role's own name counts,
    alone or among others that are named («Avdelingslederen og pasienten»), in any form of the
    word. «Den som følger opp pasienten» does not name «Pasient», and who else may be meant is not
    guessed. A role with «eller» in its name has two names.
    """
    name = "|".join(map(re.escape, _AND.split(role.navn)))
    named = re.compile(rf"(?:alle |de |den )?(?:{name}){_ENDINGS}", re.IGNORECASE)
    return [
        OwnStep(number, step) for number, step in enumerate(steps, 1)
        if role.id in step.roller or (not step.roller and any(
            named.fullmatch(part.strip()) for part in _AND.split(step.hvem)
        ))
    ]
