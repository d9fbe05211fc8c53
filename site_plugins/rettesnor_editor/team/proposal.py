"""What a case changes, as those who decide on it read it: file by file, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rettesnor.editing import yaml_writer
from rettesnor.model.translation import language_of
from rettesnor.reading.content.change_fragments import FOLDER as FRAGMENTS
from rettesnor.reading.content.guideline_paths import GUIDELINE, LAWS, SOURCES, TERMS
from rettesnor.reading.files.decoding import plain

from rettesnor_editor.deeds.differences import Difference, differences
from rettesnor_editor.documents import KINDS, control_at, document_at
from rettesnor_editor.forms.choices import Names
from rettesnor_editor.forms.fields import ABSENT
from rettesnor_editor.language import N_, say
from rettesnor_editor.team.cases import Cases, Standing

NEW, CHANGED, REMOVED, MOVED = N_("Ny"), N_("Endret"), N_("Tatt ut"), N_("Flyttet")
_FILES = {SOURCES: N_("Kilder"), LAWS: N_("Lover og forskrifter"), TERMS: N_("Begreper")}
_TITLES = ("tittel", "korttittel", "hva", "navn")


@dataclass(frozen=True)
class ChangedFile:
    """A file that a case changes.

    Attributes:
        kind: what it is, as people read it.
        verb: ``NEW``, ``CHANGED``, ``REMOVED`` or ``MOVED``.
        form: the kind and the name of its form; empty when it has none, or is taken out.
        unreadable: whether one of its versions is no sound YAML, so no fields can be shown.
    """

    path: str
    kind: str
    title: str
    verb: str
    form: tuple[str, str]
    differences: tuple[Difference, ...]
    unreadable: bool = False

    @property
    def is_new_note(self) -> bool:
        """Whether it is a change note that the case has written: all of it is new."""
        return self.verb == NEW and self.path.startswith(f"{FRAGMENTS}/")

    @property
    def done(self) -> str:
        """What the case does with it, as people read it."""
        return say(self.verb)


def changed_files(cases: Cases, standing: Standing, names: Names) -> list[ChangedFile]:
    """Return what a case changes, the recommendations first.

    Args:
        names: what ids are called (see ``differences``).
    """
    guideline = _data(cases.content(standing, GUIDELINE), GUIDELINE)
    removed = {
        _place(path): path for path, data in standing.edits.items()
        if data is None and path.endswith(".yml")
    }
    found = []
    for path, data in standing.edits.items():
        origin = path
        before = cases.repository.content(standing.base, path)
        if before is None and (moved := removed.get(_place(path))) and moved != path:
            origin = moved
            before = cases.repository.content(standing.base, moved)
        elif data is None and any(
            other != path and new is not None and _place(other) == _place(path)
            for other, new in standing.edits.items()
        ):
            continue  # shown where it moved to
        found.append(_changed(path, origin, before, data, guideline, names))
    return sorted(found, key=lambda one: (_rank(one.path), one.path))


def _changed(
    path: str, origin: str, before: bytes | None, after: bytes | None,
    guideline: Mapping[str, Any] | Any, names: Names,
) -> ChangedFile:
    kind, name = document_at(path)
    try:
        old, new = (_data(data, path) for data in (before, after))
    except (yaml_writer.Refused, UnicodeDecodeError):
        what = say(KINDS.get(kind, N_("Fil")))
        return ChangedFile(path, what, path, CHANGED, (kind, name), (), True)
    control = control_at(path, guideline if isinstance(guideline, dict) else {})
    verb = REMOVED if after is None else MOVED if origin != path else (
        NEW if before is None else CHANGED
    )
    shown = new if new is not ABSENT else old
    title = _title(shown) or say(_FILES.get(path, path.rsplit("/", 1)[-1]))
    what = KINDS.get(kind) or (N_("Oversettelse") if language_of(path) else N_("Innhold"))
    if kind in ("retningslinje", "kapitler"):
        what = N_("Om retningslinja, kapitler og rekkefølge")
    return ChangedFile(
        path, say(what), title, verb, (kind, name) if after is not None and kind else ("", ""),
        tuple(differences(control, old, new, names)),
    )


def _data(data: bytes | None, path: str) -> Any:
    if data is None:
        return ABSENT
    text = data.decode("utf-8")
    return plain(text) if path.endswith(".md") else yaml_writer.read(text)


def _place(path: str) -> tuple[str, str]:
    """Return what stays the same when a recommendation moves to another chapter."""
    top, _, rest = path.partition("/")
    return top, rest.rsplit("/", 1)[-1] if top == "recommendations" else rest


def _title(data: Any) -> str:
    if isinstance(data, str):
        return data.split("\n", 1)[0].lstrip("# ").strip()
    if isinstance(data, dict):
        return next((str(data[key]) for key in _TITLES if data.get(key)), "")
    return ""


def _rank(path: str) -> int:
    order = ("recommendations/", GUIDELINE, "guideline/", "changelog/")
    return next((n for n, start in enumerate(order) if path.startswith(start)), len(order))
