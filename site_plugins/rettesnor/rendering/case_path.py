"""From what a reader sees, and who the reader is, to what to do first: a filter over the content.

Nothing is concluded about a case. The rule for what comes first is in ``advice``, and editors
decide over it by ``forst`` of a phase.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rettesnor.model.guideline import Fase, Navngitt, Tilkobling
from rettesnor.model.recommendation import Lovhenvisning
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.filters import list_item_of
from rettesnor.rendering.list_item import OwnStep, own_steps

FIRST = 3
"""At most this many recommendations are shown as what to do now."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation for a role in a phase.

    Attributes:
        own: the role's own steps.
        others: the other steps.
        law: the sections of law it refers to, the legal bases first.
    """

    head: Head
    own: Sequence[OwnStep]
    others: Sequence[OwnStep]
    law: Sequence[Lovhenvisning]


def concerns(context: Context, head: Head, role: Navngitt) -> bool:
    """Return whether a recommendation is for ``role``: as a target group, or by one of its steps.
    """
    return role.id in head.maalgrupper or bool(own_steps(role, list_item_of(context, head).steg))


def in_phase(context: Context, phase: Fase) -> list[Head]:
    """Return the recommendations that apply in ``phase``, in reading order."""
    heads = (context.heads[id_] for id_ in context.order)
    return [head for head in heads if phase.id in list_item_of(context, head).faser]


def advice(context: Context, phase: Fase, role: Navngitt, heads: Sequence[Head]) -> list[Advice]:
    """Return what ``role`` does first in ``phase``: at most ``FIRST`` recommendations.

    They come in this order, each rule where those before it make no difference: those with steps
    of the role's own; those that the phase shows first (``forst``), in its order; those that begin
    to apply in this phase; reading order.

    Args:
        heads: what applies in the phase (see ``in_phase``).
    """
    order = [one.id for one in context.guideline.faser]
    found = []
    for number, head in enumerate(heads):
        glance = list_item_of(context, head)
        own = own_steps(role, glance.steg)
        if not own and role.id not in head.maalgrupper:
            continue
        named = phase.forst.index(head.id) if head.id in phase.forst else len(phase.forst)
        known = [order.index(id_) for id_ in glance.faser if id_ in order]
        later = order[min(known)] != phase.id
        found.append(((not own, named, later, number), head, own))
    return [
        _advice(context, head, own)
        for _, head, own in sorted(found, key=lambda one: one[0])[:FIRST]
    ]


def joins(phase: Fase, role: Navngitt) -> list[Tilkobling]:
    """Return when ``role`` joins a case in ``phase``."""
    return [one for one in phase.kobles_paa if role.id in one.roller]


def _advice(context: Context, head: Head, own: Sequence[OwnStep]) -> Advice:
    glance = list_item_of(context, head)
    mine = {one.number for one in own}
    others = [
        OwnStep(number, step) for number, step in enumerate(glance.steg, 1) if number not in mine
    ]
    law = sorted(glance.lover, key=lambda reference: not reference.hjemmel)
    return Advice(head, own, others, law)
