"""Taking the needs that the hearing desk received into the guideline's list, and making tasks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from rettesnor.editing import yaml_emit
from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.task_translation import translate
from rettesnor.model.development import DECISIONS
from rettesnor.model.task import NEED
from rettesnor.reading.content.guideline_paths import DEVELOPMENT, part_path

_FROM_DESK = re.compile(r"h-[0-9]{6,}-[0-9]+")
_ANSWER = ("besvart", "avgjorelse", "svar")
_REDACTED = "■"
_LONGEST_TITLE, _LONGEST_ABOUT = 200, 1000
_SHORTEST_ANSWER = 10


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of taking needs in, by their ids.

    Attributes:
        new: those that were not in the list.
        answered: those that have got their answer.
        unlike: those in which something was redacted at the desk after they were taken in.
        gone: those that the desk does not publish any more.
        unknown: recommendations that needs name and that there are none of any more.
    """

    new: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether the list was changed."""
        return bool(self.new or self.answered)


def take_in(draft: Draft, reported: Sequence[Mapping[str, Any]]) -> TakenIn:
    """Write needs into the list; what stands there already keeps its words and its answer.

    Args:
        reported: the needs that the desk publishes, as the list has them.

    Raises:
        NotPossible: the list cannot be read or written.
    """
    data: dict[str, Any] = draft.data(DEVELOPMENT) if draft.exists(DEVELOPMENT) else {}
    listed: list[dict[str, Any]] = list(data.get("meldinger") or [])
    known = {str(one.get("id")): one for one in listed}
    there = {PurePosixPath(path).stem for path in draft.paths("recommendations/")}
    new, answered, unlike, unknown = [], [], [], []
    for one in reported:
        own = known.get(one["id"])
        if own is None:
            entry = dict(one)
            named = entry.pop("anbefalinger", [])
            unknown += [id_ for id_ in named if id_ not in there]
            if kept := [id_ for id_ in named if id_ in there]:
                entry = _after(entry, "sak", "anbefalinger", kept)
            listed.append(entry)
            new.append(one["id"])
            continue
        if _REDACTED in one["sak"] and _REDACTED not in str(own.get("sak", "")):
            unlike.append(one["id"])
        if one.get("besvart") and not own.get("besvart"):
            own.update({name: one[name] for name in _ANSWER})
            answered.append(one["id"])
    published = {one["id"] for one in reported}
    gone = [id_ for id_ in known if _FROM_DESK.fullmatch(id_) and id_ not in published]
    if new or answered:
        data["meldinger"] = listed
        draft.write(DEVELOPMENT, data)
    return TakenIn(
        tuple(new), tuple(answered), tuple(unlike), tuple(gone), tuple(dict.fromkeys(unknown))
    )


def _after(entry: dict[str, Any], before: str, name: str, value: Any) -> dict[str, Any]:
    """Return ``entry`` with ``name`` in front of ``before``, as the schema has them."""
    made: dict[str, Any] = {}
    for key, old in entry.items():
        if key == before:
            made[name] = value
        made[key] = old
    return made


def task_id(need: str) -> str:
    """Return the id of the review task that is made of a need (its id)."""
    return f"behov-{need}"[:100].rstrip("-")


def make_task(draft: Draft, need: str, day: str) -> str:
    """Write the review task of a need; return its id.

    Args:
        day: the day that it is made (ISO 8601).

    Raises:
        NotPossible: there is no such need, it is answered, or it has its task already.
    """
    data = draft.data(DEVELOPMENT) if draft.exists(DEVELOPMENT) else {}
    listed = data.get("meldinger") or []
    own = next((one for one in listed if one.get("id") == need), None)
    if own is None:
        raise NotPossible(f"Det meldte behovet «{need}» finnes ikke i {DEVELOPMENT}.")
    if own.get("besvart"):
        raise NotPossible(f"Det meldte behovet «{need}» er alt besvart.")
    id_ = task_id(need)
    path = part_path("task", id_)
    if draft.exists(path):
        raise NotPossible(f"Det meldte behovet «{need}» har alt oppgaven «{id_}».")
    words = " ".join(str(own.get("sak", "")).split())
    title = f"Meldt behov: {_cut(words, _LONGEST_TITLE - 14)}"
    task: dict[str, Any] = {
        "id": id_, "slag": NEED, "hendelse": "meldt", "funnet": day,
        "funnet_i": {"dato": str(own.get("mottatt", "")), "mot": "Meldte behov"},
        "tittel": title, "om": "" if words in title else _cut(words, _LONGEST_ABOUT),
        "melding": need, "anbefalinger": list(own.get("anbefalinger") or ()),
    }
    if not task["anbefalinger"]:
        task["steder"] = [DEVELOPMENT]
    task = {name: value for name, value in task.items() if value}
    draft.put(path, yaml_emit.document(task, lambda _: False))
    translate(draft, id_, task, words if words in title else "")
    return id_


def answer(
    draft: Draft, need: str, decision: str, reason: str, day: str, question: str = ""
) -> None:
    """Write the answer to a need.

    Args:
        decision: what was decided (``Melding.avgjorelse``).
        reason: what readers are told.
        day: the day of the answer (ISO 8601).
        question: the question on the road map (its id) that it led to; empty for none.

    Raises:
        NotPossible: there is no such need, it is answered, or something is missing.
    """
    data = draft.data(DEVELOPMENT) if draft.exists(DEVELOPMENT) else {}
    own = next((one for one in data.get("meldinger") or [] if one.get("id") == need), None)
    if own is None:
        raise NotPossible(f"Det meldte behovet «{need}» finnes ikke i {DEVELOPMENT}.")
    if own.get("besvart"):
        raise NotPossible(f"Det meldte behovet «{need}» er alt besvart.")
    if decision not in DECISIONS:
        raise NotPossible("Velg hva som er bestemt.")
    if len(reason.strip()) < _SHORTEST_ANSWER:
        raise NotPossible("Skriv svaret, i en setning eller to.")
    own |= {"besvart": day, "avgjorelse": decision, "svar": " ".join(reason.split())}
    if question:
        own["paa_veikartet"] = question
    draft.write(DEVELOPMENT, data)


def _cut(text: str, most: int) -> str:
    """Return ``text`` in at most so many characters, cut between words."""
    if len(text) <= most:
        return text
    return f"{text[: most - 2].rsplit(' ', 1)[0].rstrip(' ,.;:')} …"
