"""The judgements behind a recommendation as one quiet figure, with all of it in words as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.judgement import SCALES, step
from rettesnor.model.recommendation import Begrunnelse
from rettesnor.model.sections import HEADINGS
from rettesnor.rendering.components import shown
from rettesnor.rendering.context import Context

_WIDTH, _MARGIN, _MIDDLE = 112, 8, 8


@dataclass(frozen=True, slots=True)
class Row:
    """One judgement ready to show.

    Attributes:
        anchor: of the text that it stands beside; empty when there is none.
        figure: its place on the scale as SVG; empty for a judgement that has no place there.
        place: the same in words.
        by: who judged.
    """

    name: str
    anchor: str
    figure: Markup
    judgement: str
    place: str
    by: str
    day: Markup


def judgement_rows(context: Context, rationale: Begrunnelse) -> list[Row]:
    """Return the judgements of ``rationale`` in the order of its parts."""
    _, order = context.gettext, list(SCALES)
    found = []
    for one in sorted(
        (one for one in rationale.vurderinger if one.kriterium in SCALES),
        key=lambda one: order.index(one.kriterium),
    ):
        scale, at = SCALES[one.kriterium], step(one.kriterium, one.vurdering)
        anchor = f"begrunnelse-{one.kriterium}"
        place = ""
        if at is not None:
            place = _(N_("Trinn {step} av {steps}, fra «{first}» til «{last}»")).format(
                step=at + 1, steps=len(scale), first=_(scale[0]), last=_(scale[-1])
            )
        found.append(Row(
            _(HEADINGS[anchor]), anchor if getattr(rationale, one.kriterium) else "",
            _figure(scale, at), _(one.vurdering), place, one.av,
            shown(context.language, "day", one.dato) if one.dato else Markup(),
        ))
    return found


def _figure(scale: Sequence[str], at: int | None) -> Markup:
    """Return the scale as a line with a point for each step, that of the judgement filled."""
    gap = (_WIDTH - 2 * _MARGIN) / (len(scale) - 1)
    # A line of no length with round ends is a dot: one element holds all the steps.
    steps = "".join(
        f"M{_MARGIN + gap * index:g} {_MIDDLE}h0" for index in range(len(scale)) if index != at
    )
    here = "" if at is None else f'<circle cx="{_MARGIN + gap * at:g}" cy="{_MIDDLE}" r="6"/>'
    return Markup(
        f'<svg class="rn-scale" viewBox="0 0 {_WIDTH} {2 * _MIDDLE}" aria-hidden="true">'
        f'<path d="M{_MARGIN} {_MIDDLE}H{_WIDTH - _MARGIN}"/>'
        f'<path class="rn-scale__step" d="{steps}"/>{here}</svg>'
    )
