"""What was said in hearings about a recommendation, beside the fields that it was said of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from markupsafe import Markup
from rettesnor.editing.comment_wording import adopted
from rettesnor.editing.plan import NotPossible
from rettesnor.model.edition import recommendation_data
from rettesnor.model.hearing import Comment
from rettesnor.model.untrusted_text import safe
from rettesnor.reading.content.comment_targets import LEAD
from rettesnor.reading.content.recommendation import prose_fields
from rettesnor.reading.project import ChangedError, Project
from rettesnor.releases.redline.compare import words

from rettesnor_editor.documents import Document
from rettesnor_editor.forms.fields import Fields, first
from rettesnor_editor.forms.prose import unwrapped
from rettesnor_editor.language import say

_WHOLE = "tittel"
"""The field that comments on the recommendation as a whole stand at."""


def comments(document: Document, project: Project) -> dict[str, Markup]:
    """Return the comments on a recommendation as HTML, by the field they are about.

    A wording that is proposed can be taken into the field from there (``taken``).
    """
    if document.kind != "anbefaling":
        return {}
    by_field: dict[str, list[Comment]] = {}
    fields = _fields(document, project)
    for comment in _on(document.name, project):
        place = fields.get(comment.adresse.felt, comment.adresse.felt or _WHOLE)
        by_field.setdefault(place, []).append(comment)
    return {field: _html(found) for field, found in by_field.items()}


TAKE = "forslag:"
"""What the button sends that takes a proposed wording into its field, before the number."""


def taken(
    document: Document, project: Project, fields: Fields, number: str
) -> tuple[dict[str, list[str]], str]:
    """Return the form's fields with the wording that a comment proposes, and which one changed.

    Raises:
        NotPossible: it cannot be taken in; says why.
    """
    whole = {name: list(values) for name, values in fields.items()}
    names = _fields(document, project)
    for comment in _on(document.name, project):
        wording, field = comment.forslag, comment.adresse.felt
        name = names.get(field, field)
        if comment.nummer != number or not wording.tekst or name not in whole:
            continue
        kind: Literal["line", "markdown"] = "line" if field == LEAD else "markdown"
        made = adopted(first(fields, name), kind, wording.grunnlag, wording.tekst)
        return {**whole, name: [made if kind == "line" else unwrapped(made)]}, name
    raise NotPossible(say("Forslaget finnes ikke lenger."))


def _on(id_: str, project: Project) -> Iterator[Comment]:
    for found in project.rounds.results.values():
        for result in found:
            for comment in result.resultat.innspill:
                if comment.adresse.anbefaling == id_ and (comment.tekst or comment.forslag.tekst):
                    yield comment


def _fields(document: Document, project: Project) -> dict[str, str]:
    """Return the names of the form's fields by what addresses in hearings call them."""
    entry = next((one for one in project.entries if one.path == document.path), None)
    if entry is None or not entry.sound:
        return {}
    try:
        data = recommendation_data(project.recommendation(entry))
    except ChangedError:
        return {}
    return {
        prose.prefix if prose.anchored else str(prose.pointer[0]): ".".join(
            map(str, prose.pointer)
        )
        for prose in prose_fields(data)
    }


def _html(found: list[Comment]) -> Markup:
    waiting = sum(not one.vurdering.utfall for one in found)
    head = say("{n} innspill fra høringen", n=len(found))
    if waiting:
        said = say("{n} uten vurdering", n=waiting)
        head += f" ({said})"
    items = Markup("").join(
        Markup("<li>{}<p>{}{}</p>{}</li>").format(
            _proposed(one), Markup("<q>{}</q> ").format(one.adresse.sitat.exact)
            if one.adresse.sitat.exact else "", one.tekst, _decided(one),
        )
        for one in found
    )
    return Markup(
        '<details class="comments"><summary>{}</summary><ul>{}</ul></details>'
    ).format(head, items)


def _proposed(comment: Comment) -> Markup:
    """Return the wording that a comment proposes, as a change, and the way to take it in."""
    if not comment.forslag.tekst:
        return Markup("")
    marks = {"ins": Markup("<ins>{}</ins>"), "del": Markup("<del>{}</del>"), "same": Markup("{}")}
    redline = Markup("").join(
        marks[piece.kind].format(safe(piece.text))
        for piece in words(comment.forslag.grunnlag, comment.forslag.tekst)
    )
    return Markup(
        '<p>{}</p><p><button class="button button--quiet" name="gjor" value="{}{}">{}</button></p>'
    ).format(redline, TAKE, comment.nummer, say(
        "Ta inn forslaget i {number} i feltet", number=comment.nummer
    ))


def _decided(comment: Comment) -> Markup:
    said = comment.vurdering
    if not said.utfall:
        return Markup('<p class="quiet">{}</p>').format(
            say("{number}: ikke vurdert ennå", number=comment.nummer)
        )
    return Markup('<p class="quiet">{}: {}. {}</p>').format(
        comment.nummer, said.utfall, said.begrunnelse
    )
