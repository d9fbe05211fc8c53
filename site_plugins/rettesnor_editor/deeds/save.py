"""Saving a document: from the fields of a form to a plan, whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rettesnor.editing import fragments
from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import Plan, digest
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.editing.yaml_writer import Refused
from rettesnor.model.translation import language_of
from rettesnor.reading.content.change_fragments import FOLDER as FRAGMENTS
from rettesnor.reading.content.guideline_paths import GUIDELINE, LAWS, SOURCES, TERMS

from rettesnor_editor.deeds.merge import Conflict, merged
from rettesnor_editor.documents import NEW, Document, Unreadable
from rettesnor_editor.forms.controls import Control, control_of
from rettesnor_editor.forms.fields import ABSENT, Fields, from_fields, to_fields
from rettesnor_editor.language import say

NOTE = "notat"
"""What the names of the change note's fields begin with."""
ALSO = f"{NOTE}.ramme"
"""The field of the note with the parts of the common content that it is also about."""
_PARTS = {GUIDELINE: "retningslinje", LAWS: "lover", SOURCES: "kilder", TERMS: "termer"}
_OF_KIND = {
    "side": "tekstsider", "enkel": "enkle_versjoner", "rolleside": "rollesider",
            "mal": "maler", "kurs": "kurs",
}
# A review task is no text of the guideline: no change file is asked for.
_BELONGS_TO_A_MOVE = ("fra", "til", "i_stedet", "grunn", "anbefalinger", "ramme")


class NotSaved(Exception):
    """It could not be saved; says why, in Norwegian. Nothing is lost: the draft is kept."""


@dataclass(frozen=True)
class Saving:
    """What saving comes to.

    Attributes:
        conflicts: fields that were changed in the file meanwhile as well; then nothing is planned.
        merged: whether the file was changed meanwhile, in other fields.
        about: what a change note would have to be about, as its fields; empty when none is needed.
    """

    plan: Plan | None
    conflicts: Sequence[Conflict] = ()
    merged: bool = False
    about: Mapping[str, Any] | None = None


CHANGED = "endret"
_KINDS = (CHANGED, "presisert", "redaksjonell")
"""The kinds of change that are no move, and do not make or remove a recommendation."""


def note_control() -> Control:
    """Return the form of a change note: the change file's, without what a move needs."""
    whole = control_of("change").without(*_BELONGS_TO_A_MOVE)
    return replace(whole, within=tuple(
        replace(one, options=tuple(o for o in one.options if o[0] in _KINDS))
        if one.name == "slag" else one for one in whole.within
    ))


def note_fields(day: str, decided_by: str) -> dict[str, list[str]]:
    """Return the fields of a change note that is not written yet."""
    started: dict[str, Any] = {
        "hvorfor": [{"type": ""}], "besluttet_dato": day, "besluttet_av": decided_by,
    }
    return to_fields(note_control(), started, NOTE)


def saving(
    document: Document, base: bytes, fields: Fields, files: ProjectFiles,
    chosen: Mapping[str, str], note: Fields | None, unreported: Collection[str] = (),
) -> Saving:
    """Plan to save ``fields``.

    Args:
        document: as it is on disk now.
        base: the bytes that the form was made from.
        chosen: what to keep of fields that were changed meanwhile, by field.
        note: the fields of a change note; None for none.
        unreported: parts of the common content that the note may also be about.

    Raises:
        NotSaved: the new data cannot be written, or the document is not as it is in ``files``: what
            somebody else saved in between would be lost.
    """
    if files.contents.get(document.path, b"") != document.before:
        raise NotSaved(say("Noen andre lagret akkurat nå. Lagre en gang til."))
    was = replace(document, before=base)
    try:
        mine = was.value(fields)
        value, both = mine, False
        conflicts: list[Conflict] = []
        if base != document.before:
            value, conflicts = merged(was.data(), mine, document.data(), chosen)
            both = True
        if conflicts:
            return Saving(None, conflicts)
        path, made = _path(document, value), document.written(value)
    except (Unreadable, Refused, UnicodeDecodeError) as error:
        raise NotSaved(str(error)) from error
    draft = Draft(files)
    if made != files.contents.get(path):
        draft.put(path, made.decode())
    about = _to_report(draft, document) if draft.changes() else None
    if note is not None and about:
        _write_note(draft, document, note, about, unreported)
        about = None
    return Saving(draft.plan(f"{_title(document, value)} er endret."), (), both, about)


def _path(document: Document, value: Any) -> str:
    """Return where the document goes: a new change note is named by what it says."""
    if document.kind != "endring" or document.name != NEW:
        return document.path
    return f"{FRAGMENTS}/endring-{digest(repr(value).encode())[:8]}.yml"


def _title(document: Document, value: Any) -> str:
    if isinstance(value, dict):
        for key in ("tittel", "korttittel", "term", "title", "hva", "navn", "sak"):
            if value.get(key):
                return f"«{value[key]}»"
    return document.path


def _to_report(draft: Draft, document: Document) -> dict[str, Any] | None:
    """Return what a change note must be about for the edit to be accounted for; None for nothing.

    Nothing is asked for before the first release, nor what another note reports already.
    """
    last = draft.files.last
    if last is None:
        return None
    if document.kind in ("anbefaling", "oversettelse"):
        id_ = document.name.split(".", 1)[0]
        if id_ in fragments.mentioned(draft) or not fragments.is_released(draft, id_):
            return None
        return {"anbefalinger": [id_]} if fragments.differs(draft, id_) else None
    part = _PARTS.get(document.path, _OF_KIND.get(document.kind, ""))
    if not part or (document.kind == "side" and language_of(document.path)):
        return None
    reported = {
        one for path in draft.paths(f"{FRAGMENTS}/") for one in draft.data(path).get("ramme") or ()
    }
    return None if part in reported else {"ramme": [part]}


def _write_note(
    draft: Draft, document: Document, note: Fields, about: Mapping[str, Any],
    unreported: Collection[str],
) -> None:
    said = from_fields(note_control(), ABSENT, note, NOTE)
    said = said if isinstance(said, dict) else {}
    order = ("slag", "anbefalinger", "ramme", "hva", "hvorfor")
    chosen = [part for part in note.get(ALSO, ()) if part in unreported]
    parts = list(dict.fromkeys([*about.get("ramme", ()), *chosen]))
    data = {**about, **({"ramme": parts} if parts else {}), **said}
    ordered = {key: data[key] for key in (*order, *data) if key in data}
    name = (document.name if document.kind != "kilde" else "kilder").split(".", 1)[0]
    fragments.add(draft, name, ordered)
