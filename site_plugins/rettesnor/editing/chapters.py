"""Chapters and pages in ``guideline.yml`` and its translations, and where recommendations lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import NotPossible
from rettesnor.model.pages import RESERVED
from rettesnor.model.translation import MADE_FROM, language_of, source_path, translated_path
from rettesnor.reading.checks.rules.identity import DEVICES
from rettesnor.reading.content.guideline_paths import GUIDELINE, page_path
from rettesnor.reading.files.names import slug, stem
from rettesnor.reading.schema.did_you_mean import Names

_KEY = "kapitler"
RECOMMENDATIONS = "recommendations"


@dataclass(frozen=True, slots=True)
class Position:
    """Where something is put in a list: first, last, or next to another.

    Attributes:
        before, after: the id of the other; both empty for the end of the list.
    """

    first: bool = False
    before: str = ""
    after: str = ""


LAST = Position()


def chapters(draft: Draft) -> dict[str, dict[str, Any]]:
    """Return the chapters in ``guideline.yml`` by id, in order.

    Raises:
        NotPossible: they cannot be read.
    """
    data = draft.data(GUIDELINE)
    listed = data.get(_KEY) if isinstance(data, dict) else None
    if not isinstance(listed, list) or not all(
        isinstance(one, dict) and isinstance(one.get("id"), str)
        and isinstance(one.get("anbefalinger"), list) for one in listed
    ):
        raise NotPossible(
            f"Kapitlene i {GUIDELINE} kan ikke leses. «rettesnor check» sier hvorfor."
        )
    return {one["id"]: one for one in listed}


def ids(draft: Draft) -> list[str]:
    """Return the ids of all recommendations that have a file."""
    return [stem(path) for path in draft.paths(f"{RECOMMENDATIONS}/") if not language_of(path)]


def path_of(draft: Draft, id_: str) -> str:
    """Return the file of a recommendation.

    Raises:
        NotPossible: there is none.
    """
    for path in draft.paths(f"{RECOMMENDATIONS}/"):
        if not language_of(path) and stem(path) == id_:
            return path
    hint = Names(ids(draft)).suggestion(id_, "Skriv id-en slik fila heter, uten «.yml».")
    raise NotPossible(f"Anbefalingen «{id_}» finnes ikke. {hint}")


def chapter_of(draft: Draft, id_: str) -> str:
    """Return the chapter that a recommendation lies in.

    Raises:
        NotPossible: there is no such recommendation, or its folder is no chapter.
    """
    chapter = path_of(draft, id_).split("/")[1]
    known_chapter(draft, chapter)
    return chapter


def known_chapter(draft: Draft, id_: str) -> dict[str, Any]:
    """Return the entry of a chapter.

    Raises:
        NotPossible: there is no such chapter.
    """
    known = chapters(draft)
    if id_ not in known:
        hint = Names(known).suggestion(id_, f"Kapitlene er {', '.join(known)}.")
        raise NotPossible(f"Kapitlet «{id_}» finnes ikke. {hint}")
    return known[id_]


def translations(draft: Draft, path: str) -> dict[str, str]:
    """Return the paths of the translations of ``path`` by language."""
    start = path.rpartition(".")[0]
    return {
        language_of(other): other for other in draft.paths(f"{start}.")
        if language_of(other) and source_path(other) == path
    }


def free_id(draft: Draft, title: str, asked: str = "", again: str = "") -> str:
    """Return the id of a new recommendation, made from its title when none is asked for.

    Args:
        again: the id that it had in the last release, which it may have again.

    Raises:
        NotPossible: the id is taken, or was used in an earlier release.
    """
    id_ = _id(title, asked)
    if id_ in ids(draft):
        raise NotPossible(f"Id-en «{id_}» er alt brukt av {path_of(draft, id_)}. {_OTHER}")
    if id_ in draft.files.retired:
        raise NotPossible(
            f"Id-en «{id_}» ble tatt ut i utgave {draft.files.retired[id_]} og kan ikke brukes på "
            f"nytt. {_OTHER}"
        )
    last = draft.files.last
    if last and id_ in last.recommendations and id_ != again:
        raise NotPossible(
            f"Id-en «{id_}» er brukt i forrige utgave, av en anbefaling som nå er tatt ut. "
            f"{_OTHER}"
        )
    return id_


def free_address(draft: Draft, title: str, asked: str = "") -> str:
    """Return the id of a new chapter or page, made from its title when none is asked for.

    Raises:
        NotPossible: the id is taken.
    """
    id_ = _id(title, asked)
    if id_ in RESERVED:
        raise NotPossible(f"«{id_}» er opptatt: nettstedet bruker adressen selv. {_OTHER}")
    if id_ in chapters(draft):
        raise NotPossible(f"«{id_}» er id-en til et kapittel. {_OTHER}")
    if id_ in (draft.data(GUIDELINE).get("sider") or ()) or draft.exists(page_path(id_)):
        raise NotPossible(f"«{id_}» er id-en til en tekstside. {_OTHER}")
    return id_


def put_in(draft: Draft, id_: str, chapter: str, position: Position = LAST) -> None:
    """List a recommendation in a chapter, and nowhere else.

    Raises:
        NotPossible: there is no such chapter, or nothing to put it next to.
    """
    known_chapter(draft, chapter)

    def change(entry: dict[str, Any]) -> None:
        entry["anbefalinger"] = [other for other in entry["anbefalinger"] if other != id_]
        if entry["id"] == chapter:
            entry["anbefalinger"] = placed(entry["anbefalinger"], id_, position, chapter)

    _change(draft, change)


def take_out(draft: Draft, id_: str) -> None:
    """List a recommendation in no chapter; a chapter that is then empty is removed.

    Raises:
        NotPossible: it is the last one of the guideline.
    """
    _change(draft, lambda entry: entry.update(
        anbefalinger=[other for other in entry["anbefalinger"] if other != id_]
    ))


def replace_in_order(draft: Draft, id_: str, others: Sequence[str]) -> None:
    """List ``others`` in the place of a recommendation."""

    def change(entry: dict[str, Any]) -> None:
        if id_ in entry["anbefalinger"]:
            at = entry["anbefalinger"].index(id_)
            left = [other for other in entry["anbefalinger"] if other not in others]
            at -= sum(1 for other in entry["anbefalinger"][:at] if other in others)
            listed = [*left[:at], *others, *(o for o in left[at:] if o != id_)]
            entry["anbefalinger"] = list(dict.fromkeys(listed))

    _change(draft, change)


def drop_empty(draft: Draft) -> None:
    """Remove the chapters that have no recommendations left.

    Raises:
        NotPossible: there would be no chapter left.
    """
    data = draft.data(GUIDELINE)
    empty = [one for one in data[_KEY] if not one["anbefalinger"]]
    if not empty:
        return
    data[_KEY] = [one for one in data[_KEY] if one["anbefalinger"]]
    if not data[_KEY]:
        raise NotPossible(
            "Det er den siste anbefalingen. En retningslinje må ha minst én; lag den nye først."
        )
    draft.write(GUIDELINE, data)
    for chapter in empty:
        draft.notes.append(
            f"Kapitlet «{chapter['tittel']}» hadde ingen andre anbefalinger og er tatt ut."
        )
        _rename_in_translations(draft, chapter["id"], "")


def add(draft: Draft, chapter: dict[str, Any], position: Position = LAST) -> None:
    """Add a chapter.

    Raises:
        NotPossible: there is nothing to put it next to.
    """
    data = draft.data(GUIDELINE)
    known = [one["id"] for one in data[_KEY]]
    order = placed(known, chapter["id"], position, GUIDELINE)
    by_id = {**{one["id"]: one for one in data[_KEY]}, chapter["id"]: chapter}
    data[_KEY] = [by_id[id_] for id_ in order]
    draft.write(GUIDELINE, data)


def add_page(draft: Draft, id_: str, position: Position = LAST) -> None:
    """List a prose page."""
    data = draft.data(GUIDELINE)
    data["sider"] = placed(list(data.get("sider") or ()), id_, position, "sider")
    draft.write(GUIDELINE, data)


def rename(draft: Draft, old: str, new: str, title: str) -> None:
    """Give a chapter another id, another title, or both; its files are not moved."""
    data = draft.data(GUIDELINE)
    for chapter in data[_KEY]:
        if chapter["id"] == old:
            chapter.update(id=new, tittel=title)
    draft.write(GUIDELINE, data)
    if new != old:
        _rename_in_translations(draft, old, new)


def placed(listed: list[str], id_: str, position: Position, where: str) -> list[str]:
    """Return ``listed`` with ``id_`` put in.

    Raises:
        NotPossible: what it is to stand next to is not in the list.
    """
    beside = position.before or position.after
    if beside and beside not in listed:
        hint = Names(listed).suggestion(beside, f"Der står {', '.join(listed)}.")
        raise NotPossible(f"«{beside}» står ikke i «{where}». {hint}")
    at = len(listed)
    if position.first:
        at = 0
    elif beside:
        at = listed.index(beside) + (0 if position.before else 1)
    return [*listed[:at], id_, *listed[at:]]


def move_files(draft: Draft, id_: str, chapter: str, new: str = "") -> None:
    """Move a recommendation's files to a chapter's folder, perhaps under a new id.

    Raises:
        NotPossible: one of the new files is there already.
    """
    old = path_of(draft, id_)
    target = f"{RECOMMENDATIONS}/{chapter}/{new or id_}.yml"
    for language, path in translations(draft, old).items():
        draft.move(path, translated_path(target, language))
    draft.move(old, target)


def _change(draft: Draft, change: Callable[[dict[str, Any]], None]) -> None:
    chapters(draft)  # raises when they cannot be read
    data = draft.data(GUIDELINE)
    for entry in data[_KEY]:
        change(entry)
    # The writer needs no empty list to be written: an empty chapter is removed afterwards.
    draft.write(GUIDELINE, data)


def _rename_in_translations(draft: Draft, old: str, new: str) -> None:
    """Give a chapter its new id in the guideline's translations; without one it is taken out."""
    for path in translations(draft, GUIDELINE).values():
        data = draft.data(path)
        if not isinstance(data, dict):
            continue
        listed = [one for one in data.get(_KEY) or () if isinstance(one, dict)]
        kept = [one for one in listed if new or one.get("id") != old]
        for one in kept:
            if one.get("id") == old:
                one["id"] = new
        if kept:
            data[_KEY] = kept
        else:
            data.pop(_KEY, None)
        marks = data.get(MADE_FROM)
        start = f"{_KEY}.{old}."
        if isinstance(marks, dict):
            data[MADE_FROM] = {
                key.replace(start, f"{_KEY}.{new}.", 1) if key.startswith(start) else key: mark
                for key, mark in marks.items() if new or not key.startswith(start)
            }
        draft.write(path, data)


def _id(title: str, asked: str) -> str:
    id_ = asked or slug(title)
    if asked and slug(asked) != asked:
        raise NotPossible(
            f"«{asked}» kan ikke være en id: bruk bare små bokstaver a–z, tall og bindestrek, "
            f"høyst 60 tegn. Skriv for eksempel --id {slug(asked) or 'ny-id'}."
        )
    if not id_:
        raise NotPossible(f"Det blir ingen id av «{title}». {_OTHER}")
    if id_ in DEVICES:
        raise NotPossible(
            f"«{id_}» kan ikke brukes: Windows har det navnet til noe annet. {_OTHER}"
        )
    return id_


_OTHER = "Velg en annen med --id."
