"""Writing down what was decided about a review task."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import NotPossible, Plan
from rettesnor.model.task import NO_CHANGE, NOT_CONCERNED
from rettesnor.reading.content.guideline_paths import part_path

_SHORTEST = 10


def decide(
    draft: Draft, id_: str, ids: Sequence[str], result: str, reason: str, by: str, day: str,
    waiting: Collection[str] = (),
) -> Plan:
    """Plan to write a decision that the text stays as it is.

    Args:
        ids: the recommendations that it holds for; none for a task that names none.
        waiting: those that nothing is decided for yet; a decision for all of them closes the task.

    Raises:
        NotPossible: there is no such task, or something is missing.
    """
    path = part_path("task", id_)
    if not draft.exists(path):
        raise NotPossible(f"Oppgaven «{id_}» finnes ikke.")
    if result not in (NO_CHANGE, NOT_CONCERNED):
        raise NotPossible("Velg hva som er avgjort.")
    if len(reason.strip()) < _SHORTEST:
        raise NotPossible("Skriv grunnen, i en setning eller to.")
    if len(by.strip()) < 2:
        raise NotPossible("Skriv hvem som har avgjort det.")
    data: dict[str, Any] = draft.data(path)
    named = data.get("anbefalinger") or []
    unknown = [one for one in ids if one not in named]
    if unknown:
        raise NotPossible(f"Oppgaven gjelder ikke «{unknown[0]}».")
    if named and not ids:
        raise NotPossible("Velg hvilke anbefalinger avgjørelsen gjelder.")
    earlier = data.get("avgjorelser") or []
    # Without a list it holds for everything, also for the other places that the task names.
    whole = not earlier and set(ids) >= set(waiting or named)
    decision = {
        **({} if whole and set(ids) == set(named) else {"anbefalinger": list(ids)} if ids else {}),
        "resultat": result, "grunn": " ".join(reason.split()), "av": " ".join(by.split()),
        "dato": day,
    }
    draft.write(path, {**data, "avgjorelser": [*earlier, decision]})
    return draft.plan(f"Avgjør oppgaven «{id_}».")
