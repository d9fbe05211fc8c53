"""Merging recommendations into one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rettesnor.editing import chapters, fragments, plain_versions, references
from rettesnor.editing.draft import Draft
from rettesnor.editing.fragments import Decision
from rettesnor.editing.operations.move import title_of
from rettesnor.editing.operations.withdraw import remove
from rettesnor.editing.plan import NotPossible, Plan
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.model.fields import Field, below
from rettesnor.model.translation import lengths

_KIND = "recommendation"
_OWN = frozenset({"id", "tittel", "kort_anbefaling", "styrke", "status", "datoer", "unntak"})
"""Fields in which the recommendation that stays keeps what it says."""


def merge(
    files: ProjectFiles, ids: Sequence[str], decision: Decision, *, into: str = ""
) -> Plan:
    """Plan the merge of recommendations. The one that stays gets the texts of the others after its
    own; an editor then makes one text of them.

    Args:
        into: the one that stays; by default the first.

    Raises:
        NotPossible: there are too few, or one does not exist.
    """
    draft = Draft(files)
    into = into or ids[0]
    others = [id_ for id_ in dict.fromkeys(ids) if id_ != into]
    if into not in ids or not others:
        raise NotPossible("Oppgi minst to id-er. Den som blir igjen (--into), må være en av dem.")
    titles = {id_: title_of(draft, id_) for id_ in (into, *others)}
    target = chapters.path_of(draft, into)
    merged = draft.data(target)
    for id_ in others:
        merged = _joined(merged, draft.data(chapters.path_of(draft, id_)))
    listed = [id_ for id_ in merged.get("se_ogsaa") or () if id_ not in (into, *others)]
    merged.pop("se_ogsaa", None)
    if listed:
        merged["se_ogsaa"] = listed[:10]
    draft.write(target, merged)
    _lengthen_translations(draft, target, merged)
    plain_versions.merge(draft, into, others)
    changed: list[str] = []
    for id_ in others:
        remove(draft, id_)
        chapters.take_out(draft, id_)
        changed += references.redirect(draft, id_, into)
        fragments.follow(draft, id_, [into])
    chapters.drop_empty(draft)
    _report(draft, into, others, titles, decision)
    fragments.report_links(draft, changed, into, titles[into], decision, {into, *others})
    fragments.settle(draft, references.ids_of(changed))
    draft.notes.append(
        f"{target} har nå tekstene etter hverandre. Skriv dem sammen, og se over styrken og den "
        "korte anbefalingen."
    )
    gone = ", ".join(others)
    return draft.plan(f"Slått {gone} sammen med «{titles[into]}» ({into}).")


def _report(
    draft: Draft, into: str, others: Sequence[str], titles: Mapping[str, str], decision: Decision
) -> None:
    said = " og ".join(f"«{titles[id_]}»" for id_ in others)
    what = f"{said} er slått sammen med «{titles[into]}»."
    before = [
        id_ for id_ in (into, *others)
        if fragments.is_released(draft, id_) and (id_ != into or fragments.differs(draft, id_))
    ]
    name = f"sla-sammen-{into}"
    gone = [id_ for id_ in before if id_ != into]
    if gone and fragments.is_released(draft, into) and into not in before:
        fragments.report(  # a merge that changes nothing in the one that stays
            draft, name, "opphevet", what, decision, substantive=True, anbefalinger=gone,
            i_stedet=[into], grunn=what,
        )
        return
    if gone and fragments.extend(draft, into, gone):
        return
    if len(before) > 1:
        fragments.report(draft, name, "sammenslått", what, decision, substantive=True,
                         fra=before, til=[into])
    elif gone:
        fragments.report(draft, name, "flyttet", what, decision, substantive=True,
                         fra=gone, til=[into])
    elif before:
        fragments.report(draft, name, "endret", what, decision, substantive=True,
                         anbefalinger=[into])


def _joined(one: dict[str, Any], other: Mapping[str, Any], parent: str = "") -> dict[str, Any]:
    """Return ``one`` with what ``other`` has besides."""
    result = dict(one)
    for field in below(_KIND, parent):
        name = field.name
        if (not parent and name in _OWN) or name not in other:
            continue
        if name not in one:
            result[name] = other[name]
        elif field.kind == "group":
            result[name] = _joined(one[name], other[name], field.path)
        else:
            result[name] = _both(field, one[name], other[name])
    research = result.get("forskning"), result.get("forskning_ikke_vurdert")
    if all(research):  # it was assessed in one of them
        del result["forskning_ikke_vurdert"]
    return result


def _both(field: Field, one: Any, other: Any) -> Any:
    if field.kind == "markdown" and isinstance(one, str) and one.strip() != str(other).strip():
        return f"{one.rstrip()}\n\n{str(other).strip()}\n"
    if not (isinstance(one, list) and isinstance(other, list)):
        return one
    known = [_name(field, item) for item in one]
    return [*one, *(item for item in other if _name(field, item) not in known)]


def _name(field: Field, item: Any) -> Any:
    if field.key and isinstance(item, dict):
        return tuple(item.get(key) for key in field.key)
    return item


def _lengthen_translations(draft: Draft, target: str, source: Mapping[str, Any]) -> None:
    """Keep a place in the translations for each new item of lists that are aligned by place."""
    wanted = lengths(source, _KIND)
    for path in chapters.translations(draft, target).values():
        data = draft.data(path)
        here = lengths(data, _KIND)
        for pointer, length in wanted.items():
            if here.get(pointer, 0) in (0, length):
                continue
            around: Any = data
            *groups, last = pointer.split(".")
            for group in groups:
                around = around[int(group)] if isinstance(around, list) else around[group]
            items = around[last]
            empty: Any = {} if any(isinstance(item, dict) for item in items) else ""
            around[last] = [*items, *[empty] * (length - len(items))]
        draft.write(path, data)
