"""Taking out a template or a course: its files, and a note on it where readers had it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rettesnor.editing import fragments
from rettesnor.editing.draft import Draft
from rettesnor.editing.fragments import Decision
from rettesnor.editing.plan import NotPossible, Plan
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.model.fields import PARTS_OF_FRAME
from rettesnor.model.pages import course_address, template_address
from rettesnor.reading.checks.phrases import both
from rettesnor.reading.content.guideline_paths import part_path

TEMPLATE, COURSE = "template", "course"


@dataclass(frozen=True, slots=True)
class _Words:
    """How a kind is spoken of."""

    the: str
    it: str

    @property
    def first(self) -> str:
        """The word as it begins a sentence."""
        return self.the.capitalize()


_WORDS = {TEMPLATE: _Words("malen", "den"), COURSE: _Words("kurset", "det")}


def remove_part(files: ProjectFiles, kind: str, id_: str, decision: Decision) -> Plan:
    """Plan to take out a template or a course.

    Where a release has it, its old address leads on, and the reason is kept in a change file.

    Args:
        kind: ``TEMPLATE`` or ``COURSE``.

    Raises:
        NotPossible: there is none with the id.
    """
    draft, words = Draft(files), _WORDS[kind]
    path = part_path(kind, id_)
    if not draft.exists(path):
        raise NotPossible(f"{words.first} «{id_}» finnes ikke.")
    data = draft.data(path)
    title = str(data.get("tittel") or id_) if isinstance(data, dict) else id_
    start = path.removesuffix("yml")
    for other in draft.paths(start):
        draft.remove(other)
    draft.notes += [*_served(kind, data, words), *_links(draft, kind, id_, words)]
    part = PARTS_OF_FRAME[kind]
    last = files.last.guideline if files.last else None
    if last is not None and any(one.id == id_ for one in getattr(last, part)):
        fragments.report(
            draft, f"tatt-ut-{id_}", "endret", f"{words.first} «{title}» er tatt ut.", decision,
            ramme=[part],
        )
        draft.notes.append(
            f"{words.first} er utgitt. Den gamle adressen leder leserne videre, og eldre utgaver "
            f"har {words.it} fortsatt."
            + (" Lokale planer som bruker malen, får vite det når de oppdateres."
               if kind == TEMPLATE else "")
        )
    return draft.plan(f"Tatt ut {words.the} «{title}» ({id_}).")


def _served(kind: str, data: Any, words: _Words) -> Iterator[str]:
    """Yield what readers find it by today."""
    if not isinstance(data, dict):
        return
    served = data.get("anbefalinger")
    if kind == TEMPLATE and isinstance(served, list) and served:
        named = both([f"«{one}»" for one in served])
        yield f"{words.first} er lenket til fra anbefalingene {named}. Lenkene blir borte."
    if kind == COURSE and data.get("kurskapittel"):
        yield (f"{words.first} er lenket til fra kapitlet «{data['kurskapittel']}». Lenken blir "
               "borte.")


def _links(draft: Draft, kind: str, id_: str, words: _Words) -> Iterator[str]:
    """Yield where a text has the address of its page."""
    address = template_address(id_) if kind == TEMPLATE else course_address(id_)
    for path in draft.paths("guideline/", "recommendations/"):
        text = draft.text(path)
        at = text.find(f"/{address}")
        while at >= 0:
            line = text.count("\n", 0, at) + 1
            yield f"{path}:{line}: Teksten lenker til siden for {words.the}. Rett lenken."
            at = text.find(f"/{address}", at + 1)
