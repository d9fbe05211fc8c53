"""Which recommendations are due for review, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rettesnor.model.guideline import Guideline
from rettesnor.model.legal_reference import canonical
from rettesnor.model.months import months_after
from rettesnor.model.recommendation_entry import Entry, cited_laws
from rettesnor.model.task import LAW

SOON_MONTHS = 6
"""How long ahead a review is announced."""

Kind = Literal["forfalt", "snart", "lov", "uten-frist"]


@dataclass(frozen=True, slots=True, order=True)
class Review:
    """A recommendation that somebody must look at again.

    Attributes:
        date: when the review was or is due, or when the law was changed; empty without a date.
        about: the section of law that was changed.
    """

    kind: Kind
    date: str
    id: str
    about: str = ""


def reviews(guideline: Guideline | None, entries: Sequence[Entry], as_of: str) -> list[Review]:
    """Return what is due on the day ``as_of`` (ISO 8601), by kind and date.

    A recommendation without any date has not been released, and is due for nothing. A change of
    the law that a review task tells of is not told again: the task is open until it is decided.
    """
    changed, told = _changed_sections(guideline), _told_by_tasks(guideline)
    found: set[Review] = set()
    soon = months_after(as_of, SOON_MONTHS)
    for entry in entries:
        if not entry.sound or entry.status == "opphevet":
            continue
        found.update(_deadline(entry, as_of, soon))
        for law, section in cited_laws(entry):
            updated = entry.datoer.faglig_oppdatert
            since = [
                d for d in changed.get((law, section), ()) if updated < d <= as_of
                and told.isdisjoint({(entry.id, law, section, d), (entry.id, law, "", d)})
            ]
            if updated and since:
                found.add(Review("lov", max(since), entry.id, f"{law} {section}".strip()))
    return sorted(found)


def _deadline(entry: Entry, as_of: str, soon: str) -> Iterator[Review]:
    review = entry.datoer.neste_gjennomgang
    if not review:
        if entry.datoer.publisert:
            yield Review("uten-frist", "", entry.id)
    elif review < as_of:
        yield Review("forfalt", review, entry.id)
    elif review <= soon:
        yield Review("snart", review, entry.id)


def _told_by_tasks(guideline: Guideline | None) -> set[tuple[str, str, str, str]]:
    """Return the changes of law that review tasks tell of: who cites it, law, section, day."""
    return {
        (id_, task.lov, canonical(task.paragraf) if task.paragraf else "", task.ikraft)
        for task in (guideline.oppgaver if guideline else ())
        if task.slag == LAW and task.ikraft
        for id_ in task.anbefalinger
    }


def _changed_sections(guideline: Guideline | None) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the days each section was changed or repealed on."""
    laws = guideline.lover if guideline else ()
    return {
        **{(law.id, ""): (law.opphevet,) for law in laws},
        **{
            (law.id, canonical(section.paragraf)): (
                section.endret, section.opphevet, law.opphevet,
            )
            for law in laws for section in law.paragrafer
        },
    }
