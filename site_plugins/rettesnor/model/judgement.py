"""The scales on which the considerations behind a recommendation are judged.

They are those of GRADE's Evidence to Decision framework for health system and public health
decisions: Moberg et al. (2018), https://doi.org/10.1186/s12961-018-0320-2, in our own Norwegian.
A value is written in files, records and data as it stands here, and shown in the page's language.
"""

from __future__ import annotations

from collections.abc import Mapping

from rettesnor.model.gettext_marker import gettext_noop as N_

SOURCE = "https://doi.org/10.1186/s12961-018-0320-2"
"""Where the scales are from."""
SCALES: Mapping[str, tuple[str, ...]] = {
    "fordeler_og_ulemper": (
        N_("for alternativet"), N_("trolig for alternativet"), N_("verken for eller mot"),
        N_("trolig for tiltaket"), N_("for tiltaket"),
    ),
    "verdier_og_preferanser": (
        N_("viktig usikkerhet eller variasjon"), N_("mulig viktig usikkerhet eller variasjon"),
        N_("trolig ingen viktig usikkerhet eller variasjon"),
        N_("ingen viktig usikkerhet eller variasjon"),
    ),
    "ressursbruk": (
        N_("store kostnader"), N_("moderate kostnader"),
        N_("ubetydelige kostnader eller besparelser"), N_("moderate besparelser"),
        N_("store besparelser"),
    ),
    "gjennomforbarhet": (N_("nei"), N_("trolig nei"), N_("trolig ja"), N_("ja")),
    "likeverd": (
        N_("redusert"), N_("trolig redusert"), N_("trolig uendret"), N_("trolig økt"), N_("økt"),
    ),
}
"""The steps of each scale, from what speaks against the recommendation to what speaks for it.

The keys are the parts of the rationale that can be judged (``begrunnelse.<key>``).
"""
OFF_SCALE = (N_("varierer"), N_("vet ikke"))
"""Judgements without a place on a scale."""
_NOT_OFF_SCALE = frozenset({"verdier_og_preferanser"})
"""Variation and uncertainty are what this scale is about."""


def allowed(criterion: str) -> tuple[str, ...]:
    """Return the judgements that ``criterion`` can have; none for an unknown criterion."""
    scale = SCALES.get(criterion, ())
    return scale if criterion in _NOT_OFF_SCALE or not scale else (*scale, *OFF_SCALE)


def step(criterion: str, judgement: str) -> int | None:
    """Return the place of ``judgement`` on its scale, from 0; None when it has none."""
    scale = SCALES.get(criterion, ())
    return scale.index(judgement) if judgement in scale else None
