"""A plain-language version next to its recommendation: what it explains, and whether that changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.urls import reverse
from markupsafe import Markup
from rettesnor.model.fields import label
from rettesnor.model.plain import by_id, outdated
from rettesnor.reading.files.folder import Folder
from rettesnor.reading.project import Project

from rettesnor_editor.documents import Document, plain_marks
from rettesnor_editor.language import say

_ALL = "anbefalingen"
"""What the editor says to have read, as the form posts it."""


def against_source(document: Document, project: Project) -> Markup:
    """Return the recommendation that a plain version explains, to stand above the form.

    Where it has changed since, the form also asks whether the text was read against it.
    """
    if document.kind != "enkel" or project.guideline is None:
        return Markup()
    entry = next((one for one in project.entries if one.id == document.name and one.sound), None)
    if entry is None:
        return Markup()
    said = Markup(
        '<div class="source"><p class="source__name">{}</p><div class="source__text">{}.</div>'
        '<p><a href="{}">{}</a></p>{}</div>'
    )
    return said.format(
        say("Anbefalingen, ordrett"), entry.kort_anbefaling,
        reverse("rediger", args=["anbefaling", entry.id]), say("Åpne anbefalingen"),
        _state(document, project, entry.sjekksummer),
    )


def _state(document: Document, project: Project, now: Mapping[str, str]) -> Markup:
    assert project.guideline is not None
    version = by_id(project.guideline.enkle_versjoner).get(document.name)
    if version is None:
        return Markup()
    changed = outdated(version, now)
    if changed:
        fields = ", ".join(say(label("recommendation", name)).lower() for name in changed)
        text = say("Anbefalingen er endret etter at dette ble skrevet: {fields}.", fields=fields)
    elif not version.skrevet_fra:
        text = say("Det er ikke merket hvilken tekst dette er skrevet fra.")
    else:
        return Markup()
    return Markup(
        '<p class="message message--advarsel">{}</p><label class="choice"><input type="checkbox" '
        'name="sett" value="{}"> {}</label>'
    ).format(text, _ALL, say("Jeg har lest teksten mot anbefalingen, og den stemmer"))


def remarked(document: Document, folder: Folder, reviewed: Collection[str]) -> Document:
    """Return a plain version that records what it is written from, when the editor has read it."""
    if document.kind != "enkel" or _ALL not in reviewed:
        return document
    marks = plain_marks(folder, document.name)
    return replace(document, also={**document.also, "skrevet_fra": marks}) if marks else document
