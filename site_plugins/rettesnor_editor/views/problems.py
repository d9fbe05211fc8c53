"""Problems as an editor reads them: by titles and labels, with the form that each is fixed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse
from rettesnor.model.problem import Problem
from rettesnor.model.translation import language_of, source_path
from rettesnor.reading.files.names import stem
from rettesnor.reading.project import Project
from rettesnor.releases.requirements import UNTOLD

from rettesnor_editor.documents import KINDS, LISTS, control_at, document_at, entry_at
from rettesnor_editor.forms.controls import Control
from rettesnor_editor.language import say
from rettesnor_editor.views.common_problems import translated

_COMMAND = re.compile(r"rettesnor |\.yml|\{\}")
"""Advice for those who edit files: no help in a form."""
_PATH = re.compile(r"(?:recommendations|guideline|changelog)/[\wæøåÆØÅ./-]+?\.(?:yml|md)\b")
_POINTER = re.compile(r"«([a-z_]+(?:\.[a-z0-9_]+)*)»")
_SETTING = re.compile(r"«([a-z_]+): ([^«»]+)»")
_ABOUT = KINDS["retningslinje"]
_NOT_IN_THE_FORM = {"true": "ja", "false": "nei"}


@dataclass(frozen=True)
class Place:
    """Where a problem is.

    Attributes:
        title: of the document.
        label: of the field; empty for the whole document.
        url: of the field in its form; empty when it has none.
    """

    title: str
    label: str
    url: str

    @property
    def whole(self) -> str:
        """The title and the label."""
        return f"{self.title}: {self.label}" if self.label else self.title


def label(control: Control, field: str) -> str:
    """Return what an editor calls a field: «Steg 2, Hva»."""
    return _label(control, field) or say("Fila")


def _label(control: Control, field: str) -> str:
    said: list[str] = []
    found = control
    for part in field.split("."):
        try:
            found = found.part("*" if part.isdigit() else part)
        except KeyError:
            break
        if part.isdigit() and said:
            said[-1] = f"{said[-1]} {int(part) + 1}"
        elif found.title:
            said.append(say(found.title))
    return ", ".join(said)


class InWords:
    """Says problems of one guideline in an editor's words."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {entry.path: entry.tittel or entry.id for entry in self._project.entries}

    @cached_property
    def _guideline(self) -> Mapping[str, Any]:
        """What the forms need to know of the guideline (see ``control_at``)."""
        guideline = self._project.guideline
        return {"dimensjoner": [
            {"id": one.id, "navn": one.navn} for one in (guideline.dimensjoner if guideline else ())
        ]}

    def control(self, path: str) -> Control | None:
        """Return the form of the file at ``path``; None when it has none."""
        return control_at(path, self._guideline)

    def title(self, path: str) -> str:
        """Return what an editor calls the file at ``path``."""
        if path in self._titles:
            return self._titles[path]
        if path in LISTS:
            return say(LISTS[path])
        kind, name = document_at(path)
        if kind == "oversettelse":
            of = self._titles.get(source_path(path), name)
            return say("{title}, nynorsk", title=of) if language_of(path) == "nn" else (
                f"{of} ({language_of(path)})"
            )
        if kind in ("retningslinje", "kapitler"):
            return say(_ABOUT)
        return f"{say(KINDS[kind])} «{stem(path)}»" if kind else path.rsplit("/", 1)[-1]

    def place(self, problem: Problem) -> Place:
        """Return where a problem is."""
        kind, name, field = *document_at(problem.path, problem.field), problem.field
        title, control = self.title(problem.path), self.control(problem.path)
        if problem.path in LISTS and (entry := entry_at(
            self._project.folder, problem.path, problem.field
        )):
            kind, name, title, field = entry.kind, entry.name, entry.title, entry.field
            control = control.part(entry.list, "*") if control else None
        url = ""
        if kind:
            try:
                url = reverse("rediger", args=[kind, name])
            except NoReverseMatch:  # a desk that edits nothing
                url = ""
        if url and field:
            url += f"#{field}"
        return Place(title, _label(control, field) if control and field else "", url)

    def text(self, problem: Problem, *, is_open: bool = False) -> str:
        """Return a problem in words, without advice about files and commands.

        Args:
            is_open: whether it is shown in the form of its document.
        """
        if problem.code == UNTOLD and problem.path.startswith("recommendations/"):
            if not is_open:
                return say("Endret siden forrige utgave, uten endringsnotat.")
            return say(
                "Den er gitt ut. Når du lagrer, blir du spurt om hva som er endret, og hvorfor."
            )
        hint = "" if _COMMAND.search(problem.hint) else problem.hint
        words = f"{translated(problem.message)} {translated(hint)}".strip()
        said = _PATH.sub(
            lambda found: f"«{self.title(found[0])}»", words
        ).replace("««", "«").replace("»»", "»")
        control = self.control(problem.path)
        if control is None:
            return said
        list_, field = problem.field.partition(".")[0], problem.field
        if problem.path in LISTS and is_shown(control, f"{list_}.0"):  # a form is one entry
            control, field = control.part(list_, "*"), ".".join(field.split(".")[2:])
        said = _SETTING.sub(lambda found: self._setting(control, field, found), said)
        return _POINTER.sub(lambda found: f"«{_named(control, field, found[1])}»", said)

    def _setting(self, control: Control, field: str, found: re.Match[str]) -> str:
        """Return «slag: endret» as the form says it."""
        name, value = found.groups()
        meant = _meant(control, field, name)
        if meant is None:
            return found[0]
        options = dict(meant.options)
        shown = say(options.get(value, _NOT_IN_THE_FORM.get(value, value)))
        return f"«{_named(control, field, name)}: {shown}»"


def _named(control: Control, field: str, name: str) -> str:
    """Return what the form calls the field ``name`` of a message about ``field``."""
    if is_shown(control, name):
        return _label(control, name) or name
    meant = _meant(control, field, name)
    return say(meant.title) if meant is not None and meant.title else name


def _meant(control: Control, field: str, name: str) -> Control | None:
    """Return the field that a message about ``field`` names: in the form, or near to ``field``."""
    around = field.split(".") if field else []
    for upto in (0, *range(len(around), 0, -1)):
        place = ".".join((*around[:upto], name))
        if is_shown(control, place):
            return control.part(*("*" if one.isdigit() else one for one in place.split(".")))
    return None


def is_shown(control: Control, field: str) -> bool:
    """Whether a form has a field."""
    try:
        control.part(*("*" if part.isdigit() else part for part in field.split(".")))
    except KeyError:
        return False
    return True
