"""The sections of a recommendation: their anchors and headings, in reading order."""

from __future__ import annotations

from rettesnor.model.recommendation import Recommendation

SECTIONS = {
    "praktisk_gjennomforing": "Praktisk gjennomføring",
    "kontrollsporsmaal": "Sjekk egen praksis",
    "juridiske_rammer": "Juridiske rammer",
    "begrunnelse": "Begrunnelse",
    "kunnskapsgrunnlag": "Kunnskapsgrunnlag",
    "referanser": "Kilder",
    "om-anbefalingen": "Om anbefalingen",
}
"""The sections by anchor, in the order a practitioner needs them."""
BEGRUNNELSE = {
    "fordeler_og_ulemper": "Fordeler og ulemper",
    "verdier_og_preferanser": "Verdier og preferanser",
    "ressursbruk": "Ressursbruk",
    "gjennomforbarhet": "Gjennomførbarhet",
    "utilsiktede_konsekvenser": "Utilsiktede konsekvenser",
}
"""Sub-sections of the rationale, in order, with their headings."""
KUNNSKAP = {"erfaringskunnskap": "Erfaringskunnskap", "brukerkunnskap": "Brukerkunnskap"}
"""Sub-sections of the evidence besides research."""


def anchors(recommendation: Recommendation) -> tuple[str, ...]:
    """Return the ids of the sections that the recommendation's page has."""
    r = recommendation
    found = [key for key in SECTIONS if key != "kontrollsporsmaal" or r.kontrollsporsmaal]
    found += [f"begrunnelse-{key}" for key in BEGRUNNELSE if getattr(r.begrunnelse, key)]
    found += [f"kunnskapsgrunnlag-{key}" for key in KUNNSKAP if getattr(r.kunnskapsgrunnlag, key)]
    return tuple(found)
