"""A course next to what its slides quote, and whether that changed since they were read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from markupsafe import Markup, escape
from rettesnor.model.convert import from_data, to_data
from rettesnor.model.course import Kurs, Quoted, Sitat, marks_of, to_be_read
from rettesnor.publishing.tools.courses import MARK, quoted
from rettesnor.reading.content.quotes import resolve
from rettesnor.reading.project import Project

from rettesnor_editor.documents import Document
from rettesnor_editor.forms.fields import ABSENT, Fields
from rettesnor_editor.language import say

_ALL = "sitatene"
"""What the editor says to have read, as the form posts it."""


def against_quotes(document: Document, project: Project) -> Markup:
    """Return what the slides of a course quote, to stand above the form.

    Where that has changed since the slides were read, the form also asks whether they were.
    """
    if document.kind != "kurs" or project.guideline is None:
        return Markup()
    course = next((one for one in project.guideline.kurs if one.id == document.name), None)
    if course is None:
        return Markup()
    quotes = quoted(project)
    unread = to_be_read(course, quotes)
    items = Markup().join(
        Markup("<li><strong>{}.</strong> {}{}</li>").format(
            number, _said(quotes[slide.sitat]),
            Markup(" <span class=\"tag tag--error\">{}</span>").format(say("ikke lest"))
            if number - 1 in unread else "",
        )
        for number, slide in enumerate(course.lysbilder, 1)
        if slide.sitat is not None and slide.sitat in quotes
    )
    if not items:
        return Markup()
    return Markup(
        '<details class="source"><summary>{}</summary><ul>{}</ul></details>{}'
    ).format(say("Det lysbildene siterer nå"), items, _state(course, unread))


def _said(said: Quoted) -> Markup:
    words = " ".join(" ".join(filter(None, (one.lead, one.text))) for one in said.passages)
    return Markup("{}: {}").format(said.title, escape(" ".join(words.split())))


def _state(course: Kurs, unread: Collection[int]) -> Markup:
    if not unread:
        return Markup()
    numbers = ", ".join(str(index + 1) for index in unread)
    text = say("Ikke lest mot det de siterer nå: lysbilde {numbers}.", numbers=numbers)
    return Markup(
        '<p class="message message--advarsel">{}</p><label class="choice"><input type="checkbox" '
        'name="sett" value="{}"> {}</label>'
    ).format(text, _ALL, say("Jeg har lest punktene og notatene mot det lysbildene siterer"))


def read_against(
    document: Document, project: Project, fields: Fields, reviewed: Collection[str]
) -> Document:
    """Return a course that records what its slides quote, when the editor has read them."""
    value = document.value(fields) if document.kind == "kurs" else ABSENT
    if _ALL not in reviewed or not isinstance(value, dict) or project.guideline is None:
        return document
    entries = {entry.id: entry for entry in project.entries if entry.sound}
    try:
        course = from_data(Kurs, value)
    except TypeError:  # something that a course must have is missing, which is said of itself
        return document
    found: dict[Sitat, Quoted] = {}
    for slide in course.lysbilder:
        if slide.sitat is not None:
            said = resolve(
                slide.sitat, project.guideline,
                lambda id_: project.recommendation(entries[id_]) if id_ in entries else None,
            )
            if isinstance(said, Quoted):
                found[slide.sitat] = said
    marks = to_data(marks_of(course, found))
    return replace(document, also={**document.also, MARK: marks}) if marks else document
