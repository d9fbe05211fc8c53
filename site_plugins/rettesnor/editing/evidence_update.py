"""Writing what has happened to sources: review tasks, and what saved searches found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.editing import yaml_emit
from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.task_translation import translate
from rettesnor.model.evidence_watch import CORRECTED, GONE, NEWER, RETRACTED, Hit, doi_of, dois
from rettesnor.model.task import EVIDENCE
from rettesnor.reading.checks.phrases import day as day_in_words
from rettesnor.reading.content.guideline_paths import DEVELOPMENT, SOURCES, part_path
from rettesnor.reading.importers.sources.keys import key_of

_HAPPENED = {
    RETRACTED: "er trukket tilbake", CORRECTED: "er rettet",
    NEWER: "er kommet i ny versjon", GONE: "har en adresse som ikke svarer",
}
_LONGEST_ID, _LONGEST_TITLE, _LONGEST_ABOUT = 100, 200, 1000


@dataclass(frozen=True, slots=True)
class Citing:
    """What uses a source: recommendations (ids), and other files."""

    recommendations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def flag(
    draft: Draft, hits: Sequence[Hit], uses: Mapping[str, Citing],
    sources: Mapping[str, Mapping[str, Any]], day: str, seen_in: str,
) -> list[str]:
    """Write a review task for each of ``hits``; one that is there already stays as it is.

    Args:
        uses: what uses each source, by its key.
        day: the day that it was found (ISO 8601).
        seen_in: what it was found in, as readers are shown it.

    Returns: the ids of the new tasks.
    """
    made = []
    for hit in hits:
        id_ = hit.id[:_LONGEST_ID].rstrip("-")
        path = part_path("task", id_)
        if draft.exists(path):
            continue
        data = _task(hit, id_, uses.get(hit.source, Citing()), sources[hit.source], day, seen_in)
        draft.put(path, yaml_emit.document(data, lambda _: False))
        translate(draft, id_, data, f"{str(data['tittel']).rpartition('»')[0]}»")
        made.append(id_)
    return made


def _task(
    hit: Hit, id_: str, uses: Citing, source: Mapping[str, Any], day: str, seen_in: str
) -> dict[str, Any]:
    happened = "har fått et uttrykk for bekymring" if hit.concern else _HAPPENED[hit.event]
    room = _LONGEST_TITLE - len(happened) - 3
    name = str(source.get("title-short") or source.get("title") or hit.source)
    name = name if len(name) <= room else f"{name[: room - 2].rstrip()} …"
    said = {
        RETRACTED: "Grunn som er oppgitt: ", CORRECTED: "Grunn som er oppgitt: ",
        NEWER: "Den nye heter: ", GONE: "Svaret var: ",
    }[hit.event]
    fields: Mapping[str, Any] = {
        "id": id_, "slag": EVIDENCE, "hendelse": hit.event, "funnet": day,
        "funnet_i": {"mot": seen_in}, "tittel": f"«{name}» {happened}",
        "om": f"{said}{hit.said}"[:_LONGEST_ABOUT] if hit.said else "",
        "kilde": hit.source, "ikraft": hit.day, "lenke": hit.address,
        "anbefalinger": list(uses.recommendations), "steder": list(uses.places),
    }
    return {name: value for name, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class Results:
    """What came of taking in the results of a saved search.

    Attributes:
        new: the titles that were not known.
        known: how many were found before, or are sources already.
        task: the id of the review task that was made; empty for none.
    """

    new: tuple[str, ...]
    known: int
    task: str = ""


def take_results(
    draft: Draft, search: str, items: Sequence[Mapping[str, Any]], day: str, seen_in: str
) -> Results:
    """Write the results of a run of a saved search into its list, and a task when any is new.

    Args:
        search: the id of the search.
        items: what it found (CSL items).
        day: the day it was run (ISO 8601).

    Raises:
        NotPossible: there is no such search, or it was run later than ``day`` already.
    """
    data = draft.data(DEVELOPMENT) if draft.exists(DEVELOPMENT) else {}
    searches = data.get("litteratursok") or []
    own = next((one for one in searches if one.get("id") == search), None)
    if own is None:
        known = ", ".join(str(one.get("id")) for one in searches)
        raise NotPossible(
            f"Det lagrede søket «{search}» finnes ikke i {DEVELOPMENT}. "
            + (f"Disse finnes: {known}." if known else "Legg det til under «litteratursok» først.")
        )
    if str(own.get("sist_kjort", "")) > day:
        last = day_in_words(str(own["sist_kjort"]))
        raise NotPossible(f"Søket er alt kjørt {last}. Oppgi dagen det ble kjørt, med --date.")
    hits = list(own.get("treff") or [])
    cited = (draft.data(SOURCES).get("references") or []) if draft.exists(SOURCES) else []
    seen = {name for one in hits for name in _names(one)}
    seen |= {name for one in cited for name in _names(one)}
    taken = {str(one.get("id")) for one in hits}
    new: list[str] = []
    known_before = 0
    for item in items:
        names = _names(item)
        if not names or names & seen:
            known_before += 1
            continue
        seen |= names
        made = _hit(item, key_of({**item, "id": ""}, taken)[:60].strip("-"), day)
        taken.add(made["id"])
        hits.append(made)
        new.append(made["tittel"])
    own["sist_kjort"] = day
    if hits:
        own["treff"] = hits
    draft.write(DEVELOPMENT, data)
    task = _results_task(draft, own, new, day, seen_in) if new else ""
    return Results(tuple(new), known_before, task)


def _hit(item: Mapping[str, Any], id_: str, day: str) -> dict[str, Any]:
    title = " ".join(str(item.get("title", "")).split())[:600]
    doi, parts = dois(item), (item.get("issued") or {}).get("date-parts") or [[]]
    fields = {
        "id": id_, "tittel": title, "doi": doi,
        "lenke": "" if doi else str(item.get("URL", "")),
        "aar": int(parts[0][0]) if parts and parts[0] else 0, "funnet": day,
        "relevans": "ikke vurdert",
    }
    return {name: value for name, value in fields.items() if value}


def _names(item: Mapping[str, Any]) -> set[str]:
    """Return what an item is known by: a hit of a search, or a source."""
    title = " ".join(str(item.get("tittel") or item.get("title") or "").casefold().split())
    found = {doi_of(str(item.get("doi", ""))) or dois(item), title.rstrip(".")}
    return found - {""}


def _results_task(
    draft: Draft, search: Mapping[str, Any], new: Sequence[str], day: str, seen_in: str
) -> str:
    id_ = f"kunnskap-{str(search['id'])[:50]}-nye-treff-{day}"
    path = part_path("task", id_)
    if draft.exists(path):
        return ""
    count = "ett nytt treff" if len(new) == 1 else f"{len(new)} nye treff"
    shown = "; ".join(new[:5]) + (" …" if len(new) > 5 else "")
    recommendations = list(search.get("anbefalinger") or ())
    data = {
        "id": id_, "slag": EVIDENCE, "hendelse": "nye-treff", "funnet": day,
        "funnet_i": {"mot": seen_in}, "tittel": f"Søket «{search['tittel']}» har {count}"[:200],
        "om": f"Vurder om de er aktuelle: {shown}"[:1000],
        **({"anbefalinger": recommendations} if recommendations else {}),
        "steder": [DEVELOPMENT],
    }
    draft.put(path, yaml_emit.document(data, lambda _: False))
    translate(draft, id_, data, str(search["tittel"]))
    return id_
