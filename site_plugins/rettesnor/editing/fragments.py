"""The change files that an edit leaves in ``changelog/unreleased/``."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rettesnor.editing import yaml_emit
from rettesnor.editing.chapters import ids as present_ids
from rettesnor.editing.chapters import path_of
from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.references import ids_of
from rettesnor.model.change import OMPLASSERT
from rettesnor.model.edition import recommendation_data
from rettesnor.model.translation import language_of
from rettesnor.model.unfinished import FILL_IN
from rettesnor.reading.content.change_fragments import FOLDER
from rettesnor.reading.content.guideline_paths import SOURCES
from rettesnor.reading.content.recommendation import open_recommendation
from rettesnor.reading.content.translation import kept_texts

_LISTS = ("anbefalinger", "fra", "til", "i_stedet")
_FEWEST, _MOST = 10, 400
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided a change, when, and why.

    Attributes:
        day: the day it was decided (by default, when the command is run).
        reason: why, in a sentence; empty when an editor is to write it.
        by: an agency, a department or a role; empty when an editor is to write it.
        unheard: why a substantive change was not heard; empty when an editor is to write it.
    """

    day: date
    reason: str = ""
    by: str = ""
    unheard: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of a change file that say it."""
        why = self.reason or f"{FILL_IN} Hvorfor endringen er gjort, i én setning eller to."
        who = self.by or f"{FILL_IN} etat, avdeling eller rolle"
        return {
            "hvorfor": [{"type": "annet", "tekst": why}],
            "besluttet_av": who, "besluttet_dato": self.day.isoformat(),
        }


def is_released(draft: Draft, id_: str) -> bool:
    """Whether the last release has a recommendation."""
    return draft.files.last is not None and id_ in draft.files.last.recommendations


def report(
    draft: Draft, name: str, slag: str, what: str, decision: Decision, *,
    substantive: bool = False, **fields: Any,
) -> None:
    """Write a new change file.

    Args:
        name: the name of the file; it is cut to its longest, and a number added when it is taken.
        fields: the fields that the kind of change has (``anbefalinger``, ``fra``, ``grunn`` …).
    """
    data = {
        "slag": slag, **{key: value for key, value in fields.items() if value},
        "hva": what if len(what) <= _MOST else f"{what[:_MOST - 1]}…",
        **decision.fields, "vesentlig": substantive,
        **({"uten_horing": decision.unheard} if substantive and decision.unheard else {}),
    }
    add(draft, name[:_LONGEST].rstrip("-"), data)


def add(draft: Draft, name: str, data: dict[str, Any]) -> None:
    """Write a new change file; a number is added to ``name`` when it is taken."""
    path, number = f"{FOLDER}/{name}.yml", 2
    while draft.exists(path) or path in draft.files.contents:
        path, number = f"{FOLDER}/{name}-{number}.yml", number + 1
    draft.put(path, yaml_emit.document(data, lambda way: False))


def report_links(
    draft: Draft, paths: Sequence[str], about: str, title: str, decision: Decision,
    besides: Collection[str] = (),
) -> None:
    """Report the released recommendations at ``paths`` whose links were changed.

    Args:
        about: the recommendation that they linked to.
        title: its title.
        besides: ids that are reported otherwise.
    """
    told = mentioned(draft)
    listed = [
        id_ for id_ in sorted(ids_of(paths) - told)
        if id_ not in besides and is_released(draft, id_) and id_ in present_ids(draft)
        and differs(draft, id_)
    ]
    if not listed:
        return
    why = Decision(decision.day, f"Anbefalingen «{title}» er endret.", decision.by)
    report(
        draft, f"lenker-til-{about}", "redaksjonell",
        f"Henvisninger til anbefalingen «{title}» er rettet.", why, anbefalinger=listed,
    )


def follow(draft: Draft, old: str, new: Sequence[str]) -> list[str]:
    """Let the change files that name ``old``, which is no more, name ``new``.

    Returns: the released ids that had become ``old``, and now have become nothing.

    Raises:
        NotPossible: what a file says cannot be said of ``new``.
    """
    released, told = is_released(draft, old), mentioned(draft)
    untold = [id_ for id_ in new if id_ not in told and not is_released(draft, id_)]
    orphans: list[str] = []
    for path, data in _files(draft):
        named = [key for key in _LISTS if old in (data.get(key) or ())]
        if not named or (released and named == ["anbefalinger"]):
            continue
        if data.get("fra") == data.get("til") == [old]:
            draft.remove(path)  # a move to another chapter, which no longer matters
            continue
        if "fra" in named:
            raise NotPossible(
                f"{path} forteller alt hva som er gjort med «{old}». Gi ut endringen først, eller "
                "gjør denne endringen for hånd."
            )
        for key in named:
            instead = untold if key == "anbefalinger" else new  # others are reported otherwise
            inner = [id_ for one in data[key] for id_ in (instead if one == old else [one])]
            data[key] = list(dict.fromkeys(inner))
        if "til" in named and not data["til"]:
            orphans += data["fra"]
            draft.remove(path)
        else:
            _put(draft, path, data)
    return orphans


def mentioned(draft: Draft) -> set[str]:
    """Return the ids that some change file is about."""
    return {
        id_ for _, data in _files(draft) for key in ("anbefalinger", "fra", "til")
        for id_ in data.get(key) or ()
    }


def origin(draft: Draft, id_: str) -> str:
    """Return the released id that ``id_`` had before a move that is not released; else empty."""
    for _, data in _files(draft):
        if data.get("slag") == "flyttet" and data.get("til") == [id_] and data.get("fra"):
            return str(data["fra"][0])
    return ""


def is_from(draft: Draft, id_: str) -> bool:
    """Whether a change file says where ``id_`` went."""
    return any(id_ in (data.get("fra") or ()) for _, data in _files(draft))


def extend(draft: Draft, into: str, ids: Sequence[str]) -> bool:
    """Add ``ids`` to a merge into ``into`` that is reported and not released, if there is one."""
    for path, data in _files(draft):
        if data.get("slag") == "sammenslått" and data.get("til") == [into]:
            data["fra"] = list(dict.fromkeys([*data["fra"], *ids]))
            draft.write(path, data)
            return True
    return False


def settle(draft: Draft, concerned: Collection[str]) -> None:
    """Take out of the change files those of ``concerned`` that are as they were released.

    An edit that takes back an earlier one leaves nothing to report.
    """
    alike = {
        id_ for id_ in concerned
        if is_released(draft, id_) and id_ in present_ids(draft) and not differs(draft, id_)
    }
    for path, data in _files(draft):
        if not alike.isdisjoint((*(data.get("anbefalinger") or ()), *(data.get("fra") or ()))):
            for key in ("anbefalinger", "fra"):
                if key in data:
                    data[key] = [id_ for id_ in data[key] if id_ not in alike]
            _put(draft, path, data)
        elif data.get("fra") == data.get("til") and _is_home(draft, data.get("til") or ()):
            draft.remove(path)


def differs(draft: Draft, id_: str) -> bool:
    """Whether a recommendation is not as the last release has it; true when it cannot be read."""
    last = draft.files.last
    if last is None or id_ not in last.recommendations or id_ not in present_ids(draft):
        return True
    path = path_of(draft, id_)
    opened = open_recommendation(draft.text(path).encode(), path, path.split("/")[1])
    if isinstance(opened, list):
        return True
    now = opened.recommendation
    if recommendation_data(now) != recommendation_data(last.recommendations[id_]):
        return True
    start = path.removesuffix("yml")
    said = {
        language_of(other): dict(kept_texts(draft.text(other).encode(), other, now))
        for other in draft.paths(start) if language_of(other)
    }
    was = {
        language: dict(texts.anbefalinger.get(id_, {}))
        for language, texts in last.oversettelser.items()
    }
    return {k: v for k, v in said.items() if v} != {k: v for k, v in was.items() if v}


def source_differs(draft: Draft, key: str) -> bool:
    """Whether a source is not as the last release has it."""
    last = draft.files.last
    if last is None or not key or not draft.exists(SOURCES):
        return False
    listed = draft.data(SOURCES).get("references") or []
    now = next((one for one in listed if one.get("id") == key), None)
    return _said(now) != _said(last.guideline.kilder.get(key))


def _said(source: Mapping[str, Any] | None) -> str:
    """Return a source as text that does not depend on how its dates and lists are kept."""
    return json.dumps(source, default=str, sort_keys=True)


def has_other_strength(draft: Draft, id_: str) -> bool:
    """Whether a recommendation has another strength than in the last release."""
    last = draft.files.last
    if last is None or id_ not in last.recommendations or id_ not in present_ids(draft):
        return False
    now = draft.data(path_of(draft, id_))
    return bool(now.get("styrke") != last.recommendations[id_].styrke)


def _is_home(draft: Draft, moved: Sequence[str]) -> bool:
    """Whether the one recommendation in ``moved`` lies in the chapter of the last release."""
    last = draft.files.last
    if last is None or len(moved) != 1 or moved[0] not in last.recommendations:
        return False
    here = path_of(draft, moved[0]).split("/")[1] if moved[0] in present_ids(draft) else ""
    return here == last.recommendations[moved[0]].kapittel


def _files(draft: Draft) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path in draft.paths(f"{FOLDER}/"):
        try:
            data = draft.data(path)
        except NotPossible:
            continue  # a draft of a colleague, that check will speak of
        if isinstance(data, dict) and all(isinstance(data.get(k) or [], list) for k in _LISTS):
            found.append((path, data))
    return found


def _put(draft: Draft, path: str, data: dict[str, Any]) -> None:
    """Write a change file whose lists changed, or remove it when it is about nothing."""
    slag = data.get("slag")
    before, after = data.get("fra"), data.get("til")
    if "i_stedet" in data and not data["i_stedet"]:
        del data["i_stedet"]
    if slag in OMPLASSERT and isinstance(before, list) and isinstance(after, list):
        if not before:
            draft.remove(path)
            return
        kind = {
            (False, False): "flyttet", (False, True): "delt", (True, False): "sammenslått",
        }.get((len(before) > 1, len(after) > 1))
        if kind is None or not after:
            raise NotPossible(
                f"{path} sier hvor {', '.join(f'«{id_}»' for id_ in before)} er blitt av, og det "
                "stemmer ikke lenger. Gi ut endringen først, eller gjør denne endringen for hånd."
            )
        data["slag"] = kind
        if any(is_released(draft, id_) and not differs(draft, id_) for id_ in after):
            # It leads to one that is as it was, of which nothing can be reported.
            said = str(data.get("hva") or "")
            data = {k: v for k, v in data.items() if k not in ("fra", "til")} | {
                "slag": "opphevet", "anbefalinger": before, "i_stedet": after,
                "grunn": said if len(said) >= _FEWEST else f"Anbefalingen er tatt ut. {said}",
            }
    elif not data.get("anbefalinger") and "anbefalinger" in data:
        if not data.get("ramme"):
            draft.remove(path)
            return
        del data["anbefalinger"]
    draft.write(path, data)
