"""The page of a recommendation whose file has errors, in a preview."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from rettesnor.model.translation import overlay
from rettesnor.publishing.preview.last_valid import LAST, READABLE, RELEASED, Placeholder
from rettesnor.reading.content.from_snapshot import prose_of
from rettesnor.reading.content.recommendation import Reading
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages.recommendation import recommendation_page
from rettesnor.rendering.untranslated import Lacks, marked_recommendation, wholly_untranslated


def placeholder_page(context: Context, source: Reading, one: Placeholder) -> Page:
    """Return the page of what ``source`` read, in the language of ``context``.

    Args:
        one: what is shown; of a translation it holds the texts.
    """
    recommendation, prose = source.recommendation, source.fragments
    assert recommendation is not None
    if not context.folder:
        return recommendation_page(context, recommendation, prose)
    if one.texts is None:
        return recommendation_page(
            context, *wholly_untranslated(recommendation, prose, context.guideline)
        )
    overlaid = overlay(recommendation, "recommendation", one.texts)
    lacks = Lacks(overlaid.fallen_back)
    own = prose_of(overlaid.value, prose)
    first = context.guideline.languages[0].id
    return recommendation_page(
        context, *marked_recommendation(overlaid.value, own, lacks, first), lacks
    )


def placeholder_note(context: Context, shown: Iterable[Placeholder | None]) -> Markup:
    """Return what stands on top of the page: which file has errors, and what is shown instead."""
    said = dict.fromkeys(_said(context, one) for one in shown if one and one.origin)
    paragraphs = Markup("<br>").join(said)
    return Markup('<p class="rn-draft" role="note">{}</p>\n').format(paragraphs)


def _said(context: Context, one: Placeholder) -> str:
    _ = context.gettext
    if one.origin == READABLE and one.recommendation is None:
        return _(
            "Fila «{path}» har en feil, og den har ikke vært i orden før. "
            "Her står teksten på språket den er oversatt fra."
        ).format(path=one.path)
    said = {
        LAST: _("Fila «{path}» har en feil. Her står teksten slik den var sist den var i orden."),
        RELEASED: _(
            "Fila «{path}» har en feil. Her står teksten slik den er i versjon {version}."
        ),
        READABLE: _(
            "Fila «{path}» har en feil, og den har ikke vært i orden før. "
            "Her står det som kan leses."
        ),
    }
    return said[one.origin].format(path=one.path, version=one.version)
