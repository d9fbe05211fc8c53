"""Moving a plan to a newer national release: what moved under it, and what must be decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rettesnor.model.diff import diff
from rettesnor.model.edition import Edition
from rettesnor.model.fields import label
from rettesnor.model.local_plan import DEVIATES, FOLLOWED, NOT_ASSESSED
from rettesnor.plans.merge import GONE, JUDGEMENT, Conflict, Merged, merge_entry
from rettesnor.plans.national import National
from rettesnor.plans.views import order, phase_views, recommendation_views, sentence

NEW, CHANGED, WITHDRAWN, JOINED, RENAMED = "ny", "endret", "tatt ut", "slått sammen", "flyttet"
_NO_ADVICE = ("datoer", "svarer_paa")
"""Fields that are not part of the advice: a plan need not be looked at for them."""
_STEPS = "praktisk_gjennomforing.steg"
_PHASES, _RECOMMENDATIONS = "faser", "anbefalinger"
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """Something national that is another than in the release the plan was built on.

    Attributes:
        what: ``anbefaling``, ``fase`` or ``mal``.
        kind: one of the constants above.
        fields: the labels of the fields that changed.
        relation: what the plan says of it: a key of ``RELATIONS``; empty for a phase.
        note: what became of the plan's own words, in Norwegian.
    """

    what: str
    id: str
    title: str
    kind: str
    fields: tuple[str, ...] = ()
    relation: str = ""
    note: str = ""


@dataclass(frozen=True)
class Update:
    """What an update gives: the plan's new data, what moved, and the conflicts."""

    data: Data
    moved: tuple[Moved, ...]
    conflicts: tuple[Conflict, ...]
    taken: tuple[str, ...] = ()


@dataclass
class _Work:
    """An update on its way; ``old`` and ``new`` are in the plan's language."""

    old: Edition
    new: Edition
    national: National
    conflicts: list[Conflict] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def note(self, merged: Merged, about: str) -> Data:
        self.conflicts += [replace(one, about=about) for one in merged.conflicts]
        self.taken += merged.taken
        return merged.value


def update(data: Mapping[str, Any], base: National, new: National) -> Update:
    """Return what ``plan.yml`` is to say when the plan is built on ``new`` instead of ``base``.

    Args:
        data: what the file says now; it is not changed.
    """
    language = str(data.get("sprak", "nb"))
    work = _Work(base.said(language), new.said(language), new)
    entries = _recommendations(work, data.get(_RECOMMENDATIONS, ()))
    phases = _phases(work, data.get(_PHASES, ()))
    _list_templates(work, data.get("maler", ()))
    made = {
        **data,
        "bygger_paa": {**data["bygger_paa"], "versjon": new.version, "sha256": new.sha256},
        _RECOMMENDATIONS: entries,
    }
    if phases:
        made[_PHASES] = phases
    return Update(made, tuple(work.moved), tuple(work.conflicts), tuple(work.taken))


def has_words(entry: Mapping[str, Any]) -> bool:
    """Whether an entry of a plan says more than its relation."""
    return bool(set(entry) - {"id", "forhold"})


def _recommendations(work: _Work, entries: Sequence[Mapping[str, Any]]) -> list[Data]:
    old_views, new_views = recommendation_views(work.old), recommendation_views(work.new)
    moves = _moves(work, entries)
    made: list[Data] = []
    for entry in entries:
        id_ = entry["id"]
        here = moves.get(id_, id_)
        if id_ in moves.values():
            continue  # it said nothing, and what came from the old id takes its place
        if entry.get("utgaatt") or (here not in new_views and id_ not in old_views):
            made.append(dict(entry))  # gone before; or never known, which the check reports
        elif here in new_views:
            about = f"Anbefalingen «{work.new.recommendations[here].tittel}»"
            merged = merge_entry(
                f"{_RECOMMENDATIONS}.{here}", old_views.get(id_, {}), new_views[here],
                {**entry, "id": here},
            )
            made.append(work.note(merged, about))
            _judge(work, (id_, here), entry, about)
        elif has_words(entry):
            made.append(_gone(work, entry))
    known = {one["id"] for one in made}
    made += [
        {"id": id_, "forhold": NOT_ASSESSED} for id_ in order(work.new) if id_ not in known
    ]
    _list_recommendations(work, {one["id"]: one for one in entries}, moves)
    return made


def _moves(work: _Work, entries: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the entries that go with their recommendation to its one successor, by id.

    An entry stays where the successor has words of its own, or where there are several. So does a
    deviation from what is gone when the plan follows the successor: both cannot be said of one.
    """
    standing = {one["id"]: one for one in entries}
    found: dict[str, str] = {}
    for entry in entries:
        id_ = entry["id"]
        if id_ in work.new.recommendations or id_ not in work.old.recommendations:
            continue
        came = work.national.successors(id_)
        if entry.get("utgaatt") or not has_words(entry) or len(came) != 1:
            continue
        there = standing.get(came[0], {})
        if entry["forhold"] == DEVIATES and there.get("forhold", NOT_ASSESSED) != NOT_ASSESSED:
            continue
        if came[0] not in found.values() and not has_words(there):
            found[id_] = came[0]
    return found


def _judge(work: _Work, ids: tuple[str, str], entry: Mapping[str, Any], about: str) -> None:
    """Name it when the sentence is another than the one that the plan took a position on."""
    before, after = (
        _position(edition, id_)
        for edition, id_ in zip((work.old, work.new), ids, strict=True)
    )
    if not before or before == after or entry["forhold"] == NOT_ASSESSED:
        return
    if not has_words(entry) and entry["forhold"] == FOLLOWED:
        return  # nothing local stands on it; it is listed among what moved
    local = str(entry.get("avvik", {}).get("hva") or entry.get("merknad") or entry["forhold"])
    work.conflicts.append(Conflict(
        f"{_RECOMMENDATIONS}.{ids[1]}", JUDGEMENT, about, before, after, local
    ))


def _position(edition: Edition, id_: str) -> str:
    """Return strength and sentence of a recommendation; empty when there is none."""
    if id_ not in edition.recommendations:
        return ""
    strength = edition.guideline.strength_name(edition.recommendations[id_].styrke)
    return f"{strength.capitalize()}: {sentence(edition, id_)}"


def _gone(work: _Work, entry: Mapping[str, Any]) -> Data:
    """Return an entry whose recommendation was taken out, with the sentence that it was about."""
    id_ = entry["id"]
    came = work.national.successors(id_)
    gone = {"versjon": work.national.version, "setning": sentence(work.old, id_)}
    made = {**entry, "utgaatt": {**gone, "i_stedet": list(came)} if came else gone}
    title = work.old.recommendations[id_].tittel
    instead = f" I stedet kom: {_titles(work, came)}." if came else ""
    work.conflicts.append(Conflict(
        f"{_RECOMMENDATIONS}.{id_}", GONE, f"Anbefalingen «{title}» er tatt ut nasjonalt.{instead}",
        _position(work.old, id_), None, str(entry["forhold"]),
    ))
    return made


def _list_recommendations(
    work: _Work, entries: Mapping[str, Mapping[str, Any]], moves: Mapping[str, str]
) -> None:
    """List what is new, changed, withdrawn and merged."""
    for one in diff(work.old, work.new).recommendations:
        entry = entries.get(one.id, {})
        relation = str(entry.get("forhold", ""))
        if one.kind == "added":
            title = work.new.recommendations[one.id].tittel
            came = [old for old in work.national.gone if one.id in work.national.successors(old)
                    and old in work.old.recommendations]
            note = f"Kom i stedet for: {', '.join(sorted(came))}." if came else ""
            work.moved.append(Moved("anbefaling", one.id, title, NEW, (), relation, note))
        elif one.kind == "removed":
            work.moved.append(_withdrawn(work, one.id, entry, moves))
        else:
            names = tuple(dict.fromkeys(
                said for name in one.fields
                if not name.startswith(_NO_ADVICE) and not _only_roles(work, one.id, name)
                and (said := label("recommendation", name))
            ))
            if names:
                title = work.new.recommendations[one.id].tittel
                work.moved.append(Moved("anbefaling", one.id, title, CHANGED, names, relation))


def _only_roles(work: _Work, id_: str, name: str) -> bool:
    """Whether the steps say the same to the same people, and only their role ids are others."""
    if not name.startswith(_STEPS):
        return False
    old, new = (
        [replace(step, roller=()) for step in of.recommendations[id_].praktisk_gjennomforing.steg]
        for of in (work.old, work.new)
    )
    return old == new


def _withdrawn(
    work: _Work, id_: str, entry: Mapping[str, Any], moves: Mapping[str, str]
) -> Moved:
    came = work.national.successors(id_)
    kind = WITHDRAWN
    if came:
        others = [
            old for old in work.old.recommendations
            if old != id_ and set(came) & set(work.national.successors(old))
        ]
        standing = set(came) & set(work.old.recommendations)
        kind = JOINED if others or standing else RENAMED
    relation = str(entry.get("forhold", ""))
    if id_ in moves:
        note = f"Teksten i planen er flyttet til {_titles(work, [moves[id_]])}."
    elif has_words(entry):
        note = "Teksten i planen står, merket som utgått."
        note += f" I stedet kom: {_titles(work, came)}." if came else ""
    else:
        note = f"Se: {_titles(work, came)}." if came else ""
    return Moved("anbefaling", id_, work.old.recommendations[id_].tittel, kind, (), relation, note)


def _titles(work: _Work, ids: Sequence[str]) -> str:
    return ", ".join(f"«{work.new.recommendations[id_].tittel}»" for id_ in ids)


def _phases(work: _Work, entries: Sequence[Mapping[str, Any]]) -> list[Data]:
    old_views, new_views = phase_views(work.old), phase_views(work.new)
    names = {one.id: one.navn for one in (*work.old.guideline.faser, *work.new.guideline.faser)}
    made: list[Data] = []
    for entry in entries:
        id_ = entry["id"]
        about = f"Fasen «{names.get(id_, id_)}»"
        if entry.get("utgaatt") or (id_ not in new_views and id_ not in old_views):
            made.append(dict(entry))
        elif id_ in new_views:
            merged = merge_entry(f"{_PHASES}.{id_}", old_views.get(id_, {}), new_views[id_], entry)
            made.append(work.note(merged, about))
        elif set(entry) - {"id"}:
            gone = {"versjon": work.national.version, "setning": f"{names[id_]}."}
            made.append({**entry, "utgaatt": gone})
            work.conflicts.append(Conflict(
                f"{_PHASES}.{id_}", GONE, f"{about} er tatt ut nasjonalt.", names[id_], None,
                str(entry.get("navn", id_)),
            ))
    _list_phases(work)
    return made


def _list_phases(work: _Work) -> None:
    old = {one.id: one for one in work.old.guideline.faser}
    new = {one.id: one for one in work.new.guideline.faser}
    for id_ in dict.fromkeys((*old, *new)):
        if id_ not in old:
            work.moved.append(Moved("fase", id_, new[id_].navn, NEW))
        elif id_ not in new:
            work.moved.append(Moved("fase", id_, old[id_].navn, WITHDRAWN))
        else:
            names = [
                said for name in ("navn", "om", "start", "maal", "videre", "tegn", "kobles_paa")
                if getattr(old[id_], name) != getattr(new[id_], name)
                and (said := label("guideline", f"faser.{name}") or name)
            ]
            if names:
                work.moved.append(
                    Moved("fase", id_, new[id_].navn, CHANGED, tuple(dict.fromkeys(names)))
                )


def _list_templates(work: _Work, used: Sequence[Mapping[str, Any]]) -> None:
    """List the templates that the plan uses, and that are others now."""
    old, new = (
        {one.id: one for one in edition.guideline.maler} for edition in (work.old, work.new)
    )
    for id_ in (one["id"] for one in used):
        if id_ in old and id_ not in new:
            note = "Ta den bort fra planen, eller velg en annen."
            work.moved.append(Moved("mal", id_, old[id_].tittel, WITHDRAWN, (), "", note))
        elif id_ in new and old.get(id_) != new[id_]:
            work.moved.append(Moved("mal", id_, new[id_].tittel, CHANGED))


def conflict_data(base: str, new: str, conflicts: Sequence[Conflict]) -> Data:
    """Return what ``konflikter.yml`` is to say of an update from ``base`` to ``new``."""
    listed = []
    for one in conflicts:
        said: Data = {"sted": one.place, "slag": one.kind, "om": one.about}
        for name, value in (
            ("grunnlag", one.base), ("nasjonal", one.national), ("lokal", one.local)
        ):
            if value is not None:
                said[name] = [dict(item) for item in value] if isinstance(value, list) else value
        listed.append({**said, "valg": ""})
    return {"fra": base, "til": new, "konflikter": listed}

