"""Moving a recommendation: to another place, another chapter, or another id."""

from __future__ import annotations

from rettesnor.editing import chapters, fragments, plain_versions, references
from rettesnor.editing.chapters import LAST, Position
from rettesnor.editing.draft import Draft
from rettesnor.editing.fragments import Decision
from rettesnor.editing.plan import NotPossible, Plan
from rettesnor.editing.project_files import ProjectFiles


def move(
    files: ProjectFiles, id_: str, decision: Decision, *, chapter: str = "", new_id: str = "",
    position: Position | None = None,
) -> Plan:
    """Plan the move of a recommendation. Its old address will lead to the new one.

    Raises:
        NotPossible: nothing would change, or what is named does not exist or is taken.
    """
    draft = Draft(files)
    now = chapters.chapter_of(draft, id_)
    if not (chapter or new_id or position):
        raise NotPossible("Si hvor den skal: --chapter, --before, --after, --first eller --id.")
    target = chapter or now
    title = title_of(draft, id_)
    if new_id and new_id != id_:
        _rename(draft, id_, new_id, title, decision)
    else:
        new_id = id_
    if target != now or position:
        into_chapter(draft, new_id, target, position or LAST, decision)
    chapters.drop_empty(draft)
    if not draft.changes():
        raise NotPossible(f"«{id_}» står der alt.")
    where = f" til kapitlet «{target}»" if target != now else ""
    called = f", med ny id «{new_id}»" if new_id != id_ else ""
    return draft.plan(f"Flyttet anbefalingen «{title}» ({id_}){where}{called}.")


def into_chapter(
    draft: Draft, id_: str, chapter: str, position: Position, decision: Decision
) -> None:
    """Put a recommendation in a chapter, and report it when its chapter is another."""
    now = chapters.chapter_of(draft, id_)
    chapters.put_in(draft, id_, chapter, position)
    if now == chapter:
        return
    chapters.move_files(draft, id_, chapter)
    title = title_of(draft, id_)
    if fragments.is_released(draft, id_) and not _is_reported(draft, id_):
        name = chapters.known_chapter(draft, chapter)["tittel"]
        fragments.report(
            draft, f"flytt-{id_}", "flyttet",
            f"Anbefalingen «{title}» står nå i kapitlet «{name}».", decision, fra=[id_], til=[id_],
        )
    fragments.settle(draft, {id_})


def title_of(draft: Draft, id_: str) -> str:
    """Return the title of a recommendation; its id when it has none."""
    data = draft.data(chapters.path_of(draft, id_))
    title = data.get("tittel") if isinstance(data, dict) else None
    return title if isinstance(title, str) else id_


def _is_reported(draft: Draft, id_: str) -> bool:
    """Whether a change file already says where a released recommendation went."""
    return fragments.origin(draft, id_) == id_ or fragments.is_from(draft, id_)


def _rename(draft: Draft, old: str, new: str, title: str, decision: Decision) -> None:
    new = chapters.free_id(draft, title, new, fragments.origin(draft, old))
    chapters.replace_in_order(draft, old, [new])
    chapters.move_files(draft, old, chapters.chapter_of(draft, old), new)
    path = chapters.path_of(draft, new)
    draft.write(path, {**draft.data(path), "id": new})
    plain_versions.rename(draft, old, new)
    changed = references.redirect(draft, old, new, anchors=True)
    fragments.follow(draft, old, [new])
    if fragments.is_released(draft, old):
        fragments.report(
            draft, f"flytt-{old}", "flyttet",
            f"Anbefalingen «{title}» har fått en ny adresse.", decision, fra=[old], til=[new],
        )
    fragments.report_links(draft, changed, new, title, decision, {old, new})
    fragments.settle(draft, {new, *references.ids_of(changed)})
