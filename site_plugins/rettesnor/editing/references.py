"""What refers to a recommendation: lists of ids and links in prose, in every file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rettesnor.editing import courses, plain_versions
from rettesnor.editing.draft import Draft, kind_of
from rettesnor.editing.id_lists import rename_in
from rettesnor.model.translation import (
    MADE_FROM,
    Text,
    digest,
    language_of,
    source_path,
    texts,
)
from rettesnor.reading.checks.phrases import both
from rettesnor.reading.content.guideline_paths import GUIDELINE, HEARINGS
from rettesnor.reading.files.decoding import plain
from rettesnor.reading.files.names import stem

_SEE_ALSO = "se_ogsaa"
_LISTED = frozenset({"measures", "self-check"})
"""Kinds of file whose entries name recommendations, at more than one depth."""
_TOOLS = frozenset({"template", "criteria", *_LISTED})
"""Kinds whose words are about the recommendations that they name."""
_PLACES = ("guideline/", "recommendations/")
_LABEL = r"\[(?P<label>(?:[^\[\]]|\[\[[^\]]*\]\])*)\]"


@dataclass(frozen=True, slots=True)
class Mention:
    """A link to a recommendation: the file, the line, and the words that are the link."""

    path: str
    line: int
    label: str


def links_to(draft: Draft, id_: str, outside: tuple[str, ...] = ()) -> list[Mention]:
    """Return the links to a recommendation in prose.

    Args:
        outside: ids of recommendations whose own files are left out.
    """
    found = []
    for path in _places(draft):
        if stem(path) in outside:
            continue
        text = draft.text(path)
        found += [
            Mention(path, text.count("\n", 0, match.start()) + 1, " ".join(match["label"].split()))
            for match in _link(id_).finditer(text)
        ]
    return found


def redirect(draft: Draft, old: str, new: str = "", *, anchors: bool = False) -> list[str]:
    """Let everything that refers to ``old`` refer to ``new``; return the paths that changed.

    Without ``new`` it is taken out of lists, and links become plain words.

    Args:
        anchors: whether ``new`` has the same text, so that links to a part of it stay.
    """

    def link(match: re.Match[str]) -> str:
        if not new:
            return match["label"]
        anchor = match["anchor"] or "" if anchors else ""
        return f"[{match['label']}](anbefaling:{new}{anchor})"

    pattern = _link(old)

    def change(text: str) -> str:
        return pattern.sub(link, text) if f"(anbefaling:{old}" in text else text

    changed = plain_versions.redirect(draft, old, new)
    for path in _places(draft):
        if not re.search(rf"\b{re.escape(old)}\b", draft.text(path)):
            continue
        before = draft.text(path)
        if path.endswith(".md"):
            draft.put(path, change(before))
        else:
            data = _changed_texts(draft.data(path), change)
            naming = [] if new else list(dict.fromkeys(_naming(data, old)))
            if kind_of(path) == "recommendation":
                rename_in(data, _SEE_ALSO, old, new, own=stem(path))
            elif kind_of(path) == "task":
                _change_task(data, old, new)
            elif kind_of(path) == "template":
                rename_in(data, "anbefalinger", old, new)
            elif kind_of(path) == "development":
                _change_work(data, old, new)
            elif kind_of(path) == "criteria":
                _change_criteria(data, old, new)
            elif kind_of(path) in _LISTED:
                _rename_below(data, old, new)
            elif kind_of(path) == "course":
                courses.redirect(draft, data, path, old, new)
            elif path == GUIDELINE:
                _change_first(data, old, new)
            draft.write(path, data)
            if naming and kind_of(path) in _TOOLS:
                draft.notes.append(
                    f"{path}: {both([f'«{one}»' for one in naming])} viser ikke lenger til "
                    f"«{old}». Se om innholdet må endres."
                )
        if draft.text(path) != before:
            changed.append(path)
            _renew_marks(draft, path, before)
    return changed


def _change_work(data: Any, old: str, new: str) -> None:
    """Let the work on the guideline be about the recommendation that took over."""
    for name, items in data.items():
        for item in items if isinstance(items, list) and name != "unntak" else ():
            rename_in(item, "anbefalinger", old, new)


def _change_criteria(data: Any, old: str, new: str) -> None:
    """Let criteria for audit rest on the recommendation that took over.

    A control question is not among the new one's: that it is not known is a finding of its own.
    """
    for criterion in data.get("kriterier") or () if isinstance(data, dict) else ():
        grounds = criterion.get("fra_anbefalinger") if isinstance(criterion, dict) else None
        if not isinstance(grounds, list):
            continue
        kept = [one for one in grounds if new or one.get("anbefaling") != old]
        for one in kept:
            if one.get("anbefaling") == old:
                one["anbefaling"] = new
        if kept:
            criterion["fra_anbefalinger"] = kept
        else:
            del criterion["fra_anbefalinger"]


def _rename_below(data: Any, old: str, new: str) -> None:
    """Let what a file lists, at whatever depth, be about the recommendation that took over."""
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            rename_in(item, "anbefalinger", old, new)
            for inner in item.values():
                _rename_below(inner, old, new)


def _naming(data: Any, old: str, title: str = "") -> Iterator[str]:
    """Yield what has ``old`` in a list: the titles of templates, criteria, measures and duties."""
    if isinstance(data, list):
        for item in data:
            yield from _naming(item, old, title)
    elif isinstance(data, dict):
        own = str(data.get("tittel") or data.get("ordlyd") or title)
        listed = data.get("anbefalinger")
        if data.get("anbefaling") == old or (isinstance(listed, list) and old in listed):
            yield own
        for item in data.values():
            yield from _naming(item, old, own)


def _places(draft: Draft) -> Iterator[str]:
    """Yield the files whose links follow a recommendation.

    A hearing round is about the text of one version, and its own text may not change once it is
    answered, so its files are left alone.
    """
    yield from (
        path for path in draft.paths(*_PLACES) if not path.startswith(f"{HEARINGS}/")
    )


def ids_of(paths: Iterable[str]) -> set[str]:
    """Return the ids of the recommendations whose files, or translations, are at ``paths``."""
    return {
        stem(path) for path in paths
        if path.startswith("recommendations/")
    }


def _link(id_: str) -> re.Pattern[str]:
    return re.compile(rf"{_LABEL}\(anbefaling:{re.escape(id_)}(?P<anchor>#[^)\s]*)?\)")


def _change_first(data: Any, old: str, new: str) -> None:
    """Change what is shown first in a phase."""
    phases = data.get("faser") if isinstance(data, dict) else None
    for phase in phases if isinstance(phases, list) else ():
        rename_in(phase, "forst", old, new)


def _change_task(data: Any, old: str, new: str) -> None:
    """Change what a review task is for; what was decided stays when ``old`` is taken out."""
    decided = data.get("avgjorelser") if isinstance(data, dict) else None
    decisions = decided if isinstance(decided, list) else []
    if not new and any(
        isinstance(one, dict) and old in (one.get("anbefalinger") or [old]) for one in decisions
    ):
        return
    for one in (data, *decisions):
        rename_in(one, "anbefalinger", old, new)


def _changed_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _changed_texts(inner, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [_changed_texts(item, change) for item in value]
    return value


def _renew_marks(draft: Draft, path: str, before: str) -> None:
    """Let the translations of a text whose links changed be as up to date as they were."""
    if language_of(path):
        return
    if path.endswith(".md"):
        name = path.rsplit("/", 1)[-1]
        old: dict[str, Text] = {name: plain(before)}
        new: dict[str, Text] = {name: plain(draft.text(path))}
        source = GUIDELINE
    else:
        kind = kind_of(path)
        if not kind:
            return
        was = Draft(draft.files)
        was.put(path, before)
        old, new, source = texts(was.data(path), kind), texts(draft.data(path), kind), path
    changed = {p: text for p, text in new.items() if p in old and old[p] != text}
    for other in draft.paths(f"{source.rpartition('.')[0]}."):
        if not language_of(other) or source_path(other) != source:
            continue
        data = draft.data(other)
        marks = data.get(MADE_FROM) if isinstance(data, dict) else None
        if not isinstance(marks, dict):
            continue
        for pointer, text in changed.items():
            if marks.get(pointer) == digest(old[pointer]):
                marks[pointer] = digest(text)
        draft.write(other, data)
