"""Plain-language versions while recommendations are moved, split, merged and withdrawn.

A version belongs to its recommendation and goes where it goes. Which chapter that is does not
matter: the versions are in a folder of their own, named by the recommendation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rettesnor.editing.draft import Draft
from rettesnor.editing.id_lists import rename_in
from rettesnor.model.plain import PARTS
from rettesnor.model.translation import language_of, lengths, translated_path
from rettesnor.reading.content.guideline_paths import ROLES, part_path

_KIND = "plain"
_LISTS = ("anbefalt", "vente", "si", "ordforklaringer")


def remove(draft: Draft, id_: str) -> None:
    """Remove the plain version of a recommendation, and its translations."""
    for path in _files(draft, id_).values():
        draft.remove(path)


def rename(draft: Draft, old: str, new: str) -> None:
    """Let the plain version of a recommendation have the recommendation's new id."""
    for language, path in _files(draft, old).items():
        target = _path(new, language)
        draft.move(path, target)
        if not language:
            draft.write(target, {**draft.data(target), "id": new})


def copy(draft: Draft, old: str, new: str) -> bool:
    """Give ``new``, a part of ``old``, a copy of its plain version; return whether it has one."""
    files = _files(draft, old)
    for language, path in files.items():
        target = _path(new, language)
        draft.put(target, draft.text(path))
        if not language:
            draft.write(target, {**draft.data(target), "id": new})
    return bool(files)


def merge(draft: Draft, into: str, others: Sequence[str]) -> None:
    """Put the plain versions of ``others`` after that of ``into``, and remove them.

    Somebody has to write one text of them: the mark of what it was written from is kept, so that
    it is stale as soon as the recommendation is another.
    """
    target = part_path(_KIND, into)
    for other in others:
        files = _files(draft, other)
        if "" not in files:
            continue
        if not draft.exists(target):
            rename(draft, other, into)
        else:
            draft.write(target, _joined(draft.data(target), draft.data(files[""])))
            _lengthen(draft, target)
            remove(draft, other)
        draft.notes.append(
            f"{target} har nå også teksten som forklarte «{other}». Skriv dem sammen."
        )


def redirect(draft: Draft, old: str, new: str = "") -> list[str]:
    """Let the pages for roles name ``new`` where they name ``old``; return those that changed.

    Without ``new`` it is taken out.
    """
    changed = []
    for path in draft.paths(f"{ROLES}/"):
        if language_of(path) or old not in draft.text(path):
            continue
        data = draft.data(path)
        if not isinstance(data, dict):
            continue
        for name in PARTS:
            for point in data.get(name) or ():
                rename_in(point, "anbefalinger", old, new)
        before = draft.text(path)
        draft.write(path, data)
        if draft.text(path) != before:
            changed.append(path)
            if not new:
                draft.notes.append(
                    f"{path}: «{old}» er tatt ut av listene over anbefalinger. Les punktene som "
                    "viste til den."
                )
    return changed


def _path(id_: str, language: str) -> str:
    path = part_path(_KIND, id_)
    return translated_path(path, language) if language else path


def _files(draft: Draft, id_: str) -> dict[str, str]:
    """Return the files of a plain version by language, the source's without one."""
    start = part_path(_KIND, id_).removesuffix("yml")
    return {language_of(path): path for path in draft.paths(start)}


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    versions = [dict(version) for version in one.get("versjoner") or ()]
    own = {version.get("maalgruppe"): version for version in versions}
    for version in other.get("versjoner") or ():
        into = own.get(version.get("maalgruppe"))
        if into is None:
            versions.append(dict(version))
            continue
        into["anbefalt"] = [*(into.get("anbefalt") or ()), version["kort"]]
        for name in _LISTS:
            known = into.get(name) or []
            more = [item for item in version.get(name) or () if item not in known]
            if known or more:
                into[name] = [*known, *more]
    return {**one, "versjoner": versions}


def _lengthen(draft: Draft, target: str) -> None:
    """Keep a place in the translations for each new item of lists that are aligned by place."""
    wanted = lengths(draft.data(target), _KIND)
    start = target.removesuffix("yml")
    for path in draft.paths(start):
        if not language_of(path):
            continue
        data = draft.data(path)
        for version in data.get("versjoner") or ():
            for name in _LISTS:
                length = wanted.get(f"versjoner.{version.get('maalgruppe')}.{name}", 0)
                items = version.get(name) or []
                if items and len(items) < length:
                    empty: Any = {} if name == "ordforklaringer" else ""
                    version[name] = [*items, *[empty] * (length - len(items))]
        draft.write(path, data)
