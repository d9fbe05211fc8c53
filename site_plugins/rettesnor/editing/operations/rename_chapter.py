"""Renaming a chapter: its title, its id, or both."""

from __future__ import annotations

from rettesnor.editing import chapters, courses, fragments
from rettesnor.editing.draft import Draft
from rettesnor.editing.fragments import Decision
from rettesnor.editing.plan import NotPossible, Plan
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.reading.files.names import stem


def rename_chapter(
    files: ProjectFiles, id_: str, decision: Decision, *, title: str = "", new_id: str = ""
) -> Plan:
    """Plan a chapter's new name. With a new id, all its addresses change; the old ones will lead
    to the new ones.

    Raises:
        NotPossible: nothing would change, there is no such chapter, or the id is taken.
    """
    draft = Draft(files)
    entry = chapters.known_chapter(draft, id_)
    old_title = str(entry.get("tittel", id_))
    title, new_id = title or old_title, new_id or id_
    if (title, new_id) == (old_title, id_):
        raise NotPossible("Oppgi en ny tittel med --title, en ny id med --id, eller begge.")
    if new_id != id_:
        new_id = chapters.free_address(draft, title, new_id)
    inside = [
        stem(path)
        for path in draft.paths(f"{chapters.RECOMMENDATIONS}/{id_}/") if path.count(".") == 1
    ]
    chapters.rename(draft, id_, new_id, title)
    if new_id != id_:
        courses.rename_chapter(draft, id_, new_id)
        for recommendation in inside:
            chapters.move_files(draft, recommendation, new_id)
        moved = [one for one in inside if fragments.is_released(draft, one)]
        told = fragments.mentioned(draft)
        untold = [one for one in moved if one not in told]
        if untold:
            fragments.report(
                draft, f"kapittel-{new_id}", "redaksjonell",
                f"Kapitlet «{title}» har fått en ny adresse.", decision, anbefalinger=untold,
            )
        fragments.settle(draft, set(moved))
    called = f" «{title}»" if title != old_title else ""
    address = f" id-en «{new_id}»" if new_id != id_ else ""
    both = " og" if called and address else ""
    return draft.plan(f"Kapitlet «{old_title}» ({id_}) heter nå{called}{both}{address}.")
