"""What was said in hearings about a recommendation, beside the fields that it was said of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.urls import reverse
from markupsafe import Markup
from rettesnor.editing.comment_wording import adopted
from rettesnor.editing.plan import NotPossible
from rettesnor.model.edition import recommendation_data
from rettesnor.model.hearing import Comment
from rettesnor.model.translation import language_of, source_path
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

    A wording that is proposed can be taken into the field from there (``taken``). Who answers in
    another language proposes words of that translation, so it is taken in there: the form of the
    source leads to that of the translation, which shows the proposals in its language.
    """
    if document.kind not in ("anbefaling", "oversettelse"):
        return {}
    by_field: dict[str, list[tuple[Comment, str]]] = {}
    fields, here = _fields(document, project), language_of(document.path)
    languages = _languages(project)
    for comment, written in _on(_recommendation(document), project):
        own = written if written in languages else ""
        if here and (own != here or not comment.forslag.tekst):
            continue
        place = fields.get(comment.adresse.felt, comment.adresse.felt or _WHOLE)
        by_field.setdefault(place, []).append((comment, "" if own == here else own))
    return {field: _html(found) for field, found in by_field.items()}


def _recommendation(document: Document) -> str:
    """Return the id of the recommendation that the document is, or is a translation of."""
    return document.name.partition(".")[0]


def _languages(project: Project) -> frozenset[str]:
    """Return the languages that the guideline is translated into."""
    translated = project.guideline.translations if project.guideline else ()
    return frozenset(one.id for one in translated)


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
    for comment, _ in _on(_recommendation(document), project):
        wording, field = comment.forslag, comment.adresse.felt
        name = names.get(field, field)
        if comment.nummer != number or not wording.tekst or name not in whole:
            continue
        kind: Literal["line", "markdown"] = "line" if field == LEAD else "markdown"
        made = adopted(first(fields, name), kind, wording.grunnlag, wording.tekst)
        return {**whole, name: [made if kind == "line" else unwrapped(made)]}, name
    raise NotPossible(say("Forslaget finnes ikke lenger."))


def _on(id_: str, project: Project) -> Iterator[tuple[Comment, str]]:
    """Yield the comments on a recommendation, each with the language it was written in."""
    for found in project.rounds.results.values():
        for result in found:
            written = {answer.nummer: answer.maalform for answer in result.resultat.svar}
            for comment in result.resultat.innspill:
                if comment.adresse.anbefaling == id_ and (comment.tekst or comment.forslag.tekst):
                    yield comment, written.get(comment.svar, "")


def _fields(document: Document, project: Project) -> dict[str, str]:
    """Return the names of the form's fields by what addresses in hearings call them."""
    path = source_path(document.path) if language_of(document.path) else document.path
    entry = next((one for one in project.entries if one.path == path), None)
    if entry is None or not entry.sound:
        return {}
    try:
        data = recommendation_data(project.recommendation(entry))
    except ChangedError:
        return {}
    names: dict[str, str] = {}
    for prose in sorted(prose_fields(data), key=lambda one: not one.anchored):
        # a step stands in the field that holds the steps, and is not that field's text
        name = prose.prefix if prose.anchored else str(prose.pointer[0])
        names.setdefault(name, ".".join(map(str, prose.pointer)))
    return names


def _html(found: list[tuple[Comment, str]]) -> Markup:
    waiting = sum(not one.vurdering.utfall for one, _ in found)
    head = say("{n} innspill fra høringen", n=len(found))
    if waiting:
        said = say("{n} uten vurdering", n=waiting)
        head += f" ({said})"
    items = Markup("").join(
        Markup("<li>{}<p>{}{}</p>{}</li>").format(
            _proposed(one, elsewhere), Markup("<q>{}</q> ").format(one.adresse.sitat.exact)
            if one.adresse.sitat.exact else "", one.tekst, _decided(one),
        )
        for one, elsewhere in found
    )
    return Markup(
        '<details class="comments"><summary>{}</summary><ul>{}</ul></details>'
    ).format(head, items)


def _proposed(comment: Comment, elsewhere: str) -> Markup:
    """Return the wording that a comment proposes, as a change, and the way to take it in.

    Args:
        elsewhere: the language of the translation that it is a wording of; empty for this text.
    """
    if not comment.forslag.tekst:
        return Markup("")
    marks = {"ins": Markup("<ins>{}</ins>"), "del": Markup("<del>{}</del>"), "same": Markup("{}")}
    redline = Markup("").join(
        marks[piece.kind].format(safe(piece.text))
        for piece in words(comment.forslag.grunnlag, comment.forslag.tekst)
    )
    if elsewhere:
        name = f"{comment.adresse.anbefaling}.{elsewhere}"
        return Markup('<p lang="{}">{}</p><p><a href="{}">{}</a></p>').format(
            elsewhere, redline, reverse("rediger", args=["oversettelse", name]),
            say("Forslaget i {number} gjelder oversettelsen. Ta det inn der",
                number=comment.nummer),
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
