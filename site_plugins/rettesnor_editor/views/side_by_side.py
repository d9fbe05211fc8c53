"""A translation next to its source: the source's text above each field, and what changed in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape
from rettesnor.model.edition import recommendation_data
from rettesnor.model.translation import MADE_FROM, digest, texts
from rettesnor.publishing.inspection import Inspection

from rettesnor_editor.deeds.differences import redline
from rettesnor_editor.documents import Document
from rettesnor_editor.forms.fields import Fields
from rettesnor_editor.forms.prose import unwrapped
from rettesnor_editor.language import say

_KIND = "recommendation"


def above(document: Document, now: Inspection) -> dict[str, Markup]:
    """Return the source's text for each field of a translation; nothing for another document."""
    if not document.source:
        return {}
    source = texts(document.source_data, _KIND)
    entry = next((one for one in now.project.translations if one.path == document.path), None)
    stale = frozenset(entry.stale) if entry else frozenset()
    unmarked = frozenset(entry.unmarked) if entry else frozenset()
    earlier = _earlier(document, now)
    marks = _marks(document)
    found = {}
    for pointer, text in source.items():
        said = text if isinstance(text, str) else "\n".join(text)
        old = earlier.get(pointer, "")
        shown = escape(unwrapped(said))
        state = Markup("")
        if pointer in stale:
            state = _state(say("Bokmålsteksten er endret etter at denne ble oversatt."), pointer)
            if old and digest(old) == marks.get(pointer):
                shown = redline(unwrapped(old), unwrapped(said))
        elif pointer in unmarked:
            state = _state(say("Det er ikke merket hvilken tekst dette er oversatt fra."), pointer)
        found[pointer] = Markup(
            '<div class="source"><p class="source__name">Bokmål</p><div class="source__text" '
            'lang="nb">{}</div>{}</div>'
        ).format(shown, state)
    return found


def marked(
    document: Document, fields: Fields, base: bytes, reviewed: Collection[str]
) -> Document:
    """Return a translation that also records what its changed texts are translated from.

    Args:
        reviewed: fields that the editor has looked at and left as they are.
    """
    if not document.source:
        return document
    was = replace(document, before=base)
    before, after = was.data(), was.value(fields)
    old, new = (texts(one if isinstance(one, dict) else {}, _KIND) for one in (before, after))
    source, marks = texts(document.source_data, _KIND), _marks(document)
    fresh = {
        pointer: digest(source[pointer]) for pointer, text in new.items()
        if pointer in source and (text != old.get(pointer) or pointer in reviewed)
    }
    if not fresh or all(marks.get(pointer) == one for pointer, one in fresh.items()):
        return document
    order = [p for p in source if p in marks or p in fresh]
    order += [p for p in marks if p not in source]
    return replace(document, also={MADE_FROM: {p: fresh.get(p) or marks[p] for p in order}})


def _marks(document: Document) -> dict[str, str]:
    whole = document.whole()
    found: Any = whole.get(MADE_FROM) if isinstance(whole, dict) else None
    return dict(found) if isinstance(found, dict) else {}


def _earlier(document: Document, now: Inspection) -> dict[str, str]:
    """Return the texts of the source as the last release has them."""
    if now.last is None:
        return {}
    released = now.last.edition.recommendations.get(document.name.split(".", 1)[0])
    if released is None:
        return {}
    found = texts(recommendation_data(released), _KIND)
    return {p: t if isinstance(t, str) else "\n".join(t) for p, t in found.items()}


def _state(said: str, pointer: str) -> Markup:
    return Markup(
        '<p class="message message--advarsel">{}</p><label class="choice"><input type="checkbox" '
        'name="sett" value="{}"> {}</label>'
    ).format(said, pointer, say("Jeg har sett over teksten, og den stemmer"))
