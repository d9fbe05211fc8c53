"""Writing down what was decided about a review task: that the text stays, or that it is changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from rettesnor.editing import fragments
from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import NotPossible, Plan
from rettesnor.model.task import LAW, NO_CHANGE, NOT_CONCERNED
from rettesnor.reading.content.guideline_paths import part_path

CHANGED = "endret"
"""The answer that the text is changed; it makes a change file instead of a decision."""
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
    if result not in (NO_CHANGE, NOT_CONCERNED):
        raise NotPossible("Velg hva som er avgjort.")
    data = _asked(draft, id_, ids, by)
    if len(reason.strip()) < _SHORTEST:
        raise NotPossible("Skriv grunnen, i en setning eller to.")
    path, named = part_path("task", id_), data.get("anbefalinger") or []
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


def answer(
    draft: Draft, id_: str, ids: Sequence[str], what: str, by: str, day: str
) -> Plan:
    """Plan to write a change file that says how the text was changed because of a task.

    Args:
        ids: the recommendations that are changed.
        what: what is changed, in a sentence for readers.

    Raises:
        NotPossible: there is no such task, something is missing, or a recommendation is as it was
            released.
    """
    data = _asked(draft, id_, ids, by)
    if len(what.strip()) < _SHORTEST:
        raise NotPossible("Skriv hva som er endret, i én setning.")
    if not ids:
        raise NotPossible("Velg hvilke anbefalinger avgjørelsen gjelder.")
    same = [one for one in ids if not fragments.differs(draft, one)]
    # A source that is mended, such as a new address, is a change of the list of sources alone.
    source = len(same) == len(ids) and fragments.source_differs(draft, str(data.get("kilde", "")))
    if same and not source:
        raise NotPossible(
            f"«{same[0]}» er ikke endret siden forrige utgave. Åpne den og rett teksten først."
        )
    concerned: dict[str, Any] = {"slag": "redaksjonell", "ramme": ["kilder"]} if source else {
        "slag": "endret", "anbefalinger": list(ids),
    }
    fragments.add(draft, id_[:60].rstrip("-"), {
        **concerned, "oppgaver": [id_],
        "hva": " ".join(what.split())[:400], "hvorfor": [_why(data)],
        "besluttet_av": " ".join(by.split()), "besluttet_dato": day,
        "vesentlig": not source and any(fragments.has_other_strength(draft, one) for one in ids),
    })
    return draft.plan(f"Svarer på oppgaven «{id_}» med en endring.")


def _why(task: dict[str, Any]) -> dict[str, str]:
    """Return the reason that a change has, as a change file writes it."""
    if task.get("slag") == LAW and task.get("paragraf") and task.get("ikraft"):
        return {"type": "ny lov", "lov": task["lov"], "paragraf": task["paragraf"],
                "dato": task["ikraft"]}
    name = " ".join(str(task[key]) for key in ("lov", "paragraf") if task.get(key))
    by = f" ved {task['ved']}" if task.get("ved") else ""
    return {"type": "annet", "tekst": str(task.get("tittel") or f"{name} er endret{by}.")}


def _asked(draft: Draft, id_: str, ids: Sequence[str], by: str) -> dict[str, Any]:
    """Return the task that is to be decided.

    Raises:
        NotPossible: there is none, it does not name all of ``ids``, or something is missing.
    """
    path = part_path("task", id_)
    if not draft.exists(path):
        raise NotPossible(f"Oppgaven «{id_}» finnes ikke.")
    if len(by.strip()) < 2:
        raise NotPossible("Skriv hvem som har avgjort det.")
    data: dict[str, Any] = draft.data(path)
    named = data.get("anbefalinger") or []
    unknown = [one for one in ids if one not in named]
    if unknown:
        raise NotPossible(f"Oppgaven gjelder ikke «{unknown[0]}».")
    if named and not ids:
        raise NotPossible("Velg hvilke anbefalinger avgjørelsen gjelder.")
    return data
