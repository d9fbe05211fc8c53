"""What was said in hearings about a recommendation, beside the fields that it was said of."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from rettesnor.model.edition import recommendation_data
from rettesnor.model.hearing import Comment
from rettesnor.reading.content.recommendation import prose_fields
from rettesnor.reading.project import ChangedError, Project

from rettesnor_editor.documents import Document
from rettesnor_editor.language import say

_WHOLE = "tittel"
"""The field that comments on the recommendation as a whole stand at."""


def comments(document: Document, project: Project) -> dict[str, Markup]:
    """Return the comments on a recommendation as HTML, by the field they are about."""
    if document.kind != "anbefaling":
        return {}
    by_field: dict[str, list[Comment]] = {}
    fields = _fields(document, project)
    for comment in _on(document.name, project):
        place = fields.get(comment.adresse.felt, comment.adresse.felt or _WHOLE)
        by_field.setdefault(place, []).append(comment)
    return {field: _html(found) for field, found in by_field.items()}


def _on(id_: str, project: Project) -> Iterator[Comment]:
    for found in project.rounds.results.values():
        for result in found:
            for comment in result.resultat.innspill:
                if comment.adresse.anbefaling == id_ and comment.tekst:
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
        Markup("<li><p>{}{}</p>{}</li>").format(
            Markup("<q>{}</q> ").format(one.adresse.sitat.exact)
            if one.adresse.sitat.exact else "", one.tekst, _decided(one),
        )
        for one in found
    )
    return Markup(
        '<details class="comments"><summary>{}</summary><ul>{}</ul></details>'
    ).format(head, items)


def _decided(comment: Comment) -> Markup:
    said = comment.vurdering
    if not said.utfall:
        return Markup('<p class="quiet">{}</p>').format(
            say("{number}: ikke vurdert ennå", number=comment.nummer)
        )
    return Markup('<p class="quiet">{}: {}. {}</p>').format(
        comment.nummer, said.utfall, said.begrunnelse
    )
